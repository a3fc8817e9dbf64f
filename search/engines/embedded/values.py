"""Texts numbered in their order: the values of a facet, and the positions of passages.

What tantivy stores and counts are the numbers. They are sparse (numbering.py), so that a revision can put
a new value between two old ones, which keep theirs.

A generation keeps a file for each kind of text, of words of eight bytes and then of bytes: how many texts
there are, and the size of the file; the numbers, ascending; where each text begins and ends, in bytes from
the first of them; all texts in UTF-8, which sorts as code points do. New texts go behind the old ones, so
that a revision's file is made of slices of its base's. It is mapped, not read: what nobody asks for takes
no memory.
"""

from __future__ import annotations

import os
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from mmap import ACCESS_READ, mmap
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

from search.engines.embedded.numbering import first_numbers, numbers_behind, numbers_between
from search.query import Facet

_HEAD = struct.Struct("=QQ")
_WORD = 8
_POSITIONS = "position.values"

Numbers = Mapping[Facet, Mapping[str, int]]
_Bytes: TypeAlias = "memoryview | array[int] | bytes"


class Values:
    """The texts of one kind in their order. Raises ValueError for a file that is damaged."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            whole = memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))
        count, size = _HEAD.unpack_from(whole) if len(whole) >= _HEAD.size else (0, 0)
        numbers = _HEAD.size + count * _WORD
        places = numbers + 2 * count * _WORD
        if size != len(whole) or places > size:
            raise ValueError(f"{file.name} is damaged")
        self.numbers = whole[_HEAD.size : numbers].cast("Q")
        self.places = whole[numbers:places].cast("Q")
        self.texts = whole[places:]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: int) -> str:
        places = self.places
        return str(self.texts[places[2 * at] : places[2 * at + 1]], "utf-8")

    def value(self, number: int) -> str:
        """The text that has a number. Raises LookupError where none has."""
        at = bisect_left(self.numbers, number)
        if at == len(self) or self.numbers[at] != number:
            raise LookupError(number)
        return self[at]

    def number(self, value: str) -> int | None:
        """The number of a text, None where it has none."""
        at, known = self.find(value)
        return self.numbers[at] if known else None

    def find(self, value: str) -> tuple[int, bool]:
        """The place of a text in their order, and whether it stands there."""
        at = bisect_left(self, value)
        return at, at < len(self) and self[at] == value


class _Added(NamedTuple):
    """New texts that stand together: before the old one at this place, with their numbers."""

    at: int
    texts: list[bytes]
    numbers: Sequence[int]


class _Parts(NamedTuple):
    """A file to be, in pieces."""

    numbers: list[_Bytes]
    places: list[_Bytes]
    texts: list[_Bytes]

    @classmethod
    def of(cls, texts: list[bytes], numbers: Iterable[int], start: int = 0) -> Self:
        """Texts in their order, where the first begins at `start`."""
        ends = accumulate(map(len, texts), initial=start)
        places = array("Q", [end for pair in pairwise(ends) for end in pair])
        return cls([array("Q", numbers)], [places], [b"".join(texts)])


def open_values(folder: Path) -> Mapping[Facet, Values]:
    """The values of a generation. Raises OSError or ValueError where they cannot be read."""
    return {facet: Values(_file(folder, facet)) for facet in Facet}


def number_values(folder: Path, values: Mapping[Facet, Iterable[str]]) -> Numbers:
    """Write the distinct values of a generation, and give each its number."""
    ordered = {facet: sorted(values[facet]) for facet in Facet}
    return {
        facet: dict(zip(listed, _number(_file(folder, facet), listed), strict=True))
        for facet, listed in ordered.items()
    }


def extend_values(folder: Path, values: Mapping[Facet, Iterable[str]]) -> Numbers:
    """The numbers of distinct values; what a generation lacks of them is added to its files.

    A file is replaced, never changed: it may be that of another generation too. Raises
    `RebuildNeededError` where two values leave no room for a new one.
    """
    ordered = {facet: sorted(values[facet]) for facet in Facet}
    return {
        facet: dict(zip(listed, _extend(_file(folder, facet), listed), strict=True))
        for facet, listed in ordered.items()
    }


def number_positions(folder: Path, positions: Sequence[str]) -> Sequence[int]:
    """Write the positions of a generation's passages (sorted, distinct), and give each its rank."""
    return _number(folder / _POSITIONS, positions)


def extend_positions(folder: Path, positions: Sequence[str]) -> Sequence[int]:
    """The ranks of positions (sorted, distinct); those that are new are added, as in `extend_values`."""
    return _extend(folder / _POSITIONS, positions)


def _number(file: Path, ordered: Sequence[str]) -> Sequence[int]:
    numbers = first_numbers(len(ordered))
    _write(file, _Parts.of([text.encode() for text in ordered], numbers))
    return numbers


def _extend(file: Path, ordered: Sequence[str]) -> Sequence[int]:
    old = Values(file)
    found = [old.find(text) for text in ordered]
    new = [(at, text.encode()) for text, (at, known) in zip(ordered, found, strict=True) if not known]
    added = list(_place(old, new))
    if added:
        _write(file, _joined(old, added))
    fresh = (number for run in added for number in run.numbers)
    return [old.numbers[at] if known else next(fresh) for at, known in found]


def _place(old: Values, new: Iterable[tuple[int, bytes]]) -> Iterator[_Added]:
    """New texts in their order, each run of them with numbers between those of its neighbours."""
    for at, run in groupby(new, key=itemgetter(0)):
        texts = [text for _, text in run]
        low = old.numbers[at - 1] if at else 0
        if at == len(old):
            numbers = numbers_behind(low, len(texts), len(old))
        else:
            numbers = numbers_between(low, old.numbers[at], len(texts))
        yield _Added(at, texts, numbers)


def _joined(old: Values, added: Iterable[_Added]) -> _Parts:
    parts, done, end = _Parts([], [], [old.texts]), 0, len(old.texts)
    for at, texts, numbers in added:
        new = _Parts.of(texts, numbers, end)
        parts.numbers.extend((old.numbers[done:at], *new.numbers))
        parts.places.extend((old.places[2 * done : 2 * at], *new.places))
        parts.texts.extend(new.texts)
        done, end = at, end + sum(map(len, texts))
    parts.numbers.append(old.numbers[done:])
    parts.places.append(old.places[2 * done :])
    return parts


def _write(file: Path, parts: _Parts) -> None:
    pieces = [piece for part in parts for piece in part]
    size = _HEAD.size + sum(memoryview(piece).nbytes for piece in pieces)
    count = sum(map(len, parts.numbers))
    half = file.with_suffix(".half")
    with half.open("wb") as opened:
        opened.writelines([_HEAD.pack(count, size), *pieces])
        opened.flush()
        os.fsync(opened.fileno())
    half.replace(file)


def _file(folder: Path, facet: Facet) -> Path:
    return folder / f"{facet.value}.values"
