"""Which persons answer to a name: graded by their forms, then by how often they are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue.reading.persons import Candidate
from corpus.names.compare import Grade, grade_names
from corpus.names.parse import parse_name

# One who is named this many times as often as the next is meant when a name fits both equally.
PREPONDERANCE = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A person, how well the best of their forms matches, and in how many passages they are named."""

    person: str
    grade: Grade
    passages: int


def rank_matches(name: str, candidates: Sequence[Candidate], passages: Mapping[str, int]) -> list[Match]:
    """The persons one of whose forms matches at all, best match first, then most passages first."""
    asked = parse_name(name)
    if asked is None:
        return []
    best: dict[str, Grade] = {}
    for candidate in candidates:
        form = parse_name(candidate.form)
        grade = grade_names(asked, form) if form else Grade.NONE
        best[candidate.person] = max(grade, best.get(candidate.person, Grade.NONE))
    matches = [
        Match(person, grade, passages.get(person, 0)) for person, grade in best.items() if grade > Grade.NONE
    ]
    return sorted(matches, key=lambda match: (-match.grade, -match.passages, match.person))


def choose(ranked: Sequence[Match]) -> Match | None:
    """The one that is meant, None where several may be.

    The first of them, if it matches better than the next, or as well and has ten times its passages.
    """
    if not ranked:
        return None
    first = ranked[0]
    if len(ranked) == 1 or first.grade > ranked[1].grade:
        return first
    preponderant = first.passages > 0 and first.passages >= PREPONDERANCE * ranked[1].passages
    return first if preponderant else None


def fitting(ranked: Sequence[Match]) -> list[Match]:
    """Those who may be meant: a person with that surname and other given names is not."""
    return [match for match in ranked if match.grade > Grade.CONFLICT]
