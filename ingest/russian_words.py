"""Russian texts in words as the models know them, and back.

What scholars' editions and old prints write is brought to the letters of today's newspapers, which the
models have read: accents and pieces of letters go, and what the reform of 1918 did away with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

_OLD_LETTERS = str.maketrans("ѣѢіІїЇѳѲѵѴ", "еЕиИиИфФиИ")
_HARD_SIGN = re.compile(r"(?<=\w)[ъЪ]$")
_MARKED = re.compile(r"[\u0300-\u036f]")
_LETTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
# "Джон Гейл (John Gale)" are two names; the model likes to take them for one.
_PART = re.compile(r"[^()\[\]{}«»„“”\"•|/;:,]+")
_BEGINNING = re.compile(r"(?:^|[.!?:;…•«»\"“”„—–-]|\n)\s*$")
# Shorter words in capitals are abbreviations.
_SHORTEST_NAME = 4
_VOWEL = re.compile("[АЕЁИОУЫЭЮЯ]")
_FIRST_WORD = re.compile(r"(\w+)(?:\s+|$)")


def modern(text: str) -> tuple[str, Sequence[int]]:
    """The text in today's letters, and where each stood in the text as given; its length comes last.

    "Вере\u0301сов" has an accent that readers are helped with, "Саи\u0306кин" a letter in two pieces.
    """
    if not _MARKED.search(text):
        return text.translate(_OLD_LETTERS), range(len(text) + 1)
    letters = list(_LETTER.finditer(text))
    plain = "".join(unicodedata.normalize("NFC", letter[0])[0] for letter in letters)
    return plain.translate(_OLD_LETTERS), [*(letter.start() for letter in letters), len(text)]


def modern_word(word: str) -> str:
    """A word of such a text without the hard sign that old prints end words with."""
    return _HARD_SIGN.sub("", word)


def without_capitals(word: str, may_name: Callable[[str], bool]) -> str:
    """A name that is printed in capitals ("при секретаре ВЕРЕСОВЕ") as the models know names; others as they
    are: abbreviations, and the words of headings.
    """
    if len(word) < _SHORTEST_NAME or not word.isupper() or not _VOWEL.search(word) or not may_name(word):
        return word
    return "-".join(_capital(part.lower()) for part in word.split("-"))


def marked_spans(spans: Iterable[tuple[int, int]], tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each row of tagged words: `B-PER` begins one, `I-PER` goes on with it."""
    row: tuple[int, int, str] | None = None
    for (start, end), tag in zip(spans, tags, strict=True):
        part, _, kind = tag.partition("-")
        if row is not None and part == "I":
            row = (row[0], end, row[2])
            continue
        if row is not None:
            yield row
        row = (start, end, kind) if kind else None
    if row is not None:
        yield row


def single_names(
    text: str, start: int, end: int, is_word: Callable[[str], bool] = lambda _: False
) -> Iterator[tuple[int, int]]:
    """The names of a span that holds several, each without first words that `is_word` says are none."""
    for match in _PART.finditer(text, start, end):
        name = match[0].strip()
        first = match.start() + match[0].index(name)
        while (word := _FIRST_WORD.match(text, first, first + len(name))) and is_word(word[1]):
            name, first = name[word.end() - first :], word.end()
        if name:
            yield first, first + len(name)


def begins_sentence(text: str, at: int) -> bool:
    """Whether a word is written large for its place: at the beginning of a sentence, a speech or a line."""
    return _BEGINNING.search(text[max(0, at - 8) : at]) is not None


def cased_like(word: str, written: str) -> str:
    """A lower-case word with the capital letters that another one is written with, part by part."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    parts, models = word.split("-"), written.split("-")
    if len(parts) != len(models):
        return word.capitalize()
    return "-".join(_capital(a) if b[:1].isupper() else a for a, b in zip(parts, models, strict=True))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
