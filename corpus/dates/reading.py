"""From a rule's match to an expression: words become numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast

from corpus.dates.expressions import (
    Base,
    Content,
    Era,
    Fraction,
    Kind,
    Moment,
    Points,
    Step,
    Stretch,
    Unit,
    Unknown,
    Weekday,
    Which,
)
from corpus.dates.parts import Parts

_ROMAN = {"I": 1, "V": 5, "X": 10}
_LIKELY_YEARS = range(1500, 2051)


def read(name: str, parts: Parts) -> tuple[Content, Kind] | None:
    """What a match of the rule `name` says; None when on a closer look it says no date."""
    return _READERS[name](parts)


def _iso(parts: Parts) -> tuple[Content, Kind] | None:
    year, month, day = map(int, parts.first("whole").split("-"))
    return Points(Moment(year, month, day)), "absolute"


def _figures(parts: Parts) -> tuple[Content, Kind] | None:
    """19.8.1936 and 19/8/1936: the day first, unless that cannot be."""
    day, month, year = map(int, re.split(r"[./]", parts.first("whole")))
    if month > 12 >= day:
        day, month = month, day
    return (Points(Moment(year, month, day)), "absolute") if month <= 12 and day <= 31 else None


def _moment(parts: Parts, **known: int | None) -> Moment:
    """The moment of the groups year, that, month, day, season."""
    month = parts.meaning("month")
    season = parts.meaning("season")
    return Moment(
        year=known.get("year", parts.number("year")),
        month=known.get("month", int(month) if month else None),
        day=known.get("day", parts.number("day")),
        season=int(season) if season else None,
        which=parts.which("that"),
        nearest=parts.which("near"),
    )


def _point(parts: Parts) -> tuple[Content, Kind] | None:
    return Points(_moment(parts)), "absolute"


def _relative_point(parts: Parts) -> tuple[Content, Kind] | None:
    return Points(_moment(parts)), "relative"


def _era(parts: Parts) -> tuple[Content, Kind] | None:
    """Years before our era count from zero in EDTF: 1 BC is the year 0."""
    year = parts.number("year") or 1
    return Era(f"{year:04d}" if parts.meaning("era") == "ad" else _before_christ(year)), "absolute"


def _before_christ(year: int) -> str:
    return f"-{year - 1:04d}" if year > 1 else "0000"


def _days(parts: Parts) -> tuple[Content, Kind] | None:
    first, last = parts.number("day"), parts.number("day2")
    if first is None or last is None or first >= last:
        return None
    return Points(_moment(parts, day=first), _moment(parts, day=last)), "absolute"


def _misprint(parts: Parts) -> tuple[Content, Kind] | None:
    return Points(_moment(parts, day=1)), "absolute"


def _months(parts: Parts) -> tuple[Content, Kind] | None:
    return Points(_moment(parts), _moment(parts, month=int(parts.meaning("month2")))), "absolute"


def _fraction(parts: Parts) -> tuple[Content, Kind] | None:
    count = int(parts.meaning("piece"))
    nth = parts.number("nth") or {"start": 1}.get(parts.meaning("nth"), count)
    moment = _moment(parts)
    if not 1 <= nth <= count or (count > 2 and moment.month):
        return None
    return Fraction(moment, nth, count), "absolute"


def _second_year(parts: Parts) -> int | None:
    """The second year of "1928-33" or "1928/29"; None when it is not later than the first."""
    first, written = parts.number("year") or 0, parts.first("year2")
    if len(written) not in {2, 4}:
        return None
    second = int(written) if len(written) == 4 else first - first % 100 + int(written)
    return second if second > first else None


def _years(parts: Parts) -> tuple[Content, Kind] | None:
    last = _second_year(parts)
    if last is None:
        return _year_and_month(parts)
    return Points(Moment(parts.number("year")), Moment(last)), "absolute"


def _year_and_month(parts: Parts) -> tuple[Content, Kind] | None:
    """1936-08: a month, where it can be no range of years."""
    month = parts.first("year2")
    if len(month) != 2 or not 1 <= int(month) <= 12:
        return None
    return Points(Moment(parts.number("year"), int(month))), "absolute"


def _winter(parts: Parts) -> tuple[Content, Kind] | None:
    return None if _second_year(parts) is None else _point(parts)


def _likely_year(parts: Parts) -> tuple[Content, Kind] | None:
    """A year after a word that stands before other numbers too: round ones are amounts."""
    year = parts.number("year") or 0
    return _point(parts) if year in _LIKELY_YEARS and year % 100 else None


def _decade(parts: Parts) -> tuple[Content, Kind] | None:
    return Era(f"{(parts.number('decade') or 0) // 10}X"), "absolute"


def _short_decade(parts: Parts) -> tuple[Content, Kind] | None:
    return Era(tens=parts.number("tens") or 0), "absolute"


def _century(parts: Parts) -> tuple[Content, Kind] | None:
    number = parts.number("century") or _roman(parts.first("century").upper())
    return (Era(f"{number - 1}XX"), "absolute") if 11 <= number <= 22 else None


def _roman(numeral: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _near_day(parts: Parts) -> tuple[Content, Kind] | None:
    month = parts.which("near") or parts.which("which")
    return Points(Moment(day=parts.number("day"), nearest=month)), "relative"


def _listed_day(parts: Parts) -> tuple[Content, Kind] | None:
    return Points(Moment(day=parts.number("day"))), "absolute"


def _lone_day(parts: Parts) -> tuple[Content, Kind] | None:
    return Points(Moment(day=parts.number("day"))), "relative"


def _day_beside(parts: Parts) -> tuple[Content, Kind] | None:
    """Yesterday; the day before yesterday, the day after tomorrow."""
    if parts.has("day_only"):
        return Step("day", Which("said", int(parts.meaning("day_only")))), "relative"
    steps = int(parts.meaning("days"))
    return Step("day", Which("said", 2 * steps)), "relative"


def _unknown_day(parts: Parts) -> tuple[Content, Kind] | None:
    return Unknown(), "relative"


def _unit(parts: Parts) -> Unit:
    return cast(Unit, parts.meaning("unit"))


def _ago(parts: Parts) -> tuple[Content, Kind] | None:
    if parts.has("half_a"):
        return Step("month", Which("said", -6), reckoned=True), "relative"
    count, unit = _count(parts), _unit(parts)
    if parts.has("half") and unit == "year" and count:
        return Step("month", Which("said", -12 * count - 6), reckoned=True), "relative"
    return _reckoned(unit, "said", -count), "relative"


def _later(parts: Parts) -> tuple[Content, Kind] | None:
    return _reckoned(_unit(parts), "named", _count(parts) * int(parts.meaning("later"))), "relative"


def _reckoned(unit: Unit, base: Base, steps: int) -> Content:
    return Step(unit, Which(base, steps), reckoned=unit != "day") if steps else Unknown()


def _count(parts: Parts) -> int:
    """The number before a unit; a lone article or nothing is one, "few" is 0: unknown."""
    words = parts.words.get("count", ())
    if any(parts.lexicon.letters.get(word.lower()) == "F" for word in words):
        return 0
    return parts.number("count") or 1


def _span_of_units(parts: Parts) -> tuple[Content, Kind] | None:
    which, count = parts.which("which"), _count(parts)
    if which == Which("said", -1) and count:
        return Stretch(_unit(parts), count), "duration"
    return (Unknown(), "duration") if which and which.base == "said" else None


def _which_unit(parts: Parts) -> tuple[Content, Kind] | None:
    """Last year, that day, the next month. "The next" counts from the date named, "the last day" is none."""
    which, unit = parts.which("which"), _unit(parts)
    if which is None or parts.first("unit") in parts.lexicon.plural:
        return None
    if unit == "day" and which == Which("said", -1):
        return None
    if parts.has("the") and which == Which("said", 1):
        which = Which("named", 1)
    if unit == "decade" and which.steps:
        return Stretch(unit, 1), "duration"
    return Step(unit, which), "relative"


def _part_of_unit(parts: Parts) -> tuple[Content, Kind] | None:
    """The middle of the year: the value is that of the year."""
    which = parts.which("which") or Which("near", 0)
    return (Step(_unit(parts), which), "relative") if _unit(parts) != "day" else None


def _near_weekday(parts: Parts) -> tuple[Content, Kind] | None:
    near = parts.which("near") or Which("said", 0)
    return Weekday(int(parts.meaning("weekday")), near.steps), "relative"


def _duration(parts: Parts) -> tuple[Content, Kind] | None:
    return Unknown(), "duration"


_READERS: Mapping[str, Callable[[Parts], tuple[Content, Kind] | None]] = {
    "iso": _iso,
    "figures": _figures,
    "era": _era,
    "listed_day": _listed_day,
    "days_of_month": _days,
    "month_days": _days,
    "day_of_month": _point,
    "month_day": _point,
    "month_misprint": _misprint,
    "months": _months,
    "month_of_year": _point,
    "fraction": _fraction,
    "season_of_years": _winter,
    "season_of_year": _point,
    "year_season": _point,
    "years": _years,
    "decade": _decade,
    "short_decade": _short_decade,
    "century": _century,
    "part_of_year": _point,
    "part_of_unit": _part_of_unit,
    "named_year": _point,
    "year": _point,
    "likely_year": _likely_year,
    "near_season": _relative_point,
    "season": _relative_point,
    "near_month": _relative_point,
    "month": _point,
    "near_day": _near_day,
    "lone_day": _lone_day,
    "day_beside": _day_beside,
    "next_day": _unknown_day,
    "ago": _ago,
    "later": _later,
    "span_of_units": _span_of_units,
    "which_unit": _which_unit,
    "near_weekday": _near_weekday,
    "weekday": _near_weekday,
    "duration": _duration,
}
