"""Comparing any two written names: a verdict, a score and the reasons, from the names alone.

compare_names("G. Zinovieff", "Зиновьев, Григорий")   probable: another transliteration, initial agrees
compare_names("Anna Varga", "Berta Varga")            different: given names conflict

Without a surname in common two names are different, whatever else agrees.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.names.fold import fold, nominatives
from corpus.names.givens import Agreement, compare_given, compare_rows
from corpus.names.parse import Given
from corpus.names.readings import Reading, read
from corpus.names.reasons import Comparison, Kind, Part, Reason, Verdict
from corpus.names.sexes import MAN, WOMAN, sex_of_ending
from corpus.names.tables import given_names
from corpus.names.titles import same_suffix
from corpus.names.wording import compare_words

# Scores from which on a verdict holds. They are products of what surname and given names are worth:
# the same surname alone is worth 0.65, with an initial 0.85, with the same given name 1.
_CERTAIN, _PROBABLE, _POSSIBLE = 0.93, 0.78, 0.5
# The most that a score of two different names is: below every possible one.
_DIFFERENT = 0.49
_WORTH = {
    Kind.SAME: 1.0,
    Kind.CASE: 1.0,
    Kind.TRANSLITERATION: 0.98,
    Kind.SPELLING: 0.9,
    Kind.SCANNING: 0.88,
    Kind.MISPRINT: 0.9,
}
_EXACT = (Kind.SAME, Kind.CASE, Kind.TRANSLITERATION)
_PART = 0.75  # one word of a double surname
_INNER = 0.75  # the surname of the one stands before the last word of the other
_JOINED = 0.95
_UNREADABLE = Comparison(Verdict.DIFFERENT, 0.0, (Reason(Part.NAME, Kind.UNREADABLE),))


def compare_names(a: str, b: str) -> Comparison:
    """Whether two names, as written, can be one person's. Symmetric in verdict and score.

    Text that holds no name is different from everything, with that as the reason.
    """
    left, right = read(a), read(b)
    if not left or not right:
        return _UNREADABLE
    best = _compare(left[0], right[0])
    if best.score >= _CERTAIN:
        return best
    others = [_compare(x, y) for x in left for y in right if _is_another(x, y)]
    better = max(others, key=lambda found: found.score, default=best)
    if better.score >= max(best.score, _POSSIBLE):
        return better
    return best if best.score >= _POSSIBLE else _as_one_word(left[0], right[0], best)


def _is_another(a: Reading, b: Reading) -> bool:
    """Whether two readings are worth a comparison of their own: of a torn surname only with its whole."""
    if Kind.TORN in (a.kind, b.kind):
        whole = b if a.kind is Kind.TORN else a
        return a.kind is not b.kind and len(whole.surname) == 1 and fold(a.joined) == fold(b.joined)
    return True


def verdict_of(score: float) -> Verdict:
    """The verdict that a score stands for."""
    if score >= _CERTAIN:
        return Verdict.CERTAIN
    if score >= _PROBABLE:
        return Verdict.PROBABLE
    return Verdict.POSSIBLE if score >= _POSSIBLE else Verdict.DIFFERENT


@lru_cache(maxsize=1 << 16)
def _compare(a: Reading, b: Reading) -> Comparison:
    surname, worth = _compare_surnames(a, b)
    if against := _against(a, b):
        return _different(worth, (surname, against))
    if not surname.kind.agrees:
        return _different(worth, (surname,))
    rows = _rows(a, b, surname)
    if not rows.score:
        return _different(worth, (surname, *rows.reasons))
    score = worth * rows.score * (_JOINED if a.kind or b.kind else 1)
    notes = tuple(Reason(Part.NAME, kind) for kind in (a.kind, b.kind) if kind)
    return Comparison(verdict_of(score), round(score, 4), (surname, *rows.reasons, *notes))


def _different(worth: float, reasons: tuple[Reason, ...]) -> Comparison:
    return Comparison(Verdict.DIFFERENT, round(_DIFFERENT * worth, 4), reasons)


def _against(a: Reading, b: Reading) -> Reason | None:
    """What keeps two bearers of one surname apart, their given names aside."""
    if not same_suffix(a.suffix, b.suffix):
        return Reason(Part.SUFFIX, Kind.CONFLICT, a.suffix, b.suffix)
    if a.sex and b.sex and a.sex != b.sex:
        return Reason(Part.TITLE, Kind.ENDING, a.joined, b.joined)
    return None


def _rows(a: Reading, b: Reading, surname: Reason) -> Agreement:
    """The given names; where a surname stands before the other's last word, without that."""
    if surname.kind is not Kind.LATER:
        return compare_rows(a.given, b.given)
    return compare_rows(*(_before(reading, surname) for reading in (a, b)))


