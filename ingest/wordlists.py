"""Word lists of the data folder: what differs between records is data, not code."""

from __future__ import annotations

from functools import cache

from corpus.word_files import read_lines


@cache
def entries(name: str) -> tuple[str, ...]:
    """The lines of `ingest/data/<name>.txt` in their order, without comments (#) and empty lines."""
    return tuple(line.strip() for line in read_lines("ingest", f"{name}.txt"))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of a list, case folded."""
    return frozenset(entry.casefold() for entry in entries(name))


@cache
def table(name: str) -> dict[str, str]:
    """The entries of a list of pairs: first word, case folded, to the rest of the line."""
    pairs = (entry.split(maxsplit=1) for entry in entries(name))
    return {pair[0].casefold(): pair[1] if len(pair) > 1 else "" for pair in pairs}
