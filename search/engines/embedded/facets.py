"""Exact facet counts.

Tantivy counts numbers; only those that are shown become values again. It lists the most frequent, any of
them where counts tie. Where more values than it listed may share the last place, we ask again: for the
first by number, which is the order of values, among all that have at least so many passages.

Of several segments (there are some after an update) it adds up lists, which are cut off: what a value has
may be more than listed, by `doc_count_error_upper_bound` at most. Those that may be among the top are
counted again, alone; where they may not all be listed, lists of everything are added up, which is slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tantivy import Query, Searcher

from search.engines.base import FacetCount
from search.engines.embedded.compile import Compiler
from search.engines.embedded.ranking import total_of
from search.engines.embedded.schema import FACET_FIELDS
from search.engines.embedded.values import Values
from search.language import ParsedQuery
from search.query import Facet, SearchQuery

# How many more than are wanted are listed at first: most often enough to see where a tie ends (of 900
# facets over 206,000 passages 702 were asked for again with 0, 140 with 20, 69 with 90).
_SPARE = 20
# How many values are listed of a segment where there are several: 3,000 take no longer than 30, and all of
# 67,000 three times as long. Seldom do fewer leave it open which are the top ones.
_LISTED = 3_000
_ALL = 2**32 - 1
# Tantivy lists at most 65,000 values in one answer; more are taken in steps.
_MOST = 60_000

_Json = dict[str, Any]
_Counts = tuple[FacetCount, ...]


class _Numbered(NamedTuple):
    """How many passages of the answer have the value of this number."""

    number: int
    passages: int


class FacetCounter:
    """Counts the values of facets over an answer."""

    def __init__(self, searcher: Searcher, compiler: Compiler, values: Mapping[Facet, Values]) -> None:
        self._searcher = searcher
        self._compiler = compiler
        self._values = values

    def count(
        self, query: SearchQuery, parsed: ParsedQuery, sizes: Mapping[Facet, int]
    ) -> dict[Facet, _Counts]:
        """The top values of each facet by its size, and all that are selected of it."""
        free = {facet: size for facet, size in sizes.items() if not query.selected(facet)}
        counts = self._group(self._compiler.compile(query, parsed), free)
        for facet in sizes.keys() - free.keys():
            others = self._compiler.compile(query.without(facet), parsed)
            top = self._group(others, {facet: sizes[facet]})[facet]
            counts[facet] = top + self._selected(others, facet, query.selected(facet), top)
        return {facet: counts[facet] for facet in sizes}

    def _group(self, query: Query, sizes: Mapping[Facet, int]) -> dict[Facet, _Counts]:
        """The top values of facets over the same passages, in one go over them."""
        asked = {
            facet: self._most_frequent(facet, size) for facet, size in sizes.items() if 0 < size <= _MOST
        }
        answers = self._aggregate(query, asked)
        return {
            facet: self._translated(facet, self._settled(query, facet, size, answers.get(facet)))
            for facet, size in sizes.items()
        }

    def _settled(self, query: Query, facet: Facet, size: int, answer: _Json | None) -> list[_Numbered]:
        """The exact top values, by their numbers where counts tie."""
        if answer is None:
            return sorted(self._every(query, facet), key=_by_count)[:size] if size else []
        if answer["doc_count_error_upper_bound"] and self._searcher.num_segments > 1:
            return self._certain(query, facet, size, answer)
        listed = _read(answer)
        top = sorted(listed, key=_by_count)[:size]
        if not answer["sum_other_doc_count"] or listed[-1].passages < top[-1].passages:
            return top
        return self._untied(query, facet, top)

    def _certain(self, query: Query, facet: Facet, size: int, answer: _Json) -> list[_Numbered]:
        """The exact top values where any may have more passages than the answer says."""
        listed, more = _read(answer), answer["doc_count_error_upper_bound"]
        least = sorted(listed, key=_by_count)[:size][-1].passages
        if listed[-1].passages + more >= least:
            whole = self._aggregate(query, {facet: _top(facet, size + _SPARE, _ALL)})
            return self._settled(query, facet, size, whole[facet])
        possible = [found.number for found in listed if found.passages + more >= least]
        # All others have fewer than `least`, so a list no longer than this holds the top ones.
        few = self._compiler.narrow(query, facet, possible)
        counted = self._aggregate(few, {facet: _top(facet, len(possible), _ALL)})[facet]
        return sorted(_read(counted), key=_by_count)[:size]

    def _untied(self, query: Query, facet: Facet, top: list[_Numbered]) -> list[_Numbered]:
        """The top values where more than these have as many passages as the last of them."""
        least, size = top[-1].passages, len(top)
        first = _read(self._aggregate(query, {facet: _first_with(facet, least, size)})[facet])
        above = [found for found in top if found.passages > least]
        return [*above, *(found for found in first if found.passages == least)][:size]

    def _selected(self, query: Query, facet: Facet, selected: tuple[str, ...], listed: _Counts) -> _Counts:
        """The selected values that are not listed; there are few, so each is a search of its own."""
        missing = set(selected) - {count.value for count in listed}
        counts = [FacetCount(value, self._count(query, facet, value)) for value in missing]
        return tuple(sorted(counts, key=lambda found: (-found.count, found.value)))

    def _count(self, query: Query, facet: Facet, value: str) -> int:
        number = self._values[facet].number(value)
        if number is None:
            return 0
        return total_of(self._searcher.search(self._compiler.narrow(query, facet, (number,)), 1))

    def _every(self, query: Query, facet: Facet) -> Iterator[_Numbered]:
        """Every value with its count: slow, and seldom needed."""
        after: _Json = {}
        while True:
            answer = self._aggregate(query, {facet: _step(facet, after)})[facet]
            for bucket in answer["buckets"]:
                yield _Numbered(int(bucket["key"]["number"]), bucket["doc_count"])
            if len(answer["buckets"]) < _MOST:
                return
            after = {"after": answer["after_key"]}

    def _most_frequent(self, facet: Facet, size: int) -> _Json:
        size += _SPARE
        if self._searcher.num_segments == 1:
            return _top(facet, size, size)
        return _top(facet, size, _LISTED if size <= _LISTED else _ALL)

    def _aggregate(self, query: Query, asked: Mapping[Facet, _Json]) -> dict[Facet, _Json]:
        if not asked:
            return {}
        answer = self._searcher.aggregate(query, {facet.value: asked[facet] for facet in asked})
        return {facet: answer[facet.value] for facet in asked}

    def _translated(self, facet: Facet, numbered: Iterable[_Numbered]) -> _Counts:
        values = self._values[facet]
        return tuple(FacetCount(values.value(found.number), found.passages) for found in numbered)


def _top(facet: Facet, size: int, of_segment: int) -> _Json:
    """The most frequent values, from a list of so many of each segment."""
    return {"terms": {"field": FACET_FIELDS[facet], "size": min(size, _MOST), "segment_size": of_segment}}


def _first_with(facet: Facet, least: int, size: int) -> _Json:
    """The first values by number that have at least so many passages."""
    terms = {"field": FACET_FIELDS[facet], "size": size, "segment_size": _ALL}
    return {"terms": terms | {"min_doc_count": least, "order": {"_key": "asc"}}}


def _step(facet: Facet, after: _Json) -> _Json:
    sources = [{"number": {"terms": {"field": FACET_FIELDS[facet]}}}]
    return {"composite": {"size": _MOST, "sources": sources, **after}}


def _read(answer: _Json) -> list[_Numbered]:
    return [_Numbered(int(bucket["key"]), bucket["doc_count"]) for bucket in answer["buckets"]]


def _by_count(found: _Numbered) -> tuple[int, int]:
    return -found.passages, found.number
