"""Which of many surnames can be one that is asked for: those of nearly the same letters, then compared.

A list of distinct surnames is scanned, which is quick where comparing names is not: 60,000 words take some
milliseconds. Keys for every letter left out would find the same without a list, but nearly double the
keys that a catalogue keeps, and find one wrong letter only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.names.fold import fold, nominatives
from corpus.names.wording import bare_letters, compare_words


class Vocabulary:
    """Distinct surnames, as `surname_words` gives them, kept by their length."""

    __slots__ = ("_of_length",)

    def __init__(self, words: Iterable[str]) -> None:
        lists: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for word in words:
            folded = _folded(word)
            letters, written = lists[len(folded)]
            letters.append(folded)
            written.append(word)
        self._of_length = dict(lists)

    def like(self, word: str) -> set[str]:
        """The surnames that can be this one, misspelt or in another script. Those that only sound alike
        are found by their keys."""
        found = {near for form in nominatives(word) for near in self._near(_folded(form))}
        return {other for other in found if is_like(word, other)}

    def _near(self, letters: str) -> Iterator[str]:
        edits = _edits(len(letters))
        for length in range(len(letters) - edits, len(letters) + edits + 1):
            folded, written = self._of_length.get(length, ([], []))
            for _, _, at in process.extract(
                letters, folded, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                yield written[at]


def is_like(word: str, other: str) -> bool:
    """Whether two surnames can be one, spelling, script and a misprint aside."""
    return compare_words(word, other).is_one_name


def _folded(word: str) -> str:
    return word if word.isascii() else fold(word) or bare_letters(word)


def _edits(length: int) -> int:
    """One more than misprints have: letters that a scanner exchanges cost less than one."""
    return 1 if length < 4 else 2 if length < 11 else 3
