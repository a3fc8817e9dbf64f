"""Who holds an office at a place: from the statements of its document, else of its case, else of others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Section, Tier
from corpus.persons.names import DocumentNames
from corpus.persons.office_statements import Holding, Named, find_holdings, is_apposed
from corpus.persons.offices import PASSING, Office, find_offices

# One who is named as holder this many times as often as all others together is the holder.
_OFTENER = 3
# More persons than this are no answer.
_MOST = 4
# What is said of some offices tells of another, too: who is charged is the accused, but where witnesses are
# heard it is not he who answers.
_PASSED_BY = {"answerer": ("witness", "accused", "answerer"), "accused": ("accused", "charged")}


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office given to a person (by number): where it stands, how surely, and the words that say so."""

    start: int
    end: int
    person: int
    tier: Tier
    evidence: str


@dataclass(frozen=True, slots=True)
class Told:
    """A document with its offices (those that are no part of a name) and what it says of their holders."""

    document: DocumentNames
    offices: Sequence[Office]
    holdings: Sequence[Holding]


# The holders of each office that is held for long, by its kind.
Holders = Mapping[str, Sequence[Holding]]


def tell(document: DocumentNames, named: Sequence[Named]) -> Told:
    """What a document says, whose decided mentions are `named`; its text is not kept."""
    offices = find_offices(document)
    holdings = find_holdings(document, offices, named)
    apart = [office for office in offices if not is_apposed(document.text, office, named)]
    return Told(
        replace(document, text="", capitals=(), lower={}, otherwise={}, turns=(), mentions=()),
        apart,
        holdings,
    )


def rows_of(told: Told, case: tuple[Holders, Holders], elsewhere: Holders) -> list[OfficeRow]:
    """The offices of a document that lead to somebody. `case` are whom the texts of its case say to hold
    an office, and whom they let infer; `elsewhere` whom those of its collection say to hold one."""
    said, inferred = holders([told])
    return list(_rows(told, (said, case[0], inferred, case[1], elsewhere)))


def holders(told: Iterable[Told]) -> tuple[Holders, Holders]:
    """Whom documents say to hold an office, and whom they let infer."""
    kinds: tuple[dict[str, list[Holding]], ...] = (defaultdict(list), defaultdict(list))
    for item in told:
        for holding in item.holdings:
            if holding.is_lasting:
                kinds[holding.inferred][holding.kind].append(holding)
    return _likeliest(kinds[0]), _likeliest(kinds[1])


def _likeliest(stated: Mapping[str, Sequence[Holding]]) -> Holders:
    return {kind: _likely(holdings) for kind, holdings in stated.items()}


def _rows(told: Told, places: Sequence[Holders]) -> Iterator[OfficeRow]:
    for office in told.offices:
        if office.kind in PASSING:
            held, tier = _passing(office.kind, office.start, told, places)
        else:
            held, tier = _standing(office.kind, places)
        # What a text calls "the President" without a label is less sure to be an office of the court.
        if len(held) > 1 and not (office.is_label or office.is_address):
            continue
        for holding in held:
            yield OfficeRow(office.start, office.end, holding.person, tier, holding.evidence)


def _standing(kind: str, places: Sequence[Holders]) -> tuple[Sequence[Holding], Tier]:
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


def _passing(kind: str, offset: int, told: Told, places: Sequence[Holders]) -> tuple[Sequence[Holding], Tier]:
    """Who is examined, or examines, at an offset: the last one stated in the section."""
    section = _section_at(told.document.sections, offset)
    kinds = _PASSED_BY.get(kind, (kind,))
    before = [h for h in told.holdings if h.kind in kinds and section <= h.start <= offset]
    before = before or [h for h in told.holdings if h.kind in kinds and h.throughout]
    if not before:
        return (), Tier.POSSIBLE
    last = before[-1]
    if last.through:
        return _standing(last.through, places)
    held = list({h.person: h for h in before if h.start == last.start}.values())
    return held[:_MOST], Tier.PROBABLE if len(held) == 1 else Tier.POSSIBLE


def _section_at(sections: Sequence[Section], offset: int) -> int:
    return max((section.start for section in sections if section.start <= offset), default=0)
