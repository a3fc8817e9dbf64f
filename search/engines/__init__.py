"""The engines: one contract, one package for each."""
