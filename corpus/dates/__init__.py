"""Dates in texts: found by a grammar of our own, valued in EDTF."""

from corpus.dates.expressions import DateSpan
from corpus.dates.finding import find_dates
from corpus.dates.values import years_of

__all__ = ["DateSpan", "find_dates", "years_of"]
