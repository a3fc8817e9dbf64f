"""Whether a written name is one that somebody asks for: a comparison, seen from the question.

Of two bare surnames it cannot be said whether they are one person's; that a form writes the surname which
was asked for can.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.names.comparison import compare_names, verdict_of
from corpus.names.givens import ALONE
from corpus.names.readings import read
from corpus.names.reasons import Comparison, Kind

# What is no finding where a surname alone is asked for: that given names are missing, or there.
_UNASKED = (Kind.ALONE, Kind.MORE)


def compare_asked(asked: str, form: str) -> Comparison:
    """Whether `form` writes the name `asked`, with score and reasons as `compare_names` gives them.

    Where a surname alone is asked for, all of the verdict rests on the surname.
    """
    found = compare_names(asked, form)
    if not is_bare(asked) or not all(reason.kind.agrees for reason in found.reasons):
        return found
    score = round(min(1.0, found.score / ALONE), 4)
    reasons = tuple(reason for reason in found.reasons if reason.kind not in _UNASKED)
    return replace(found, verdict=verdict_of(score), score=score, reasons=reasons)


def is_bare(name: str) -> bool:
    """Whether a name is a surname alone."""
    readings = read(name)
    return bool(readings) and not readings[0].given
