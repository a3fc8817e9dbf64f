"""Words made from a name that are no mention of it, and which these are for a name."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.names.fold import fold, is_cyrillic
from corpus.names.tables import endings, words

# What a surname loses before an ending: Robespierre, Robespierrist; Троцкий, троцкист.
_LOST = ("e", "i")
_LOST_CYRILLIC = ("ий", "ый", "ой", "ая")
# Of a shorter surname ("Art") too many words are ordinary ones.
_SHORTEST = 3


def is_movement(word: str) -> bool:
    """Whether a word is a follower or a doctrine (Trotskyite, Zinovievism) rather than a name."""
    folded = fold(word)
    if len(word) <= 6 or folded.endswith(endings("no_movements")):
        return False
    return folded.endswith(endings("movements"))


def movements_of(surname: str) -> tuple[str, ...]:
    """What followers and doctrines of the bearer of a surname may be called, in small letters.

    Other cases and numbers begin alike, but for a vowel at the end. Ordinary words (artist) are not among
    them, whoever is called Art.
    """
    lower = surname.casefold()
    if len(lower) < _SHORTEST or not lower.isalpha():
        return ()
    return tuple(word for word in _made_from(lower) if fold(word) not in words("ordinary"))


def _made_from(surname: str) -> Iterator[str]:
    cyrillic, stem = is_cyrillic(surname), surname
    for lost in _LOST_CYRILLIC if cyrillic else _LOST:
        if surname.endswith(lost) and len(surname) - len(lost) >= _SHORTEST:
            stem = surname.removesuffix(lost)
    for ending in endings("followers_cyrillic" if cyrillic else "followers"):
        yield stem + ending
