"""Widening what taggers and patterns return to the whole name: "P. Halloran" in "Amos P. Halloran".

A tagger leaves out what it does not know for a name, and a pattern ends where its shape does. What stands
beside a part of a name, and can only belong to it, is taken in: given names and their abbreviations,
initials, particles, and the surname behind these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.names.fold import fold
from corpus.names.parse import is_given_name, is_patronymic
from corpus.names.tables import given_names, words, words_of
from corpus.names.titles import is_rank_behind
from ingest.shapes import ARTICLE, INITIAL, OTHER_WORDS, PARTICLES, WORD
from ingest.spans import is_addressed, word_before

_PARTICLE = rf"(?:(?:{'|'.join((*PARTICLES, *map(str.capitalize, PARTICLES)))}) )"
# What may stand before a part of a name and belong to it, nearest first.
_BEFORE = re.compile(rf"(?<![\w.'’-])(?P<word>{WORD})(?P<stop>[.:]?) $")
_PARTICLES_BEFORE = re.compile(rf"(?<![\w'’-])(?P<particles>{_PARTICLE}{{1,3}})$")
_SAINT = re.compile(r"(?<!\w)(?:St|Saint)\.? $")
_GENERAL = re.compile(r"\.? Gen(?:\.|eral\b)")
# "Holt, Head of the Department", "Reg. v. Holt", "the Tax Law no. 12".
_IN_APPOSITION = re.compile(r"\w\)?, $")
_OF_OFFICE = re.compile(r" of (?:the\b|[A-Z])")
_AGAINST = re.compile(r"\.? (?:v|vs|versus)\b\.? ?[A-Z]")
_LORD_CHIEF = re.compile(r"L\. ?C[hH]?\. ?(?:Baron|Just(?:ice)?)")
_NUMBERED = re.compile(r" (?:[Nn]os?|[Nn]r|№)\b\.? ?\d")
# "practising in Aydın", "the district of Aydın": only a place can be meant.
_OF_PLACE = re.compile(
    r"(?:\b(?:practi[sc]ing|living|lives?|lived|resid(?:es?|ed|ing)|born|settled|arrived|stationed) (?:in|at)"
    r"|\b[Tt]he (?:city|town|village|county|district|province|parish|republic|island|governorate|borough) of"
    r"|\b(?:City|Town|Village|County|District|Province|Parish|Republic|Island|Borough|Port) of) $"
)
# "the Regional Court (Sąd Rejonowy)": what an institution is called in its own language.
_IN_BRACKETS = re.compile(rf"(?P<word>{WORD}) \($")
_WORD_BEHIND = re.compile(rf" ({WORD})")
# "de la Vega y Ortiz", "von Holst und Sarn"
_SECOND = re.compile(rf" (?:y|und|zu) {WORD}")
_AFTER_GIVEN = re.compile(rf"\.? (?:{INITIAL}){{0,3}}{_PARTICLE}{{0,3}}{ARTICLE}?(?P<word>{WORD})")
_BEGINNING = re.compile(rf"(?:{WORD} ){{1,2}}")
# "John Holt the younger", "Jean Maury junior": who of two.
_SUFFIX = re.compile(
    r",? (?:the )?(?:younger|elder|junior|senior|jun'?r?|sen'?r?|jr|sr)\b(?=\.?(?:[,;:.)]|$"
    r"| (?:and|of|was|is|had|has|said|who|to|in|from|at|with|did|came|went)\b))",
    re.IGNORECASE,
)
_LONGEST = 40
_MOST_GIVEN = 4


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole name of which a span of a clean text is a part, or the span itself."""
    end = _end(text, start, end)
    start = _start(text, start)
    suffix = _SUFFIX.match(text, end) if " " in text[start:end] else None
    return start, suffix.end() if suffix else end


