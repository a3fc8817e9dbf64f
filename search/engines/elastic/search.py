"""One generation, open for questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial

from corpus.text.analysis import Analyser
from search.engines.base import EnginePage
from search.engines.elastic.beside import Beside
from search.engines.elastic.compile import Compiler, has_one_of
from search.engines.elastic.facets import FacetCounter
from search.engines.elastic.moment import Moment, Moments
from search.engines.elastic.places import After
from search.engines.elastic.ranking import BATCH, Question
from search.engines.lazy import Counts, LazyFacets
from search.language import QueryLanguage
from search.query import Facet, SearchQuery


class ElasticIndex:
    """A generation in one revision; it holds for any number of threads.

    `after` of a hit is its position, or its place in the ranking of one point in time. Where that is lost
    the ranking goes on in another one if it gives the hit the same score, to the last digit. Without
    `beside`, hits and facets are always asked for in one request.
    """

    def __init__(
        self,
        moments: Moments,
        language: QueryLanguage,
        analyser: Analyser,
        languages: Collection[str],
        revision: int,
        beside: Beside | None = None,
    ) -> None:
        self._moments = moments
        self._language = language
        self._beside = beside
        self._compiler = Compiler(analyser, languages, revision)
        self.languages = tuple(languages)

    def search(
        self,
        query: SearchQuery,
        *,
        limit: int,
        after: After | None = None,
        facets: Mapping[Facet, int] | None = None,
    ) -> EnginePage:
        """Part of an answer; see the contract."""
        counter = FacetCounter(query, facets or {})
        question = self._question(query, counter.narrowed)
        counts = self._counted_beside(question, counter) if limit and facets else None
        if counts is None:
            return self._moments.asked(partial(_answer, question, counter, limit, after))
        found = self._moments.asked(partial(question.page, limit=limit, after=after))
        return EnginePage(tuple(found.hits), found.total, counts)

    def count(self, query: SearchQuery) -> int:
        """The exact number of passages that answer."""
        return self.search(query, limit=0).total

    def ids(self, query: SearchQuery) -> Iterator[str]:
        """All passages that answer, in the order of the record, without end of paging."""
        question = replace(self._question(query, ()), is_ranked=False)
        after: After | None = None
        while True:
            batch = self._moments.asked(partial(question.page, limit=BATCH, after=after)).hits
            yield from (hit.id for hit in batch)
            if len(batch) < BATCH:
                return
            after = batch[-1].after

    def close(self) -> None:
        """Give up what is held open."""
        self._moments.close()

    def _counted_beside(self, question: Question, counter: FacetCounter) -> LazyFacets | None:
        def count() -> Mapping[Facet, Counts]:
            return self._moments.asked(partial(_answer, question, counter, 0, None)).facets

        return self._beside.start(counter.sizes, count) if self._beside else None

    def _question(self, query: SearchQuery, narrowed: Collection[Facet]) -> Question:
        parsed, wide = self._language.parse(query.text), query
        for facet in narrowed:
            wide = wide.without(facet)
        narrowing = tuple(has_one_of(facet, query.selected(facet)) for facet in narrowed)
        is_ranked = query.sort == "relevance" and bool(parsed.scored)
        return Question(self._compiler.compile(wide, parsed), narrowing, is_ranked)


def _answer(
    question: Question, counter: FacetCounter, limit: int, after: After | None, moment: Moment
) -> EnginePage:
    """Hits and facets by one request, where its counts are exact."""
    found = question.page(moment, limit, after, counter.asked(moment.shards))
    counts = counter.counts(moment, question.query, found.counted)
    return EnginePage(tuple(found.hits), found.total, counts)
