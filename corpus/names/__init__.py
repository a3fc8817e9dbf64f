"""Names of persons: reading one, folding its spelling, comparing two."""
