"""Where generations live: a folder for each, below one root.

A generation is whole when its `built.json` is there; it is written last, in one step.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from corpus.errors import InvalidError, UnavailableError
from corpus.text.analysis import Analyser
from search.engines.base import Generation, IndexedPassage, RebuildNeededError, in_order
from search.engines.embedded.folders import BUILT, Built, link_files, read_base, read_built, write_built
from search.engines.embedded.schema import ID, build_schema, to_document
from search.engines.embedded.search import EmbeddedIndex
from search.engines.embedded.spool import Spool
from search.engines.embedded.values import (
    Numbers,
    extend_positions,
    extend_values,
    number_positions,
    number_values,
    open_values,
)
from search.language import QueryLanguage

# One thread fills an index as fast as passages can be analysed; more would only make more segments,
# which every question has to visit.
_THREADS = 1
# 200,000 passages fit, and make one segment.
_MEMORY = 256 * 1024 * 1024


class EmbeddedEngine:
    """Keeps generations below `root`. One builds at a time (the writers' lock); any number may read.

    `memory` is what a build may hold before it writes a segment, in bytes; at least 15 million.
    """

    name = "embedded"

    def __init__(self, root: Path, analyser: Analyser | None = None, memory: int = _MEMORY) -> None:
        self._root = root
        self._memory = memory
        self._analyser = analyser or Analyser()
        self._language = QueryLanguage(self._analyser)

    def build(self, generation: str, passages: Iterable[IndexedPassage]) -> int:
        """Fill a new generation; see the contract."""
        folder = self._folder(generation)
        with _emptied(folder), Spool(folder) as spool:
            spool.fill(in_order(passages))
            numbers = number_values(folder, spool.values)
            ranks = number_positions(folder, spool.positions)
            index = tantivy.Index(build_schema(), path=str(folder))
            with self._writer(index) as writer:
                self._add(writer, spool, ranks, numbers)
            return _finish(folder, index, spool.languages)

    def update(
        self, base: str, generation: str, removed: Collection[str], passages: Iterable[IndexedPassage]
    ) -> int:
        """Make a later revision in a folder of its own, of the same segments; see the contract."""
        Generation.parse(generation).check_follows(Generation.parse(base))
        origin, folder = self._folder(base), self._folder(generation)
        built = read_base(origin)
        with _emptied(folder), Spool(folder) as spool:
            link_files(origin, folder)
            spool.fill(in_order(passages))
            index = self._change(folder, removed, spool)
            return _finish(folder, index, spool.languages.union(built.languages))

    def publish(self, generation: str) -> None:
        """Nobody asks this engine by other ways."""

    def open(self, generation: str) -> EmbeddedIndex:
        """Open a built generation. Raises `UnavailableError` where it does not exist or is not whole."""
        folder = self._folder(generation)
        try:
            built = read_built(folder)
            index = tantivy.Index.open(str(folder))
            values = open_values(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            # Not the error's own words, nor the folder: a server tells this to everyone who asks.
            reason = (isinstance(error, OSError) and error.strerror) or "it is damaged"
            raise UnavailableError(
                f"The index {generation} cannot be read: {reason}.", "Run `stenogram index`."
            ) from error
        # A generation never changes: nobody needs to watch its folder.
        index.config_reader(reload_policy="manual")
        return EmbeddedIndex(index, self._language, self._analyser, built.languages, values)

    def drop(self, generation: str) -> None:
        """Delete a generation; who has it open keeps it until closing it."""
        _delete(self._folder(generation))

    def generations(self) -> tuple[str, ...]:
        """The ids of all that exist, whole or not."""
        if not self._root.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in self._root.iterdir() if _is_generation(entry)))

    def check(self) -> None:
        """Raise `UnavailableError` where folders cannot be read; that there is none yet is no fault."""
        with suppress(FileNotFoundError), _root_in_use():
            any(self._root.iterdir())

    def close(self) -> None:
        """Nothing is held open between questions."""

    def _change(self, folder: Path, removed: Iterable[str], spool: Spool) -> tantivy.Index:
        """Change the index in a folder that begins as that of its base."""
        try:
            numbers = extend_values(folder, spool.values)
            ranks = extend_positions(folder, spool.positions)
            index = tantivy.Index.open(str(folder))
        except (FileNotFoundError, ValueError) as error:
            raise RebuildNeededError(f"the base of {folder.name} is damaged: {error}") from error
        with self._writer(index) as writer:
            for identity in removed:
                writer.delete_documents_by_term(ID, identity)
            self._add(writer, _replacing(writer, spool), ranks, numbers)
        return index

    def _writer(self, index: tantivy.Index) -> tantivy.IndexWriter:
        return index.writer(heap_size=self._memory, num_threads=_THREADS)

    def _add(
        self,
        writer: tantivy.IndexWriter,
        passages: Iterable[IndexedPassage],
        ranks: Iterable[int],
        numbers: Numbers,
    ) -> None:
        for passage, rank in zip(passages, ranks, strict=True):
            writer.add_document(to_document(passage, rank, self._analyser, numbers))

    def _folder(self, generation: str) -> Path:
        Generation.parse(generation)
        return self._root / generation


def _replacing(writer: tantivy.IndexWriter, passages: Iterable[IndexedPassage]) -> Iterator[IndexedPassage]:
    """Passages, each when that of its id has been deleted."""
    for passage in passages:
        writer.delete_documents_by_term(ID, passage.id)
        yield passage


def _finish(folder: Path, index: tantivy.Index, languages: Collection[str]) -> int:
    """Count what a folder holds, and say that it is whole."""
    index.config_reader(reload_policy="manual")
    index.reload()
    count = int(index.searcher().num_docs)
    write_built(folder, Built(count, tuple(sorted(languages))))
    return count


def _is_generation(entry: Path) -> bool:
    with suppress(InvalidError):
        return entry.is_dir() and bool(Generation.parse(entry.name))
    return False


def _delete(folder: Path) -> None:
    (folder / BUILT).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=not folder.exists())


@contextmanager
def _emptied(folder: Path) -> Iterator[None]:
    """With the folder made, and nothing in it."""
    with _root_in_use():
        _delete(folder)
        folder.mkdir(parents=True)
        yield


@contextmanager
def _root_in_use() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnavailableError(
            f"The folder of the index cannot be used: {error.strerror or 'it does not answer'}.",
            "Look after its disk, then run `stenogram index`.",
        ) from error
