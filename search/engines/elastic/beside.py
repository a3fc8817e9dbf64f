"""Counting facets while the hits are read: a reader waits for the longer of both, not for their sum."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore

from search.engines.base import FacetCount
from search.query import Facet

Counts = Mapping[Facet, tuple[FacetCount, ...]]

# Of more readers at a time, the others ask for both in one request, which is less work for the server.
THREADS = 8


class Beside:
    """A few threads that count while the caller goes on."""

    def __init__(self, threads: int = THREADS) -> None:
        self._free = BoundedSemaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="facets")

    def start(self, facets: Collection[Facet], count: Callable[[], Counts]) -> Counts | None:
        """Counts that are on their way; None where no thread is free."""
        if not self._free.acquire(blocking=False):
            return None
        try:
            return _Coming(facets, self._pool.submit(self._run, count))
        except BaseException:
            self._free.release()
            raise

    def close(self) -> None:
        """Take nothing on any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, count: Callable[[], Counts]) -> Counts:
        try:
            return count()
        finally:
            self._free.release()


class _Coming(Mapping[Facet, tuple[FacetCount, ...]]):
    """Counts that are waited for when they are read; what went wrong with them is raised then."""

    def __init__(self, facets: Collection[Facet], counts: Future[Counts]) -> None:
        self._facets = facets
        self._counts = counts

    def __getitem__(self, facet: Facet) -> tuple[FacetCount, ...]:
        return self._counts.result()[facet]

    def __iter__(self) -> Iterator[Facet]:
        return iter(self._facets)

    def __len__(self) -> int:
        return len(self._facets)
