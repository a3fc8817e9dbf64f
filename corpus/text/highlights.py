"""Where a passage answers a query: true offsets, and phrases only where they are phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.text.analysis import Token

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to mark: words by their stems; exact words one after the other, of which some (`stars`)
    are only beginnings."""

    stems: frozenset[str] = frozenset()
    phrases: tuple[tuple[tuple[str, ...], tuple[bool, ...]], ...] = ()


def highlight(tokens: Sequence[Token], wanted: Wanted) -> list[Span]:
    """The ranges of the text of `tokens` that match, in order; what overlaps is one range.

    A phrase is marked from its first to its last word.
    """
    longer = {phrase for phrase in wanted.phrases if len(phrase[0]) > 1}
    phrases = (span for words, stars in longer for span in _phrase_spans(tokens, words, stars))
    return _united([*_word_spans(tokens, wanted), *phrases])


def _word_spans(tokens: Sequence[Token], wanted: Wanted) -> Iterator[Span]:
    """All phrases of one word in one pass: a question may have dozens, and an answer a thousand passages."""
    exact = {words[0] for words, stars in wanted.phrases if stars == (False,)}
    beginnings = tuple({words[0] for words, stars in wanted.phrases if stars == (True,)})
    for token in tokens:
        if token.stem in wanted.stems or token.exact in exact or token.exact.startswith(beginnings):
            yield token.start, token.end


def _phrase_spans(tokens: Sequence[Token], words: tuple[str, ...], stars: tuple[bool, ...]) -> Iterator[Span]:
    for first in range(len(tokens) - len(words) + 1):
        if not _fits(tokens[first], words[0], stars[0]):
            continue
        stretch = tokens[first : first + len(words)]
        if all(map(_fits, stretch, words, stars)):
            yield stretch[0].start, stretch[-1].end


def _fits(token: Token, word: str, star: bool) -> bool:
    return token.exact.startswith(word) if star else token.exact == word


def _united(spans: Iterable[Span]) -> list[Span]:
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
