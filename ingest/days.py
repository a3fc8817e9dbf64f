"""The day of a session or of publication, as a heading or a title page writes it, in EDTF.

Dates in running text are the business of the date grammar; here are only the few shapes of headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from ingest.wordlists import table

_EDTF = re.compile(r"(?<!\d)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    month = "(?P<month>" + "|".join(sorted(table("months"), key=len, reverse=True)) + r")\b\.?"
    day = r"(?<!\d)(?P<day>[0-3]?\d)(?:st|nd|rd|th|d)?(?![\d.,]*\d)"
    year = r"(?:,?\s*(?P<year>1[4-9]\d\d|20\d\d)(?!\d))?"
    shapes = (
        rf"\b{month}\s+(?:the\s+)?{day}{year}",
        rf"{day}\s+(?:day\s+)?(?:of\s+)?{month}{year}",
    )
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)


def written_day(text: str, years: Iterable[str] = ()) -> str:
    """The first day (or EDTF year, month) that `text` writes out, as EDTF; empty if it writes none.

    A day without a year takes the first year found in `years`, texts in the order of trust.
    """
    for shape in _shapes():
        match = shape.search(text)
        if match:
            year = match["year"] or first_year(years)
            return _edtf(year, table("months")[match["month"].casefold()], match["day"])
    edtf = _EDTF.search(text)
    return edtf[0] if edtf and (edtf[2] or _YEAR.fullmatch(edtf[1])) else ""


def first_year(texts: Iterable[str]) -> str:
    """The first year from 1400 to 2099 that is written in one of the texts, empty if none is."""
    found = (match[1] for text in texts if (match := _YEAR.search(text)))
    return next(found, "")


def _edtf(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat() if year else ""
    except ValueError:
        return ""
