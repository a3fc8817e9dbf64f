"""Names in the nominative: the dictionary says which cases a word can have, a model which it has here.

The words of a name agree in case and gender: "Наине Осиповне" is a woman's dative, whatever the model
takes its first word for. Pure functions; who holds the dictionary and the model calls them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.wordlists import table

# Universal Dependencies' names, as the model gives them. Where nothing decides, the first.
_CASES = ("Nom", "Gen", "Acc", "Dat", "Ins", "Loc")
_GENDERS = ("Masc", "Fem")
_ALL = tuple((case, gender) for case in _CASES for gender in _GENDERS)
# Cases that are written alike, so that the model takes them for one another.
_ALIKE = {
    ("Gen", "Masc"): ("Gen", "Acc"),
    ("Acc", "Masc"): ("Gen", "Acc"),
    ("Dat", "Fem"): ("Dat", "Loc"),
    ("Loc", "Fem"): ("Dat", "Loc"),
}
# What the model's word is worth, where a name of the dictionary is worth 1. The development texts decide
# little here: with a case at 0.5 to 0.9 and a gender at 0.15 to 0.3, 95% of names are right.
_CASE = 0.9
_GENDER = 0.3
_WORD = re.compile(r"[а-яё]{2,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a dictionary says a word can be: case, gender (empty for both), nominative, and how likely a
    name: 1 for a name that it knows."""

    case: str
    gender: str
    nominative: str
    weight: float

    def fits(self, case: str, gender: str) -> bool:
        """Whether it is one of a case and gender."""
        return self.case == case and self.gender in ("", gender)


Dictionary = Callable[[str], Sequence[Reading]]
Facts = Mapping[str, str]


def nominatives(words: Sequence[str], tags: Sequence[str], dictionary: Dictionary) -> tuple[str, ...]:
    """The nominatives of the lower-case words of one name, by the model's tags of them.

    A tag is a part of speech with facts ("PROPN|Case=Gen|Gender=Masc"). Parts with a hyphen between them
    are words of their own. What is no Russian word stays.
    """
    parts = [(n, part) for n, word in enumerate(words) for part in word.split("-")]
    facts = [dict(fact.split("=", 1) for fact in tags[n].split("|")[1:]) for n, _ in parts]
    readings = [dictionary(part) if _WORD.fullmatch(part) else () for _, part in parts]
    case, gender = max(_ALL, key=lambda one: sum(map(_support(*one), readings, facts)))
    if case == "Nom":
        return tuple(words)
    found: list[list[str]] = [[] for _ in words]
    for (n, part), known in zip(parts, readings, strict=True):
        found[n].append(_nominative(part, known, case, gender))
    return tuple("-".join(of_word) for of_word in found)


def _support(case: str, gender: str) -> Callable[[Sequence[Reading], Facts], float]:
    """How much of a word, of its readings and the model's facts, speaks for a case and gender."""

    def of_word(readings: Sequence[Reading], facts: Facts) -> float:
        if not readings:
            return 0
        known = max((one.weight for one in readings if one.fits(case, gender)), default=0.0)
        same_case = facts.get("Case") in _ALIKE.get((case, gender), (case,))
        return known + _CASE * same_case + _GENDER * (facts.get("Gender") == gender)

    return of_word


def _nominative(word: str, readings: Sequence[Reading], case: str, gender: str) -> str:
    if not readings:
        return word
    fitting = [one for one in readings if one.fits(case, gender) and one.nominative]
    return max(fitting, key=_weight).nominative if fitting else regular(word, case, gender)


def _weight(reading: Reading) -> float:
    return reading.weight


def regular(word: str, case: str, gender: str) -> str:
    """The nominative by the ending, where it is one of the case; else the word."""
    for length in (2, 1):
        ending = table("russian_cases").get(f"{gender}_{case}_{word[-length:]}".casefold())
        if ending is not None and len(word) > length + 1:
            return word[:-length] + ending.strip("-")
    return word
