"""Misprints: rare capitalised words that are close to a known surname."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from corpus.names.compare import misspelt

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
    """Finds what a word may be a misprint of, among the surnames of a case."""

    def __init__(self, surnames: Iterable[str], totals: Mapping[str, int]) -> None:
        self._totals = totals
        self._surnames: dict[int, list[str]] = {}
        for surname in sorted(set(surnames)):
            self._surnames.setdefault(len(surname), []).append(surname)
        self._found: dict[str, tuple[tuple[int, str], ...]] = {}

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
        for length in range(len(word) - 2, len(word) + 3):
            for surname in self._surnames.get(length, ()):
                if self._totals[surname] >= TIMES * count and (edits := _edits(word, surname)):
                    yield edits, surname


def _edits(word: str, surname: str) -> int:
    """Plurals ("Kamenevs") are no misprints."""
    return 0 if word.removesuffix("s") == surname else misspelt(word, surname)
