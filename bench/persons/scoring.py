"""What the data sets have in common: rows of an outcome, the truth, and how the two are counted."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bench.figures import Target, show
from corpus.names.compare import Grade, grade

TIERS = ("certain", "probable", "possible")
# What a tier promises (docs/persons.md).
_PROMISED = {0: 0.99, 1: 0.9}


@dataclass(frozen=True, slots=True)
class Row:
    """A mention given to a person, in the document `document`. `tier` is its rank."""

    document: int
    start: int
    end: int
    form: str
    person: str
    tier: int
    reason: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A mention as it is known to be. An `optional` one may be found or not, and as anybody's."""

    document: int
    start: int
    end: int
    person: str
    optional: bool = False


@dataclass(frozen=True)
class Places:
    """The truths by place."""

    truths: Sequence[Truth]

    @cached_property
    def _of_document(self) -> Mapping[int, tuple[list[int], list[Truth]]]:
        found: dict[int, tuple[list[int], list[Truth]]] = defaultdict(lambda: ([], []))
        for truth in sorted(self.truths, key=lambda t: (t.document, t.start)):
            starts, here = found[truth.document]
            starts.append(truth.start)
            here.append(truth)
        return found

    def at(self, row: Row) -> Truth | None:
        """The truth that a row overlaps."""
        if row.document not in self._of_document:
            return None
        starts, truths = self._of_document[row.document]
        last = bisect_right(starts, row.end - 1) - 1
        return truths[last] if last >= 0 and truths[last].end > row.start else None


def bearers(rows: Iterable[Row], places: Places) -> dict[str, str]:
    """For each person of the outcome the one of the truth that most of its mentions, possible ones aside,
    are."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        truth = places.at(row)
        if truth is not None and row.tier < 2:
            counts[row.person][truth.person] += 1
    return {person: max(sorted(found), key=lambda p: found[p]) for person, found in counts.items()}


def report_calibration(
    rows: Sequence[Row], truths: Sequence[Truth], *, verbose: Callable[[Row], str] | None = None
) -> None:
    """Print how many mentions of each tier, and of each reason in it, are right.

    Right is one that the truth has too, where it is the person that most mentions of that person are.
    """
    places = Places(truths)
    person_of = bearers(rows, places)
    right: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for row in rows:
        truth = places.at(row)
        if truth is None or not truth.optional:
            good = truth is not None and person_of.get(row.person) == truth.person
            right[row.tier, ""].append(good)
            right[row.tier, row.reason].append(good)
            if not good and verbose and row.tier < 2:
                print(f"    {TIERS[row.tier]} {row.reason}: {verbose(row)}")
    for (tier, reason), found in sorted(right.items()):
        target = Target(_PROMISED[tier], at_least=True) if tier in _PROMISED else None
        name = f"{TIERS[tier]}: {reason}" if reason else f"{TIERS[tier]}, all"
        show(f"{name} ({sum(found)} of {len(found)} right)", sum(found) / len(found), "", target, digits=4)


@dataclass(frozen=True, slots=True)
class Passages:
    """Where the passages of each document begin."""

    starts: Mapping[int, Sequence[int]]

    def of(self, place: Row | Truth) -> tuple[int, int]:
        """The passage that a mention begins in."""
        return place.document, bisect_right(self.starts[place.document], place.start) - 1


def choose_person(names: Iterable[str], forms: Mapping[str, Counter[str]]) -> str | None:
    """The person of the outcome that the first of some names finds that finds one, by the forms of all."""
    for name in names:
        ranked: dict[str, tuple[int, int]] = {}
        for person, written in forms.items():
            best = max(grade(name, form) for form in written)
            if best > Grade.PART:
                ranked[person] = (best, sum(written.values()))
        if ranked:
            return max(ranked, key=lambda person: ranked[person])
    return None


def forms_of(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """The forms of each person, possible mentions aside."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.tier < 2:
            found[row.person][row.form] += 1
    return found


def recall_of_passages(
    rows: Sequence[Row], truths: Sequence[Truth], names: Mapping[str, Sequence[str]], passages: Passages
) -> Mapping[int, Counter[str]]:
    """By tier (probable, possible included): passages hit, missed and wrong, pooled over the persons.

    A person is chosen as a user would: by the first of `names` that finds somebody.
    """
    forms = forms_of(rows)
    wanted: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for truth in truths:
        if not truth.optional:
            wanted[truth.person].add(passages.of(truth))
    pooled: dict[int, Counter[str]] = {1: Counter(), 2: Counter()}
    for person, places in wanted.items():
        chosen = choose_person(names[person], forms)
        for tier, counts in pooled.items():
            got = {passages.of(row) for row in rows if row.person == chosen and row.tier <= tier}
            counts.update(hit=len(places & got), missed=len(places - got), wrong=len(got - places))
    return pooled


def share(counts: Mapping[str, int], against: str) -> float:
    """Recall (against `missed`) or precision (against `wrong`)."""
    return counts["hit"] / max(1, counts["hit"] + counts[against])
