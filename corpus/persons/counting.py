"""Counting what documents show of words, for `evidence` to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from corpus.model import Finder
from corpus.names.fold import fold, is_cyrillic, nominatives
from corpus.names.parse import Name, is_answer, is_patronymic
from corpus.names.sexes import with_words_before
from corpus.names.tables import given_names, words
from corpus.names.titles import is_initial
from corpus.persons.aliases import stated_names
from corpus.persons.cues import Cues
from corpus.persons.evidence import FRENCH, INITIAL, INITIAL_M, Evidence, initialled
from corpus.persons.names import DocumentNames, NamedMention

_LAST_WORD = re.compile(r"[^\W\d_]+$")
_AFTER = re.compile(r"(['’]s?\b)|\s+([^\W\d_]+)")
_LONGEST_JOINT = 24
_COMMA = re.compile(r"\s*,\s*(?!and|or|и)(?:[^\W\d_]\s?\.\s?){0,3}$")
_ROW = re.compile(r"\s*(?:,|,?\s+and|,?\s+n?or|,?\s+и|[-–—]|,?\s*&)\s*(?:[^\W\d_]\s?\.\s?){0,3}")
# Titles behind which nobody is called by a given name.
_SURNAME_BEHIND = frozenset({"mr", "mrs", "ms", "mister", "messrs"})
_OPENS_SENTENCE = frozenset('.!?:;"“”«([')


def gather(documents: Iterable[DocumentNames]) -> Evidence:
    """Count over the documents of a collection, and decide."""
    evidence = Evidence()
    for document in documents:
        count(evidence, document)
    evidence.weigh()
    return evidence


def count(evidence: Evidence, document: DocumentNames) -> None:
    """Add what one document shows; `weigh` decides when all are counted."""
    evidence.lower.update(document.lower)
    _count_surroundings(evidence, document)
    for word, number in document.otherwise.items():
        for reading in {fold(reading) for reading in nominatives(word)}:
            evidence.otherwise[reading] += number
    for mention in document.mentions:
        name = mention.name
        if name is not None and not is_answer(name):
            _count_name(evidence, mention, name)
            _count_titles(evidence, mention, with_words_before(name, document.text, mention.start))
    found = evidence.stated_in[document.id] = tuple(stated_names(document))
    # Who goes by the name of a place goes by it where that is said: elsewhere it is the place.
    stated = (fold(mention.form) for mention in found)
    evidence.stated.update(word for word in stated if word not in words("places"))


def _count_name(evidence: Evidence, mention: NamedMention, name: Name) -> None:
    evidence.trusted += mention.by is Finder.NATASHA
    if mention.by in (Finder.NATASHA, Finder.GIVEN) and is_cyrillic(mention.form):
        evidence.first.update(part.text for part in name.given if name.surname and not part.short)
    sure = mention.by in (Finder.LABEL, Finder.PATTERN, Finder.GIVEN, Finder.NATASHA)
    initials = bool(name.given) and all(part.short for part in name.given)
    if name.given:
        evidence.given.update(part.text for part in name.given if not part.short)
        evidence.full.update(name.readings)
        if is_initial(name.given[0].text):
            evidence.styles.update({INITIAL: 1, INITIAL_M: name.given[0].text == "m"})
    if initials:
        evidence.initialled.update(initialled(name))
    for reading in name.readings:
        (evidence.structural if sure or initials else evidence.tagged)[reading] += 1


def _count_titles(evidence: Evidence, mention: NamedMention, name: Name) -> None:
    """Count what the title before a name tells, or that a surname is no more than that by where it stands."""
    if name.bare and not _SURNAME_BEHIND.isdisjoint(name.titles):
        evidence.titled.update(name.readings)
    if name.titles:
        evidence.styles[FRENCH] += not words("titles_french").isdisjoint(name.titles)
    elif name.bare and mention.by not in (Finder.LABEL, Finder.PATTERN):
        evidence.alone.update(name.readings)  # patterns find what has a title


def _count_surroundings(evidence: Evidence, document: DocumentNames) -> None:
    text = document.text
    for start, end, word in document.capitals:
        folded = fold(word)
        if (cues := evidence.cues.get(folded)) is None:
            cues = evidence.cues[folded] = Cues()
        cues.capital += 1
        cues.in_capitals += word.isupper()
        cues.cyrillic += not word.isascii() and is_cyrillic(word)
        before = text[max(0, start - 16) : start]
        bare = before.rstrip()
        cues.inside += _is_inside(bare, before)
        previous = _last_word(bare).lower() if len(bare) < len(before) else ""
        following = _AFTER.match(text, end)
        acting = following is not None and bool(following[1] or fold(following[2]) in words("acting"))
        cues.acting += acting
        cues.before_capital += following is not None and _is_named_on(following[2])
        if previous:
            after_the = previous == "the"
            cues.after_the += after_the
            cues.as_thing += after_the and (acting or not _describes(following))
            cues.after_locative += previous in words("locatives")
            cues.met += previous in words("meeting")
        if "-" in word:
            _count_halves(evidence, word)
    for word, other in _in_rows(document):
        evidence.rows[fold(word)][fold(other)] += 1
        evidence.rows[fold(other)][fold(word)] += 1


def _in_rows(document: DocumentNames) -> Iterator[tuple[str, str]]:
    """Neighbours in rows of capitalised words: "Holt and Varnek", "Holt, Varnek, Orlov".

    A comma alone makes none of two: behind it an office may stand ("Holt, Head of the Department").
    """
    before = ""
    waiting: tuple[str, str] | None = None
    for (_, end, word), (start, _, other) in pairwise(document.capitals):
        between = document.text[end:start] if end <= start <= end + _LONGEST_JOINT else ""
        if not between or not _ROW.fullmatch(between):
            before, waiting = "", None
            continue
        if _COMMA.match(between) and not before:
            waiting = word, other
        else:
            if waiting:
                yield waiting
                waiting = None
            yield word, other
        before = between


def _is_inside(bare: str, before: str) -> bool:
    """Whether what stands before a word, without and with the space behind it, is of the same sentence."""
    return bool(bare) and bare[-1] not in _OPENS_SENTENCE and "\n" not in before[len(bare) :]


def _last_word(bare: str) -> str:
    last = bare.rpartition(" ")[2]
    if last.isalpha():
        return last
    found = _LAST_WORD.search(bare)
    return found[0] if found else ""


def _is_named_on(word: str | None) -> bool:
    """Whether a name of several words goes on; a given name may stand behind ("Kardos Anna")."""
    if not word or not word[0].isupper():
        return False
    return fold(word) not in given_names() and not is_patronymic(word)


def _describes(following: re.Match[str] | None) -> bool:
    """Whether a noun follows, which the word before it tells more of."""
    if following is None or not following[2]:
        return False
    return following[2].islower() and fold(following[2]) not in words("function_words")


def _count_halves(evidence: Evidence, word: str) -> None:
    """Names joined by a hyphen stand in a row too."""
    halves = [fold(half) for half in word.split("-")]
    for half, other in pairwise(halves):
        evidence.rows[half][other] += 1
        evidence.rows[other][half] += 1
    for half in halves:
        evidence.cues.setdefault(half, Cues()).halves += 1
