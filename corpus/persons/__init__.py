"""The authority: who is who, worked out from names, without spaCy, so that it can run again at any time."""
