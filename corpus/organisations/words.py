"""The data file of words in organisations' names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Word classes in lower case; data/words.toml says what each is for."""

    articles: frozenset[str]
    small: frozenset[str]
    no_start: frozenset[str]
    no_name: frozenset[str]
    expansions: Mapping[str, str]


@cache
def load_words() -> Words:
    """The words, read once."""
    source = files("corpus.organisations") / "data" / "words.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    classes = {name: frozenset(data[name]["words"]) for name in ("articles", "small", "no_start", "no_name")}
    return Words(expansions=data["expansions"], **classes)
