"""Persons whom an authority file knows: their names, dates and links, and whom of the documents they are."""