def _before(reading: Reading, surname: Reason) -> tuple[Given, ...]:
    inner = [at for at, part in enumerate(reading.given) if part.written in (surname.left, surname.right)]
    return reading.given[: inner[-1]] if inner else reading.given


def _compare_surnames(a: Reading, b: Reading) -> tuple[Reason, float]:
    """How the surnames agree, and what that is worth (0 to 1); also of those that conflict, for ranking."""
    left, right = a.joined, b.joined
    if not left or not right:
        return _without_surname(a, b)
    like = compare_words(left, right)
    if _is_other_sex(left, right):
        return Reason(Part.SURNAME, Kind.ENDING, left, right), like.score
    if like.is_one_name and like.kind in _WORTH:
        reason = Reason(Part.SURNAME, like.kind, left, right, round(like.distance, 2), like.steps)
        return reason, _WORTH[like.kind] * like.score
    return _part(a, b) or (Reason(Part.SURNAME, Kind.CONFLICT, left, right), like.score)


def _without_surname(a: Reading, b: Reading) -> tuple[Reason, float]:
    """Given names alone: those that agree word by word are one name, but say little."""
    if a.surname or b.surname or len(a.given) != len(b.given) or len(a.given) < 2:
        return Reason(Part.SURNAME, Kind.CONFLICT, a.joined, b.joined), 0.0
    agree = all(compare_given(x, y).kind.agrees for x, y in zip(a.given, b.given, strict=True))
    return (Reason(Part.NAME, Kind.PART), _PART) if agree else (Reason(Part.NAME, Kind.CONFLICT), 0.0)


def _is_other_sex(a: str, b: str) -> bool:
    """Whether the surnames end as a man's and a woman's, in no reading alike."""
    left = {sex_of_ending(fold(form)) for form in nominatives(a)}
    right = {sex_of_ending(fold(form)) for form in nominatives(b)}
    return {MAN, WOMAN} == left | right and not left & right


def _part(a: Reading, b: Reading) -> tuple[Reason, float] | None:
    """One half of a double surname, or a surname after which the other has one more."""
    for one, other in ((a, b), (b, a)):
        if len(one.surname) < len(other.surname) and all(_among(word, other.surname) for word in one.surname):
            return Reason(Part.SURNAME, Kind.PART, a.joined, b.joined), _PART
    inner = [
        (one.joined, part.written)
        for one, other in ((a, b), (b, a))
        for part in other.given[:0:-1]
        if one.given and _is_inner(part, one)
    ]
    # Where each has the other's surname inside, which is taken must not depend on which comes first.
    return (Reason(Part.SURNAME, Kind.LATER, *min(inner)), _INNER) if inner else None


def _is_inner(part: Given, one: Reading) -> bool:
    if part.short or part.text in given_names() or fold(one.joined) in given_names():
        return False
    return part.text == fold(one.joined)


def _among(word: str, others: tuple[str, ...]) -> bool:
    found = (compare_words(word, other) for other in others)
    return any(like.is_one_name and like.kind in _EXACT for like in found)


def _as_one_word(a: Reading, b: Reading, otherwise: Comparison) -> Comparison:
    """Two names of the same letters, whose words are parted otherwise: "Alisher-Usmanov"."""
    left, right = _letters(a), _letters(b)
    if len(left) < 8 or left != right or (len(a.given), a.surname) == (len(b.given), b.surname):
        return otherwise
    reason = Reason(Part.NAME, Kind.JOINED)
    return Comparison(Verdict.PROBABLE, 0.85, (reason,))


def _letters(reading: Reading) -> str:
    return "".join([*(part.text for part in reading.given), fold(reading.joined)]).replace("-", "")
