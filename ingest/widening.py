"""Widening what taggers and patterns return to the whole name: "P. Halloran" in "Amos P. Halloran".

A tagger leaves out what it does not know for a name, and a pattern ends where its shape does. What stands
beside a part of a name, and can only belong to it, is taken in: given names and their abbreviations,
initials, particles, and the surname behind these.
"""

from __future__ import annotations

import re

from corpus.names.fold import fold
from corpus.names.parse import is_given_name, is_patronymic
from corpus.names.tables import given_names, words, words_of
from corpus.names.writing import OF_TWO
from ingest.shapes import ARTICLE, INITIAL, OTHER_WORDS, PARTICLES, WORD, may_be_name, search_before

_PARTICLE = rf"(?:(?:{'|'.join((*PARTICLES, *map(str.capitalize, PARTICLES)))}) )"
# What may stand before a part of a name and belong to it, nearest first.
_BEFORE = re.compile(rf"(?<![\w.'’-])(?P<word>{WORD})(?P<stop>[.:]?) $")
_PARTICLES_BEFORE = re.compile(rf"(?<![\w'’-])(?P<particles>{_PARTICLE}{{1,3}})$")
_PARTICLE_FIRST = re.compile(rf"(?:{'|'.join(PARTICLES)}) ")
# "de la Vega y Ortiz", "von Holst und Sarn"
_SECOND = re.compile(rf" (?:y|und|zu) {WORD}")
_LAST_OF_TWO = re.compile(rf" (?P<word>{WORD})(?=[,;.)]| [a-z])(?!\.\w)")
_AFTER_GIVEN = re.compile(rf"\.? (?:{INITIAL}){{0,3}}{_PARTICLE}{{0,3}}{ARTICLE}?(?P<word>{WORD})")
_BEGINNING = re.compile(rf"(?:{WORD} ){{1,2}}")
# "John Holt the younger", "Jean Maury junior": who of two.
_SUFFIX = re.compile(
    r",? (?:the )?(?:younger|elder|junior|senior|jun'?r?|sen'?r?|jr|sr)\b(?:(?<=[js]r)\.)?(?=\.?(?:[,;:.)]|$"
    r"| (?:and|of|was|is|had|has|said|who|to|in|from|at|with|did|came|went|being)\b))",
    re.IGNORECASE,
)
_OF_TWO = re.compile(OF_TWO)
# A small word before a name whose first word nobody knows for a given name.
_SMALL_BEFORE = re.compile(r"(?<![\w'’-])(?P<word>[a-z]+) $")
_MOST_GIVEN = 4
# Behind a name "of" leads to a place.
_OF_PLACE = re.compile(rf"(?<![\w'’-])(?P<name>{WORD}) (?:of|in|at) $")


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole name of which a span of a clean text is a part, or the span itself."""
    end = _end(text, start, end)
    start = _start(text, start)
    suffix = _OF_TWO.match(text, end) or _SUFFIX.match(text, end)
    if " " in text[start:end]:
        start = _unknown_first(text, start, end)
    return start, suffix.end() if suffix else end


def _unknown_first(text: str, start: int, end: int) -> int:
    """Where a name begins with a word that nobody knows for a given name, before one that is known: "evidence
    of Buell Wesley Holt"."""
    word = search_before(_BEFORE, text, start)
    if word is None or word["stop"] or not is_given_name(text[start:end].split()[0]):
        return start
    small = search_before(_SMALL_BEFORE, text, word.start("word"))
    if small is None or small["word"] in words_of("articles", "locatives"):
        return start
    if _is_place_of(text, small.end()):
        return start
    is_english = small["word"] in words_of("function_words", "titles")
    return word.start("word") if is_english and may_be_name(word["word"]) else start


def may_begin(text: str, start: int, end: int) -> bool:
    """Whether what a tagger takes for the beginning of a name, and a pattern does not, is one: no place ("Ann
    of Donnore Walter Orme"), and no whole name of another ("James Holt Robert Holt")."""
    if _BEGINNING.fullmatch(text, start, end) is None or _is_place_of(text, start):
        return False
    found = text[start:end].split()
    if len(found) > 1 and is_given_name(found[0]) and not is_given_name(found[1]):
        return False
    others = words("places") - given_names()
    return not any(_is_no_name(word) or fold(word) in others for word in found)


def _is_place_of(text: str, start: int) -> bool:
    """Whether what stands at a place is where somebody is from: "Holt of Donnore", but not "Testimony of"."""
    name = search_before(_OF_PLACE, text, start)
    return name is not None and fold(name["name"]) not in words_of("spoken", "personal", "english")


def _start(text: str, start: int) -> int:
    if _PARTICLE_FIRST.match(text, start) is not None:
        given = _given_before_particles(text, start)  # "Marinus van Os", of which a tagger sees "van Os"
        return start if given is None else given
    if (particles := search_before(_PARTICLES_BEFORE, text, start)) is not None:
        start = particles.start("particles")
        given = _given_before_particles(text, start)
        if given is None:
            return start
        start = given
    for _ in range(_MOST_GIVEN):
        word = search_before(_BEFORE, text, start)
        if word is None or not _is_given(word["word"].strip(), word["stop"]):
            break
        start = word.start("word")
    return start


def _given_before_particles(text: str, start: int) -> int | None:
    """Where the given name before particles starts; it need not be a known one."""
    word = search_before(_BEFORE, text, start)
    return None if word is None or word["stop"] or _is_no_name(word["word"]) else word.start("word")


def _end(text: str, start: int, end: int) -> int:
    """The end of the surname, where a span ends before it does."""
    last = text[start:end].split()[-1]
    if len(last) == 1 and last.isupper() and end - start > 1 and text.startswith(".", end):
        return end + 1  # "Varnek A. P."
    if not (fold(last) in words("particles") or all(map(_is_first, text[start:end].split()))):
        second = _SECOND.match(text, end) or _unknown_second(text, start, end)
        return second.end() if second else end
    behind = _AFTER_GIVEN.match(text, end - 1 if text[end - 1] == "." else end)
    if behind is None or _is_no_name(behind["word"]):
        return end
    if behind[0].startswith(".") and not _is_abbreviation(last):
        return end
    return behind.end()


def _unknown_second(text: str, start: int, end: int) -> re.Match[str] | None:
    """The surname behind a word that a tagger takes for a person alone: "Courtland Janes;"."""
    second = _LAST_OF_TWO.match(text, end)
    if second is None or " " in text[start:end] or text[start:end].isupper() != second["word"].isupper():
        return None
    is_surname = may_be_name(text[start:end], second["word"]) and not is_given_name(second["word"])
    return second if is_surname else None


def _is_first(word: str) -> bool:
    """Whether a word of a span stands before a surname."""
    bare = word.strip(".:")
    return len(bare) == 1 or is_given_name(bare) or _is_abbreviation(bare)


def _is_given(word: str, stop: str) -> bool:
    """Whether a word before a name is a given name: one with a stop where it is an abbreviation of one."""
    if _is_no_name(word):
        return False
    if stop:
        return _is_abbreviation(word)
    return is_given_name(word) or is_patronymic(word)


def _is_abbreviation(word: str) -> bool:
    return fold(word) in words("given_short")


def _is_no_name(word: str) -> bool:
    folded = fold(word)
    return folded not in given_names() and folded in words_of(*OTHER_WORDS, "movements")
