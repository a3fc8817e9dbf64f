"""Passages set aside while a generation is built.

Values are numbered in their order, so all must be known before the first passage is stored.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Self

from search.engines.base import IndexedPassage
from search.engines.embedded.schema import facet_values
from search.query import Facet


class Spool:
    """Passages in a nameless file in `folder`, which goes with the process; `values` are all of theirs."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._length = 0
        self.values: dict[Facet, set[str]] = {facet: set() for facet in Facet}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def fill(self, passages: Iterable[IndexedPassage]) -> None:
        """Set passages aside, behind those that are there; nobody may have begun to take them."""
        for passage in passages:
            pickle.dump(passage, self._file, pickle.HIGHEST_PROTOCOL)
            self._length += 1
            for facet, values in self.values.items():
                values.update(facet_values(passage, facet))

    def __iter__(self) -> Iterator[IndexedPassage]:
        self._file.seek(0)
        for _ in range(self._length):
            yield pickle.load(self._file)
