"""Who holds an office at a place: from the statements of its document, else of its case, else of others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Section, Tier
from corpus.persons.names import DocumentNames
from corpus.persons.office_statements import Holding, Named, find_holdings, is_apposed
from corpus.persons.offices import PASSING, Office, find_offices

# One who is named as holder this many times as often as all others together is the holder.
_OFTENER = 3
# More persons than this are no answer.
_MOST = 4


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office given to a person (by number): where it stands, how surely, and the words that say so."""

    start: int
    end: int
    person: int
    tier: Tier
    evidence: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A document with its offices and what it says of their holders."""

    document: DocumentNames
    named: Sequence[Named]
    offices: Sequence[Office]
    holdings: Sequence[Holding]


# The holders of each office that is held for long, by its kind.
_Holders = Mapping[str, Sequence[Holding]]


def hold_offices(documents: Sequence[tuple[DocumentNames, Sequence[Named]]]) -> Iterator[list[OfficeRow]]:
    """For each document, in order, the offices in it that lead to somebody."""
    told = [_tell(document, named) for document, named in documents]
    by_case = _by_place((item.document.case, item) for item in told)
    by_collection = _by_place((item.document.collection, item) for item in told)
    for item in told:
        said, inferred = _by_place([("", item)])[""]
        case_said, case_inferred = by_case[item.document.case]
        elsewhere = by_collection[item.document.collection][0]
        yield list(_rows(item, (said, case_said, inferred, case_inferred, elsewhere)))


def _tell(document: DocumentNames, named: Sequence[Named]) -> _Told:
    offices = find_offices(document)
    return _Told(document, named, offices, find_holdings(document, offices, named))


def _by_place(told: Iterable[tuple[str, _Told]]) -> Mapping[str, tuple[_Holders, _Holders]]:
    """By document, case or collection: whom its texts say to hold an office, and whom they let infer."""
    found: dict[str, tuple[dict[str, list[Holding]], dict[str, list[Holding]]]] = {}
    for place, item in told:
        kinds = found.setdefault(place, (defaultdict(list), defaultdict(list)))
        for holding in item.holdings:
            if holding.kind not in PASSING and not holding.through:
                kinds[holding.inferred][holding.kind].append(holding)
    return {place: (_likeliest(said), _likeliest(inferred)) for place, (said, inferred) in found.items()}


def _likeliest(stated: Mapping[str, Sequence[Holding]]) -> _Holders:
    return {kind: _likely(holdings) for kind, holdings in stated.items()}


def _rows(told: _Told, places: Sequence[_Holders]) -> Iterator[OfficeRow]:
    for office in told.offices:
        if is_apposed(told.document.text, office, told.named):
            continue
        if office.kind in PASSING:
            held, tier = _passing(office.kind, office.start, told, places)
        else:
            held, tier = _standing(office.kind, places)
        # What a text calls "the President" without a label is less sure to be an office of the court.
        if len(held) > 1 and not (office.is_label or office.is_address):
            continue
        for holding in held:
            yield OfficeRow(office.start, office.end, holding.person, tier, holding.evidence)


def _standing(kind: str, places: Sequence[_Holders]) -> tuple[Sequence[Holding], Tier]:
    """The holders by the nearest place that knows any; *possible* where that is another case, the last."""
    for number, of_kind in enumerate(places):
        if held := of_kind.get(kind):
            sure = len(held) == 1 and number < len(places) - 1
            return held, Tier.PROBABLE if sure else Tier.POSSIBLE
    return (), Tier.POSSIBLE


def _likely(stated: Sequence[Holding]) -> Sequence[Holding]:
    """The one who is stated far oftener than all others, else all, each once; none where they are many."""
    counts = Counter(holding.person for holding in stated)
    first = {holding.person: holding for holding in reversed(stated)}
    person, most = counts.most_common(1)[0]
    if most >= _OFTENER * (counts.total() - most):
        return [first[person]]
    return list(first.values()) if len(first) <= _MOST else []


def _passing(
    kind: str, offset: int, told: _Told, places: Sequence[_Holders]
) -> tuple[Sequence[Holding], Tier]:
    """Who is examined, or examines, at an offset: the last one stated in the section."""
    section = _section_at(told.document.sections, offset)
    kinds = ("witness", "accused", "answerer") if kind == "answerer" else (kind,)
    before = [h for h in told.holdings if h.kind in kinds and section <= h.start <= offset]
    if not before:
        return (), Tier.POSSIBLE
    last = before[-1]
    if last.through:
        return _standing(last.through, places)
    held = list({h.person: h for h in before if h.start == last.start}.values())
    return held[:_MOST], Tier.PROBABLE if len(held) == 1 else Tier.POSSIBLE


def _section_at(sections: Sequence[Section], offset: int) -> int:
    return max((section.start for section in sections if section.start <= offset), default=0)
