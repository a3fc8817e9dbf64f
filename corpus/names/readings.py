"""The ways in which a written name can be read, for comparing it with another.

The likeliest first. The others have a reason, which is shown when one of them decides: a surname that
is written first, words that a scanner glued together or tore apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.names.fold import fold, nominatives
from corpus.names.parse import Given, Name, is_patronymic, parse_name
from corpus.names.reasons import Kind
from corpus.names.tables import given_names, words
from corpus.names.titles import is_plural, sex_of
from corpus.names.writing import plain

# Where a small letter runs into a capital: "FridrichBuchenberg", but not "MacDonald" or "LeBron".
_GLUED = re.compile(r"(?<=[a-zа-яё]{4})(?=[A-ZА-ЯЁ][a-zа-яё]{3})")
_PARTS = re.compile(r"[\s\-\u2010\u2011]+")
# No person has more; the work of a comparison grows with the product of two numbers of words.
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as words to compare. `surname` are its words as written, without particles.

    `kind` says in what it departs from the name as it stands.
    """

    given: tuple[Given, ...]
    surname: tuple[str, ...]
    suffix: str
    sex: str
    kind: Kind | None = None

    @property
    def joined(self) -> str:
        """The surname as one word."""
        return "".join(self.surname)


@lru_cache(maxsize=1 << 16)
def read(text: str) -> tuple[Reading, ...]:
    """All readings of a written name; none where nothing of a name is in it."""
    name = parse_name(text)
    if name is None:
        return tuple(_without_name(text))
    return tuple(dict.fromkeys(_readings(text, name)))


def _readings(text: str, name: Name) -> Iterator[Reading]:
    yield _reading(name)
    if name.patronymic_last and not name.surname and len(name.given) > 1:
        last = name.given[-1].written
        yield Reading(_given(name.given[:-1]), (last,), name.suffix, sex_of(name.titles))
    if is_plural(name.titles, name.surname):
        yield replace(_reading(name), surname=(name.written[:-1],))
    if _is_reversed(name):
        yield _reversed(name)
    if glued := _GLUED.sub(" ", plain(text)):
        apart = parse_name(glued) if glued != plain(text) else None
        if apart is not None:
            yield _reading(apart, Kind.JOINED)
    if name.surname and name.given and not name.given[-1].short and len(name.written) > 2:
        torn = name.given[-1].written + name.written
        yield Reading(_given(name.given[:-1]), (torn,), name.suffix, sex_of(name.titles), Kind.TORN)


def _reading(name: Name, kind: Kind | None = None) -> Reading:
    given = _given(name.given, capitals=name.written.isupper())
    return Reading(given, _surname(name.written), name.suffix, sex_of(name.titles), kind)


def _surname(written: str) -> tuple[str, ...]:
    """The words of a surname without its particles, if others are left."""
    found = [word for word in _PARTS.split(written) if word]
    kept = [word for word in found if fold(word) not in words("particles")]
    return tuple(kept or found)[:_MOST_WORDS]


def _given(parts: Sequence[Given], *, capitals: bool = False) -> tuple[Given, ...]:
    """Given names, one a word: "Jean-Claude" is two, particles are none."""
    found: list[Given] = []
    for at, part in enumerate(parts):
        if at and fold(part.written) in words("particles"):
            continue
        found += _pieces(part, capitals=capitals)
    return tuple(found[:_MOST_WORDS])


def _pieces(part: Given, *, capitals: bool) -> list[Given]:
    """The words of a hyphened given name, and the letters of "JC" where other words are not in capitals."""
    if len(part.written) == 2 and part.written.isalpha() and part.written.isupper() and not capitals:
        return [Given(fold(letter), short=True, written=letter) for letter in part.written]
    halves = [half for half in _PARTS.split(part.written) if fold(half)]
    if len(halves) < 2:
        return [part]
    kept = [half for half in halves if fold(half) not in words("particles")]
    return [Given(fold(half), len(half) == 1, written=half) for half in kept or halves]


def _is_reversed(name: Name) -> bool:
    """Whether the surname may stand first: capitals say so, or the last word is a given name."""
    if not name.surname or not name.given or name.given[0].short:
        return False
    first, last = name.given[0].written, name.written
    if first.isupper() and len(first) > 2 and not last.isupper():
        return True
    if is_patronymic(last):
        return True
    particle = first.islower() and len(name.given) > 1 and fold(first) in words("particles")
    return _is_given(last) and (particle or not _is_given(first))


def _is_given(word: str) -> bool:
    return any(fold(form) in given_names() for form in nominatives(word))


def _reversed(name: Name) -> Reading:
    last = Given(fold(name.written), short=False, written=name.written)
    words_of_surname = 2 if fold(name.given[0].written) in words("particles") else 1
    first = " ".join(part.written for part in name.given[:words_of_surname])
    found = _given((*name.given[words_of_surname:], last))
    return Reading(found, _surname(first), name.suffix, sex_of(name.titles), Kind.REVERSED)


def _without_name(text: str) -> Iterator[Reading]:
    """A title that is a surname too ("King"), or a name in letters that no table reads.

    In the latter the last word is taken for the surname.
    """
    found = [word for word in plain(text).split() if _is_word(word)]
    if len(found) == 1 and fold(found[0]) in words("titles_surnames"):
        yield Reading((), (found[0],), "", "")
    elif found and not any(fold(word) for word in found):
        given = tuple(Given(word, short=False, written=word) for word in found[:-1][:_MOST_WORDS])
        yield Reading(given, (found[-1],), "", "")


def _is_word(word: str) -> bool:
    return any(unicodedata.category(letter).startswith("L") for letter in word)
