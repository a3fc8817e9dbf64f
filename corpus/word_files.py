"""Lists of words that lie beside the code as files: a line an entry, with comments (#) and empty lines."""

from __future__ import annotations

from importlib.resources import files


def read_lines(package: str, name: str) -> list[str]:
    """The entries of `data/<name>` of a package, in their order."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_words(package: str, name: str) -> frozenset[str]:
    """All words of all entries."""
    return frozenset(word for line in read_lines(package, name) for word in line.split())
