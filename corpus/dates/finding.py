"""Finding the dates of a text: tokens, rules, expressions, values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.dates.expressions import DateSpan, Expression
from corpus.dates.lexicon import Lexicon, load_lexicon
from corpus.dates.parts import Parts
from corpus.dates.reading import read
from corpus.dates.resolving import resolve
from corpus.dates.rules import compile_rules, group_of
from corpus.dates.tokens import Tokenizer, Tokens

# At most so many tokens before the word of dates: a long text without one must not cost its square.
_RUN = re.compile(r"[^_^:|ucE#o<>~B]{0,24}[YDOKUIZMmSsWVxRJGLyghkediC@]")
_ABOUT_BEFORE = re.compile(r"~\.?[rpvb]?t?\Z")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar: made once, it takes some milliseconds."""

    lexicon: Lexicon
    tokenizer: Tokenizer
    master: re.Pattern[str]
    rules: dict[str, re.Pattern[str]]


@cache
def load_grammar() -> Grammar:
    """The grammar of all languages."""
    lexicon = load_lexicon()
    master, rules = compile_rules()
    return Grammar(lexicon, Tokenizer(lexicon), master, rules)


def find_dates(text: str, *, anchor: str = "") -> list[DateSpan]:
    """The dates, relative dates and durations of a text, in order, without overlap.

    `anchor` is the EDTF date on which the text was spoken or written (the day of the session), from
    which "yesterday" and "August 10" are reckoned; empty when it is not known.
    """
    grammar = load_grammar()
    expressions = list(_find_expressions(grammar, grammar.tokenizer.tokenize(text)))
    values = resolve(expressions, anchor)
    return [
        DateSpan(found.start, found.end, text[found.start : found.end], value, found.kind)
        for found, value in zip(expressions, values, strict=True)
    ]


def _find_expressions(grammar: Grammar, tokens: Tokens) -> Iterator[Expression]:
    """Try the rules where an expression may start; on from its end when there is one."""
    free = 0
    for start in _starts(tokens.letters):
        match = grammar.master.match(tokens.letters, start) if start >= free else None
        expression = _read_match(grammar, tokens, match) if match else None
        if match and expression:
            yield expression
            free = match.end()


def _starts(letters: str) -> Iterator[int]:
    """The tokens from which a word of dates can be reached through words that dates may hold."""
    for run in _RUN.finditer(letters):
        yield from range(*run.span())


def _read_match(grammar: Grammar, tokens: Tokens, match: re.Match[str]) -> Expression | None:
    name = match.lastgroup or ""
    detailed = grammar.rules[name].match(tokens.letters, match.start())
    if detailed is None:
        return None
    content = read(name, Parts(_words_by_group(tokens, detailed), grammar.lexicon))
    if content is None:
        return None
    start, end = tokens.span(*detailed.span())
    about = bool(_ABOUT_BEFORE.search(tokens.letters, max(0, detailed.start() - 4), detailed.start()))
    return Expression(start, end, *content, about=about)


def _words_by_group(tokens: Tokens, match: re.Match[str]) -> dict[str, tuple[str, ...]]:
    """The words of each group that matched, and all words as "whole"."""
    words = {"whole": tokens.words(*match.span())}
    for group, text in match.groupdict().items():
        if text:
            words[group_of(group)] = tokens.words(*match.span(group))
    return words
