"""Search: the engine says which passages answer, the catalogue what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from search.query import Facet, SearchQuery
from search.service.generations import View
from search.service.values import FacetValue, FacetView, FoundPassage, Highlight, SearchAnswer

Next = Callable[[Place], str]
Mark = Callable[[PassageView], tuple[Highlight, ...]]

_ENTITIES = (Facet.PERSON, Facet.ORGANISATION, Facet.SPEAKER)

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
    page = _search(view, asked, limit + 1, after, facets)
    hits = page.hits[:limit]
    return SearchAnswer(
        query=query,
        items=_found(view.at, hits, asked.selected(Facet.PERSON), mark),
        total=page.total,
        next=following(hits[-1].after) if len(page.hits) > limit else None,
        facets=name_facets(view, query, page.facets),
        receipt=view.receipt(page.total),
    )


def followed(query: SearchQuery, at: Snapshot) -> SearchQuery:
    """The query with merged entities in its filters replaced by those that they were merged into."""
    return replace(
        query,
        filters=tuple(
            (facet, tuple(dict.fromkeys(map(at.final, values))) if facet in _ENTITIES else values)
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


def _search(
    view: View, query: SearchQuery, limit: int, after: Place | None, facets: Mapping[Facet, int]
) -> EnginePage:
    """The engine's answer. Its facets are the same on every page and in every order: counted once."""
    key = (replace(query, sort="relevance"), tuple(facets.items()))
    known = view.opened.facets.get(key)
    if known is not None:
        page = view.index.search(query, limit=limit, after=after)
        return replace(page, facets=known)
    page = view.index.search(query, limit=limit, after=after, facets=facets)
    if sum(facets.values()) <= _FEW_VALUES:
        view.opened.facets.keep(key, page.facets)
    return page


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
    missing: dict[Facet, list[str]] = {}
    # Not `asked - known.keys()`, which would walk through all that are known.
    for facet, value in (key for key in asked if key not in known):
        missing.setdefault(facet, []).append(value)
    for facet, values in missing.items():
        read = _read_names(view.at, facet, values)
        known.update({(facet, value): read.get(value, value) for value in values})
    return {key: known.get(key, key[1]) for key in asked}


def _read_names(at: Snapshot, facet: Facet, values: Sequence[str]) -> Mapping[str, str]:
    if facet in _ENTITIES:
        return {value: entity.name for value, entity in read_names(at, values).items()}
    if facet is Facet.DOCUMENT:
        return read_document_names(at, values)
    if facet is Facet.COLLECTION:
        return read_collection_titles(at, values)
    return {}
