"""The values of a facet, numbered from 0 in their order: what tantivy stores and counts are numbers.

A generation keeps a file for each facet: where each value begins and where the last one ends, in bytes
from the start of the file, eight for each place; then all values in UTF-8, which sorts as code points
do. It is mapped, not read: what nobody asks for takes no memory.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path

from search.query import Facet

_PLACE = struct.Struct("<Q")
_BOTH_ENDS = struct.Struct("<QQ")

Numbers = Mapping[Facet, Mapping[str, int]]


class Values:
    """The values of one facet in their order. Raises ValueError for a file that is damaged."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._bytes = mmap(opened.fileno(), 0, access=ACCESS_READ)
        size = len(self._bytes)
        places = self._place(0) // _PLACE.size if size >= _PLACE.size else 0
        if not 0 < places <= size // _PLACE.size or self._place(places - 1) != size:
            raise ValueError(f"{file.name} is damaged")
        self._length = places - 1

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < self._length:
            raise IndexError(number)
        start, end = _BOTH_ENDS.unpack_from(self._bytes, number * _PLACE.size)
        return self._bytes[start:end].decode()

    def number(self, value: str) -> int | None:
        """The number of a value, None where no passage has it."""
        number = bisect_left(self, value)
        return number if number < len(self) and self[number] == value else None

    def _place(self, number: int) -> int:
        return int(_PLACE.unpack_from(self._bytes, number * _PLACE.size)[0])


def open_values(folder: Path) -> Mapping[Facet, Values]:
    """The values of a generation. Raises OSError or ValueError where they cannot be read."""
    return {facet: Values(_file(folder, facet)) for facet in Facet}


def number_values(folder: Path, values: Mapping[Facet, Iterable[str]]) -> Numbers:
    """Write the distinct values of a generation, and give each its number."""
    ordered = {facet: sorted(values[facet]) for facet in Facet}
    for facet in Facet:
        _write(_file(folder, facet), [value.encode() for value in ordered[facet]])
    return {facet: {value: n for n, value in enumerate(ordered[facet])} for facet in Facet}


def _write(file: Path, values: list[bytes]) -> None:
    first = (len(values) + 1) * _PLACE.size
    with file.open("wb") as opened:
        opened.writelines(map(_PLACE.pack, accumulate(map(len, values), initial=first)))
        opened.writelines(values)
        opened.flush()
        os.fsync(opened.fileno())


def _file(folder: Path, facet: Facet) -> Path:
    return folder / f"{facet.value}.values"
