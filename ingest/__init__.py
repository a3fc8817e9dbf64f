"""Turns files into facts: readers, turns, passages, taggers and the pipeline that runs them."""
