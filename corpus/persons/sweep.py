"""The sweep: known surnames where the tagger saw none, and words that may be misprints of them.

It walks the table of capitalised words, not the text: each word is looked up once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from corpus.model import Finder
from corpus.names.fold import fold, nominatives
from corpus.names.movements import is_movement
from corpus.names.parse import is_given_name, is_patronymic, parse_name
from corpus.names.tables import given_names, words, words_of
from corpus.names.titles import is_rank_behind
from corpus.names.writing import OF_TWO
from corpus.persons.evidence import Evidence
from corpus.persons.names import DocumentNames, NamedMention

# Initials that stand directly before a surname, with the spacing that scans give them.
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_a-zа-яё][a-z]?\s?\.\s?){1,3}$|(?<![^\W\d_])[A-ZА-Я] [A-ZА-Я] $")
_PARTICLE = re.compile(r"(?<![^\W_])([^\W\d_]{2,4}) $")
_GIVEN = re.compile(r"(?<![^\W_])([^\W\d_a-zа-яё][^\W\d_]+(?:-[^\W\d_]+)?) $")
# A surname that lost its capital letter; shorter ones are words too often.
_SMALL = re.compile(r"\s([^\W\d_A-ZА-ЯЁ]{5,})(?![^\W_])")
_SURNAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_ARTICLE = re.compile(r"(?<!\w)[Tt]he $")
_SUFFIX = re.compile(
    rf"{OF_TWO}|,? (?:junior|senior|jun|sen|jr|sr)\b\.?(?=,| (?:and|of|was|is|had|has|said|who|to|in|from))"
)
_FIRM = re.compile(r"\s*(?:&|and)\s+(?:Co\b|Company|Sons?\b|Bros\b)")
# What makes a given name a part of a longer name: "Victor Hotel", "Mr. Victor", "J. Victor", "St. Agnes".
_NAME_BEHIND = re.compile(r"[-'’]?\s?[^\W\d_a-zа-яё]|\s(?:von|van|de|of)\s")
_NAME_BEFORE = re.compile(r"(?<!\w)([^\W\d_a-zа-яё][^\W\d_]*)(\.?) $")
_LONGEST_ABBREVIATION = 4
_SHORTEST_GENITIVE = 6
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+(?:-[^\W\d_]+)?)")
# "Angel-court"
_HYPHENATED = re.compile(r"-([a-z]{3,})\b")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{4})")


def sweep(document: DocumentNames, evidence: Evidence) -> Iterator[NamedMention]:
    """Mentions of known surnames at places that no candidate covers, in order."""
    covered, firsts = Coverage(document.mentions), first_names(document.mentions)
    # "Q. Langer alone could do that?"
    letters = {turn.start for turn in document.turns if len(turn.label) == 1}
    for start, end, word in document.capitals:
        small = with_small_surname(document.text, start, end, word, evidence)
        if small is not None and not covered.at(start):
            yield small
            continue
        for from_, to in _parts(start, word, evidence):
            text = document.text[from_:to] if to <= end else word
            if covered.at(from_):
                continue
            if several := _in_plural(document.text, from_, end, evidence):
                yield several
                continue
            if fold(text) in firsts and _stands_alone(document.text, from_, to, evidence):
                yield NamedMention(None, from_, to, text, Finder.SWEEP)
                continue
            if not _sweepable(text, evidence):
                text = _with_particles(document.text, from_, to)
                if not text or not _sweepable(text, evidence):
                    continue
            if not names_a_place(document.text, to) and not is_rank_behind(document.text, from_, to):
                from_ = start_of_name(
                    document.text, from_, evidence, lambda at: at in letters or covered.at(at)
                )
                is_plain = to <= end  # no join inside
                if is_plain and (suffix := _SUFFIX.match(document.text, to)):
                    to = suffix.end()
                form = " ".join(document.text[from_:to].split()) if is_plain else text
                yield NamedMention(None, from_, to, form, Finder.SWEEP)


def first_names(mentions: Iterable[NamedMention]) -> frozenset[str]:
    """The given names by which persons may be called in a document, folded.

    Those of who is named in full, of later ones those that are known as given names; and those of who is
    brought in by one alone ("his son Azor").
    """
    first, later, alone = set[str](), set[str](), set[str]()
    for mention in mentions:
        name = mention.name
        if name is None or not name.surname:
            continue
        if not name.given:
            if mention.by is Finder.PATTERN and not name.titles:
                alone.add(name.surname)
            continue
        first.update(part.text for part in name.given[:1] if not part.short)
        later.update(part.text for part in name.given[1:] if not part.short)
    others = words_of("function_words", "places", "titles", "months", "institutions")
    return frozenset((first - others) | (given_names() & (first | later | alone)))


def _stands_alone(text: str, start: int, end: int, evidence: Evidence) -> bool:
    """Whether a given name stands where no other name, title or place goes with it."""
    first = fold(text[start:end])
    if evidence.is_surname(first) or evidence.is_lower(first) or not evidence.is_rather_person(first):
        return False
    return _NAME_BEHIND.match(text, end) is None and not _goes_before(text, start)


def _goes_before(text: str, start: int) -> bool:
    """Whether a word before a given name may go with it: "Mr. Victor", but not "Then Victor"."""
    before = _NAME_BEFORE.search(text, max(0, start - 24), start)
    if before is None:
        return False
    if before[2]:
        return len(before[1]) <= _LONGEST_ABBREVIATION  # else a sentence ends there
    return fold(before[1]) not in words_of("function_words", "epithets", "english")


def with_small_surname(text: str, start: int, end: int, word: str, evidence: Evidence) -> NamedMention | None:
    """The word, if it is a given name, with a known surname behind it that was written small."""
    if fold(word) not in given_names() or (small := _SMALL.match(text, end)) is None:
        return None
    surname = fold(small[1])
    if not evidence.is_surname(surname) or evidence.is_lower(surname):
        return None
    return NamedMention(None, start, small.end(), f"{word} {small[1]}", Finder.SWEEP)


class Coverage:
    """Which offsets lie in a candidate already."""

    def __init__(self, mentions: tuple[NamedMention, ...]) -> None:
        ordered = sorted((m.start, m.end) for m in mentions if m.name is not None)
        self._starts = [start for start, _ in ordered]
        self._ends: list[int] = []
        for _, end in ordered:
            self._ends.append(max(end, self._ends[-1] if self._ends else 0))

    def at(self, offset: int) -> bool:
        """Whether a candidate covers the offset."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def names_a_place(text: str, end: int) -> bool:
    """Whether the words after a name make it a street, a firm or an institution: "Frunze Street", "Varnek
    Civil Court".
    """
    if _FIRM.match(text, end):
        return True
    if hyphenated := _HYPHENATED.match(text, end):
        return hyphenated[1] in words("institutions")
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return False
    if not following[1][0].isupper():
        return following[1].endswith("-house")  # "the Jolly Farmer beer-house"
    if fold(following[1]) in words("institutions"):
        return True
    if fold(following[1]) not in words("english"):
        return False
    second = _NEXT_WORD.match(text, following.end())
    return second is not None and second[1][0].isupper() and fold(second[1]) in words("institutions")


