"""Counting facets while the hits are read: a reader waits for the longer of both, not for their sum."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from search.engines.lazy import Counts, LazyFacets
from search.query import Facet

_Count = Callable[[], Mapping[Facet, Counts]]

# Of more readers at a time, the others ask for both in one request, which is less work for the server.
THREADS = 8


class Beside:
    """A few threads that count while the caller goes on."""

    def __init__(self, threads: int = THREADS) -> None:
        self._free = BoundedSemaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="facets")

    def start(self, facets: Collection[Facet], count: _Count) -> LazyFacets | None:
        """Counts that are on their way, to be waited for when they are read; None where no thread is free."""
        if not self._free.acquire(blocking=False):
            return None
        try:
            counts = self._pool.submit(self._run, count)
        except BaseException:
            self._free.release()
            raise
        return LazyFacets(facets, lambda facet: counts.result()[facet])

    def close(self) -> None:
        """Take nothing on any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, count: _Count) -> Mapping[Facet, Counts]:
        try:
            return count()
        finally:
            self._free.release()
