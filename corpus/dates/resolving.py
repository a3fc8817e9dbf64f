"""Values of expressions: what is not written comes from the anchor or from the dates named before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import MAXYEAR, timedelta

from corpus.dates.context import Context, Point, read_point
from corpus.dates.expressions import (
    Content,
    Era,
    Expression,
    Fraction,
    Moment,
    Points,
    Step,
    Stretch,
    Unit,
    Weekday,
    Which,
)
from corpus.dates.values import (
    approximate,
    day_value,
    fraction_of_year,
    half_of_month,
    interval,
    month_value,
    week_value,
)

BORROWED_FROM = 12
"""Characters at most between two dates of which the first takes its year from the second: " and in the "."""
LIVING_MEMORY = 10
"""A day without a year is of the anchor's year unless the talk is of a time so many years away."""
MONTHS_AHEAD = 1
"""A day without a year that would lie further ahead than this is of the year before."""
_MONTHS: dict[Unit, int] = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def resolve(expressions: list[Expression], anchor: str) -> list[str]:
    """EDTF values of the expressions of a text, in its order; "" for what cannot be resolved.

    `anchor` is the EDTF date on which the text was spoken or written; it may be empty.
    """
    context = Context(read_point(anchor), days=_full_days(expressions))
    return [
        _resolve_next(expression, following, context) for expression, following in _with_next(expressions)
    ]


def _with_next(expressions: list[Expression]) -> Iterable[tuple[Expression, Expression | None]]:
    return zip(expressions, [*expressions[1:], None], strict=True) if expressions else ()


def _full_days(expressions: list[Expression]) -> dict[tuple[int, int], int]:
    """(month, day) -> year for the days that are named in full; the first one counts."""
    days: dict[tuple[int, int], int] = {}
    for expression in expressions:
        if isinstance(expression.content, Points):
            moment = expression.content.first
            if moment.year and moment.month and moment.day:
                days.setdefault((moment.month, moment.day), moment.year)
    return days


def _resolve_next(expression: Expression, following: Expression | None, context: Context) -> str:
    content = _borrow(expression, following)
    value = _value(content, expression.start, context)
    point = read_point(value)
    if point:
        context.named, context.named_at = point, expression.end
    return approximate(value) if _is_approximate(content, about=expression.about) else value


def _is_approximate(content: Content, *, about: bool) -> bool:
    """What is counted back is reckoned; "about last week" tells what the talk was about."""
    if isinstance(content, Step):
        return content.reckoned
    return about and isinstance(content, Points | Fraction | Era)


def _borrow(expression: Expression, following: Expression | None) -> Content:
    """From May to July 1932, the 10th or 11th of May: the first takes from the second what it lacks."""
    content = expression.content
    if following is None or following.start - expression.end > BORROWED_FROM:
        return content
    if not isinstance(content, Points) or not isinstance(following.content, Points):
        return content
    first, last = content.first, following.content.first
    if first.year or first.which or first.nearest:
        return content
    if first.day and not first.month and last.month and last.day:
        return replace(content, first=replace(last, day=first.day))
    if last.year and (first.month or first.season) and (last.month or last.season):
        return replace(content, first=replace(first, year=_year_before(first, last)))
    return content


def _year_before(first: Moment, last: Moment) -> int:
    """The year of `first` that lies before `last`: November in "November to January 1933" is of 1932."""
    year = last.year or 0
    comparable = first.month and last.month
    return year - 1 if comparable and (first.month or 0) > (last.month or 0) else year


def _value(content: Content, place: int, context: Context) -> str:
    match content:
        case Points(first, None):
            return _moment_value(_dated(first, place, context))
        case Points(first, Moment() as last):
            dated = _dated(first, place, context)
            return interval(_moment_value(dated), _moment_value(_like(last, dated)))
        case Fraction(moment, nth, parts):
            return _fraction_value(_dated(moment, place, context), nth, parts)
        case Era(value, tens):
            return value or _decade_value(tens, context)
        case Step(unit, which):
            return _step_value(unit, which, context.base(which, place))
        case Weekday(number, direction):
            return _weekday_value(number, direction, context.anchor)
        case Stretch(unit, count):
            return _stretch_value(unit, count, context.anchor)
    return ""


def _like(last: Moment, first: Moment) -> Moment:
    return last if last.year else replace(last, year=first.year, which=None, nearest=None)


def _moment_value(moment: Moment) -> str:
    if moment.year is None:
        return ""
    if moment.season:
        return month_value(moment.year, moment.season)
    if moment.month is None:
        return f"{moment.year:04d}"
    if moment.day is None:
        return month_value(moment.year, moment.month)
    return day_value(moment.year, moment.month, moment.day)


