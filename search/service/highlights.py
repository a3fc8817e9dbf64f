"""What matched in a passage, from true offsets."""

from __future__ import annotations

from corpus.catalogue.reading.skipped import blank
from corpus.catalogue.reading.values import PassageView
from corpus.text.analysis import Analyser
from corpus.text.highlights import Wanted, highlight
from search.language import ParsedQuery, Phrase, Word
from search.service.values import Highlight


def highlight_passage(passage: PassageView, query: ParsedQuery, analyser: Analyser) -> tuple[Highlight, ...]:
    """The ranges of the passage that match the query, in order. Noise never does."""
    wanted = wanted_words(query, analyser, passage.document.language)
    if not wanted.stems and not wanted.phrases:
        return ()
    text = blank(passage.text, passage.start, passage.noise)
    joins = [(join.start - passage.start, join.end - passage.start) for join in passage.joins]
    spans = highlight(analyser.analyse(text, passage.document.language, joins), wanted)
    return tuple(Highlight(passage.start + start, passage.start + end, start) for start, end in spans)


def wanted_words(query: ParsedQuery, analyser: Analyser, language: str) -> Wanted:
    """What to mark in a text of this language: all terms of the query that are not excluded."""
    words = [term.exact for term in query.wanted if isinstance(term, Word)]
    phrases = [(term.words, term.stars) for term in query.wanted if isinstance(term, Phrase)]
    return Wanted(
        stems=frozenset().union(*(analyser.stems(word, (language,)) for word in words)),
        phrases=tuple(phrases),
    )
