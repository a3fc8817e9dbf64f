"""Questions to the catalogue: each answers from one revision in one or two statements."""
