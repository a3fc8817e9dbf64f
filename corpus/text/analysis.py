"""Text analysis: the words of a text, as every engine, query and highlight sees them.

A word is a run of letters and digits with the marks that belong to them. No word is left out, not
even the most frequent: a quotation such as "as he was to be" must be found as exactly as any other. That
some only hold a sentence together is known here (`is_function_word`) for who ranks answers.
"""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import Stemmer

from corpus.text.folding import fold, is_cyrillic
from corpus.word_files import read_words

# Soft hyphen, joiners and byte-order mark: invisible inside a word.
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"

_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
    "yi": "yiddish",
}

Join = tuple[int, int]


class Token(NamedTuple):
    """A word where it stands: offsets in code points of the text as given, exact form, stem."""

    start: int
    end: int
    exact: str
    stem: str


class _Forms(dict[str, tuple[str, str]]):
    """Written word -> (exact form, stem) for one language; bounded, filled as words are met."""

    def __init__(self, language: str, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._own = _stemmer(language)
        self._russian = _stemmer("ru")

    def __missing__(self, written: str) -> tuple[str, str]:
        exact = fold(written)
        # A Snowball stemmer must not be used by two threads at once.
        with self._lock:
            forms = (exact, exact if is_surname(written, exact) else self._stem(exact))
            if len(self) >= self._limit:
                self.clear()
            self[written] = forms
        return forms

    def _stem(self, exact: str) -> str:
        stemmer = self._russian if is_cyrillic(exact) else self._own
        return str(stemmer.stemWord(exact)) if stemmer is not None else exact


class Analyser:
    """Finds the words of texts. One serves all threads; its caches hold `cache_size` words a language."""

    def __init__(self, cache_size: int = 100_000) -> None:
        marks = _mark_class()
        self._plain = re.compile(r"[^\W_]+")
        self._marks = re.compile(f"[{marks}]")
        self._marked = re.compile(rf"[^\W_](?:[^\W_]|[{marks}])*")
        self._cache_size = cache_size
        self._forms: dict[str, _Forms] = {}

    def analyse(self, text: str, language: str = "en", joins: Sequence[Join] = ()) -> list[Token]:
        """The words of `text` in order, with their true offsets in it.

        `joins` are ranges that are no part of a word, sorted and apart (a hyphen and line break
        within a name); they are skipped, and a word may run across one.
        """
        if joins:
            return self._analyse_joined(text, language, joins)
        forms, new = self._forms_of(language), tuple.__new__
        # Twice as fast as Token(...): indexing and highlighting live here.
        tokens = [new(Token, match.span() + forms[match[0]]) for match in self._pattern(text).finditer(text)]
        return tokens if text.isascii() else [token for token in tokens if token.exact]

    def forms(self, text: str, language: str = "en") -> tuple[list[str], list[str]]:
        """The exact words and the stems of `text`, in step: what an index is filled with."""
        pairs = map(self._forms_of(language).__getitem__, self._pattern(text).findall(text))
        words = [pair for pair in pairs if pair[0]]
        return [exact for exact, _ in words], [stem for _, stem in words]

    def stems(self, exact: str, languages: Collection[str]) -> frozenset[str]:
        """What a word of a query may be stemmed to in texts of these languages, as a name or not."""
        written = {exact, exact.title()}
        return frozenset(self._forms_of(code)[word][1] for code in languages or ("en",) for word in written)

    def _pattern(self, text: str) -> re.Pattern[str]:
        return self._plain if text.isascii() or not self._marks.search(text) else self._marked

    def _forms_of(self, language: str) -> _Forms:
        code = language_code(language)
        if code not in self._forms:
            self._forms.setdefault(code, _Forms(code, self._cache_size))
        return self._forms[code]

    def _analyse_joined(self, text: str, language: str, joins: Sequence[Join]) -> list[Token]:
        pieces = list(_between(joins, len(text)))
        # Where each piece begins in the joined text, and what to add to come back to `text`.
        starts, shifts, length = [], [], 0
        for start, end in pieces:
            starts.append(length)
            shifts.append(start - length)
            length += end - start

        def back(offset: int) -> int:
            return offset + shifts[bisect_right(starts, offset) - 1]

        joined = "".join(text[start:end] for start, end in pieces)
        return [
            Token(back(token.start), back(token.end - 1) + 1, token.exact, token.stem)
            for token in self.analyse(joined, language)
        ]


def is_function_word(exact: str) -> bool:
    """Whether a word tells nothing of what a text is about, in English or Russian."""
    return exact in _function_words()


@cache
def _function_words() -> frozenset[str]:
    return read_words("corpus.text", "function_words.txt")


def is_surname(written: str, exact: str) -> bool:
    """Whether a Russian word looks like a surname in -ов or -ев.

    To Snowball that is the ending of a plural: it stems Каменев to "камен", all other cases of the
    name to "каменев". So such a name is its own stem where it is written with a capital.
    """
    return exact.endswith(("ов", "ев")) and written[0].isupper()


def language_code(language: str) -> str:
    """The two or three letters that choose a stemmer; English where a text's language is unknown."""
    return re.split("[-_]", language.lower(), maxsplit=1)[0] or "en"


def language_name(language: str) -> str:
    """The English name of a language: "French" of "fr"; as it is written where that is not known."""
    return _STEMMERS.get(language_code(language), language).title()


def stemmed_languages() -> frozenset[str]:
    """The codes of the languages whose words are found in all their forms."""
    return frozenset(_STEMMERS)


def _stemmer(code: str) -> Stemmer.Stemmer | None:
    name = _STEMMERS.get(code)
    # No cache of its own: words are cached together with their exact form.
    return Stemmer.Stemmer(name, 0) if name else None


def _between(joins: Sequence[Join], length: int) -> Iterator[tuple[int, int]]:
    start = 0
    for join_start, join_end in joins:
        if join_start > start:
            yield start, join_start
        start = max(start, join_end)
    if start < length:
        yield start, length


def _mark_class() -> str:
    """All combining marks of the basic plane, as the inside of a character class."""
    basic = range(0x300, min(sys.maxunicode, 0xFFFF))
    return _INVISIBLE + "".join(chr(code) for code in basic if unicodedata.category(chr(code))[0] == "M")
