"""Comparing two words of names, letter by letter, over scripts, spellings, misprints and scanning errors.

compare_words("Zinovieff", "Зиновьеву")   another transliteration
compare_words("Smyth", "Smith")           an older spelling
compare_words("Kamanin", "Kamenin")       a misprint, distance 0.7
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from corpus.names.alignment import DOUBLED, LONGEST, Alignment, Change, Tables, align, read_tables
from corpus.names.fold import fold, in_one_script, is_cyrillic, nominatives, skeleton
from corpus.names.reasons import Kind
from corpus.names.tables import exchanges

# Two words whose skeletons differ in a larger part of their letters than this are not aligned: it would
# take time and find nothing. Of pairs over scripts, whose skeletons tell less, more may differ.
_FAR, _FAR_OVER_SCRIPTS = 0.6, 0.8
# A nominative that is guessed costs this much more than the word as it stands.
_GUESSED = 0.05
# What a difference of several steps is called after: the first of these that is among them.
_KINDS = {
    "scanning": Kind.SCANNING,
    "historical": Kind.SPELLING,
    "transliteration": Kind.TRANSLITERATION,
    DOUBLED: Kind.SPELLING,
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two words differ: about how many letters (`distance`), of how many, and in which steps."""

    kind: Kind
    distance: float
    length: int
    changes: tuple[Change, ...] = ()

    @property
    def score(self) -> float:
        """1 for the same word, 0 for words with nothing in common."""
        return max(0.0, 1 - self.distance / max(self.length, 1))

    @property
    def is_one_name(self) -> bool:
        """Whether the words can be one name: as many letters wrong as words of that length may have.

        One from four letters on, two from eleven, as misprints of the 1936 record have them; what
        spellings and scanners explain costs less.
        """
        return self.distance <= _allowed(self.length)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that cost something, in words."""
        return tuple(_in_words(change) for change in self.changes if change.cost > 0)


def _allowed(length: int) -> float:
    if length < 4:
        return 0.3
    return 1.0 if length < 8 else 1.3 if length < 11 else 2.1


def _in_words(change: Change) -> str:
    if not change.left or not change.right:
        return f"{change.left or change.right} left out"
    return f"{change.left} for {change.right}"


@lru_cache(maxsize=1 << 17)
def compare_words(a: str, b: str) -> Likeness:
    """How two words, as written, agree; the steps lead from `a` to `b`, else the order does not matter."""
    a, b = in_one_script(a[:LONGEST].casefold()), in_one_script(b[:LONGEST].casefold())
    left, right = fold(a), fold(b)
    length = max(len(left), len(right))
    if not left or not right:
        return _in_other_scripts(a, b)
    if is_cyrillic(a) != is_cyrillic(b):
        return _over_scripts(a, b, length)
    if left == right:
        return Likeness(Kind.SAME, 0.0, length)
    if is_cyrillic(a):
        return _in_cyrillic(a, b, length)
    if _is_far(left, right, _FAR):
        return Likeness(Kind.CONFLICT, float(length), length)
    return _likeness(_align_sorted(left, right, "spelling"), length)


def _in_cyrillic(a: str, b: str, length: int) -> Likeness:
    left, right = nominatives(a), nominatives(b)
    if set(left) & set(right):
        return Likeness(Kind.CASE, 0.02, length)
    pairs = (
        (OSA.distance(x, y), (x != left[0]) + (y != right[0]), abs(len(x) - len(y)), x, y)
        for x in left
        for y in right
    )
    distance, guesses, _, x, y = min(pairs)
    if distance > _FAR * length:
        return Likeness(Kind.CONFLICT, float(length), length)
    return _likeness(_align_sorted(x, y, "spelling_cyrillic"), length, _GUESSED * guesses)


def _align_sorted(a: str, b: str, table: str) -> Alignment:
    """In an order of their own, so that neither of two ways of equal cost depends on who was asked for."""
    if a <= b:
        return align(a, b, _spelling(table))
    return align(b, a, _spelling(table)).reversed


def _over_scripts(a: str, b: str, length: int) -> Likeness:
    if is_cyrillic(b):
        cyrillic, latin = b, fold(a).replace("-", "")
    else:
        cyrillic, latin = a, fold(b).replace("-", "")
    found = []
    for at, form in enumerate(nominatives(cyrillic)):
        if not _is_far(fold(form), latin, _FAR_OVER_SCRIPTS):
            way = align(form.replace("-", ""), latin, _transcription())
            found.append(_likeness(way.reversed if is_cyrillic(b) else way, length, _GUESSED * (at > 0)))
    none = Likeness(Kind.CONFLICT, float(length), length)
    return min(found, key=lambda like: like.distance, default=none)


def _in_other_scripts(a: str, b: str) -> Likeness:
    """Words that no table reads: by their own letters, and never over scripts."""
    left, right = bare_letters(a), bare_letters(b)
    length = max(len(left), len(right))
    if not left or not right or bool(fold(a)) != bool(fold(b)):
        return Likeness(Kind.UNREADABLE, float(length), length)
    distance = OSA.distance(left, right)
    kind = Kind.SAME if left == right else Kind.MISPRINT if distance == 1 else Kind.CONFLICT
    return Likeness(kind, float(distance), length)


def bare_letters(word: str) -> str:
    """The small letters of a word in any script, with the marks that belong to them."""
    text = unicodedata.normalize("NFC", word.casefold())
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LM")


def _is_far(left: str, right: str, part: float) -> bool:
    a, b = skeleton(left), skeleton(right)
    most = int(part * max(len(a), len(b)))
    return OSA.distance(a, b, score_cutoff=most) > most


def _likeness(alignment: Alignment, length: int, more: float = 0.0) -> Likeness:
    kinds = {change.kind for change in alignment.changes}
    if alignment.edits:
        kind = Kind.MISPRINT
    else:
        kind = next((kind for name, kind in _KINDS.items() if name in kinds), Kind.TRANSLITERATION)
    return Likeness(kind, alignment.cost + more, length, alignment.changes)


@cache
def _spelling(name: str) -> Tables:
    """A table of exchanges, which hold in both directions."""
    rows = exchanges(name)
    return read_tables(*rows, *((right, left, cost, kind) for left, right, cost, kind in rows))


@cache
def _transcription() -> Tables:
    return read_tables(*exchanges("transcription"))
