"""Filling an index: a new one for a build, or what differs for a later revision of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from corpus.text.analysis import Analyser
from search.engines.base import Generation, IndexedPassage, RebuildNeededError, in_order
from search.engines.elastic.indexes import Indexes
from search.engines.elastic.loading import Loader, Operation, change, store
from search.engines.elastic.revisions import State
from search.engines.elastic.schema import DIED, LAYOUT, document_id, to_source

_T = TypeVar("_T")

# How many passages are looked up at once.
_BATCH = 1_000


class Writer:
    """Writes revisions. One at a time (the writers' lock)."""

    def __init__(self, indexes: Indexes, analyser: Analyser, shards: int) -> None:
        self._indexes = indexes
        self._analyser = analyser
        self._shards = shards

    def build(self, generation: Generation, passages: Iterable[IndexedPassage]) -> int:
        """Fill a new index, in place of one of that build."""
        begun = State({}, writing=generation.revision)
        self._indexes.create(generation.build, begun, self._shards)
        with self._indexes.loader(generation.build) as loader:
            for passage in in_order(passages):
                loader.add(self._stored(passage, generation.revision))
        self._indexes.replicate(generation.build)
        return self._finish(generation, begun)

    def update(
        self,
        base: Generation,
        generation: Generation,
        removed: Collection[str],
        passages: Iterable[IndexedPassage],
    ) -> int:
        """Write what differs from `base`, which answers on as before."""
        begun = self._begin(base, generation)
        with self._indexes.loader(generation.build) as loader:
            for batch in _batches(in_order(passages)):
                self._retire(loader, base, generation, [passage.id for passage in batch])
                for passage in batch:
                    loader.add(self._stored(passage, generation.revision))
            for ids in _batches(removed):
                self._retire(loader, base, generation, ids)
        return self._finish(generation, begun)

    def _begin(self, base: Generation, generation: Generation) -> State:
        generation.check_follows(base)
        state = self._indexes.states().get(base.build)
        if state is None or state.layout != LAYOUT:
            raise RebuildNeededError("it is not there, or of another layout")
        rest = state.without(generation.revision)
        if base.revision != max(rest.whole, default=None):
            raise RebuildNeededError("it is not the latest whole revision")
        begun = state.begun(generation.revision)
        self._indexes.note(base.build, begun)
        if state.writing is not None or state != rest:
            self._indexes.purge(base.build, begun)
        return begun

    def _retire(self, loader: Loader, base: Generation, generation: Generation, passages: list[str]) -> None:
        for passage, document in self._indexes.documents(base, passages):
            loader.add(change(passage, document, {DIED: generation.revision}))

    def _finish(self, generation: Generation, begun: State) -> int:
        """Let searches see it, count it, and only then call it whole."""
        self._indexes.refresh(generation.build)
        count, languages = self._indexes.holdings(generation)
        self._indexes.note(generation.build, begun.done(generation.revision, languages))
        return count

    def _stored(self, passage: IndexedPassage, born: int) -> Operation:
        document = document_id(passage.id, born)
        return store(passage.id, document, to_source(passage, born, self._analyser))


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
