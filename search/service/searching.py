"""Search: the engine says which passages answer, the catalogue what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.catalogue.reading.documents import read_collection_titles, read_document_names
from corpus.catalogue.reading.entities import read_names
from corpus.catalogue.reading.mentions import read_person_mentions
from corpus.catalogue.reading.passages import read_passages
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import PassageView, PersonMention
from corpus.errors import UnavailableError
from corpus.model import Tier
from search.cursors import Place
from search.engines.base import EngineHit, EnginePage, FacetCount
from search.query import ENTITIES, Facet, SearchQuery
from search.service.generations import Opened, View
from search.service.values import FacetValue, FacetView, FoundPassage, Highlight, SearchAnswer

Next = Callable[[Place], str]
Mark = Callable[[PassageView], tuple[Highlight, ...]]

# Names of facet values kept for a generation, in which they do not change: some megabytes.
_MOST_NAMES = 20_000

# Answers with more facet values than these are not kept: some ten kilobytes each at most.
_FEW_VALUES = 120


def search(
    view: View,
    query: SearchQuery,
    facets: Mapping[Facet, int],
    limit: int,
    after: Place | None,
    following: Next,
    mark: Mark,
) -> SearchAnswer:
    """One page of an answer; `mark` finds what matched in a passage."""
    asked = followed(query, view.at)
    counting = _Counting(view.opened, asked, facets)
    page = view.index.search(asked, limit=limit + 1, after=after, facets=counting.missing)
    hits = page.hits[:limit]
    # The passages are read while an engine may still be counting.
    items = _found(view.at, hits, asked.selected(Facet.PERSON), mark)
    receipt = view.receipt(page.total)
    return SearchAnswer(
        query=query,
        items=items,
        total=page.total,
        next=following(hits[-1].after) if len(page.hits) > limit else None,
        facets=name_facets(view, query, counting.counts(page)),
        receipt=receipt,
    )


def followed(query: SearchQuery, at: Snapshot) -> SearchQuery:
    """The query with merged entities in its filters replaced by those that they were merged into."""
    return replace(
        query,
        filters=tuple(
            (facet, tuple(dict.fromkeys(map(at.final, values))) if facet in ENTITIES else values)
            for facet, values in query.filters
        ),
    )


def name_facets(
    view: View, query: SearchQuery, facets: Mapping[Facet, Sequence[FacetCount]]
) -> tuple[FacetView, ...]:
    """The facets with display names, in the order of `Facet`."""
    names = _names(view, facets)
    asked = followed(query, view.at)
    return tuple(
        FacetView(
            facet,
            tuple(
                FacetValue(
                    found.value,
                    names[facet, found.value],
                    found.count,
                    found.value in asked.selected(facet),
                )
                for found in facets[facet]
            ),
        )
        for facet in Facet
        if facet in facets
    )


class _Counting:
    """The facets of an answer. They are the same on every page and in every order: counted once."""

    def __init__(self, opened: Opened, query: SearchQuery, facets: Mapping[Facet, int]) -> None:
        self._kept = opened.facets
        self._key = (replace(query, sort="relevance"), tuple(facets.items()))
        self._known = self._kept.get(self._key)
        self._is_small = sum(facets.values()) <= _FEW_VALUES
        self.missing = facets if self._known is None else None

    def counts(self, page: EnginePage) -> Mapping[Facet, tuple[FacetCount, ...]]:
        """The counts, known or from the engine's answer."""
        if self._known is not None:
            return self._known
        counts = dict(page.facets)
        return self._kept.keep(self._key, counts) if self._is_small else counts


def _found(
    at: Snapshot, hits: Sequence[EngineHit], persons: Iterable[str], mark: Mark
) -> tuple[FoundPassage, ...]:
    passages = read_passages(at, [hit.id for hit in hits])
    if len(passages) != len(hits):
        raise UnavailableError(
            "The index found passages that the catalogue does not have.",
            "Run stenogram index to rebuild it; nothing needs to be ingested again.",
        )
    named = _mentions(at, persons, [passage.key for passage in passages.values()])
    return tuple(
        FoundPassage(passage, hit.score, mark(passage), tuple(named.get(passage.key, ())))
        for hit in hits
        for passage in (passages[hit.id],)
    )


def _mentions(
    at: Snapshot, persons: Iterable[str], passages: Sequence[int]
) -> Mapping[int, list[PersonMention]]:
    """Why passages (row keys) answer a filter by persons: mentions as sure as the filter wants them."""
    named: dict[int, list[PersonMention]] = defaultdict(list)
    for person in persons:
        for passage, found in read_person_mentions(at, person, passages, Tier.PROBABLE).items():
            named[passage] += found
    return named


def _names(view: View, facets: Mapping[Facet, Sequence[FacetCount]]) -> Mapping[tuple[Facet, str], str]:
    """The display names of the values, from those already read where they are."""
    known = view.opened.names
    if len(known) > _MOST_NAMES:
        known.clear()
    asked = {(facet, found.value) for facet, counts in facets.items() for found in counts}
    # Not `asked - known.keys()`, which would walk through all that are known.
    missing = [key for key in asked if key not in known]
    for facets_alike, read in _NAMED.items():
        keys = [key for key in missing if key[0] in facets_alike]
        names = read(view.at, {value for _, value in keys}) if keys else {}
        known.update({key: names.get(key[1], key[1]) for key in keys})
    return {key: known.get(key, key[1]) for key in asked}


def _read_entity_names(at: Snapshot, values: Collection[str]) -> Mapping[str, str]:
    return {value: entity.name for value, entity in read_names(at, values).items()}


# What values are called, of facets that are read together.
_NAMED: Mapping[Collection[Facet], Callable[[Snapshot, Collection[str]], Mapping[str, str]]] = {
    ENTITIES: _read_entity_names,
    (Facet.DOCUMENT,): read_document_names,
    (Facet.COLLECTION,): read_collection_titles,
}
