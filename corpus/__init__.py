"""What is known: the model, the catalogue, names, persons, text analysis and the sample collection.

Imports none of the other packages.
"""
