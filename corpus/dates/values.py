"""EDTF: building values from numbers, and the years that a value covers.

Level 1 and the decades and centuries of level 0 ("193X", "18XX"), seasons 21-24, intervals.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

MOST_YEARS = 200
"""`years_of` gives at most so many: an interval of centuries is no use as a facet."""

_SEASON = re.compile(r"\A\d{4}-2[1-4]\Z")
_YEAR = re.compile(r"(?<![\d-])\d{2}[\dX]{2}(?![\dX])")


def day_value(year: int, month: int, day: int) -> str:
    """`1936-08-19`; empty when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def month_value(year: int, month: int) -> str:
    """`1936-08`, and `1932-23` for a season (21-24)."""
    return f"{year:04d}-{month:02d}"


def interval(first: str, last: str) -> str:
    """`first/last`, empty when either is; one value when both are the same."""
    if not first or not last:
        return ""
    return first if first == last else f"{first}/{last}"


def fraction_of_year(year: int, nth: int, parts: int) -> str:
    """The `nth` half or quarter of a year as an interval of months."""
    length = 12 // parts
    return interval(month_value(year, (nth - 1) * length + 1), month_value(year, nth * length))


def half_of_month(year: int, month: int, nth: int) -> str:
    """The first or the second half of a month as an interval of days; the 15th belongs to the first."""
    last = monthrange(year, month)[1]
    first, final = (1, 15) if nth == 1 else (16, last)
    return interval(day_value(year, month, first), day_value(year, month, final))


def week_value(day: date) -> str:
    """The week of a day, Monday to Sunday, as an interval."""
    monday = day - timedelta(days=day.weekday())
    return interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def approximate(value: str) -> str:
    """The value with "~" on each end that lacks it. A season, vague as it is, cannot have it."""
    return "/".join(end if _is_vague(end) else f"{end}~" for end in value.split("/"))


def _is_vague(end: str) -> bool:
    return not end or end.endswith("~") or _SEASON.search(end) is not None


def years_of(value: str) -> tuple[str, ...]:
    """The years an EDTF value covers, in order: `1932-10/1934` -> 1932, 1933, 1934; `193X` -> ten years.

    An interval that is open on one side gives the year of its known end. At most 200 years; none for
    a value that names no year from 1000 on.
    """
    ends = [_bounds(match[0]) for match in _YEAR.finditer(value)]
    if not ends:
        return ()
    if "/" in value:
        ends = [(min(first for first, _ in ends), max(last for _, last in ends))]
    years = sorted({year for first, last in ends for year in _span(first, last)})
    return tuple(f"{year:04d}" for year in years[:MOST_YEARS])


def _bounds(year: str) -> tuple[int, int]:
    return int(year.replace("X", "0")), int(year.replace("X", "9"))


def _span(first: int, last: int) -> Iterator[int]:
    yield from range(first, min(last, first + MOST_YEARS - 1) + 1)
