"""Which generation answers: the published one, or for a cursor the one that it belongs to."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from weakref import finalize

from sqlalchemy import Connection

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.documents import count_documents
from corpus.catalogue.reading.forms import FormCounts, read_surnames
from corpus.catalogue.reading.generations import PUBLISHED, RETIRED, read_generation, read_published
from corpus.catalogue.reading.holdings import count_failures, read_holdings
from corpus.catalogue.reading.passages import count_passages
from corpus.catalogue.reading.persons import count_person_passages, rank_persons
from corpus.catalogue.reading.snapshot import Snapshot, read_redirects
from corpus.catalogue.reading.values import GenerationRow, Holdings
from corpus.errors import GoneError, NotIndexedError, UnavailableError
from corpus.names.reasons import Comparison
from corpus.names.vocabulary import Vocabulary
from search.engines.base import Engine, FacetCount, Index
from search.publication import GRACE_SECONDS
from search.query import Facet, SearchQuery
from search.service.merged import MergedIndex
from search.service.recent import Recent
from search.service.values import Receipt

_FEW = 500
# Questions whose facet counts are kept, for those who page through an answer or come back to it.
_RECENT = 500
# Names whose expansions are kept, with counts, for those who page: some hundred kilobytes each at most.
_FEW_NAMES = 50

_Question = tuple[SearchQuery, tuple[tuple[Facet, int], ...]]
_Counts = Mapping[Facet, tuple[FacetCount, ...]]


@dataclass(slots=True, weakref_slot=True)
class Opened:
    """A generation held open, with what its revision holds once and for all.

    Its index is closed when the last answer that reads it is done.
    """

    id: str
    engine: str
    revision: int
    index: Index
    redirects: Mapping[str, str]
    documents: int
    passages: int
    indexed: int
    names: dict[tuple[Facet, str], str] = field(default_factory=dict)
    facets: Recent[_Question, _Counts] = field(default_factory=lambda: Recent(_RECENT))
    _ranking: Mapping[str, int] | None = None
    expansions: Recent[Hashable, tuple[tuple[str, Comparison, FormCounts], ...]] = field(
        default_factory=lambda: Recent(_FEW_NAMES)
    )
    _holdings: Holdings | None = None
    _surnames: Vocabulary | None = None
    _lock: Lock = field(default_factory=Lock)

    def ranking(self, at: Snapshot) -> Mapping[str, int]:
        """All persons with their number of passages, most first (see `rank_persons`)."""
        with self._lock:
            if self._ranking is None:
                self._ranking = rank_persons(at)
            return self._ranking

    def passages_of(self, at: Snapshot, persons: Collection[str]) -> Mapping[str, int]:
        """The number of passages of at least these persons: of a few, all others need not be counted."""
        if self._ranking is None and len(persons) <= _FEW:
            return count_person_passages(at, persons)
        return self.ranking(at)

    def surnames(self, at: Snapshot) -> Vocabulary:
        """All surnames as they are written: for 200,000 forms some ten megabytes."""
        with self._lock:
            if self._surnames is None:
                self._surnames = Vocabulary(read_surnames(at))
            return self._surnames

    def holdings(self, at: Snapshot) -> Holdings:
        """What the catalogue holds at this revision; failures as of the first time it was asked."""
        with self._lock:
            if self._holdings is None:
                self._holdings = read_holdings(at)
            return self._holdings


@dataclass(frozen=True, slots=True)
class View:
    """One answer's look at the data: a snapshot of the catalogue and the generation built from it."""

    at: Snapshot
    opened: Opened

    @property
    def index(self) -> Index:
        """The engine's half."""
        return self.opened.index

    def receipt(self, found: int) -> Receipt:
        """What an answer with `found` passages or rows was drawn from."""
        return Receipt(
            generation=self.opened.id,
            revision=self.opened.revision,
            documents=self.opened.documents,
            failed=count_failures(self.at.db),
            passages=self.opened.passages,
            indexed=self.opened.indexed,
            found=found,
        )


class Generations:
    """Opens generations when they are first asked for and closes them beyond their grace."""

    def __init__(
        self,
        catalogue: Catalogue,
        engine: Engine,
        *,
        grace: float = GRACE_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._grace = grace
        self._now = now
        self._opened: dict[str, Opened] = {}
        self._lock = Lock()

    @contextmanager
    def view(self, generation: str | None = None) -> Iterator[View]:
        """The published generation, or the one that a cursor names.

        Raises `NotIndexedError` before the first was published, `GoneError` for one that is not kept
        any more, `UnavailableError` where engine and catalogue do not agree.
        """
        with self._catalogue.engine.connect() as db:
            row = self._published(db) if generation is None else self._kept(db, generation)
            opened = self._opened.get(row.id) or self._open(db, row)
            yield View(Snapshot(db, opened.revision, opened.redirects), opened)
            if generation is not None:
                # Its grace may have ended while it was read, and its rows with it.
                self._kept(db, generation)

    def check(self, view: View) -> None:
        """Raise `GoneError` if the view's rows may be gone: for streams that outlast the grace."""
        self._kept(view.at.db, view.opened.id)

    def check_engine(self) -> None:
        """Raise `UnavailableError` where the engine does not answer now."""
        self._engine.check()

    def close(self) -> None:
        """Give up all indexes; each is closed when nothing reads it any more."""
        with self._lock:
            self._opened.clear()

    def _published(self, db: Connection) -> GenerationRow:
        row = read_published(db)
        if row is None:
            raise NotIndexedError(
                "Nothing has been indexed yet.", "Run stenogram ingest PATH..., or stenogram index."
            )
        return row

    def _kept(self, db: Connection, generation: str) -> GenerationRow:
        row = read_generation(db, generation)
        if row is None or row.state not in (PUBLISHED, RETIRED) or self._expired(row):
            raise GoneError(
                "The documents have changed since this list was begun, and it is no longer kept.",
                "Start again from the first page.",
            )
        return row

    def _expired(self, row: GenerationRow) -> bool:
        return row.retired_at is not None and row.retired_at.timestamp() + self._grace < self._now()

    def _open(self, db: Connection, row: GenerationRow) -> Opened:
        with self._lock:
            if row.id not in self._opened:
                self._forget_expired(db)
                self._opened[row.id] = _open(db, self._engine, row)
            return self._opened[row.id]

    def _forget_expired(self, db: Connection) -> None:
        for generation in list(self._opened):
            row = read_generation(db, generation)
            if row is None or self._expired(row):
                del self._opened[generation]


def _open(db: Connection, engine: Engine, row: GenerationRow) -> Opened:
    if row.engine != engine.name:
        raise UnavailableError(
            f"The published index is one of the engine {row.engine}, not of {engine.name}.",
            "Set STENOGRAM_ENGINE to that engine, or run stenogram index to build one here.",
        )
    at = Snapshot(db, row.revision, read_redirects(db, row.revision))
    index = engine.open(row.id)
    if row.behind:
        index = MergedIndex(index, {one: at.final(one) for one in row.behind})
    passages, indexed = count_passages(at), index.count(SearchQuery())
    if passages != indexed:
        index.close()
        raise UnavailableError(
            f"The index holds {indexed:,} passages, the catalogue {passages:,}.",
            "Run stenogram index to rebuild it; nothing needs to be ingested again.",
        )
    opened = Opened(
        row.id, row.engine, row.revision, index, at.redirects, count_documents(at), passages, indexed
    )
    finalize(opened, index.close)
    return opened
