"""Words made from a name that are no mention of it."""

from __future__ import annotations

from corpus.names.fold import fold
from corpus.names.tables import endings


def is_movement(word: str) -> bool:
    """Whether a word is a follower or a doctrine (Trotskyite, Zinovievism) rather than a name."""
    return len(word) > 6 and fold(word).endswith(endings("movements"))
