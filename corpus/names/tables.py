"""The data files beside this module, read once."""

from __future__ import annotations

from functools import cache

from corpus.word_files import read_lines


def _lines(name: str) -> list[str]:
    return read_lines("corpus.names", name)


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list file, for instance `words("titles")`."""
    return frozenset(word for line in _lines(f"{name}.txt") for word in line.split())


@cache
def words_of(*names: str) -> frozenset[str]:
    """The words of several list files together."""
    return frozenset().union(*map(words, names))


@cache
def endings(name: str) -> tuple[str, ...]:
    """The endings of a list file, longest first."""
    return tuple(sorted(words(name), key=lambda ending: (-len(ending), ending)))


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The rows of a table of two columns, in the order of the file."""
    rows = (line.split("\t") for line in _lines(f"{name}.tsv"))
    return tuple((row[0], row[1] if len(row) > 1 else "") for row in rows)


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, in the order of the file."""
    return tuple(tuple(line.split("\t")) for line in _lines(f"{name}.tsv"))


@cache
def exchanges(name: str) -> tuple[tuple[str, str, float, str], ...]:
    """Groups of letters that stand for one another: (left, right, cost, kind), by a table's rows.

    A row has cost, kind, the left group, and the right ones, which may have costs of their own (`z:.1`).
    """
    found = []
    for line in _lines(f"{name}.tsv"):
        cost, kind, left, rights = line.split("\t")
        for word in rights.split():
            right, _, own = word.partition(":")
            found.append((_group(left), _group(right), float(own or cost), kind))
    return tuple(found)


def _group(text: str) -> str:
    return "" if text == "''" else text


@cache
def groups(name: str) -> dict[str, int]:
    """The line, counted from nothing, on which each word of a list file stands."""
    return {word: number for number, line in enumerate(_lines(f"{name}.txt")) for word in line.split()}


@cache
def equivalents() -> dict[str, frozenset[int]]:
    """The groups (by number) of equivalent given names that a folded name stands in."""
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("equivalents.tsv")):
        for word in line.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@cache
def given_names() -> frozenset[str]:
    """All given names of the tables, folded."""
    return words("given_names") | equivalents().keys()
