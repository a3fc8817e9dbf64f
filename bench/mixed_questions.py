"""Questions of every kind that the query language and the facets know, made of passages themselves."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from bench.scale import COLLECTION, Line
from corpus.catalogue.ids import document_id, entity_id
from search.query import Facet, SearchQuery


def mixed_questions(lines: Sequence[Line], number: int) -> list[SearchQuery]:
    """The same ones in each run: each kind of text equally often, half of them with facets selected."""
    chance = random.Random(206)
    return [_question(chance, lines, _KINDS[n % len(_KINDS)]) for n in range(number)]


def _question(
    chance: random.Random, lines: Sequence[Line], kind: Callable[[random.Random, list[str]], str]
) -> SearchQuery:
    line = chance.choice(lines)
    query = SearchQuery(text=kind(chance, _words(line["text"])))
    if chance.random() < 0.2:
        query = SearchQuery(query.text, match="any")
    for _ in range(chance.choice((0, 0, 1, 2))):
        query = query.select(*_selection(chance, chance.choice((line, chance.choice(lines)))))
    return query


def _selection(chance: random.Random, line: Line) -> tuple[Facet, str]:
    if line["persons"] and chance.random() < 0.4:
        return Facet.PERSON, entity_id("person", chance.choice(line["persons"]))
    if chance.random() < 0.2:
        return Facet.DOCUMENT, document_id(COLLECTION, line["doc"])
    return Facet.YEAR, str(line["year"])


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+", text) or ["prisoner"]


def _some_words(chance: random.Random, words: list[str]) -> str:
    return " ".join(chance.sample(words, min(len(words), chance.randint(1, 3))))


def _word(chance: random.Random, words: list[str]) -> str:
    return chance.choice(words)


def _phrase(chance: random.Random, words: list[str]) -> str:
    start = chance.randrange(len(words))
    return f'"{" ".join(words[start : start + chance.randint(2, 4)])}"'


def _beginning(chance: random.Random, words: list[str]) -> str:
    return f"{chance.choice(words)[: chance.randint(1, 5)]}*"


def _phrase_of_beginnings(chance: random.Random, words: list[str]) -> str:
    start = chance.randrange(len(words))
    pair = words[start : start + 2]
    return f'"{" ".join([*pair[:-1], pair[-1][: chance.randint(2, 4)] + "*"])}"'


def _exclusion(chance: random.Random, words: list[str]) -> str:
    left_out = chance.choice((_phrase, _beginning, _word))
    return f"{chance.choice(words)} -{left_out(chance, words)}"


def _everything(_chance: random.Random, _words: list[str]) -> str:
    return ""


_KINDS = (
    _some_words,
    _phrase,
    _beginning,
    _phrase_of_beginnings,
    _exclusion,
    _some_words,
    _exclusion,
    _everything,
)
