"""Exact facet counts.

Tantivy counts each segment by itself and keeps only its most frequent values, so that a count may
miss something, by a bound that it tells. We take the top values with that bound, recount those that
may belong to the answer by name, and take more where an unseen value could still be among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from tantivy import Query, Searcher

from search.engines.base import FacetCount
from search.engines.embedded.compile import Compiler
from search.engines.embedded.schema import FACET_FIELDS
from search.language import ParsedQuery
from search.query import Facet, SearchQuery

# Values kept of each segment, first and then: most answers have fewer than the first, and are exact
# at once; tantivy gives no more than 65,000.
_KEPT = (200, 5_000, 60_000)
# Values taken in one step of a walk over all.
_STEP = 20_000

_Json = dict[str, Any]
_Counts = tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True)
class _Top:
    """The values that may be among the first as the segments tell them, and by how much too low.

    `unseen` is the most that a value can have which the segments do not tell of.
    """

    near: _Counts
    error: int
    unseen: int


class FacetCounter:
    """Counts the values of facets over an answer."""

    def __init__(self, searcher: Searcher, compiler: Compiler) -> None:
        self._searcher = searcher
        self._compiler = compiler

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
        asked = {facet: _top_terms(facet, _KEPT[0]) for facet in sizes}
        answers = self._aggregate(query, asked)
        return {facet: self._settle(query, facet, answers[facet], size) for facet, size in sizes.items()}

    def _settle(self, query: Query, facet: Facet, answer: _Json, size: int) -> _Counts:
        """The exact top values: from a first answer, else from longer ones, else from all values."""
        counts = self._exact(query, facet, answer, size)
        for kept in _KEPT[1:]:
            if counts is not None:
                return counts
            answer = self._aggregate(query, {facet: _top_terms(facet, kept)})[facet]
            counts = self._exact(query, facet, answer, size)
        return _first(self._all(query, facet), size) if counts is None else counts

    def _exact(self, query: Query, facet: Facet, answer: _Json, size: int) -> _Counts | None:
        """The top values with exact counts, None where an unseen value could be among them."""
        top = _top(answer, size, single=self._searcher.num_segments == 1)
        if not top.near:
            return ()
        near = self._named(query, facet, [count.value for count in top.near]) if top.error else top.near
        counts = _first(near, size)
        # One that has as many as the last could still come before it by its value.
        certain = not top.unseen or (len(counts) == size and counts[-1].count > top.unseen)
        return counts if certain else None

    def _selected(self, query: Query, facet: Facet, selected: tuple[str, ...], listed: _Counts) -> _Counts:
        missing = [value for value in selected if value not in {count.value for count in listed}]
        return _first(self._named(query, facet, missing), len(missing))

    def _named(self, query: Query, facet: Facet, values: list[str]) -> list[FacetCount]:
        """The exact counts of these values, 0 included."""
        if not values:
            return []
        answer = self._aggregate(query, {facet: _named_terms(facet, values)})[facet]
        found = {count.value: count for count in _counts(answer["buckets"])}
        return [found.get(value, FacetCount(value, 0)) for value in values]

    def _all(self, query: Query, facet: Facet) -> Iterator[FacetCount]:
        """Every value with its exact count: slow (some 20 µs each), and seldom needed."""
        after: _Json = {}
        while True:
            answer = self._aggregate(query, {facet: _step(facet, after)})[facet]
            for bucket in answer["buckets"]:
                yield FacetCount(bucket["key"]["value"], bucket["doc_count"])
            if len(answer["buckets"]) < _STEP:
                return
            after = {"after": answer["after_key"]}

    def _aggregate(self, query: Query, asked: Mapping[Facet, _Json]) -> dict[Facet, _Json]:
        if not asked:
            return {}
        answer = self._searcher.aggregate(query, {facet.value: asked[facet] for facet in asked})
        return {facet: answer[facet.value] for facet in asked}


def _top_terms(facet: Facet, size: int) -> _Json:
    return {"terms": {"field": FACET_FIELDS[facet], "size": size, "segment_size": size}}


def _named_terms(facet: Facet, values: list[str]) -> _Json:
    size = len(values)
    return {"terms": {"field": FACET_FIELDS[facet], "size": size, "segment_size": size, "include": values}}


def _step(facet: Facet, after: _Json) -> _Json:
    sources = [{"value": {"terms": {"field": FACET_FIELDS[facet]}}}]
    return {"composite": {"size": _STEP, "sources": sources, **after}}


def _top(answer: _Json, size: int, *, single: bool) -> _Top:
    """Read an answer; with a `single` segment what is listed is exact, and nothing was merged away."""
    buckets, bound = answer["buckets"], int(answer["doc_count_error_upper_bound"])
    if not buckets or not size:
        return _Top((), 0, 0)
    error = 0 if single else bound
    # What no segment listed has at most `bound`; what was left out when they were merged at most
    # `error` and the count of the last.
    merged_away = 0 if single or not answer["sum_other_doc_count"] else buckets[-1]["doc_count"] + error
    last = buckets[:size][-1]["doc_count"]
    near = [bucket for bucket in buckets if bucket["doc_count"] + error >= last]
    return _Top(_counts(near), error, max(bound, merged_away))


def _counts(buckets: Iterable[_Json]) -> _Counts:
    return tuple(FacetCount(bucket["key"], bucket["doc_count"]) for bucket in buckets)


def _first(counts: Iterable[FacetCount], size: int) -> _Counts:
    return tuple(nsmallest(size, counts, key=lambda count: (-count.count, count.value)))