def start_of_name(text: str, start: int, evidence: Evidence, covered: Callable[[int], bool]) -> int:
    """Where a surname's initials or given names begin, or the surname itself."""
    particles = _start_of_particles(text, start)
    start = start if covered(particles) else particles
    before = _INITIALS.search(text, max(0, start - 14), start)
    if before is not None:
        return start if covered(before.start()) else before.start()
    for _ in range(2):
        word = _GIVEN.search(text, max(0, start - 24), start)
        if word is None or covered(word.start()):
            break
        if not _is_given(word[1], evidence) and not _goes_with(word[1], text, start, evidence):
            break
        start = word.start()
    return start


def _goes_with(word: str, text: str, start: int, evidence: Evidence) -> bool:
    """Whether a text has a word again and again, and always before the surname at a place: a given name that
    nobody knows."""
    folded = fold(word)
    others = words_of("titles", "months", "places", "english", "institutions", "function_words", "epithets")
    if folded in others or evidence.is_lower(folded) or is_movement(word):
        return False
    behind = _SURNAME.match(text, start)
    together = f"{word} {behind[0]}" if behind else ""
    return together != "" and text.count(together) > 1 and text.count(word) == text.count(together)


def _in_plural(text: str, start: int, end: int, evidence: Evidence) -> NamedMention | None:
    """The name of all who bear a surname: "the Holts"."""
    if text[end - 1 : end] != "s" or (article := _ARTICLE.search(text, max(0, start - 4), start)) is None:
        return None
    plural = fold(text[start:end])
    if len(plural) < 5 or evidence.is_surname(plural) or not evidence.is_surname(plural[:-1]):
        return None
    if evidence.is_lower(plural) or evidence.is_wordy(plural[:-1]):
        return None
    return NamedMention(None, article.start(), end, f"the {text[start:end]}", Finder.SWEEP)


