"""What a date expression says, before anything is known of when it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["absolute", "relative", "duration"]
Base = Literal["said", "named", "near"]
Unit = Literal["day", "week", "month", "year", "decade", "century"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date in a text: `text == whole[start:end]`.

    `value` is EDTF, or empty when the date cannot be resolved. `kind` is "absolute" for what names a
    day, month, year or century (the year may be supplied), "relative" for "yesterday", "that year",
    "the autumn", "duration" for "ten years".
    """

    start: int
    end: int
    text: str
    value: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Which:
    """A step from a base: the day on which something is said, the date named before it, or ("near")
    the date named shortly before, else the day on which it is said."""

    base: Base
    steps: int


@dataclass(frozen=True, slots=True)
class Moment:
    """The parts that are written. `which` stands for a year ("of that year"), `nearest` picks one of
    the months of that name ("last May") or, of a day alone, the month ("the 1st inst.")."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    which: Which | None = None
    nearest: Which | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """One moment, or the first and the last of a range."""

    first: Moment
    last: Moment | None = None


@dataclass(frozen=True, slots=True)
class Fraction:
    """The nth of 2 or 4 parts of a year or (halves only) of a month."""

    moment: Moment
    nth: int
    parts: int


@dataclass(frozen=True, slots=True)
class Era:
    """A decade ("193X") or a century ("15XX") by value; `tens` alone when the century is not said."""

    value: str = ""
    tens: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """So many units from a base; `reckoned` when the amount is counted back ("eighteen months ago")."""

    unit: Unit
    which: Which
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 1 Monday to 7 Sunday: the last, the next, or (0) the one just past or present."""

    number: int
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """The last so many units up to the day on which it is said ("the last eight years")."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A date that says too little: "some years ago", "the day after"; a duration."""


Content = Points | Fraction | Era | Step | Weekday | Stretch | Unknown


@dataclass(frozen=True, slots=True)
class Expression:
    """Content with its place: offsets in the text."""

    start: int
    end: int
    content: Content
    kind: Kind
    about: bool = False
