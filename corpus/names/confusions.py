"""Letters that a scanner takes for one another: how far a misread word is from the name that was printed.

misread("dorvalelc", "dorvalek")   0.4: lc for k
misread("dorvolek", "dorvalek")    0.7: a wrong letter, a vowel for a vowel
"""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from corpus.names.alignment import EDIT, Alignment, Tables, align, read_tables
from corpus.names.tables import exchanges, pairs

# Words that differ in more letters than this, by length, are not aligned: it takes time, and no misreading
# that is believed does that. Two letters read as one ("rn", "m") differ in two.
_MOST_LETTERS = ((5, 0), (8, 2), (11, 3))
_MOST = 4


@lru_cache(maxsize=1 << 15)
def misread(word: str, known: str) -> Alignment | None:
    """How a folded word can have been read where another was printed; None where the two are far apart."""
    most = most_letters(max(len(word), len(known)))
    if OSA.distance(word, known, score_cutoff=most) > most:
        return None
    return align(word, known, _scanning())


def is_misread(word: str, known: str) -> bool:
    """Whether a folded word of some length is hardly another than a known one, misread or misspelt."""
    if abs(len(word) - len(known)) > _MOST or 5 * OSA.distance(word, known) > 3 * len(known):
        return False
    return align(word, known, _scanning()).cost <= len(known) / 5


def most_letters(length: int) -> int:
    """In how many letters a misread word may differ from a name, by the length of the longer."""
    return next((most for below, most in _MOST_LETTERS if length < below), _MOST)


def is_confusion(alignment: Alignment) -> bool:
    """Whether letters that look alike explain all that is different."""
    return all(change.kind != EDIT for change in alignment.changes)


def as_letters(text: str) -> str:
    """A piece of a word with the letters that its digits and marks were read for: `Zin0viev`, `Z!nov|ev`."""
    return text.translate(_letters())


@cache
def _scanning() -> Tables:
    rows = [row for name in ("spelling", "capitals") for row in exchanges(name) if row[3] == "scanning"]
    return read_tables(*rows, *((right, left, cost, kind) for left, right, cost, kind in rows))


@cache
def _letters() -> dict[int, str]:
    return {ord(mark): letter for mark, letter in pairs("confusions")}