def _fraction_value(moment: Moment, nth: int, parts: int) -> str:
    if moment.year is None:
        return ""
    if moment.month:
        return half_of_month(moment.year, moment.month, nth)
    return fraction_of_year(moment.year, nth, parts)


def _dated(moment: Moment, place: int, context: Context) -> Moment:
    """The moment with its year, and its month if only a day is written; as it is when none is known."""
    if moment.year is not None:
        return moment
    if moment.which:
        base = context.base(moment.which, place) or context.anchor
        return replace(moment, year=base.year + moment.which.steps if base else None)
    if moment.month is None and moment.season is None:
        return _dated_day(moment, place, context)
    if moment.nearest:
        return replace(moment, year=_picked_year(moment, moment.nearest, context.anchor))
    if moment.day:
        return replace(moment, year=_year_of_day(moment, place, context))
    return replace(moment, year=_year_of_month(moment, place, context))


def _dated_day(moment: Moment, place: int, context: Context) -> Moment:
    """A day alone ("on the 12th", "the 1st inst."): of the month named before, or of the anchor's."""
    which = moment.nearest
    base = context.base(which, place) if which else (context.near(place) or context.anchor)
    if base is None or not base.month:
        base = context.anchor
    if base is None or not base.month:
        return moment
    year, month = divmod(base.year * 12 + base.month - 1 + (which.steps if which else 0), 12)
    return replace(moment, year=year, month=month + 1)


def _picked_year(moment: Moment, which: Which, anchor: Point | None) -> int | None:
    """The year of "last May", "the winter next": the nearest before or after the anchor."""
    if anchor is None:
        return None
    if which.steps == 0 or not anchor.month:
        return anchor.year + which.steps
    month = _first_month(moment)
    if which.steps < 0:
        return anchor.year if month < anchor.month else anchor.year - 1
    return anchor.year if month > anchor.month else anchor.year + 1


def _first_month(moment: Moment) -> int:
    """The month in which a month or season begins: winter in December of its year."""
    return moment.month or {21: 3, 22: 6, 23: 9, 24: 12}.get(moment.season or 0, 1)


def _year_of_day(moment: Moment, place: int, context: Context) -> int | None:
    known = context.days.get((moment.month or 0, moment.day or 0))
    if known:
        return known
    near, anchor = context.near(place) or context.named, context.anchor
    if anchor is None:
        return near.year if near else None
    if near and abs(anchor.year - near.year) > LIVING_MEMORY:
        return near.year
    ahead = (moment.month or 0) - anchor.month if anchor.month else 0
    return anchor.year - 1 if ahead > MONTHS_AHEAD else anchor.year


def _year_of_month(moment: Moment, place: int, context: Context) -> int | None:
    near = context.near(place)
    if near:
        return near.year
    anchor = context.anchor
    if anchor is None:
        return context.named.year if context.named else None
    later = anchor.month and _first_month(moment) > anchor.month
    return anchor.year - 1 if later else anchor.year


def _decade_value(tens: int, context: Context) -> str:
    """The thirties: of the century of the talk, and not after it."""
    base = context.anchor or context.named
    if base is None:
        return ""
    year = base.year - base.year % 100 + tens
    return f"{(year if year <= base.year else year - 100) // 10}X"


def _step_value(unit: Unit, which: Which, base: Point | None) -> str:
    if base is None:
        return ""
    if unit in {"day", "week"}:
        return _step_in_days(unit, which.steps, base)
    if unit == "month" and not base.month:
        return ""
    year, month = divmod(base.year * 12 + max(base.month, 1) - 1 + which.steps * _MONTHS[unit], 12)
    if not 1000 <= year <= MAXYEAR:
        return ""
    return {"month": month_value(year, month + 1), "year": f"{year}", "decade": f"{year // 10}X"}.get(
        unit, f"{year // 100}XX"
    )


def _step_in_days(unit: Unit, steps: int, base: Point) -> str:
    day = base.as_date
    if day is None:
        return ""
    try:
        moved = day + timedelta(days=steps * (7 if unit == "week" else 1))
    except OverflowError:
        return ""
    return week_value(moved) if unit == "week" else moved.isoformat()


def _weekday_value(number: int, direction: int, anchor: Point | None) -> str:
    day = anchor.as_date if anchor else None
    if day is None:
        return ""
    back = (day.isoweekday() - number) % 7
    if direction < 0:
        back = back or 7
    if direction > 0:
        back -= 7
    return (day - timedelta(days=back)).isoformat()


def _stretch_value(unit: Unit, count: int, anchor: Point | None) -> str:
    """The last eight years: from the year so many years back to the anchor's."""
    if anchor is None or unit not in {"year", "decade", "century"}:
        return ""
    first = anchor.year - count * _MONTHS[unit] // 12
    return interval(f"{first:04d}", f"{anchor.year:04d}") if first >= 1000 else ""
