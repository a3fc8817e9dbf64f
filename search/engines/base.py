"""The contract of an engine. It speaks the domain: no engine's JSON or query type leaves its package.

An engine keeps generations: a new one is filled beside the published one and opened when it is
published. The catalogue says which generation that is; an engine knows only ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.query import Facet, SearchQuery


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as an engine gets it. `position` sorts all passages in the order of the record.

    `persons` are those mentioned with tier probable or certain, `speakers` those who speak in it.
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
    visibility: str = "public"


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
    """Part of an answer: hits in order, the exact total, facet counts (highest first, then by value)."""

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
        Raises `QueryError`, `UnavailableError`, and `InvalidError` for an `after` that is none.
        """

    def count(self, query: SearchQuery) -> int:
        """The exact number of passages that answer."""

    def ids(self, query: SearchQuery) -> Iterator[str]:
        """All passages that answer, in the order of the record, without end of paging."""

    def close(self) -> None:
        """Give up what is held open."""


class Engine(Protocol):
    """Where generations live."""

    name: str

    def build(self, generation: str, passages: Iterable[IndexedPassage]) -> int:
        """Fill a new generation and return how many passages it holds.

        `passages` come sorted by `position` (by code point, as Python and SQLite's BINARY sort), each
        with one of its own; ValueError where they do not. A generation of that id, or what a killed
        build left of it, is replaced. Raises `InvalidError` for an id that cannot name one.
        """

    def open(self, generation: str) -> Index:
        """Open a built generation. Raises `UnavailableError` where it does not exist."""

    def drop(self, generation: str) -> None:
        """Delete a generation; nothing happens where it does not exist."""

    def generations(self) -> tuple[str, ...]:
        """The ids of all that exist, whole or not."""
