"""The words of a rule's match by group, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from corpus.dates.expressions import Base, Which
from corpus.dates.lexicon import Lexicon

_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of a match by group."""

    words: Mapping[str, tuple[str, ...]]
    lexicon: Lexicon

    def has(self, name: str) -> bool:
        """Whether the group matched anything."""
        return bool(self.words.get(name))

    def first(self, name: str) -> str:
        """The first word of a group in lower case; empty when there is none."""
        words = self.words.get(name, ())
        return words[0].lower() if words else ""

    def number(self, name: str) -> int | None:
        """The number that a group's words or figures make: "twenty-first" -> 21."""
        words = [word for word in self.words.get(name, ()) if word[0].isalnum()]
        return sum(self._number_of(word) for word in words) if words else None

    def meaning(self, name: str) -> str:
        """What the data files say of the last word of a group."""
        words = [word for word in self.words.get(name, ()) if word[0].isalpha()]
        return self.lexicon.meanings.get(words[-1].lower(), "") if words else ""

    def which(self, name: str) -> Which | None:
        """The determiner in a group: "said -1" -> Which("said", -1); "the" alone is "near"."""
        meanings = [self.lexicon.meanings.get(word.lower(), "") for word in self.words.get(name, ())]
        steps = [meaning for meaning in meanings if " " in meaning]
        if not steps:
            return Which("near", 0) if meanings else None
        base, count = (steps[-1] if len(steps) == 1 else _surer(steps)).split()
        return Which(cast(Base, base), int(count))

    def _number_of(self, word: str) -> int:
        figures = _FIGURES.match(word)
        if figures:
            return int(figures[0])
        meaning = self.lexicon.meanings.get(word.lower(), "")
        return int(meaning) if meaning.isdecimal() else 0


def _surer(steps: list[str]) -> str:
    """Of two determiners the one that moves: "this last year", "that same year"."""
    return max(steps, key=lambda step: abs(int(step.split()[1])))
