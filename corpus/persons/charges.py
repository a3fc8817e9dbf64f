"""Who stands accused by the words of a record: "ANNA ORLOVA and PETER HOLT were indicted for ...", or at the
head of a case with their ages, "ANNA ORLOVA (34), PETER HOLT (19), Stealing ..."."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.names.tables import rows

# What stands between the names of a list, and between the last and the words of the charge.
_BETWEEN_NAMES = r"(?:[\s,;*]|\band\b|\bи\b|\bwith\b|\bthe\s+(?:elder|younger)\b|\([^()\n]{1,40}\))*"
_LISTED = re.compile(_BETWEEN_NAMES, re.IGNORECASE)
_OF_PLACE = r"(?:(?:late\s+)?(?:of|in|from)\s[^.;:\n]{1,90},\s*)?"
_BEFORE_CHARGE = re.compile(rf"{_BETWEEN_NAMES}{_OF_PLACE}", re.IGNORECASE)
_AGE = re.compile(r"\(\s*(?:aged\s+)?\d{1,2}\s*\)", re.IGNORECASE)
_NEAR = 200
# The head of a case up to a name: its number, and other names of the list.
# Each word is taken whole (*+, ++): a long one in capitals has too many ways to be cut.
_HEAD = re.compile(
    r"[\s\d.,;*]*+(?:(?:[^\W\d_a-z][\w.’'-]*+|and\b|the\b|elder\b|younger\b|\([^()\n]{1,40}\))[\s,;*]*+)*+"
)


class Span(NamedTuple):
    """Where a name stands."""

    start: int
    end: int


@lru_cache(maxsize=8)
def charges(text: str) -> tuple[Span, ...]:
    """Where the words of a charge stand, or an age at the head of a case, in order."""
    folded = text.casefold()
    found = [Span(*m.span()) for cue in _cues() if cue[0] in folded for m in cue[1].finditer(text)]
    found += [Span(*m.span()) for m in _AGE.finditer(text) if _heads_case(text, m.start())]
    return tuple(sorted(found))


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (cue.casefold(), re.compile(rf"\b{re.escape(cue)}\b", re.IGNORECASE))
        for kind, _, cue in rows("office_cues")
        if kind == "charged"
    )


def _heads_case(text: str, end: int) -> bool:
    floor = max(0, end - 2 * _NEAR)
    start = text.rfind("\n", floor, end) + 1
    return (start > 0 or floor == 0) and _HEAD.fullmatch(text, start, end) is not None


def charged(text: str, names: Sequence[Span], charge: Span) -> list[int]:
    """Which of the names, in order of the text, a charge is brought against: by their places in the list."""
    found: list[int] = []
    end, between = charge.start, _BEFORE_CHARGE
    for number in range(bisect_right(names, end, key=lambda name: name.end) - 1, -1, -1):
        name = names[number]
        if end - name.end > _NEAR or not between.fullmatch(text, name.end, end):
            break
        found.append(number)
        end, between = name.start, _LISTED
    return found[::-1]
