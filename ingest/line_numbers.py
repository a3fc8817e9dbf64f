"""The numbers before the lines of a transcript, as court reporters print them: 1 to 25, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.text_lines import Line

_NUMBER = re.compile(r"(?P<number>\d{1,3})(?:$|[ \t]+(?=\S))")
_INSIDE = re.compile(r"(?<=\S)[ \t](?P<all>[ \t]+(?P<number>\d{1,2})[ \t]+)(?=\S)")
# A page has no more lines than this; longer rows are those of a list.
_MOST = 60
_FEWEST = 8


def line_numbers(lines: Sequence[Line], text: str) -> list[tuple[int, int]]:
    """The spans of line numbers with the white space behind them; none where the lines of a text are not
    numbered: most of those that begin with a number follow the one before, and so do most lines. In a text
    whose lines were run together, the numbers stand behind more than one blank.
    """
    found = [(at, match) for at, line in enumerate(lines) if (match := _NUMBER.match(line.text))]
    if _count_on([match for _, match in found]) and len(found) * 2 >= len(lines):
        spans = [(lines[at].start, lines[at].start + match.end()) for at, match in found]
        before = [lines[at - 1].end + 1 if at else 0 for at, _ in found]
        apart = sum("\n" in text[end:start] for end, (start, _) in zip(before, spans, strict=True))
        if apart * 4 < 3 * len(found):
            return spans
        # With an empty line behind each, what goes on in the next line would be a paragraph of its own.
        return [(min(end, start), stop) for end, (start, stop) in zip(before, spans, strict=True)]
    inside = list(_INSIDE.finditer(text))
    return [match.span("all") for match in inside] if _count_on(inside) else []


def _count_on(found: Sequence[re.Match[str]]) -> bool:
    """Whether numbers count lines: each one more than the one before, or the first of a page."""
    numbers = [int(match["number"]) for match in found]
    following = sum(_follows(before, number) for before, number in pairwise(numbers))
    return following >= _FEWEST and following * 4 >= 3 * len(found)


def _follows(before: int, number: int) -> bool:
    return number == before + 1 or (number == 1 and before < _MOST)
