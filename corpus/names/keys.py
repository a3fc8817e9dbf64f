"""The keys under which a written name is looked up: stored at ingest, asked for by the server.

Names that `compare_names` calls possible or better share a key, but for few; so only names of one key
need comparing, and the work grows with the number of names and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpus.names.alignment import LONGEST
from corpus.names.fold import fold, skeleton
from corpus.names.parse import Name, parse_name
from corpus.names.readings import read
from corpus.names.reasons import Kind
from corpus.names.sounds import consonants
from corpus.names.tables import given_names
from corpus.names.wording import bare_letters

# From this many consonants on a word has keys with one of them left out, for misprints. Shorter codes
# would bring together a hundred words of six thousand.
_LONG = 5
# What the keys of surnames as written begin with: they are listed by it.
WORD = "."


@lru_cache(maxsize=1 << 14)
def lookup_keys(name: str) -> frozenset[str]:
    """Keys of a name: `=word` as folded, `~skeleton` as transliterations share it, of all written-out words;
    `^consonants` as it sounds, `-consonants` with one left out, and `.word` as written, of what may be the
    surname.

    Halves of double surnames have keys of their own. Empty for what is no name. Catalogues keep these keys:
    whoever changes them adds a version of the schema that writes them anew.
    """
    parsed = parse_name(name)
    surnames = {word for word in _surnames(name) if word}
    found = surnames | (set(_words(parsed)) if parsed else set())
    keys = {f"={word}" for word in found} | {f"~{skeleton(word)}" for word in found}
    keys.update(key for word in surnames for key in _sound_keys(word))
    keys.update(f"{WORD}{word}" for word in surname_words(name))
    return frozenset(keys.union(_torn_keys(name), _letter_keys(name)))


def surname_words(name: str) -> frozenset[str]:
    """What may be the surname, in every reading but that of a torn one, and the words of it: small letters
    as they are written, in their own script. These are the words for `corpus.names.vocabulary`."""
    found = {
        bare_letters(word[:LONGEST])
        for reading in read(name)
        if reading.kind is not Kind.TORN
        for word in (reading.joined, *reading.surname)
    }
    return frozenset(found - {""})


def sound_keys(name: str) -> frozenset[str]:
    """The keys of `lookup_keys` that tell how a surname sounds."""
    return frozenset(key for key in lookup_keys(name) if key[0] in "^-")


def inner_keys(name: str) -> frozenset[str]:
    """Keys of names that have this one's surname elsewhere than last, or torn apart.

    A surname that is a given name too has none: it would bring everybody of that name.
    """
    words = {word for word in _surnames(name) if word and word not in given_names()}
    return frozenset(f"={word}" for word in words)


def inner_words(name: str) -> frozenset[str]:
    """The words of a name that are surnames of names which have one word less, or the last two as one."""
    torn = {bare_letters(reading.joined) for reading in read(name) if reading.kind is Kind.TORN}
    inner = {
        bare_letters(part.written)
        for reading in read(name)
        for part in reading.given[1:]
        if not part.short and part.text not in given_names()
    }
    return frozenset((torn | inner) - {""})


def _words(name: Name) -> Iterator[str]:
    for part in name.given:
        if not part.short:
            yield from part.readings
    yield from _halves(name.readings)


def _surnames(name: str) -> Iterator[str]:
    """What may be the surname, in every reading but that of a torn one."""
    parsed = parse_name(name)
    if parsed is not None:
        yield from _halves(parsed.readings)
    for reading in read(name):
        if reading.kind is not Kind.TORN:
            yield fold(reading.joined)
            yield from map(fold, reading.surname)


def _torn_keys(name: str) -> Iterator[str]:
    """The last two words as one: found by who is written so, letter by letter."""
    yield from (f"={fold(reading.joined)}" for reading in read(name) if reading.kind is Kind.TORN)


def _halves(readings: tuple[str, ...]) -> Iterator[str]:
    for reading in readings:
        yield from (word for word in (reading, *reading.split("-")) if word)


def _sound_keys(word: str) -> Iterator[str]:
    for code in consonants(word):
        yield f"^{code}"
        yield from _misprint_keys(code)


def _misprint_keys(code: str) -> Iterator[str]:
    """A long code, and what is left of it without one letter: two codes with one error share one of these."""
    if len(code) >= _LONG:
        yield f"-{code}"
        yield from (f"-{code[:at]}{code[at + 1 :]}" for at in range(len(code)))


def _letter_keys(name: str) -> Iterator[str]:
    """Keys of surnames in scripts that no table reads: their own letters."""
    for reading in read(name):
        for word in reading.surname:
            if not fold(word) and (letters := bare_letters(word[:LONGEST])):
                yield f"={letters}"
                yield from _misprint_keys(letters)
