"""Reading a written name: titles, given names and initials, surname, suffix.

Citizen G. E. Zinoviev's          given g. e., surname zinoviev, title citizen
Smith, John, Jr.                  given john, surname smith, suffix jr
Гр. Варнека                       surname varnek (or varneka), title gr
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.names.fold import fold, nominatives, skeleton
from corpus.names.tables import endings, words

# A word of a name, with the full stop or colon that may abbreviate it.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’\-\u2010\u2011][^\W\d_]+)*[.:]?")
_POSSESSIVE = re.compile(r"['’][sS]$|(?<=s)['’]$")
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Given:
    """A given name, patronymic or initial, folded. `short` when abbreviated (`G.`, `Wm.`)."""

    text: str
    short: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A written name, read. All parts are folded; `written` is the surname as it stands.

    `surname` is empty for a given name with patronymic ("Vladimir Ilyich"). `readings` are the
    surnames that it can be (the nominatives of a Cyrillic word), `surname` first.
    """

    given: tuple[Given, ...]
    surname: str
    readings: tuple[str, ...]
    suffix: str
    titles: tuple[str, ...]
    written: str = ""
    # A last word that may be a patronymic as well as a surname ("Lazar Kaganovich").
    patronymic_last: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is a surname alone."""
        return bool(self.surname) and not self.given

    @property
    def skeletons(self) -> frozenset[str]:
        """The skeletons of all that the surname can be."""
        return frozenset(skeleton(reading) for reading in self.readings)

    @property
    def fullness(self) -> tuple[int, int]:
        """How much it tells: written-out given names, then all given parts."""
        return sum(not part.short for part in self.given), len(self.given)


@lru_cache(maxsize=1 << 16)
def parse_name(text: str) -> Name | None:
    """Read a written name; None where nothing of a name is left (a title alone, no letters)."""
    parts = [part for part in _POSSESSIVE.sub("", text[:MAX_LENGTH].strip()).split(",") if part.strip()]
    tokens = [_WORD.findall(part) for part in parts]
    suffix = ""
    while len(tokens) > 1 and all(fold(word) in words("suffixes") for word in tokens[-1]):
        suffix = fold(tokens.pop()[0]) if tokens[-1] else (tokens.pop(), suffix)[1]
    if len(tokens) > 1 and tokens[0]:
        # Surname, Given: the comma says which is which.
        before = _strip_titles(tokens[0])[1]
        titles, after = _strip_titles([word for part in tokens[1:] for word in part])
        return _name(titles, after, before, suffix) if before else None
    titles, found = _strip_titles(tokens[0] if tokens else [])
    while len(found) > 1 and fold(found[-1]) in words("suffixes"):
        suffix = fold(found.pop())
    given, surname = _split(found)
    return _name(titles, given, surname, suffix)


def _strip_titles(found: list[str]) -> tuple[tuple[str, ...], list[str]]:
    count = 0
    while count < len(found) and fold(found[count]) in words("titles") and not is_initial(found[count]):
        count += 1
    return tuple(fold(word) for word in found[:count]), found[count:]


def _split(found: list[str]) -> tuple[list[str], list[str]]:
    """Given names and surname of a name in natural order; the surname takes its particles along."""
    if not found:
        return [], []
    if len(found) > 1 and is_patronymic(found[-1]) and not _short(found[0]) and not _short(found[-1]):
        return found, []
    border = len(found) - 1
    if len(found) > 1 and all(is_initial(word) for word in found[1:]):
        return found[1:], found[:1]  # "Smirnov I. N."
    while border > 1 and found[border - 1].islower() and fold(found[border - 1]) in words("particles"):
        border -= 1
    return found[:border], found[border:]


def _name(titles: tuple[str, ...], given: list[str], surname: list[str], suffix: str) -> Name | None:
    if surname and all(is_initial(word) for word in surname):
        given, surname = [*given, *surname], []
    parts = tuple(Given(fold(_nominative(word)), _short(word)) for word in given if fold(word))
    written = " ".join(surname)
    readings = tuple(dict.fromkeys(fold(word).strip("-") for word in _readings(surname)))
    if not surname and parts and all(part.short for part in parts):
        return None
    if not any(readings) and not parts:
        return None
    last = given[-1] if given and not surname else written
    return Name(
        given=parts,
        surname=readings[0] if readings else "",
        readings=readings,
        suffix=suffix,
        titles=titles,
        written=written,
        patronymic_last=len(given) + len(surname) > 1 and is_patronymic(last),
    )


def _readings(surname: list[str]) -> tuple[str, ...]:
    return nominatives("".join(surname)) if surname else ()


def _nominative(word: str) -> str:
    """The likeliest nominative of a given name; case endings make no two given names differ."""
    return nominatives(word)[-1] if len(word) > 3 else word


def is_initial(word: str) -> bool:
    """A single letter, with or without a full stop."""
    return len(word.rstrip(".:")) == 1


def _short(word: str) -> bool:
    return is_initial(word) or (word.endswith((".", ":")) and len(word) <= 6)


def is_patronymic(word: str) -> bool:
    """Whether a word has the ending of an East Slavic patronymic."""
    folded = fold(nominatives(word)[-1])
    return len(folded) > 4 and folded.endswith(endings("patronymics"))
