"""From the query as a value to Elasticsearch's query."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from corpus.text.analysis import Analyser
from search.engines.elastic.revisions import alive
from search.engines.elastic.schema import (
    FACET_FIELDS,
    LONGEST_BEGINNING,
    POSITION,
    STEMS,
    VISIBILITY,
    WORDS,
    Json,
)
from search.language import ParsedQuery, Phrase, Term, Word
from search.query import Facet, Match, SearchQuery

# What a phrase with beginnings may add to a score at most; found once it adds half, as much as a word does
# that one passage in 20,000 has. Elasticsearch does not know how rare such a phrase is.
_RARE = 20.0


class Compiler:
    """Compiles for one revision: the languages of its passages, and which documents hold them."""

    def __init__(self, analyser: Analyser, languages: Collection[str], revision: int) -> None:
        self._analyser = analyser
        self._languages = languages
        self._alive = alive(revision)

    def compile(self, query: SearchQuery, parsed: ParsedQuery) -> Json:
        """Text and filters together. Only the words that rank passages give a score."""
        filters = [has_one_of(facet, values) for facet, values in query.filters]
        visible = {"terms": {VISIBILITY: [*query.visibility]}}
        return _bool(
            must=self._wanted(parsed, query.match),
            must_not=[self._term(term) for term in parsed.excluded],
            filter=[visible, *filters, *self._alive],
        )

    def _wanted(self, parsed: ParsedQuery, match: Match) -> list[Json]:
        wanted = [self._weighed(term, parsed) for term in parsed.wanted]
        return [_bool(should=wanted, minimum_should_match=1)] if wanted and match == "any" else wanted

    def _weighed(self, term: Term, parsed: ParsedQuery) -> Json:
        query = self._term(term)
        return _unscored(query) if term in parsed.idle else query

    def _term(self, term: Term) -> Json:
        match term:
            case Word():
                return self._word(term)
            case Phrase(words=(word,)):
                return _beginning(word) if term.is_prefix else _exactly(WORDS, word)
            case Phrase():
                return _with_beginnings(term) if any(term.stars) else _phrase(term)

    def _word(self, word: Word) -> Json:
        stems = sorted(self._analyser.stems(word.exact, self._languages))
        queries = [_exactly(STEMS, stem) for stem in stems]
        return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def has_one_of(facet: Facet, values: Iterable[str]) -> Json:
    """The passages that have one of these values."""
    return {"terms": {FACET_FIELDS[facet]: [*values]}}


def at_position(query: Json, position: str) -> Json:
    """What of `query` stands at one place of the record, with its score."""
    return _bool(must=[query], filter=[{"term": {POSITION: position}}])


def _exactly(field: str, word: str) -> Json:
    return {"term": {field: word}}


def _unscored(query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": 0.0}}


def _beginning(letters: str) -> Json:
    return {"prefix": {WORDS: letters}}


def _phrase(phrase: Phrase) -> Json:
    # The analyzer of the field is white space: the words stay as they are.
    return {"match_phrase": {WORDS: " ".join(phrase.words)}}


def _with_beginnings(phrase: Phrase) -> Json:
    """One after the other. The score grows with how often that is found in a passage."""
    rules = [_rule(word, star) for word, star in zip(phrase.words, phrase.stars, strict=True)]
    in_order = {"ordered": True, "max_gaps": 0, "intervals": rules}
    return {"intervals": {WORDS: {"all_of": in_order, "boost": _RARE}}}


def _rule(word: str, star: bool) -> Json:
    if not star:
        return {"match": {"query": word}}
    if _length(word) <= LONGEST_BEGINNING:
        return {"prefix": {"prefix": word}}
    # Not as a prefix: of a field whose beginnings are indexed, longer ones may fit 128 words only, where as
    # a pattern they may fit as many as a query may have clauses. Analysed words hold no signs of patterns.
    return {"wildcard": {"pattern": f"{word}*"}}


def _length(word: str) -> int:
    """As Elasticsearch counts letters: those beyond the basic plane are two."""
    return len(word.encode("utf-16-le")) // 2


def _bool(**clauses: list[Json] | int) -> Json:
    return {"bool": {name: clause for name, clause in clauses.items() if clause}}
