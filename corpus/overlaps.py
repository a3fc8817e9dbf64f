"""Of mentions that overlap, the one to keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from corpus.model import Finder

# The surest finder first. Labels and dates by the grammar do not compete.
_SUREST = (
    Finder.CURATOR,
    Finder.GIVEN,
    Finder.LABEL,
    Finder.GRAMMAR,
    Finder.NATASHA,
    Finder.PATTERN,
    Finder.SPACY,
    Finder.SWEEP,
)


class Found(Protocol):
    """A range that something found."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character after the last."""

    @property
    def by(self) -> Finder:
        """What found it."""


_Found = TypeVar("_Found", bound=Found)


def without_overlaps(found: Iterable[_Found]) -> list[_Found]:
    """One of each group of overlapping ranges, in order: the surest finder's, then the longest."""
    kept: list[_Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end, _SUREST.index(f.by))):
        if kept and item.start < kept[-1].end:
            kept[-1] = min(kept[-1], item, key=lambda f: (_SUREST.index(f.by), f.start - f.end))
        else:
            kept.append(item)
    return kept
