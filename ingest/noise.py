"""What stands in a text and is none of it: web headers and footers, edit and note marks, line numbers.

Noise is marked, never cut: taggers and snippets skip it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.model import Range, RangeKind
from ingest.line_numbers import line_numbers
from ingest.reference_lists import reference_blocks
from ingest.text_lines import Line, text_lines
from ingest.wordlists import entries

_EDIT = re.compile(r"\[(?:edit(?: source| section)?|править(?: ?\| ?править код)?|ред\.)\]", re.IGNORECASE)
# A note mark hangs on the word or stop before it; the pages may follow: "[1]: xvii", "[12]: 6–7, 9".
_NOTE = re.compile(
    r"(?<=\S)(?:\[(?:\d{1,3}|[a-z]{1,2}|(?:note|nb|n|прим\.)\s?\d{1,3}|[ivx]{1,5})\])+"
    r"(?::\s?(?:\d{1,4}|[ivxlc]{1,7})(?:[-–](?:\d{1,4}|[ivxlc]{1,7}))?"
    r"(?:, ?\d{1,4}(?:[-–]\d{1,4})?)*(?!\w))?"
)
_SEPARATORS = re.compile(r"\s(?:\||»|›|·|•|::)\s")

_LONGEST_TITLE = 120
_PROSE = 120
_HEADER_LINES = 12


def find_noise(text: str) -> tuple[Range, ...]:
    """Noise ranges, ascending, none touching another; nothing is said of the text's own title lines."""
    lines = text_lines(text)
    spans = [match.span() for pattern in (_EDIT, _NOTE, _needed()) for match in pattern.finditer(text)]
    spans += _web_header(lines)
    spans += [(line.start, line.end) for line in lines if _is_navigation(line.text)]
    spans += reference_blocks(lines)
    spans += line_numbers(lines, text)
    return tuple(Range(start, end, RangeKind.NOISE) for start, end in merge(spans))


def merge(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending spans with those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@cache
def _needed() -> re.Pattern[str]:
    phrases = "|".join(re.escape(entry) for entry in entries("note_words"))
    return re.compile(rf"\[(?:{phrases})\]", re.IGNORECASE)


@cache
def _navigation() -> re.Pattern[str]:
    whole = [re.escape(e) for e in entries("navigation") if not e.endswith("...")]
    opening = [re.escape(e.removesuffix("...").strip()) for e in entries("navigation") if e.endswith("...")]
    return re.compile(rf"(?:{'|'.join(whole)})\W*\Z|(?:{'|'.join(opening)}).{{0,120}}\Z", re.IGNORECASE)


def _is_navigation(line: str) -> bool:
    if len(line) > _LONGEST_TITLE:
        return False
    parts = _SEPARATORS.split(line)
    if len(parts) > 2:
        return not line.endswith((".", "?", "!")) and all(len(part.split()) <= 5 for part in parts)
    return _navigation().match(line.strip()) is not None


def _web_header(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The short lines before a page's title: the title is the line whose words open the first prose."""
    prose = next((i for i, line in enumerate(lines[:_HEADER_LINES]) if _is_prose(line.text)), 0)
    head = lines[:prose]
    if any(len(line.text) > _LONGEST_TITLE or line.is_fact for line in head):
        return []
    opening = lines[prose].text[: 2 * _LONGEST_TITLE].casefold() if head else ""
    title = next((i for i, line in enumerate(head) if _opens_with(line.text, opening)), 0)
    return [(line.start, line.end) for line in head[:title]]


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE and line.rstrip(' )"”’]').endswith((".", "!", "?", ":"))


def _opens_with(title: str, opening: str) -> bool:
    words = re.findall(r"\w+", title.casefold())
    return bool(words) and all(re.search(rf"\b{re.escape(word)}\b", opening) for word in words)
