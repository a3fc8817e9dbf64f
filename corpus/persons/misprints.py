"""Misprints: rare capitalised words that are close to a known surname."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from corpus.names.compare import LONG, misspelt

# A misprint is rare, and the name that it stands for is not: in the 1936 record no misprint of a
# surname comes more than three times, and the right spelling at least three times as often.
RARE = 3
TIMES = 3


@dataclass(frozen=True, slots=True)
class Misprint:
    """The surnames that a word may stand for (folded), all at the same number of edits.

    `near` when they occur in the word's own document.
    """

    surnames: tuple[str, ...]
    edits: int
    near: bool


class Misprints:
    """Finds what a word may be a misprint of, among the surnames of a case.

    Each surname is counted as often as it is added (once for each document that has it).
    """

    def __init__(self, surnames: Iterable[str], totals: Mapping[str, int]) -> None:
        self._totals = totals
        self._counts: Counter[str] = Counter()
        self._ends: dict[tuple[int, str], set[str]] = {}
        self._found: dict[str, tuple[tuple[int, str], ...]] = {}
        for surname in surnames:
            self.add(surname)

    def add(self, surname: str) -> bool:
        """Add a surname; whether it is new."""
        self._counts[surname] += 1
        if self._counts[surname] > 1:
            return False
        for end in _kept_under(surname):
            self._ends.setdefault(end, set()).add(surname)
        return True

    def discard(self, surname: str) -> bool:
        """Take a surname away; whether it was the last of its kind."""
        self._counts[surname] -= 1
        if self._counts[surname]:
            return False
        del self._counts[surname]
        for end in _kept_under(surname):
            self._ends[end].discard(surname)
        return True

    def __contains__(self, surname: str) -> bool:
        return surname in self._counts

    def forget(self, surnames: Collection[str]) -> Collection[str]:
        """Forget the words of which one may be a misprint, or is one, and say which they are."""
        outdated = [word for word in self._found if any(_may_concern(word, s) for s in surnames)]
        for word in outdated:
            del self._found[word]
        return outdated

    def of(self, word: str, in_document: Collection[str]) -> Misprint | None:
        """What a folded word may stand for, surnames of its document before others of the case."""
        if word not in self._found:
            self._found[word] = tuple(self._compare(word))
        near = [found for found in self._found[word] if found[1] in in_document]
        found = near or self._found[word]
        if not found:
            return None
        best = min(edits for edits, _ in found)
        return Misprint(tuple(surname for edits, surname in found if edits == best), best, bool(near))

    def _compare(self, word: str) -> Iterable[tuple[int, str]]:
        count = max(self._totals.get(word, 0), 1)
        if count > RARE:
            return
        for surname in sorted(self._near(word), key=lambda surname: (len(surname), surname)):
            if self._totals[surname] >= TIMES * count and (edits := _edits(word, surname)):
                yield edits, surname

    def _near(self, word: str) -> set[str]:
        """The surnames that a word may be a misprint of, by length and an end that they share."""
        lengths = range(len(word) - 2, len(word) + 3)
        ends = (self._ends.get(end, ()) for length in lengths for end in _ends(word, length))
        return set(chain.from_iterable(ends))


def _kept_under(surname: str) -> Iterable[tuple[int, str]]:
    """Under what a surname is found: its length with either end, and alone where it may have two errors."""
    length = len(surname)
    if length >= LONG - 2:
        yield length, ""
    if length < LONG:
        yield from _ends(surname, length)


def _ends(word: str, length: int) -> Iterable[tuple[int, str]]:
    """Under what to look for surnames of a length that a word may be a misprint of: one edit leaves one
    of its ends as it was."""
    if max(len(word), length) >= LONG:
        yield length, ""
    else:
        yield length, f"^{word[:1]}"
        yield length, f"{word[-1:]}$"


def _may_concern(word: str, surname: str) -> bool:
    return abs(len(word) - len(surname)) < 3 and (word == surname or _edits(word, surname) > 0)


def _edits(word: str, surname: str) -> int:
    """Plurals ("Kamenevs") are no misprints."""
    return 0 if word.removesuffix("s") == surname else misspelt(word, surname)
