"""The words of dates, from the data files: what class a word has and what it means.

Every class has one letter; a text becomes a string of such letters (tokens.py), and the grammar
(rules.py) is written over them. So the grammar is one for all languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CLASSES: Mapping[str, str] = {
    "months": "M",
    "months_short": "m",
    "seasons": "S",
    "seasons_ambiguous": "s",
    "weekdays": "W",
    "weekdays_short": "V",
    "ordinals": "w",
    "cardinals": "n",
    "tens": "T",
    "decades": "x",
    "parts": "P",
    "parts_direct": "=",
    "pieces": "%",
    "halves": "H",
    "quarters": "q",
    "years_ru": "g",
    "years_ru_short": "h",
    "which": "Q",
    "near": "j",
    "days": "R",
    "morrow": "J",
    "ago": "G",
    "later": "L",
    "beside": "b",
    "articles": "t",
    "a": "A",
    "of": "f",
    "and": "a",
    "to": "v",
    "between": "B",
    "in": "p",
    "at": "r",
    "about": "~",
    "vague": "F",
    "every": "E",
    "dayparts": "z",
    "age": "o",
    "pronouns": "u",
    "measures": "#",
    "counters": "c",
    "eras": "@",
}
"""Table of a data file -> the letter of its class. Numbers and punctuation: tokens.py."""

UNIT_LETTERS: Mapping[str, str] = {
    "day": "d",
    "week": "e",
    "month": "k",
    "year": "y",
    "decade": "i",
    "century": "C",
}
"""Units have a letter each."""

LANGUAGES: tuple[str, ...] = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`letters` and `meanings` by word in lower case; `capital` holds words that need a capital, `plural`
    the units in the plural."""

    letters: Mapping[str, str]
    meanings: Mapping[str, str]
    capital: frozenset[str]
    plural: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """The words of all languages together. A word in two tables keeps the first one's class."""
    letters: dict[str, str] = {}
    meanings: dict[str, str] = {}
    capital: set[str] = set()
    plural: set[str] = set()
    for language in LANGUAGES:
        data = _read(language)
        capital.update(data.pop("capital", ()))
        plural.update(data.pop("plural", ()))
        for letter, meaning, word in _entries(data):
            letters.setdefault(word, letter)
            meanings.setdefault(word, meaning)
    return Lexicon(letters, meanings, frozenset(capital), frozenset(plural))


def _read(language: str) -> dict[str, Any]:
    source = files("corpus.dates") / "data" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _entries(data: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    """Yield class letter, meaning and word. A unit comes before all else: "days" is a unit."""
    for meaning, words in data.get("units", {}).items():
        for word in words:
            yield UNIT_LETTERS[meaning], meaning, word
    for table, meanings in data.items():
        if table == "units":
            continue
        for meaning, words in meanings.items():
            for word in words:
                yield CLASSES[table], meaning, word
