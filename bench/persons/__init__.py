"""How well persons are found: one module for each data set, and what they share."""
