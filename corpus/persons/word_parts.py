"""Where to look for surnames that a misread word may stand for: at least one of three parts is as printed."""

from __future__ import annotations

from collections.abc import Iterator

# How far a part in the middle may be from its place: letters before it were dropped, or read as two.
_SHIFT = 2
_SHORT = 6


def parts(surname: str) -> Iterator[str]:
    """The beginning, the middle and the end of a surname; of a short one beginning and end."""
    first, last = _borders(len(surname))
    yield f"^{surname[:first]}"
    yield f"{surname[last:]}$"
    if first < last:
        yield surname[first:last]


def probes(word: str) -> set[str]:
    """The parts that surnames share with a word where this is a misreading of them."""
    found = set()
    for length in range(max(4, len(word) - _SHIFT), len(word) + _SHIFT + 1):
        first, last = _borders(length)
        found |= {f"^{word[:first]}", f"{word[-(length - last) :]}$"}
        if first < last:
            starts = range(max(0, first - _SHIFT), first + _SHIFT + 1)
            found.update(word[start : start + last - first] for start in starts)
    return found


def _borders(length: int) -> tuple[int, int]:
    """Where the first part of a word ends, and where the last begins."""
    if length < _SHORT:
        return length // 2, length // 2
    return length // 3, length - length // 3
