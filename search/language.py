"""The query language: what people type, as a tree with positions.

    trotsky letters         both words, in any of their forms (stems)
    "the united centre"     these exact words, one after the other; “ ” « » and „ “ quote as well
    trot*                   every word that begins so, within quotes too: "the dread* secret"
    -word  -"a phrase"      not these

Whatever is typed has a meaning: what holds several words without a space (`U.S.S.R.`, `don't`) is
the phrase of these words, a possessive its owner, a quote that is not closed ends with the text,
and signs without a word mean nothing. Only a query that would take too long is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark import Lark, Tree
from lark import Token as Lexeme

from corpus.errors import QueryError
from corpus.text.analysis import Analyser, Token, is_function_word

LONGEST_QUERY = 1_000
MOST_CLAUSES = 64
# Within phrases: each costs an engine as much as thousands of words (0.1 s over 200,000 passages).
MOST_STARS = 4

# Every text has a tree: a hyphen that begins a clause excludes it, one within a word joins; a star or
# a quote without a word is let through here and means nothing when its words are looked at.
_GRAMMAR = r"""
start: clause*
clause: EXCLUDE? (QUOTED | BARE)

EXCLUDE.2: /(?<![^\s"“”„«»])-(?=[^\s])/
QUOTED: /["“”„«»][^"“”„«»]*(["“”„«»]|$)/
BARE: /[^\s"“”„«»]+/

%ignore /\s+/
"""

# A star means "begins so" only at the end of a word: `d*mn` is the phrase "d mn".
_STAR = re.compile(r"\*+(?![\w*])")
_POSSESSIVE = re.compile(r"['’][sS]\W*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms. `exact` is analysed; an engine takes its stems."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exact words one after the other (or one exact word); `stars` tells which are only beginnings."""

    start: int
    end: int
    words: tuple[str, ...]
    stars: tuple[bool, ...]

    @property
    def is_prefix(self) -> bool:
        """Whether this is one beginning of a word."""
        return self.stars == (True,)


Term = Word | Phrase


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What is asked for. `start` and `end` of a term count the characters of `text`."""

    text: str
    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def scored(self) -> tuple[Term, ...]:
        """The wanted terms that tell passages apart: no beginnings, of which all count the same, and no
        function words where there is another term (nDCG@10 of questions in sentences: 0.381, not 0.376)."""
        terms = tuple(term for term in self.wanted if isinstance(term, Word) or not term.is_prefix)
        return tuple(term for term in terms if not _is_function_word(term)) or terms

    @property
    def idle(self) -> tuple[Term, ...]:
        """The function words that are wanted and give no score."""
        return tuple(term for term in self.wanted if _is_function_word(term) and term not in self.scored)


class QueryLanguage:
    """Reads queries. One serves all threads; building it takes some milliseconds."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._lark = Lark(_GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)

    def parse(self, text: str) -> ParsedQuery:
        """The tree of a query; without terms it asks for everything.

        Raises `QueryError` for more than `LONGEST_QUERY` characters, `MOST_CLAUSES` clauses or
        `MOST_STARS` stars in phrases.
        """
        if len(text) > LONGEST_QUERY:
            raise QueryError(
                f"The query has {len(text):,} characters; at most {LONGEST_QUERY:,} are read.",
                LONGEST_QUERY,
                "Shorten it.",
            )
        clauses = [child for child in self._lark.parse(text).children if isinstance(child, Tree)]
        if len(clauses) > MOST_CLAUSES:
            raise QueryError(
                f"The query has {len(clauses)} words and phrases; at most {MOST_CLAUSES} are read.",
                _lexeme(clauses[MOST_CLAUSES]).start_pos or 0,
                "Leave some out, or put words that follow one another in quotes.",
            )
        terms = [(len(clause.children) > 1, self._term(_lexeme(clause))) for clause in clauses]
        _check_stars([term for _, term in terms if isinstance(term, Phrase) and not term.is_prefix])
        return ParsedQuery(
            text=text,
            wanted=tuple(term for excluded, term in terms if term and not excluded),
            excluded=tuple(term for excluded, term in terms if term and excluded),
        )

    def _term(self, lexeme: Lexeme) -> Term | None:
        typed, start = str(lexeme), lexeme.start_pos or 0
        tokens, end = self._analyser.analyse(typed), start + len(typed)
        stars = tuple(_STAR.match(typed, token.end) is not None for token in tokens)
        if not tokens:
            return None
        if lexeme.type == "BARE" and not any(stars) and _is_one_word(typed, tokens):
            return Word(start, end, tokens[0].exact)
        return Phrase(start, end, tuple(token.exact for token in tokens), stars)


def _is_function_word(term: Term) -> bool:
    return isinstance(term, Word) and is_function_word(term.exact)


def _is_one_word(typed: str, tokens: list[Token]) -> bool:
    """One word, or one with a possessive: it finds its owner in every form, as its stem does."""
    return len(tokens) == 1 or _POSSESSIVE.fullmatch(typed, tokens[0].end) is not None


def _check_stars(phrases: list[Phrase]) -> None:
    stars = 0
    for phrase in phrases:
        stars += sum(phrase.stars)
        if stars > MOST_STARS:
            raise QueryError(
                f"The phrases have more than {MOST_STARS} stars.",
                phrase.start,
                "Write more of the words out, or take them out of their quotes.",
            )


def _lexeme(clause: Tree[Lexeme]) -> Lexeme:
    last = clause.children[-1]
    assert isinstance(last, Lexeme)
    return last
