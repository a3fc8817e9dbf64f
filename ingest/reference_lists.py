"""Lists of references that lost their shape when a web page was saved as text.

    . The Long Winter (1949).
    Marsh, Edith
    ISBN

A line is a *sign* when only such a list has it, and *meagre* when it may belong to one. A block of
neighbouring meagre lines with enough signs is noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.text_lines import Line

_BROKEN_START = re.compile(r"^(?:[.,;:]\s|\"\"\s|“”\s|\^\s|\(\d{4}\)\.)")
_NUMBERS = re.compile(
    r"\b(?:ISBN|ISSN|OCLC|doi|LCCN)\b|\b97[89]-[\d-]{9,}|\bdoi:|\bRetrieved \d|\bArchived from"
)
_NAME = re.compile(r"^[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?, (?:[^\W\d_][\w'’.-]*[ ]?){1,4}$")
_CITED = re.compile(
    r"^[^\W\d_][\w'’-]+, [^()]{2,80}\(\d{4}[a-z]?\)\.|\b(?:University )?Press\b.{0,30}$|\(\d{4}\)\.?$"
)
_PUBLISHED = re.compile(
    r"[.:][\"”]? (?:[A-ZА-ЯЁ][\w ]+: [A-ZА-ЯЁ][\w' &]+|[A-ZА-ЯЁ][\w ]+)\.? ?(?:1[5-9]|20)\d\d\.?$"
)

_LONGEST_REFERENCE = 400
_SHORT_WORDS = 8
_FEWEST_SIGNS = 3
# Of the lines of a block; the others are the names and stray words that belong to them.
_SHARE_OF_SIGNS = 0.3


def reference_blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The spans (start, end) of broken reference lists, ascending."""
    for meagre, group in groupby(lines, key=lambda line: _is_meagre(line.text)):
        block = list(group)
        if meagre and _is_list(block):
            yield block[0].start, block[-1].end


def _is_list(block: Sequence[Line]) -> bool:
    signs = sum(_is_sign(line.text) for line in block)
    broken = any(_is_broken(line.text) for line in block)
    return broken and signs >= _FEWEST_SIGNS and signs >= _SHARE_OF_SIGNS * len(block)


def _is_broken(line: str) -> bool:
    return _BROKEN_START.match(line) is not None or line in {"ISBN", "OCLC", "ISSN", "doi"}


def _is_sign(line: str) -> bool:
    if len(line) > _LONGEST_REFERENCE:
        return False
    return _is_broken(line) or any(p.search(line) for p in (_NUMBERS, _NAME, _CITED, _PUBLISHED))


def _is_meagre(line: str) -> bool:
    return (len(line.split()) <= _SHORT_WORDS and not line.endswith("]") and not _speaks(line)) or _is_sign(
        line
    )


def _speaks(line: str) -> bool:
    """A short line of a dialogue, no member of a list."""
    return ":" in line or line.endswith(("?", "!"))
