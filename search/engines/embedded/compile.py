"""From the query as a value to tantivy's query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import tantivy
from tantivy import Occur, Query

from corpus.text.analysis import Analyser
from search.engines.embedded.schema import FACET_FIELDS, RANK, STEMS, VISIBILITY, WORDS
from search.engines.embedded.values import Values
from search.language import ParsedQuery, Phrase, Term, Word
from search.query import Facet, Match, SearchQuery


class Compiler:
    """Compiles for one generation: its schema, the languages and the values of its passages."""

    def __init__(
        self,
        schema: tantivy.Schema,
        analyser: Analyser,
        languages: Collection[str],
        values: Mapping[Facet, Values],
    ) -> None:
        self._schema = schema
        self._analyser = analyser
        self._languages = languages
        self._values = values

    def compile(self, query: SearchQuery, parsed: ParsedQuery) -> Query:
        """Text and filters together. Only the words that rank passages give a score."""
        return _all_of([self._text(parsed, query.match), *self._filters(query)])

    def later(self, query: Query, rank: int) -> Query:
        """What of `query` comes after a place in the record."""
        kind = tantivy.FieldType.Unsigned
        rest = Query.range_query(self._schema, RANK, kind, lower_bound=rank, include_lower=False)
        return _all_of([query, _unscored(rest)])

    def narrow(self, query: Query, facet: Facet, numbers: Iterable[int]) -> Query:
        """What of `query` has a value of one of these numbers."""
        return _all_of([query, self._one_of(FACET_FIELDS[facet], numbers)])

    def _text(self, parsed: ParsedQuery, match: Match) -> Query:
        wanted = [self._weighed(term, parsed) for term in parsed.wanted]
        asked = _any_of(wanted) if match == "any" else _all_of(wanted)
        if not wanted:
            asked = Query.all_query()
        excluded = [(Occur.MustNot, self._term(term)) for term in parsed.excluded]
        return Query.boolean_query([(Occur.Must, asked), *excluded]) if excluded else asked

    def _weighed(self, term: Term, parsed: ParsedQuery) -> Query:
        query = self._term(term)
        return _unscored(query) if term in parsed.idle else query

    def _term(self, term: Term) -> Query:
        match term:
            case Word():
                return self._word(term)
            case Phrase(words=(word,)):
                return self._beginning(word) if term.is_prefix else self._exact(word)
            case Phrase():
                return self._phrase(term)

    def _word(self, word: Word) -> Query:
        stems = sorted(self._analyser.stems(word.exact, self._languages))
        queries = [Query.term_query(self._schema, STEMS, stem, index_option="freq") for stem in stems]
        return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)

    def _exact(self, word: str) -> Query:
        return Query.term_query(self._schema, WORDS, word)

    def _beginning(self, letters: str) -> Query:
        # Distance 0: no misspellings. Analysed words hold only letters and digits.
        return Query.fuzzy_term_query(self._schema, WORDS, letters, distance=0, prefix=True)

    def _phrase(self, phrase: Phrase) -> Query:
        if not any(phrase.stars):
            return Query.phrase_query(self._schema, WORDS, [*phrase.words])
        patterns = map(_pattern, phrase.words, phrase.stars)
        return Query.regex_phrase_query(self._schema, WORDS, [*patterns])

    def _filters(self, query: SearchQuery) -> Iterable[Query]:
        yield self._one_of(VISIBILITY, query.visibility)
        for facet, values in query.filters:
            yield self._has_one_of(facet, values)

    def _has_one_of(self, facet: Facet, values: Iterable[str]) -> Query:
        numbers = [number for value in values if (number := self._values[facet].number(value)) is not None]
        return self._one_of(FACET_FIELDS[facet], numbers)

    def _one_of(self, field: str, terms: Iterable[str] | Iterable[int]) -> Query:
        # Term by term: a term set query visits all passages that have one, even where the words of the
        # question leave few (0.6 ms instead of 0.06 for the visibility of 200,000).
        return _unscored(_any_of([self._has(field, term) for term in terms]))

    def _has(self, field: str, term: str | int) -> Query:
        return Query.term_query(self._schema, field, term, index_option="basic")


def _pattern(word: str, star: bool) -> str:
    # Analysed words hold only letters and digits: nothing to escape.
    return word + ".*" if star else word


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _all_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
