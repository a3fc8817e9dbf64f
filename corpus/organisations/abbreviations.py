"""Abbreviations that a text states itself: "Northern Timber Trust (N.T.T.)", or the other way round.

After the idea of Schwartz and Hearst (2003): the letters of the short form are looked for in the words
beside the bracket. Stricter here: each letter begins a word, which is how institutions are shortened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus.organisations.words import load_words

_SHORT = r"(?:[^\W\d_]\s?\.\s?){2,10}(?:[^\W\d_]\b)?|[^\W\d_][^\W\d_.&-]{1,9}"
_IN_BRACKETS = re.compile(rf"[(\[]\s*[\"“'«]?(?P<short>{_SHORT})[\"”'»]?\s*[)\]]")
_BEFORE_BRACKETS = re.compile(
    rf"(?<!\w)(?P<short>{_SHORT})\s*[(\[]\s*[\"“'«]?(?P<long>[^()\[\]]{{4,120}}?)[\"”'»]?\s*[)\]]"
)
_WORD = re.compile(r"[^\W\d_]+(?:\s?['’]s\b)?")
_FEWEST_LETTERS, _MOST_LETTERS = 2, 10
_MOST_SMALL_WORDS = 6
_LOOK_BACK = 200
_BREAK = re.compile(r"[.;:!?]\s|\n\s*\n|[()\[\]]")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A long form and its short form, by offsets in the text; ends are exclusive."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_abbreviations(text: str) -> list[Abbreviation]:
    """The pairs of a text in its order, long form before or inside the brackets."""
    found = [*_short_in_brackets(text), *_long_in_brackets(text)]
    return sorted(found, key=lambda pair: min(pair.long_start, pair.short_start))


def _short_in_brackets(text: str) -> Iterator[Abbreviation]:
    for match in _IN_BRACKETS.finditer(text):
        letters = _letters(match["short"])
        end = _long_end(text, match.start())
        start = _long_start(text, end, letters) if letters else None
        if start is not None:
            yield Abbreviation(start, end, *_short_span(match))


def _long_in_brackets(text: str) -> Iterator[Abbreviation]:
    for match in _BEFORE_BRACKETS.finditer(text):
        letters = _letters(match["short"])
        if letters and _initials_fit(match["long"], letters):
            yield Abbreviation(*match.span("long"), *_short_span(match))


def _long_end(text: str, bracket: int) -> int:
    begin = max(0, bracket - _LOOK_BACK)
    return begin + len(text[begin:bracket].rstrip(" \"”'»\t\r\n"))


def _short_span(match: re.Match[str]) -> tuple[int, int]:
    return match.start("short"), match.start("short") + len(match["short"].rstrip())


def _letters(short: str) -> str:
    """The letters of a short form; empty when it is not written as one: too long, or a word ("See")."""
    letters = "".join(filter(str.isalpha, short))
    capitals = sum(map(str.isupper, letters))
    written_short = capitals == len(letters) or "." in short or (capitals > len(letters) / 2)
    return letters.casefold() if written_short and _FEWEST_LETTERS <= len(letters) <= _MOST_LETTERS else ""


def _long_start(text: str, end: int, letters: str) -> int | None:
    """Where the long form that ends at `end` begins; its words give the letters, from the last one on."""
    begin = max(0, end - _LOOK_BACK)
    breaks = [match.end() for match in _BREAK.finditer(text, begin, end)]
    words = list(_WORD.finditer(text, breaks[-1] if breaks else begin, end))
    small = load_words().small
    left = len(letters)
    for word in islice(reversed(words), len(letters) + _MOST_SMALL_WORDS):
        if word[0][0].casefold() == letters[left - 1] and not _is_skipped(word[0], small):
            left -= 1
            if not left:
                return word.start()
        elif word[0].casefold() not in small:
            return None
    return None


def _is_skipped(word: str, small: frozenset[str]) -> bool:
    """A small word without a capital gives no letter: the "of" of an "Office of Forests (O.F.)"."""
    return word.islower() and word in small


def _initials_fit(long: str, letters: str) -> bool:
    small = load_words().small
    words = [word for word in _WORD.findall(long) if not _is_skipped(word, small)]
    return "".join(word[0].casefold() for word in words) == letters
