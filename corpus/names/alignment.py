"""How two spellings of a word differ, letter group by letter group, and what the differences cost.

A table says which letters stand for which: `sh` for ш, `rn` read as `m`, `y` for `i`. What it does not
list is an edit and costs about one. The cheapest way from one word to the other is the distance, and
the steps of that way are what can be shown to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

# Longer words are cut: no name has more letters, and the work grows with the square of the length.
LONGEST = 40
# A group of letters has at most so many, on either side.
_GROUP = 5
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїє")
EDIT = "edit"
DOUBLED = "doubled"
_NEVER = 50.0

# Left group -> (right group, cost, kind).
Table = Mapping[str, tuple[tuple[str, float, str], ...]]
# Where a step comes from and what it is: (cost, row, column, kind).
_Step = tuple[float, int, int, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One step: the letters `left` stand where the other word has `right`."""

    left: str
    right: str
    kind: str
    cost: float

    @property
    def reversed(self) -> Change:
        """The same step, seen from the other word."""
        return Change(self.right, self.left, self.kind, self.cost)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The distance of two words, and its steps without those that change nothing."""

    cost: float
    changes: tuple[Change, ...]

    @property
    def edits(self) -> int:
        """How many steps no table explains."""
        return sum(change.kind == EDIT for change in self.changes)

    @property
    def reversed(self) -> Alignment:
        """The same way, from the other word to the first."""
        return Alignment(self.cost, tuple(change.reversed for change in self.changes))


class Tables:
    """A table of letter groups, read for use: `groups` are the left ones by their first letter."""

    __slots__ = ("_lefts", "rights")

    def __init__(self, rights: Table) -> None:
        self.rights = rights
        self._lefts = frozenset(rights)

    def starting(self, word: str, at: int) -> Iterator[str]:
        """The left groups that a word has at a place."""
        for length in range(1, _GROUP + 1):
            group = word[at : at + length]
            if len(group) == length and group in self._lefts:
                yield group


def align(left: str, right: str, tables: Tables) -> Alignment:
    """The cheapest way from one word (small letters) to another; `^` and `$` mark their ends in tables."""
    a, b = f"^{left[:LONGEST]}$", f"^{right[:LONGEST]}$"
    steps = _cheapest(a, b, tables)
    return Alignment(steps[len(a)][len(b)][0], tuple(_trace(a, b, steps)))


def _cheapest(a: str, b: str, tables: Tables) -> list[list[_Step]]:
    """The best step into each place of the grid."""
    places = _places(b)
    gaps = [_gap(b, at) for at in range(len(b))]
    far = (1e9, 0, 0, "")
    grid: list[list[_Step]] = [[far] * (len(b) + 1) for _ in range(len(a) + 1)]
    grid[0][0] = (0.0, 0, 0, "")
    for i in range(len(a) + 1):
        row = grid[i]
        for j, (gap, kind) in enumerate(gaps):
            if (cost := row[j][0] + gap) < row[j + 1][0]:
                row[j + 1] = (cost, i, j, kind)
        if i < len(a):
            _edit(grid, a, b, i)
            _exchange(grid, a, i, places, tables)
    return grid


def _edit(grid: list[list[_Step]], a: str, b: str, i: int) -> None:
    """Steps of one letter: the same, another, left out, or two that changed places."""
    row, below, letter = grid[i], grid[i + 1], a[i]
    gap, kind = _gap(a, i)
    vowel = letter in _VOWELS
    for j, other in enumerate(b):
        here = row[j][0]
        cost = here + (
            0.0 if letter == other else 0.7 if vowel and other in _VOWELS else _other(letter, other)
        )
        if cost < below[j + 1][0]:
            below[j + 1] = (cost, i, j, "" if letter == other else EDIT)
        if here + gap < below[j][0]:
            below[j] = (here + gap, i, j, kind)
        swapped = letter != other and a[i : i + 2] == b[j : j + 2][::-1]
        if swapped and here + 0.9 < grid[i + 2][j + 2][0]:
            grid[i + 2][j + 2] = (here + 0.9, i, j, EDIT)
    if row[len(b)][0] + gap < below[len(b)][0]:
        below[len(b)] = (row[len(b)][0] + gap, i, len(b), kind)


def _exchange(
    grid: list[list[_Step]], a: str, i: int, places: Mapping[str, list[int]], tables: Tables
) -> None:
    """Steps of the table from row `i`."""
    row = grid[i]
    for group in tables.starting(a, i):
        below = grid[i + len(group)]
        for right, price, kind in tables.rights[group]:
            for j in places.get(right, ()):
                if (cost := row[j][0] + price) < below[j + len(right)][0]:
                    below[j + len(right)] = (cost, i, j, kind)


def _places(word: str) -> Mapping[str, list[int]]:
    """Where each group of letters stands in a word; the empty one everywhere."""
    found: dict[str, list[int]] = {"": list(range(len(word) + 1))}
    for start in range(len(word)):
        for length in range(1, min(_GROUP + 1, len(word) - start) + 1):
            found.setdefault(word[start : start + length], []).append(start)
    return found


def _gap(word: str, at: int) -> tuple[float, str]:
    """What it costs to leave a letter out, and its kind: little for a doubled one or an h, never an end."""
    letter = word[at]
    if letter in "^$":
        return _NEVER, EDIT
    if at and word[at - 1] == letter:
        return 0.15, DOUBLED
    return (0.4 if letter == "h" else 0.8 if letter in _VOWELS else 1.0), EDIT


def _other(letter: str, other: str) -> float:
    return _NEVER if letter in "^$" or other in "^$" else 1.0


def _trace(a: str, b: str, grid: list[list[_Step]]) -> list[Change]:
    """The steps of the cheapest way that change something."""
    i, j, found = len(a), len(b), list[Change]()
    while i or j:
        cost, before_i, before_j, kind = grid[i][j]
        if kind:
            price = cost - grid[before_i][before_j][0]
            found.append(Change(a[before_i:i].strip("^$"), b[before_j:j].strip("^$"), kind, price))
        i, j = before_i, before_j
    return found[::-1]


@lru_cache(maxsize=8)
def read_tables(*rows: tuple[str, str, float, str]) -> Tables:
    """Tables of rows (left, right, cost, kind)."""
    found: dict[str, list[tuple[str, float, str]]] = {}
    for left, right, cost, kind in rows:
        found.setdefault(left, []).append((right, cost, kind))
    return Tables({left: tuple(rights) for left, rights in found.items()})
