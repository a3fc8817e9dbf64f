"""An index that is behind with some merged entities, asked as if it were not.

A merge of persons with thousands of passages is seen at once so: the index goes on to hold the person that
was merged, and every question about the one who stays is asked about both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from search.engines.base import EnginePage, FacetCount, Index
from search.engines.lazy import Counts, LazyFacets
from search.query import ENTITIES, Facet, SearchQuery


class MergedIndex:
    """An index in which some values stand for others (`merged`: value -> the one that is meant)."""

    def __init__(self, index: Index, merged: Mapping[str, str]) -> None:
        self._index = index
        self._groups = _group(merged)
        self._merged = merged
        self.languages = index.languages

    def search(
        self,
        query: SearchQuery,
        *,
        limit: int,
        after: tuple[str | float, ...] | None = None,
        facets: Mapping[Facet, int] | None = None,
    ) -> EnginePage:
        """Part of an answer; see the contract."""
        asked, sizes = self._widened(query), facets or {}
        page = self._index.search(asked, limit=limit, after=after, facets=self._enlarged(sizes))

        def read(facet: Facet) -> Counts:
            listed = page.facets[facet]
            return self._fold(query, facet, sizes[facet], listed) if facet in ENTITIES else listed

        return replace(page, facets=LazyFacets(sizes, read))

    def count(self, query: SearchQuery) -> int:
        """The exact number of passages that answer."""
        return self._index.count(self._widened(query))

    def ids(self, query: SearchQuery) -> Iterator[str]:
        """All passages that answer, in the order of the record."""
        return self._index.ids(self._widened(query))

    def close(self) -> None:
        """Give up what is held open."""
        self._index.close()

    def _fold(self, query: SearchQuery, facet: Facet, size: int, listed: Counts) -> Counts:
        """The top values, and all that are selected, of a longer list in which merged ones stand alone."""

        def count(value: str) -> int:
            return self.count(query.without(facet).select(facet, value))

        chosen = {self._meant(value) for value in query.selected(facet)}
        asked = self._enlarged({facet: size})[facet]
        return _Folding(self._groups, listed, _most_unlisted(listed, asked), count).fold(size, chosen)

    def _meant(self, value: str) -> str:
        return self._merged.get(value, value)

    def _widened(self, query: SearchQuery) -> SearchQuery:
        """With all values that stand for a selected one."""
        for facet in ENTITIES:
            for value in query.selected(facet):
                for other in self._groups.get(self._meant(value), ()):
                    query = query.select(facet, other)
        return query

    def _enlarged(self, facets: Mapping[Facet, int]) -> Mapping[Facet, int]:
        """Lists so much longer that enough is left of them when those of a group are one."""
        more = sum(map(len, self._groups.values()))
        return {facet: n + more if n and facet in ENTITIES else n for facet, n in facets.items()}


@dataclass(frozen=True)
class _Folding:
    """One list of counts in which the values of a group are counted each by itself.

    The sum of a group counts passages twice that have two of its values, and lacks what is not listed: the
    group is counted by a question of its own, unless it is too small to matter. A value that is not listed
    counts `unlisted` at most.
    """

    groups: Mapping[str, Sequence[str]]
    listed: Counts
    unlisted: int
    count: Callable[[str], int]

    def fold(self, size: int, chosen: set[str]) -> Counts:
        """The top of the list, and after it those of the chosen that are not among them."""
        counts = {one.value: one.count for one in self._others}
        counts |= {value: self._exact(value) for value in self.groups if self._matters(value, size, chosen)}
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        top = [item for item in ordered if item[1]][:size]
        rest = [item for item in ordered if item[0] in chosen and item not in top]
        return tuple(FacetCount(*item) for item in (*top, *rest))

    @cached_property
    def _others(self) -> Counts:
        members = {value for several in self.groups.values() for value in several}
        return tuple(one for one in self.listed if one.value not in members)

    @cached_property
    def _counted(self) -> Mapping[str, int]:
        return {one.value: one.count for one in self.listed}

    def _matters(self, value: str, size: int, chosen: set[str]) -> bool:
        if value in chosen:
            return True
        most = sum(self._counted.get(member, self.unlisted) for member in self.groups[value])
        last = sorted((one.count for one in self._others), reverse=True)[size - 1 : size]
        return bool(size) and most >= max([*last, 1])

    def _exact(self, value: str) -> int:
        counts = [self._counted.get(member, self.unlisted) for member in self.groups[value]]
        is_known = not self.unlisted or all(member in self._counted for member in self.groups[value])
        return max(counts) if is_known and sum(map(bool, counts)) <= 1 else self.count(value)


def _most_unlisted(listed: Counts, asked: int) -> int:
    """The most that a value may count which is not listed: as much as the last of the top ones.

    A selected value is listed however little it counts, so it tells nothing of the others.
    """
    counts = sorted((one.count for one in listed if one.count), reverse=True)
    return min(counts[:asked], default=0) if len(counts) >= asked else 0


def _group(merged: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Who is meant -> all values that mean them, their own first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for value, meant in sorted(merged.items()):
        groups.setdefault(meant, [meant]).append(value)
    return groups
