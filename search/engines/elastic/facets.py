"""Exact facet counts.

One request answers for hits and facets together. Elasticsearch lists the most frequent values of each
shard and adds up; over one shard that is exact, over several a value is counted only where it was listed.
So what was listed is counted again by name, and the list made longer as long as a value that is not on it
could belong to the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from search.engines.base import FacetCount
from search.engines.elastic.compile import has_one_of
from search.engines.elastic.moment import Moment
from search.engines.elastic.schema import FACET_FIELDS, Json
from search.query import Facet, SearchQuery

# How long a list is where there are several shards: so many times what is wanted, and more.
_TIMES, _SPARE = 4, 50
# Elasticsearch gives at most 65,536 values in one answer: of one facet alone, of six together.
_MOST, _MOST_TOGETHER = 60_000, 2_000
_STEP = 10_000

_TOP, _CHOSEN = "top", "chosen"

_Counts = tuple[FacetCount, ...]


class _Listing(NamedTuple):
    """Some values of a facet. Over several shards, `error` more passages than are counted may have a value;
    `last` is the least count where values were left out, 0 where none was."""

    counts: Mapping[str, int]
    error: int
    last: int

    def settles(self, size: int) -> bool:
        """Whether the top of these counts, once they are exact, is the top of all."""
        if not self.error:
            return not self.last or len(self.counts) >= size
        return self.error + self.last < _least(self.counts, size)


@dataclass(frozen=True, slots=True)
class FacetCounter:
    """Counts the values of facets over the answer to a query: of each facet the top, by its size, and all
    that are selected. A facet's own selection does not narrow what it is counted over."""

    query: SearchQuery
    sizes: Mapping[Facet, int]

    @property
    def narrowed(self) -> tuple[Facet, ...]:
        """The facets whose selection must not be part of the query that is counted over."""
        return tuple(facet for facet in self.sizes if self.query.selected(facet))

    def asked(self, shards: int) -> Json:
        """What to ask for together with the hits."""
        asked: dict[Facet, Json] = {facet: {} for facet in self.sizes}
        for facet in self._together():
            asked[facet][_TOP] = _most_frequent(facet, _length(self.sizes[facet], shards))
        for facet in self.narrowed:
            asked[facet][_CHOSEN] = _named(facet, self.query.selected(facet))
        return self.over({facet: parts for facet, parts in asked.items() if parts})

    def over(self, asked: Mapping[Facet, Json]) -> Json:
        """Aggregations, each over what the selections of all other facets leave."""
        return {
            facet.value: {"filter": {"bool": {"filter": self._others(facet)}}, "aggs": parts}
            for facet, parts in asked.items()
        }

    def counts(self, moment: Moment, query: Json, first: Json) -> dict[Facet, _Counts]:
        """The counts; `first` is the answer to what was `asked`."""
        recount = _Recount(self, moment, query)
        tops = recount.tops({facet: _read(first[facet.value][_TOP]) for facet in self._together()})
        return {facet: self._with_chosen(facet, tops[facet], first) for facet in self.sizes}

    def _with_chosen(self, facet: Facet, top: _Counts, first: Json) -> _Counts:
        chosen = dict.fromkeys(self.query.selected(facet), 0)
        if chosen:
            chosen |= _read(first[facet.value][_CHOSEN]).counts
        missing = chosen.keys() - {count.value for count in top}
        return top + _ranked({value: chosen[value] for value in missing})

    def _together(self) -> Iterator[Facet]:
        return (facet for facet, size in self.sizes.items() if 0 < size <= _MOST_TOGETHER)

    def _others(self, facet: Facet) -> list[Json]:
        return [has_one_of(other, self.query.selected(other)) for other in self.narrowed if other != facet]


@dataclass(frozen=True, slots=True)
class _Recount:
    """Makes listed values exact and complete, of one point in time."""

    counter: FacetCounter
    moment: Moment
    query: Json

    def tops(self, listed: Mapping[Facet, _Listing]) -> dict[Facet, _Counts]:
        """The top values of each facet by its size."""
        exact = self._exact(listed)
        return {facet: self._top(facet, size, exact.get(facet)) for facet, size in self.counter.sizes.items()}

    def _top(self, facet: Facet, size: int, listing: _Listing | None) -> _Counts:
        length = _length(size, self.moment.shards)
        while size and not (listing and listing.settles(size)):
            length = length * _TIMES if listing else length
            if length > _MOST and listing:
                return _ranked(dict(self._every(facet)))[:size]
            listing = self._exact({facet: self._list(facet, min(length, _MOST))})[facet]
        return _ranked(listing.counts)[:size] if listing else ()

    def _list(self, facet: Facet, length: int) -> _Listing:
        return _read(self._ask({facet: {_TOP: _most_frequent(facet, length)}})[facet.value][_TOP])

    def _exact(self, listed: Mapping[Facet, _Listing]) -> dict[Facet, _Listing]:
        """The same values, counted by name where a shard may have kept some passages back."""
        unsure = {facet: listing for facet, listing in listed.items() if listing.error}
        if not unsure:
            return dict(listed)
        asked = {facet: {_CHOSEN: _named(facet, listing.counts)} for facet, listing in unsure.items()}
        answer = self._ask(asked)
        counts = {facet: _read(answer[facet.value][_CHOSEN]).counts for facet in unsure}
        return {**listed, **{facet: unsure[facet]._replace(counts=counts[facet]) for facet in unsure}}

    def _every(self, facet: Facet) -> Iterator[tuple[str, int]]:
        """Every value with its count: slow, and seldom needed."""
        after: Json = {}
        while True:
            answer = self._ask({facet: {_TOP: _step(facet, after)}})[facet.value][_TOP]
            yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in answer["buckets"])
            if len(answer["buckets"]) < _STEP:
                return
            after = {"after": answer["after_key"]}

    def _ask(self, asked: Mapping[Facet, Json]) -> Json:
        aggregations = self.counter.over(asked)
        body = {"query": self.query, "size": 0, "aggregations": aggregations}
        return dict(self.moment.ask(body)["aggregations"])


def _read(answer: Json) -> _Listing:
    counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}
    last = min(counts.values(), default=0) if answer["sum_other_doc_count"] else 0
    return _Listing(counts, answer["doc_count_error_upper_bound"], last)


def _ranked(counts: Mapping[str, int]) -> _Counts:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _least(counts: Mapping[str, int], size: int) -> int:
    """The count of the last that is shown, 0 where there are fewer than are wanted."""
    ordered = sorted(counts.values(), reverse=True)
    return ordered[size - 1] if len(ordered) >= size else 0


def _length(size: int, shards: int) -> int:
    return size if shards == 1 else size * _TIMES + _SPARE


def _most_frequent(facet: Facet, length: int) -> Json:
    return {"terms": {"field": FACET_FIELDS[facet], "size": length, "shard_size": length}}


def _named(facet: Facet, values: Collection[str]) -> Json:
    size = max(1, len(values))
    return {"terms": {"field": FACET_FIELDS[facet], "include": [*values], "size": size, "shard_size": size}}


def _step(facet: Facet, after: Json) -> Json:
    sources = [{"value": {"terms": {"field": FACET_FIELDS[facet]}}}]
    return {"composite": {"size": _STEP, "sources": sources, **after}}
