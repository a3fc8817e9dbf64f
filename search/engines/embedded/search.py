"""One generation, open for questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import tantivy
from tantivy import DocAddress, Order, Query, Searcher

from corpus.errors import InvalidError, UnavailableError
from corpus.text.analysis import Analyser
from search.engines.base import EngineHit, EnginePage, FacetCount
from search.engines.embedded.compile import Compiler
from search.engines.embedded.facets import FacetCounter
from search.engines.embedded.ranking import Ranked, ranked_page, total_of
from search.engines.embedded.schema import ID, RANK
from search.engines.embedded.values import Values
from search.language import ParsedQuery, QueryLanguage
from search.query import Facet, SearchQuery

After = tuple[str | float, ...]

# How many hits are read at once where all are wanted.
_BATCH = 5_000


class EmbeddedIndex:
    """A generation as it was when it was opened; it holds for any number of threads.

    `after` of a hit is its rank in the record, or its place in the ranking; which one follows from
    the query, and neither can shift, since a generation never changes.
    """

    def __init__(
        self,
        index: tantivy.Index,
        language: QueryLanguage,
        analyser: Analyser,
        languages: Collection[str],
        values: Mapping[Facet, Values],
    ) -> None:
        self._language = language
        self._values = values
        self._compiler = Compiler(index.schema, analyser, languages, values)
        self._open: Searcher | None = index.searcher()
        self.languages = tuple(languages)
        self.segments = int(self._open.num_segments)

    def search(
        self,
        query: SearchQuery,
        *,
        limit: int,
        after: After | None = None,
        facets: Mapping[Facet, int] | None = None,
    ) -> EnginePage:
        """Part of an answer; see the contract."""
        parsed = self._language.parse(query.text)
        compiled = self._compiler.compile(query, parsed)
        if query.sort == "relevance" and parsed.scored:
            hits, total = self._by_relevance(compiled, limit, after)
        else:
            hits, total = self._by_record(compiled, limit, after)
        return EnginePage(tuple(hits), total, self._facets(query, parsed, facets or {}))

    def count(self, query: SearchQuery) -> int:
        """The exact number of passages that answer."""
        return self._count(self._compiler.compile(query, self._language.parse(query.text)))

    def ids(self, query: SearchQuery) -> Iterator[str]:
        """All passages that answer, in the order of the record, without end of paging."""
        compiled = self._compiler.compile(query, self._language.parse(query.text))
        hits, _ = self._by_record(compiled, _BATCH, None)
        while hits:
            yield from (hit.id for hit in hits)
            hits, _ = self._by_record(compiled, _BATCH, hits[-1].after)

    def close(self) -> None:
        """Give up what is held open."""
        self._open = None

    @property
    def _searcher(self) -> Searcher:
        if self._open is None:
            raise UnavailableError("This index has been closed.", "Ask again: a newer one is open.")
        return self._open

    def _by_record(self, query: Query, limit: int, after: After | None) -> tuple[list[EngineHit], int]:
        if limit == 0:
            return [], self._count(query)
        rest = query if after is None else self._compiler.later(query, _place(after))
        found = self._searcher.search(rest, self._at_most(limit), order_by_field=RANK, order=Order.Asc)
        hits = [EngineHit(self._id(address), 0.0, (rank,)) for rank, address in found.hits]
        return hits, total_of(found) if after is None else self._count(query)

    def _by_relevance(self, query: Query, limit: int, after: After | None) -> tuple[list[EngineHit], int]:
        if limit == 0:
            return [], self._count(query)
        first = 0 if after is None else _place(after) + 1
        ranked, count = ranked_page(self._searcher, query, first, self._at_most(limit))
        return [self._hit(hit, place) for place, hit in enumerate(ranked, start=first)], count

    def _hit(self, ranked: Ranked, place: int) -> EngineHit:
        return EngineHit(self._id(ranked.address), ranked.score, (place,))

    def _id(self, address: DocAddress) -> str:
        return str(self._searcher.doc(address).get_first(ID))

    def _at_most(self, limit: int) -> int:
        # Tantivy makes room for as many hits as are asked for, and refuses to be asked for none.
        return max(1, min(limit, int(self._searcher.num_docs)))

    def _count(self, query: Query) -> int:
        return total_of(self._searcher.search(query, 1))

    def _facets(
        self, query: SearchQuery, parsed: ParsedQuery, sizes: Mapping[Facet, int]
    ) -> dict[Facet, tuple[FacetCount, ...]]:
        counter = FacetCounter(self._searcher, self._compiler, self._values)
        return counter.count(query, parsed, sizes)


def _place(after: After) -> int:
    if len(after) == 1 and isinstance(after[0], int | float) and 0 <= after[0] < 2**53:
        return int(after[0])
    raise InvalidError("The place to go on from is not one of this list.", "Start again without a cursor.")
