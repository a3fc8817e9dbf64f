"""Persons and mentions as decisions find them, and as they leave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from corpus.catalogue.rows import EntityRow, Given
from corpus.curation.decisions import Anchor
from corpus.model import Finder


class Place(NamedTuple):
    """Where a mention stands. `document` is the key of a document's version."""

    document: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A mention and whom it names. `key` is None for one that is not in the catalogue yet."""

    form: str
    rows: frozenset[Given] = frozenset()
    key: int | None = None
    by: str = Finder.CURATOR.value


@dataclass(frozen=True, slots=True)
class Located:
    """Where the anchors are now (None: not there, or not for sure), and where added forms are written.

    `documents` has the ids of the documents that a decision names, by the keys of their versions.
    """

    anchors: Mapping[Anchor, Place | None] = field(default_factory=dict)
    forms: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)

    def places(self) -> set[Place]:
        """All of them."""
        return self.anchored().union(*self.forms.values())

    def anchored(self) -> set[Place]:
        """Where anchors are."""
        return {place for place in self.anchors.values() if place}


@dataclass(slots=True)
class State:
    """Entities and mentions, as many as the decisions to apply can concern; changed in place."""

    entities: dict[str, EntityRow] = field(default_factory=dict)
    mentions: dict[Place, Stated] = field(default_factory=dict)
    _named: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    _members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _in_document: dict[int, set[Place]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for place, stated in self.mentions.items():
            self._index(place, stated.rows)
        for entity in self.entities:
            self._members[self.head(entity)].add(entity)

    def copy(self) -> State:
        """A state that can be changed without this one."""
        return State(dict(self.entities), dict(self.mentions))

    def head(self, entity: str) -> str:
        """The person for whom an id stands: itself, or whom it was merged into."""
        seen = {entity}
        while (row := self.entities.get(entity)) and row.redirect and row.redirect not in seen:
            entity = row.redirect
            seen.add(entity)
        return entity

    def group(self, head: str) -> set[str]:
        """All ids that stand for a person."""
        return {head, *self._members[head]}

    def is_person(self, entity: str) -> bool:
        """Whether an id leads to a person who is there."""
        row = self.entities.get(self.head(entity))
        return row is not None and not row.redirect

    def redirect(self, entity: str, to: str) -> None:
        """Let an id, and all that lead to it, lead to another person."""
        for one in self.group(entity):
            self.entities[one] = self.entities[one]._replace(redirect=to)
            self._members[to].add(one)
        del self._members[entity]

    def put_person(self, entity: str, name: str) -> None:
        """Let an id name a person of its own."""
        self._members[self.head(entity)].discard(entity)
        self.entities[entity] = EntityRow("person", name, "")
        self._members[entity].add(entity)

    def put_redirect(self, entity: str, name: str, to: str) -> None:
        """Let an id that named nobody lead to a person."""
        self.entities[entity] = EntityRow("person", name, to)
        self._members[to].add(entity)

    def rename(self, entity: str, name: str) -> None:
        """Show a person under another name."""
        self.entities[entity] = self.entities[entity]._replace(name=name)

    def naming(self, ids: Iterable[str]) -> list[Place]:
        """The places of the mentions that name one of these ids, in order."""
        return sorted(set().union(*(self._named.get(one, ()) for one in ids)))

    def near(self, place: Place) -> Place | None:
        """The mention at a place, else the one that shares most letters with it."""
        if place in self.mentions:
            return place
        shared = [
            (min(other.end, place.end) - max(other.start, place.start), -other.start, other)
            for other in self._in_document.get(place.document, ())
            if other.start < place.end and place.start < other.end
        ]
        return max(shared)[2] if shared else None

    def give(self, place: Place, rows: Iterable[Given], form: str = "") -> None:
        """Let a mention name these; `form` is that of a mention that is new."""
        before = self.mentions.get(place, Stated(form))
        for given in before.rows:
            self._named[given.entity].discard(place)
        self.mentions[place] = replace(before, rows=frozenset(rows))
        self._index(place, self.mentions[place].rows)

    def _index(self, place: Place, rows: Iterable[Given]) -> None:
        self._in_document[place.document].add(place)
        for given in rows:
            self._named[given.entity].add(place)
