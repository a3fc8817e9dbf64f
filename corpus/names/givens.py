"""Comparing given names: one with another, and two rows of them in their order.

A row agrees with a shorter one when each word of the shorter has its partner. Where both have a word
that the other does not, they conflict: Hans O. and Hans Joachim are two men.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.names.compare import begins, is_equivalent
from corpus.names.fold import skeleton
from corpus.names.parse import Given, is_patronymic
from corpus.names.reasons import Kind, Part, Reason
from corpus.names.tables import equivalents, given_names
from corpus.names.wording import compare_words

# What an agreement of given names is worth, of 1 for the same word. Nicknames and short forms stand for
# several names, an initial for a twentieth of all.
_WORTH = {
    Kind.SAME: 1.0,
    Kind.CASE: 1.0,
    Kind.TRANSLITERATION: 0.97,
    Kind.SPELLING: 0.95,
    Kind.EQUIVALENT: 0.92,
    Kind.SHORTENED: 0.85,
    Kind.INITIAL: 0.85,
    Kind.SCANNING: 0.85,
    Kind.MISPRINT: 0.8,
}
_MORE = 0.98  # one has a word that the other lacks
_LATER = 0.7  # the first name of the one is a later name of the other
ALONE = 0.65  # nothing to compare


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two rows of given names agree (`score` 0 to 1, nothing for a conflict), and why."""

    score: float
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=1 << 16)
def compare_given(a: Given, b: Given) -> Reason:
    """How two given names, patronymics or initials agree."""
    kind, distance, steps = _given_kind(a, b)
    part = Part.PATRONYMIC if is_patronymic(a.text) and is_patronymic(b.text) else Part.GIVEN
    return Reason(part, kind, _shown(a), _shown(b), distance, steps)


def _given_kind(a: Given, b: Given) -> tuple[Kind, float, tuple[str, ...]]:
    if a.short or b.short:
        return _short_kind(a, b), 0.0, ()
    if set(a.readings) & set(b.readings):
        return (Kind.SAME if a.text == b.text else Kind.CASE), 0.0, ()
    if is_patronymic(a.text) != is_patronymic(b.text):
        return Kind.CONFLICT, 0.0, ()
    if {skeleton(x) for x in a.readings} & {skeleton(y) for y in b.readings}:
        return Kind.TRANSLITERATION, 0.0, ()
    if any(is_equivalent(x, y) for x in a.readings for y in b.readings):
        return Kind.EQUIVALENT, 0.0, ()
    return _spelt_kind(a, b)


def _short_kind(a: Given, b: Given) -> Kind:
    short, other = (a, b) if a.short and (not b.short or len(a.text) <= len(b.text)) else (b, a)
    if is_equivalent(a.text, b.text):
        return Kind.EQUIVALENT
    if not begins(other.text, short.text):
        return Kind.CONFLICT
    return Kind.SAME if a.text == b.text else Kind.INITIAL if len(short.text) < 3 else Kind.SHORTENED


def _spelt_kind(a: Given, b: Given) -> tuple[Kind, float, tuple[str, ...]]:
    """Alexander and Alexandra, Maria and Marta, John and Joan are two names, however near."""
    if a.text.endswith("a") != b.text.endswith("a") or (a.text in equivalents() and b.text in equivalents()):
        return Kind.CONFLICT, 0.0, ()
    first, second = sorted((a.text, b.text), key=len)
    if len(first) > 2 and second.startswith(first):
        return Kind.SHORTENED, 0.0, ()
    like = compare_words(a.written or a.text, b.written or b.text)
    if not like.is_one_name or (len(first) < 5 and like.kind is Kind.MISPRINT and _both_known(a, b)):
        return Kind.CONFLICT, 0.0, ()
    return like.kind, round(like.distance, 2), like.steps


def _both_known(a: Given, b: Given) -> bool:
    return a.text in given_names() and b.text in given_names()


def _shown(part: Given) -> str:
    return part.written or (f"{part.text.title()}." if part.short else part.text.title())


def compare_rows(a: Sequence[Given], b: Sequence[Given]) -> Agreement:
    """How the given names of two persons agree, in their order."""
    if not a or not b:
        more = tuple(Reason(Part.GIVEN, Kind.MORE, left=_shown(part)) for part in (*a, *b)[:1])
        return Agreement(ALONE, (Reason(Part.NAME, Kind.ALONE), *more))
    pairs = tuple(_partners(a, b))
    left = [at for at in range(len(a)) if at not in {i for i, _ in pairs}]
    right = [at for at in range(len(b)) if at not in {j for _, j in pairs}]
    if (left and right) or not pairs:
        return Agreement(0.0, (_conflict(a[left[0]], b[right[0]]),))
    reasons = tuple(compare_given(a[i], b[j]) for i, j in pairs)
    score = min(_worth(reason) for reason in reasons)
    extra = [a[i] for i in left] or [b[j] for j in right]
    if 0 not in left and 0 not in right:
        return _with_extra(score, reasons, extra)
    first = pairs[0]
    if a[first[0]].short or b[first[1]].short:
        return Agreement(0.0, (_conflict(a[0], b[0]),))  # A. Holt and J. A. Holt
    return Agreement(score * _LATER, (*reasons, Reason(Part.GIVEN, Kind.LATER, left=_shown(extra[0]))))


def _conflict(a: Given, b: Given) -> Reason:
    part = Part.PATRONYMIC if is_patronymic(a.text) and is_patronymic(b.text) else Part.GIVEN
    return Reason(part, Kind.CONFLICT, _shown(a), _shown(b))


def _with_extra(score: float, reasons: tuple[Reason, ...], extra: list[Given]) -> Agreement:
    """The agreement of a row with one that may have more words."""
    if not extra:
        return Agreement(score, reasons)
    more = Reason(Part.GIVEN, Kind.MORE, left=" ".join(_shown(part) for part in extra))
    return Agreement(score * _MORE, (*reasons, more))


def _worth(reason: Reason) -> float:
    return _WORTH[reason.kind]


def _partners(a: Sequence[Given], b: Sequence[Given]) -> Iterator[tuple[int, int]]:
    """The pairs that agree best while both rows keep their order."""
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _gain(a[i], b[j]))
    i = j = 0
    while i < len(a) and j < len(b):
        gain = _gain(a[i], b[j])
        if gain and best[i][j] == best[i + 1][j + 1] + gain:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _gain(a: Given, b: Given) -> float:
    reason = compare_given(a, b)
    return _WORTH[reason.kind] if reason.kind.agrees else 0.0
