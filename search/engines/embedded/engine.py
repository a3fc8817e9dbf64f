"""Where generations live: a folder for each, below one root.

A generation is whole when its `built.json` is there; it is written last, in one step.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy

from corpus.errors import InvalidError, NotIndexedError, UnavailableError
from corpus.text.analysis import Analyser, language_code
from search.engines.base import IndexedPassage
from search.engines.embedded.schema import build_schema, to_document
from search.engines.embedded.search import EmbeddedIndex
from search.engines.embedded.spool import Spool
from search.engines.embedded.values import Numbers, number_values, open_values
from search.language import QueryLanguage

_BUILT = "built.json"
_LAYOUT = 2

# One thread fills an index as fast as passages can be analysed; more would only make more segments,
# which every question has to visit.
_THREADS = 1
# 200,000 passages fit, and make one segment.
_MEMORY = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Built:
    """What a whole generation says of itself. `layout` is the version of fields and analysis."""

    passages: int
    languages: tuple[str, ...]
    layout: int = _LAYOUT


class EmbeddedEngine:
    """Keeps generations below `root`. One builds at a time (the indexer's lock); any number may read.

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
        self.drop(generation)
        folder.mkdir(parents=True)
        with Spool(folder) as spool:
            spool.fill(_in_order(passages))
            numbers = number_values(folder, spool.values)
            index = tantivy.Index(build_schema(), path=str(folder))
            with index.writer(heap_size=self._memory, num_threads=_THREADS) as writer:
                built = self._fill(writer, spool, numbers)
        _write_built(folder, built)
        return built.passages

    def open(self, generation: str) -> EmbeddedIndex:
        """Open a built generation. Raises `UnavailableError` where it does not exist or is not whole."""
        folder = self._folder(generation)
        try:
            built = _read_built(folder)
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
        folder = self._folder(generation)
        (folder / _BUILT).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=not folder.exists())

    def generations(self) -> tuple[str, ...]:
        """The ids of all that exist, whole or not."""
        if not self._root.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in self._root.iterdir() if entry.is_dir()))

    def _fill(
        self, writer: tantivy.IndexWriter, passages: Iterable[IndexedPassage], numbers: Numbers
    ) -> Built:
        languages: set[str] = set()
        count = 0
        for count, passage in enumerate(passages, start=1):
            languages.add(language_code(passage.language))
            writer.add_document(to_document(passage, count - 1, self._analyser, numbers))
        return Built(count, tuple(sorted(languages)))

    def _folder(self, generation: str) -> Path:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", generation):
            raise InvalidError(f"{generation!r} cannot name a generation.", "Use letters, digits, . _ and -.")
        return self._root / generation


def _in_order(passages: Iterable[IndexedPassage]) -> Iterator[IndexedPassage]:
    before = ""
    for passage in passages:
        if passage.position <= before:
            raise ValueError(f"{passage.id} at {passage.position!r} came after {before!r}: sort by position")
        before = passage.position
        yield passage


def _write_built(folder: Path, built: Built) -> None:
    half = folder / f"{_BUILT}.half"
    with half.open("w", encoding="utf-8") as file:
        json.dump(asdict(built), file)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / _BUILT)


def _read_built(folder: Path) -> Built:
    remedy = "Run `stenogram index`."
    try:
        facts = json.loads((folder / _BUILT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotIndexedError(f"The index {folder.name} is not there, or not whole.", remedy) from None
    if facts["layout"] != _LAYOUT:
        raise UnavailableError(f"The index {folder.name} was built by another version.", remedy)
    return Built(facts["passages"], tuple(facts["languages"]))
