"""Numbers in the order of what they number, with room between them for what comes later."""

from __future__ import annotations

from collections.abc import Sequence

from search.engines.base import RebuildNeededError

# Numbers are below this: JSON and floats keep them exactly.
LIMIT = 2**53

_WIDEST = 2**32

# What part of the room that a run of new ones finds it takes, in the middle. The rest is for what comes
# next to it: where each took all, the fifth document of 100 passages at one place would find none.
_PART = 8


def first_numbers(count: int) -> Sequence[int]:
    """The numbers of so many that are numbered together."""
    gap = _gap(count)
    return range(gap, (count + 1) * gap, gap)


def numbers_between(low: int, high: int, count: int) -> Sequence[int]:
    """`count` (at least 1) numbers between two, evenly spaced. Raises `RebuildNeededError` without room."""
    room = high - low
    if count >= room:
        raise RebuildNeededError(f"{count} do not fit between the numbers {low} and {high}")
    step = max(1, room // (_PART * (count + 1)))
    first = low + (room - step * (count - 1)) // 2
    return range(first, first + count * step, step)


def numbers_behind(last: int, count: int, numbered: int) -> Sequence[int]:
    """`count` numbers behind the last of `numbered`; raises `RebuildNeededError` without room."""
    gap = _gap(numbered)
    if last + count * gap < LIMIT:
        return range(last + gap, last + (count + 1) * gap, gap)
    return numbers_between(last, LIMIT, count)


def _gap(count: int) -> int:
    """A power of two, which leaves half of all numbers to those that come behind the last."""
    room: int = LIMIT // 2 // (count + 1)
    return min(_WIDEST, 1 << max(0, room.bit_length() - 1))
