"""Misprints: rare capitalised words that are close to a known surname."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.names.alignment import LONGEST
from corpus.names.compare import misspelt
from corpus.names.confusions import is_confusion, misread, most_letters
from corpus.names.fold import skeleton
from corpus.names.sexes import MAN, WOMAN, sex_of_ending
from corpus.persons.word_parts import parts, probes

# A misprint is rare, and the name that it stands for is not: in the 1936 record no misprint of a
# surname comes more than three times, and the right spelling at least three times as often.
RARE = 3
TIMES = 3
# A scanner makes one mistake again and again, so letters that look alike may stand there more often, in
# what is far more frequent: of 5% misread letters, "Kainenev" came 8 times among 500. Other letters must
# be in what is more frequent still.
MANY = 31
MANY_TIMES = 8
UNLIKE_TIMES = 16
# How far a misread word may be (`corpus.names.confusions`), by the length of the surname.
_FAR = ((5, 0.0), (7, 1.0), (8, 1.4))
_FARTHEST = 2.0
# Only in names of so many letters may one be wrong and others look alike.
_LONG = 7
# One group of letters that looks alike.
_ONE_CONFUSION = 0.5
# Those that are farther than the nearest by no more than this are as likely: a misprint is not always
# a scanner's.
_AS_NEAR = 0.55


@dataclass(frozen=True, slots=True)
class Misprint:
    """The surnames that a word may stand for (folded), all about equally near.

    `near` when they occur in the word's own document, `far` when more differs than misprints have.
    """

    surnames: tuple[str, ...]
    edits: int
    near: bool
    far: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A surname that a word may stand for; `alike` when a scanner may take one for the other."""

    surname: str
    cost: float
    far: bool
    alike: bool
    edits: int  # where misprints have so few, else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """How a word is asked for.

    `often` is how often it is written, where that is known to be more than names are counted. A word that
    was put together from pieces is `broken`: it can be the surname itself. What stands in a `noisy` text
    may be farther from what was printed, and come more often.
    """

    often: int = 1
    broken: bool = False
    noisy: bool = False

    def may_be(self, found: _Found) -> bool:
        """Whether a text like this may have misprinted a surname so."""
        if self.broken and not self.noisy:
            return found.cost == 0
        return self.noisy or (found.edits > 0 and not found.far)


ASKED = Asked()


class Misprints:
    """Finds what a word may be a misprint of, among the surnames of a case.

    Each surname is counted as often as it is added (once for each document that has it).
    """

    def __init__(self, surnames: Iterable[str], totals: Mapping[str, int]) -> None:
        self._totals = totals
        self._counts: Counter[str] = Counter()
        self._parts: dict[str, set[str]] = {}
        self._found: dict[str, dict[Asked, tuple[_Found, ...]]] = {}
        for surname in surnames:
            self.add(surname)

    def add(self, surname: str) -> bool:
        """Add a surname; whether it is new."""
        self._counts[surname] += 1
        if self._counts[surname] > 1:
            return False
        for part in parts(surname):
            self._parts.setdefault(part, set()).add(surname)
        return True

    def discard(self, surname: str) -> bool:
        """Take a surname away; whether it was the last of its kind."""
        self._counts[surname] -= 1
        if self._counts[surname]:
            return False
        del self._counts[surname]
        for part in parts(surname):
            self._parts[part].discard(surname)
        return True

    def __contains__(self, surname: str) -> bool:
        return surname in self._counts

    def forget(self, surnames: Collection[str]) -> Collection[str]:
        """Forget the words of which one may be a misprint, or is one, and say which they are."""
        words = list(self._found)
        outdated = {word for surname in surnames for word in _concerned(words, surname)}
        for word in outdated:
            del self._found[word]
        return outdated

    def of(self, word: str, in_document: Collection[str], asked: Asked = ASKED) -> Misprint | None:
        """What a folded word may stand for, surnames of its document before others of the case."""
        known = self._found.setdefault(word, {})
        if asked not in known:
            known[asked] = tuple(self._compare(word, asked))
        return _nearest(known[asked], in_document)

    def _compare(self, word: str, asked: Asked) -> Iterator[_Found]:
        count = 1 if asked.broken else max(self._totals.get(word, 0), asked.often)
        for surname in sorted(self._near(word)) if count <= (MANY if asked.noisy else RARE) else ():
            if not self._is_frequent(surname, count):
                continue
            if count > RARE and skeleton(word) == skeleton(surname):
                continue  # another spelling of it
            found = _compared(word, surname)
            if found and asked.may_be(found) and self._is_frequent_enough(found, count):
                yield found

    def _is_frequent_enough(self, found: _Found, count: int) -> bool:
        """Whether what comes again and again is read for what is really frequent."""
        if count <= RARE or (found.alike and found.cost <= _ONE_CONFUSION):
            return True
        return not found.far and self._is_frequent(found.surname, count, UNLIKE_TIMES)

    def _is_frequent(self, surname: str, count: int, times: int = MANY_TIMES) -> bool:
        """Whether a surname is so much more frequent than what comes `count` times."""
        total = self._totals.get(surname, 0)
        if count <= RARE:
            return total >= TIMES * count
        return standing(total)[0] >= times * standing(count)[1]

    def _near(self, word: str) -> set[str]:
        """The surnames that share a part with a word, at about the same place."""
        found = set(chain.from_iterable(self._parts.get(part, ()) for part in probes(word)))
        return found | {word} if word in self._counts else found


def standing(count: int) -> tuple[int, int]:
    """The least and the highest count that are no different here: small ones are told apart, others by
    doubles."""
    if count <= RARE * TIMES:
        return count, count
    return max(1 << (count.bit_length() - 1), RARE * TIMES + 1), (1 << count.bit_length()) - 1


def _nearest(found: Collection[_Found], in_document: Collection[str]) -> Misprint | None:
    if not found:
        return None
    best = min(found, key=lambda each: each.cost)
    likely = [each for each in found if each.cost <= best.cost + (_AS_NEAR if best.cost else 0)]
    near = [each for each in likely if each.surname in in_document]
    least = min(near or likely, key=lambda each: each.cost)
    edits = max(round(least.cost), int(least.cost > 0))
    return Misprint(tuple(each.surname for each in near or likely), edits, bool(near), least.far)


def _compared(word: str, surname: str) -> _Found | None:
    """A surname where a word may be a misprint of it, or, for a word of pieces, is it."""
    if word == surname:
        return _Found(surname, 0.0, far=False, alike=True, edits=0)
    if _is_derived(word, surname):
        return None
    way = misread(word, surname)
    if way is None or way.cost > _farthest(max(len(word), len(surname))):
        return None
    edits, alike = misspelt(word, surname), is_confusion(way)
    if not edits and not alike and len(surname) < _LONG:
        return None
    return _Found(surname, way.cost, way.cost > 1 and not edits, alike, edits)


def _is_derived(word: str, surname: str) -> bool:
    """Plurals ("Kamenevs"), a woman's surname and words made from one ("Kamenevka") are no misprints."""
    if surname.removesuffix("a") == word or word in (f"{surname}a", f"{surname}s"):
        return True
    if (sex_of_ending(word), sex_of_ending(surname)) == (WOMAN, MAN):
        return True
    return len(word) > len(surname) + 1 and word.startswith(surname)


def _farthest(length: int) -> float:
    return next((most for below, most in _FAR if length < below), _FARTHEST)


def _concerned(words: Collection[str], surname: str) -> Iterator[str]:
    """The words for which a surname may be of concern: all that are compared with it, and itself."""
    for word, letters, _ in process.extract(
        surname, words, scorer=OSA.distance, score_cutoff=most_letters(LONGEST), limit=None
    ):
        if letters <= most_letters(max(len(word), len(surname))):
            yield word
