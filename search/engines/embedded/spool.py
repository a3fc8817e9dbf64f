"""Passages set aside while a generation is made.

Values and positions are numbered in their order, so all must be known before the first passage is stored.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Self

from corpus.text.analysis import language_code
from search.engines.base import IndexedPassage, facet_values
from search.query import Facet


class Spool:
    """Passages in a nameless file in `folder`, which goes with the process, and what is known of all."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self.positions: list[str] = []
        self.languages: set[str] = set()
        self.values: dict[Facet, set[str]] = {facet: set() for facet in Facet}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def fill(self, passages: Iterable[IndexedPassage]) -> None:
        """Set passages aside, behind those that are there; nobody may have begun to take them."""
        for passage in passages:
            pickle.dump(passage, self._file, pickle.HIGHEST_PROTOCOL)
            self.positions.append(passage.position)
            self.languages.add(language_code(passage.language))
            for facet, values in self.values.items():
                values.update(facet_values(passage, facet))

    def __iter__(self) -> Iterator[IndexedPassage]:
        self._file.seek(0)
        for _ in self.positions:
            yield pickle.load(self._file)
