"""Who stands accused by the words of a record: "ANNA ORLOVA and PETER HOLT were indicted for ...", or at the
head of a case with their ages, "ANNA ORLOVA (34), PETER HOLT (19), Stealing ..."."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from corpus.persons.office_cues import cues_in

# What stands between the names of a list, and between the last and the words of the charge.
_BETWEEN_NAMES = (
    r"(?:[\s,;*]|\b(?:alias|otherwise)(?:\s+\w+){1,2}|\band\b|\bи\b|\bwith\b"
    r"|\bthe\s+(?:elder|younger)\b|\([^()\n]{1,40}\))*"
)
_LISTED = re.compile(_BETWEEN_NAMES, re.IGNORECASE)
_OF_PLACE = r"(?:(?:late\s+)?(?:of|in|from)\s[^.;:\n]{1,90},\s*)?"
_BEFORE_CHARGE = re.compile(rf"{_BETWEEN_NAMES}{_OF_PLACE}", re.IGNORECASE)
_AGE = re.compile(r"\(\s*(?:aged\s+)?\d{1,2}\s*\)", re.IGNORECASE)
_NEAR = 200
_WHOSE = re.compile(r"\b(?:of|from|to|by)\s+(?:the said\s+)?$")
_PREPOSITION = 16
# The head of a case up to a name: its number, and other names of the list.
# Each word is taken whole (*+): a long one in capitals has too many ways to be cut.
_HEAD = re.compile(
    r"[\s\d.,;*]*+(?:(?:[^\W\d_a-z][\w.’'-]*+|and\b|the\b|elder\b|younger\b|\([^()\n]{1,40}\))[\s,;*]*+)*+"
)


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Placed(Protocol):
    """A name at its place."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character after the last."""


P = TypeVar("P", bound=Placed)


@lru_cache(maxsize=8)
def charges(text: str) -> tuple[Span, ...]:
    """Where the words of a charge stand, or an age at the head of a case, in order."""
    found = [Span(*cue.span()) for _, _, cue in cues_in(text, of_charges=True)]
    found += [Span(*age.span()) for age in _AGE.finditer(text) if _heads_case(text, age.start())]
    return tuple(sorted(found))


def _heads_case(text: str, end: int) -> bool:
    floor = max(0, end - 2 * _NEAR)
    start = text.rfind("\n", floor, end) + 1
    return (start > 0 or floor == 0) and _HEAD.fullmatch(text, start, end) is not None


def charged(text: str, names: Sequence[P], charge: Span) -> list[P]:
    """Against which names, in order of the text, a charge is brought."""
    found: list[P] = []
    end, between = charge.start, _BEFORE_CHARGE
    for name in reversed(names[: bisect_right(names, end, key=lambda name: name.end)]):
        if end - name.end > _NEAR or not between.fullmatch(text, name.end, end):
            break
        if found and _WHOSE.search(text, max(0, name.start - _PREPOSITION), name.start):
            break  # "the goods of Ann Holt; and ANNA ORLOVA, for feloniously receiving the same"
        found.append(name)
        end, between = name.start, _LISTED
    return found[::-1]