def _start_of_particles(text: str, start: int) -> int:
    """Where the particles before a surname begin, or the surname itself."""
    while (particle := _PARTICLE.search(text, max(0, start - 8), start)) is not None:
        if fold(particle[1]) not in words("particles_first"):
            break
        start = particle.start()
    return start


def _with_particles(text: str, start: int, end: int) -> str:
    """A surname with its particles, as one word; empty where it has none."""
    first = _start_of_particles(text, start)
    return text[first:end].replace(" ", "").capitalize() if first < start else ""


def _is_given(word: str, evidence: Evidence) -> bool:
    """Whether a word before a surname belongs to it: a given name that is no surname of its own."""
    folded = fold(word)
    if folded in words("titles") or folded in words("months"):
        return False
    known = is_given_name(word) or is_patronymic(word) or evidence.is_met_as_given(folded)
    return known and evidence.is_given(folded) and evidence.is_rather_given(folded)


def _parts(start: int, word: str, evidence: Evidence) -> list[tuple[int, int]]:
    """The whole word, its halves at a hyphen ("Trotsky-Zinoviev"), a name glued to a word or before an s."""
    whole = [(start, start + len(word))]
    if evidence.is_surname(fold(word)):
        return whole
    if "-" in word:
        offsets, at = [], start
        for half in word.split("-"):
            offsets.append((at, at + len(half)))
            at += len(half) + 1
        return offsets
    if (glued := _GLUED.search(word)) is not None:
        return [(start + glued.start(), start + len(word))]
    return [(start, start + len(word) - 1)] if _is_genitive(word, evidence) else whole


def _is_genitive(word: str, evidence: Evidence) -> bool:
    """Whether a word is a known surname and the s of whose something is: "Langers Brief", "Langers letter"
    where a text has lost its apostrophes. "The Langers" are several."""
    folded = fold(word)
    if len(folded) < _SHORTEST_GENITIVE or not word.endswith("s") or folded in words("english"):
        return False
    surname = folded[:-1]
    if surname in given_names() or not evidence.is_surname(surname) or evidence.is_wordy(surname):
        return False
    return not evidence.is_lower(folded)


def _sweepable(word: str, evidence: Evidence) -> bool:
    if len(word) < 3 or not word[:1].isupper():
        return False
    readings = [fold(reading) for reading in nominatives(word)]
    if any(evidence.is_first_name(reading) and evidence.is_tagged(reading) for reading in readings):
        return True
    if any(evidence.is_surname(reading) and not evidence.is_wordy(reading) for reading in readings):
        return True
    return any(map(evidence.is_doubtful, readings))


def unread(document: DocumentNames, evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    """Capitalised words that are no known name or word: what a misprint may hide in."""
    covered = Coverage(document.mentions)
    for start, end, word in document.capitals:
        folded = fold(word)
        if len(folded) < 4 or covered.at(start) or evidence.is_lower(folded) or is_movement(word):
            continue
        if parse_name(word) and not evidence.is_surname(folded) and not evidence.is_met_as_given(folded):
            yield start, end, word
