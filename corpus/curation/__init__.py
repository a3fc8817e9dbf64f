"""Curation: what people decide about persons, and how that is applied to what resolution found.

`decisions` are the values, `anchoring` finds their places again in a changed text, `applying` is the one
pure function from the machine's attributions to the decided ones. The rest reads and writes the catalogue.
"""
