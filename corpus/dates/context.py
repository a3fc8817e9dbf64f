"""What is known at a place in a text: the day on which it was said, and the dates named before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from corpus.dates.expressions import Which
from corpus.dates.values import day_value

NEAR = 300
"""A month or season without a year takes the year of a date named at most so many characters before:
about two sentences."""
_ANCHOR = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Point:
    """A year with what is known of month and day (0: nothing)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def as_date(self) -> date | None:
        """The day; None when it is not known or not in the calendar."""
        return date.fromisoformat(text) if (text := self._day_text()) else None

    def _day_text(self) -> str:
        return day_value(self.year, self.month, self.day) if self.day else ""


def read_point(value: str) -> Point | None:
    """The point of an EDTF value's first year, month and day; None without a year. A season is no month."""
    match = _ANCHOR.match(value)
    if not match:
        return None
    month = int(match[2] or 0)
    return Point(int(match[1]), month if month <= 12 else 0, int(match[3] or 0))


@dataclass(slots=True)
class Context:
    """What a reader knows at a place in the text; grows as expressions are resolved in order.

    `days` gives the year of a (month, day) that the text names in full anywhere.
    """

    anchor: Point | None
    days: dict[tuple[int, int], int] = field(default_factory=dict)
    named: Point | None = None
    named_at: int = 0

    def near(self, place: int) -> Point | None:
        """The date named shortly before `place`."""
        return self.named if self.named and place - self.named_at <= NEAR else None

    def base(self, which: Which, place: int) -> Point | None:
        """What `which` counts from, at a place in the text."""
        if which.base == "near":
            return self.near(place) or self.anchor
        return self.anchor if which.base == "said" else self.named
