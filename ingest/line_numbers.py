"""The numbers before the lines of a transcript, as court reporters print them: 1 to 25, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.text_lines import Line

_NUMBER = re.compile(r"(?P<number>\d{1,3})(?:$|[ \t]+(?=\S))")
# A page has no more lines than this; longer rows are those of a list.
_MOST = 60
_FEWEST = 8


def line_numbers(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The spans of line numbers with the white space behind them; none where the lines of a text are not
    numbered: most of those that begin with a number follow the one before, and so do most lines.
    """
    found = [(line, match) for line in lines if (match := _NUMBER.match(line.text))]
    numbers = [int(match["number"]) for _, match in found]
    following = sum(_follows(before, number) for before, number in pairwise(numbers))
    if following < _FEWEST or following * 4 < 3 * len(found) or len(found) * 2 < len(lines):
        return []
    return [(line.start, line.start + match.end()) for line, match in found if int(match["number"]) <= _MOST]


def _follows(before: int, number: int) -> bool:
    return number == before + 1 or (number == 1 and before < _MOST)