def names_no_person(text: str, start: int, end: int) -> bool:
    """Whether a word that could be a name is a rank behind one, a part of an office, or a place.

    "Pelverton, Kt. and Bart.", "Mr. Att. Gen.", "the parish of St. Clement", "the District of Famagusta".
    """
    found = text[start:end].split()
    if _are_words(found) and not is_addressed(text, start):
        return True
    if _LORD_CHIEF.fullmatch(text, start, end) or _stands_in_place(text, start, found):
        return True
    if len(found) == 1 and fold(found[0]) in words("honours") and text.endswith(", ", 0, start):
        return True  # "Susan Holt of the parish of St. Saviour, Spinster"
    if _is_translation(text, start, end) or _NUMBERED.match(text, end):
        return True
    if fold(found[-1]) in words("prosecuting") and _AGAINST.match(text, end):
        return True
    if fold(found[-1]) in words("titles") and all(fold(w) in words("before_offices") for w in found[:-1]):
        return len(found) > 1
    if len(found) > 1:
        return found[0].endswith(("'s", "’s")) and _is_saint(text, start)  # "St. Andrew's Holborn"
    behind = _WORD_BEHIND.match(text, end)
    if behind and fold(found[0]) in words("before_offices") and fold(behind[1]) in words("titles"):
        return True
    if _before(_OF_PLACE, text, start):
        return True
    if _OF_OFFICE.match(text, end) and _before(_IN_APPOSITION, text, start):
        return True
    if is_rank_behind(text, start, end) or _GENERAL.match(text, end):
        return True
    return _is_saint(text, start)


def _are_words(found: Sequence[str]) -> bool:
    """Whether there are only words that are no surnames: "Accident Insurance Company", "Apparently"."""
    folded = {fold(word) for word in found}
    return folded <= words_of("english", "places", "institutions") and not folded.isdisjoint(words("english"))


def _stands_in_place(text: str, start: int, found: Sequence[str]) -> bool:
    """Whether two words name a place of a place: "Wandsworth Heath"."""
    if len(found) != 2 or is_addressed(text, start):
        return False
    return fold(found[0]) in words("places") and not is_given_name(found[0])


def _is_translation(text: str, start: int, end: int) -> bool:
    """Whether what stands in brackets behind a court or an office says what that is in another language."""
    bracket = _before(_IN_BRACKETS, text, start)
    if bracket is None or any(is_given_name(word) for word in text[start:end].split()):
        return False
    word = fold(bracket["word"])
    return word in words_of("institutions", "courts", "english") and word not in words("titles")


def _is_saint(text: str, start: int) -> bool:
    """Whether a saint's name stands at a place, and no surname ("Oliver St. John")."""
    saint = _before(_SAINT, text, start)
    return saint is not None and not _stands_in_name(text, saint.start())


def may_begin(words_before: str) -> bool:
    """Whether what a tagger takes for the beginning of a name, and a pattern does not, is one."""
    return _BEGINNING.fullmatch(words_before) is not None and not any(map(_is_no_name, words_before.split()))


def _stands_in_name(text: str, end: int) -> bool:
    """Whether what stands before "St. John" makes it a surname: a title, a given name, an initial."""
    word = word_before(text, end)
    return len(word) == 1 or word in words("addresses") or word in given_names()


def _start(text: str, start: int) -> int:
    if (particles := _before(_PARTICLES_BEFORE, text, start)) is not None:
        start = particles.start("particles")
        word = _before(_BEFORE, text, start)
        if word is None or word["stop"] or _is_no_name(word["word"]):
            return start
        start = word.start("word")
    for _ in range(_MOST_GIVEN):
        word = _before(_BEFORE, text, start)
        if word is None or not _is_given(word["word"].strip(), word["stop"]):
            break
        start = word.start("word")
    return start


def _end(text: str, start: int, end: int) -> int:
    """The end of the surname, where a span ends before it does."""
    last = text[start:end].split()[-1]
    if len(last) == 1 and last.isupper() and end - start > 1 and text.startswith(".", end):
        return end + 1  # "Varnek A. P."
    if not (fold(last) in words("particles") or all(map(_is_first, text[start:end].split()))):
        second = _SECOND.match(text, end)
        return second.end() if second else end
    behind = _AFTER_GIVEN.match(text, end - 1 if text[end - 1] == "." else end)
    if behind is None or _is_no_name(behind["word"]):
        return end
    if behind[0].startswith(".") and not _is_abbreviation(last):
        return end
    return behind.end()


def _before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    return pattern.search(text, max(0, end - _LONGEST), end)


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
