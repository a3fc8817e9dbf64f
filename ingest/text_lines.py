"""The lines of a text with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\S\r\n]*(\S[^\r\n]*)")
_FACT = re.compile(r"[A-Z]{3,12}:[ \t]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; `start` is its first character that is not white space."""

    start: int
    end: int
    text: str
    # How many lines the text has before this one, blank ones included.
    number: int

    @property
    def is_fact(self) -> bool:
        """Whether it looks like a leading `TITLE:` line."""
        return _FACT.match(self.text) is not None


def text_lines(text: str) -> tuple[Line, ...]:
    """All lines but blank ones, in their order."""
    lines: list[Line] = []
    number = at = 0
    for match in _LINE.finditer(text):
        number += text.count("\n", at, match.start())
        at = match.start()
        content = match[1].rstrip()
        lines.append(Line(match.start(1), match.start(1) + len(content), content, number))
    return tuple(lines)
