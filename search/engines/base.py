"""The contract of an engine. It speaks the domain: no engine's JSON or query type leaves its package.

An engine keeps generations: a new one is filled beside the published one and opened when it is
published. The catalogue says which generation that is; an engine knows only ids.

A generation's id says of which *build* it is, and which revision of it: `000007-3f9a12cd`. Building makes
the first revision of a new build; updating makes a later one of the same, at the cost of what differs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, Self

from corpus.errors import InvalidError
from search.query import Facet, SearchQuery

_GENERATION = re.compile(r"(\d{6,9})-([a-z0-9]{1,32})", re.ASCII)


class RebuildNeededError(Exception):
    """A generation cannot be updated (its numbers are used up, its layout is old): build a new one."""


class Generation(NamedTuple):
    """What the id of a generation says: the revision of the catalogue, and the build that holds it."""

    revision: int
    build: str

    def check_follows(self, base: Generation) -> None:
        """Raise `InvalidError` unless this can be made from `base`: a later revision of its build."""
        if base.build != self.build or base.revision >= self.revision:
            raise InvalidError(f"{self} cannot follow {base}.", "Name a later one of its build.")

    def __str__(self) -> str:
        return f"{self.revision:06d}-{self.build}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`. Raises `InvalidError` for what names no generation."""
        match = _GENERATION.fullmatch(text)
        if match is None:
            raise InvalidError(f"{text!r} cannot name a generation.", "An id looks like 000007-3f9a12cd.")
        return cls(int(match[1]), match[2])


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as an engine gets it. `position` sorts all passages in the order of the record.

    `persons` are those mentioned with tier probable or certain, `speakers` those who speak in it, `forms`
    how persons are written in it, whoever they are.
    """

    id: str
    position: str
    text: str
    language: str
    document: str
    collection: str
    persons: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    visibility: str = "public"


def facet_values(passage: IndexedPassage, facet: Facet) -> tuple[str, ...]:
    """The values of a facet that a passage has."""
    match facet:
        case Facet.PERSON:
            return passage.persons
        case Facet.ORGANISATION:
            return passage.organisations
        case Facet.SPEAKER:
            return passage.speakers
        case Facet.DOCUMENT:
            return (passage.document,)
        case Facet.COLLECTION:
            return (passage.collection,)
        case Facet.YEAR:
            return passage.years
        case Facet.FORM:
            return passage.forms


def in_order(passages: Iterable[IndexedPassage]) -> Iterator[IndexedPassage]:
    """The passages as they come. Raises ValueError where one does not come after the one before."""
    before = ""
    for passage in passages:
        if passage.position <= before:
            raise ValueError(f"{passage.id} at {passage.position!r} came after {before!r}: sort by position")
        before = passage.position
        yield passage


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A passage that answers. `after` is the place to go on from, opaque outside the engine."""

    id: str
    score: float
    after: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many passages of the answer have a value. Counts are exact."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class EnginePage:
    """Part of an answer: hits in order, the exact total, facet counts (highest first, then by value).

    Facets may still be counted when the hits are there: reading them waits, and raises what `search` does.
    """

    hits: tuple[EngineHit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]] = field(default_factory=dict)


class Index(Protocol):
    """One generation, open for questions from several threads."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its passages: a word of a query is stemmed for each (highlights too)."""

    def search(
        self,
        query: SearchQuery,
        *,
        limit: int,
        after: tuple[str | float, ...] | None = None,
        facets: Mapping[Facet, int] | None = None,
    ) -> EnginePage:
        """Up to `limit` hits (0 is allowed) after a place; the top n values of each facet in `facets`.

        A facet's counts ignore its own selection; its selected values are always among them, with
        their counts, even where these are 0. By relevance, hits that score the same, and all hits
        of a query that tells none apart (no words, only beginnings), are in the order of the record.
        Raises `QueryError`, `UnavailableError`, `InvalidError` for an `after` that is none, and
        `GoneError` for one whose ranking is no longer held open.
        """

    def count(self, query: SearchQuery) -> int:
        """The exact number of passages that answer."""

    def ids(self, query: SearchQuery) -> Iterator[str]:
        """All passages that answer, in the order of the record, without end of paging."""

    def close(self) -> None:
        """Give up what is held open."""


class Engine(Protocol):
    """Where generations live. One process writes at a time (the writers' lock); any number may read.

    Every method raises `UnavailableError` where the engine does not answer, and `InvalidError` for an
    id that names no generation (see `Generation`).
    """

    name: str

    def build(self, generation: str, passages: Iterable[IndexedPassage]) -> int:
        """Fill a new generation and return how many passages it holds.

        `passages` come sorted by `position` (by code point, as Python and SQLite's BINARY sort), each
        with one of its own; ValueError where they do not. A generation of that id, or what a killed
        build left of it, is replaced.
        """

    def update(
        self, base: str, generation: str, removed: Collection[str], passages: Iterable[IndexedPassage]
    ) -> int:
        """Make a later revision of the build of `base` and return how many passages it holds.

        It differs in the passages whose ids are `removed`, and in `passages` (sorted as above), which
        are new or replace those of the same id and position. `base` answers on as before. What a killed
        update left is replaced. Raises `RebuildNeededError` where only a new build can hold the change.
        """

    def publish(self, generation: str) -> None:
        """Note that the catalogue has published a generation, for whoever asks the engine by other ways."""

    def open(self, generation: str) -> Index:
        """Open a whole generation. Raises `UnavailableError` where it does not exist."""

    def drop(self, generation: str) -> None:
        """Delete a generation; nothing happens where it does not exist."""

    def generations(self) -> tuple[str, ...]:
        """The ids of all that exist, whole or not."""

    def check(self) -> None:
        """Raise `UnavailableError` where the engine does not answer now."""

    def close(self) -> None:
        """Give up connections. Indexes that are open must be closed before."""
