"""Facet counts that come when they are read: hits are shown to be read while the counts are still made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from search.engines.base import FacetCount
from search.query import Facet

Counts = tuple[FacetCount, ...]


class LazyFacets(Mapping[Facet, Counts]):
    """The counts of some facets, each made once, when it is first read; what goes wrong is raised then."""

    def __init__(self, facets: Collection[Facet], read: Callable[[Facet], Counts]) -> None:
        self._facets = facets
        self._read = read
        self._made: dict[Facet, Counts] = {}

    def __getitem__(self, facet: Facet) -> Counts:
        if facet not in self._made:
            self._made[facet] = self._read(facet)
        return self._made[facet]

    def __iter__(self) -> Iterator[Facet]:
        return iter(self._facets)

    def __len__(self) -> int:
        return len(self._facets)
