"""Leading `TITLE:`, `LABEL:`, `URL:` lines: bibliographic facts that a plain text carries with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Bibliography
from ingest.days import written_day

_FACT = re.compile(r"([A-Z]{3,12}):[ \t]*([^\r\n]*?)[ \t]*(?:\r\n?|\n|\Z)")
_FIELDS = {
    "TITLE": "title",
    "LABEL": "label",
    "URL": "url",
    "PUBLISHER": "publisher",
    "DATE": "published",
    "PLACE": "place",
    "LANGUAGE": "language",
    "LICENCE": "licence",
    "LICENSE": "licence",
    # Known, so that the header goes on after it; the model has no place for it.
    "AUTHOR": "",
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One leading line. `start` to `end` is the line with its line end; its value begins at `value_start`."""

    key: str
    value: str
    start: int
    value_start: int
    end: int


def fact_lines(text: str) -> tuple[FactLine, ...]:
    """The fact lines that a text begins with, in their order; the first other line ends them."""
    lines: list[FactLine] = []
    match = _FACT.match(text)
    while match and match[1] in _FIELDS:
        lines.append(FactLine(match[1], match[2], match.start(), match.start(2), match.end()))
        match = _FACT.match(text, match.end()) if match.end() < len(text) else None
    return tuple(lines)


def leading_facts(text: str) -> Bibliography:
    """What the leading lines of a text say of it. A date that cannot be understood is left out."""
    facts: dict[str, str] = {}
    for line in fact_lines(text):
        field = _FIELDS[line.key]
        if field:
            facts.setdefault(field, written_day(line.value) if field == "published" else line.value)
    return Bibliography(**facts)
