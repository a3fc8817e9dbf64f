"""The offices of all documents: whom a document, its case and its collection say to hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Finder, Reason, Tier
from corpus.persons.assigning import Assigned
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.office_holders import Holders, Told, holders, rows_of, tell
from corpus.persons.office_statements import Holding, Named

_NOBODY: tuple[Holders, Holders] = ({}, {})


@dataclass(slots=True)
class _Place:
    """A case or a collection: its documents, and whom they say to hold an office."""

    keys: set[int] = field(default_factory=set)
    holders: tuple[Holders, Holders] = _NOBODY


class Offices:
    """What all documents say of offices. Persons are numbered: a number stays with its identity."""

    def __init__(self) -> None:
        self._told: dict[int, Told] = {}
        self._forms: dict[int, Mapping[tuple[int, int], str]] = {}
        self._places: dict[str, _Place] = {}
        self._numbers: dict[Identity, int] = {}
        self._identities: list[Identity] = []

    def change(
        self, documents: Iterable[tuple[DocumentNames, Sequence[Assigned]]], gone: Iterable[int]
    ) -> set[int]:
        """Take in documents with what they were assigned, and let others go. Returns all documents whose
        offices may be held by others now."""
        places: set[str] = set()
        concerned: set[int] = set()
        for key in gone:
            places.update(self._leave(key))
        for document, rows in documents:
            places.update(self._leave(document.key))
            places.update(self._enter(document, rows))
            concerned.add(document.key)
        for name in places:
            concerned |= self._renew(self._places[name])
        return {key for key in concerned if key in self._told}

    def _enter(self, document: DocumentNames, rows: Sequence[Assigned]) -> tuple[str, ...]:
        named, persons = _decided(rows)
        told = tell(document, named)
        holdings = [self._numbered(h, persons) for h in told.holdings if told.offices or h.is_lasting]
        if not told.offices and not holdings:
            return ()
        self._told[document.key] = replace(told, holdings=holdings)
        self._forms[document.key] = {
            (o.start, o.end): " ".join(document.text[o.start : o.end].split()) for o in told.offices
        }
        for name in (places := _places_of(document)):
            self._places.setdefault(name, _Place()).keys.add(document.key)
        return places

    def _leave(self, key: int) -> tuple[str, ...]:
        told = self._told.pop(key, None)
        if told is None:
            return ()
        del self._forms[key]
        for name in (places := _places_of(told.document)):
            self._places[name].keys.discard(key)
        return places

    def _renew(self, place: _Place) -> set[int]:
        """Ask the documents of a place anew. Returns all that have offices, if the answer is another one."""
        told = [self._told[key] for key in place.keys]
        told.sort(key=lambda item: item.document.id)
        before, place.holders = place.holders, holders(item for item in told if item.holdings)
        return {t.document.key for t in told if t.offices} if before != place.holders else set()

    def _numbered(self, holding: Holding, persons: Sequence[Identity]) -> Holding:
        """A holding with a person's number among all, in the place of that in its document."""
        if holding.person < 0:
            return holding
        identity = persons[holding.person]
        if identity not in self._numbers:
            self._numbers[identity] = len(self._identities)
            self._identities.append(identity)
        return replace(holding, person=self._numbers[identity])

    def rows(self, key: int) -> list[Assigned]:
        """The offices of a document, given to who holds them."""
        if (told := self._told.get(key)) is None or not told.offices:
            return []
        case, collection = (self._places[name].holders for name in _places_of(told.document))
        forms = self._forms[key]
        return [
            Assigned(
                NamedMention(None, row.start, row.end, forms[row.start, row.end], Finder.SWEEP),
                self._identities[row.person],
                row.tier,
                Reason.OFFICE,
                row.evidence,
            )
            for row in rows_of(told, case, collection[0])
        ]


def _places_of(document: DocumentNames) -> tuple[str, str]:
    return document.case, document.collection


def _decided(rows: Sequence[Assigned]) -> tuple[list[Named], list[Identity]]:
    """The mentions that are one person's, in order; persons as numbers in the order of the text."""
    numbers: dict[Identity, int] = {}
    sure = sorted((row for row in rows if row.tier is not Tier.POSSIBLE), key=lambda row: row.mention.start)
    named = [
        Named(
            row.mention.start,
            row.mention.end,
            numbers.setdefault(row.identity, len(numbers)),
            row.mention.by is Finder.LABEL,
        )
        for row in sure
    ]
    return named, list(numbers)
