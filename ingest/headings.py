"""Headings of plain texts: on lines of their own, or in capitals inside flattened white space."""

from __future__ import annotations

import re
from functools import cache

from corpus.model import Range, RangeKind
from ingest.wordlists import entries

_LONGEST_HEADING = 160
_MOST_WORDS = 14
_LINE = re.compile(r"[^\r\n]+")
_NEAR = 80
_EMPTY_ABOVE = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\Z")
_EMPTY_BELOW = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r|\n|\Z)|\Z")
_SENTENCE_LIKE = re.compile(r"[.!?;,:]['\"”’)]*$")
_NUMERAL = re.compile(r"(?:[0-9]{1,3}|[IVXLC]{1,7}|[A-Z])\b[.:)]?")
_EDIT_MARK = re.compile(r"\s*\[(?:edit(?: source)?|править[^\]]*)\]\s*$")
# Words in capitals in a row; a lone capital before a small letter belongs to the next sentence.
_CAPITALS = r"(?:[ ]+(?![AI][ ][a-z])[A-ZА-ЯЁ0-9(][A-ZА-ЯЁ0-9.,'’()\-]*(?![a-zа-яё\w]))"


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either('headings')})\b|{_sitting()}", re.IGNORECASE)


@cache
def _inline() -> re.Pattern[str]:
    openings = _either("headings").upper().replace("\\ ", "[ ]")
    sitting = rf"(?:{_either('sittings').upper()})[ ](?:SESSION|SITTING|HEARING|ЗАСЕДАНИЕ)"
    return re.compile(rf"(?<![\w-])(?:(?:{openings}){_CAPITALS}{{1,14}}|{sitting}{_CAPITALS}{{0,8}})")


def _either(name: str) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries(name), key=len, reverse=True))


def _sitting() -> str:
    which = _either("sittings")
    sitting = r"(?:session|sitting|hearing|заседание)"
    return (
        rf"(?:the[ ])?(?:{which}|\d{{1,3}}(?:st|nd|rd|th))[ ](?:{sitting}|day)\b"
        rf"|{sitting}[ ](?:of|on)\b|day[ ]\d{{1,3}}\b"
    )


def find_headings(text: str) -> tuple[Range, ...]:
    """Headings, ascending and without overlap; an `[edit]` mark behind one is not part of it.

    A line alone between empty lines is one that opens like a heading of a record, stands in capitals,
    or carries an edit mark. `value` is empty: plain text knows no levels.
    """
    lines = [
        Range(match.start(), match.start() + length, RangeKind.HEADING)
        for match in _LINE.finditer(text)
        if (length := _heading_length(text, match))
    ]
    return tuple(sorted(lines + _inline_headings(text, lines)))


def _heading_length(text: str, line: re.Match[str]) -> int:
    """How many characters of a line are a heading; 0 if it is none."""
    if len(line[0]) > _LONGEST_HEADING or not line[0].strip():
        return 0
    edit = _EDIT_MARK.search(line[0])
    if edit:
        return edit.start()
    heading = line[0].rstrip()
    if len(heading.split()) > _MOST_WORDS or not _stands_alone(text, line):
        return 0
    return len(heading) if _looks_like_heading(heading.strip()) else 0


def _stands_alone(text: str, line: re.Match[str]) -> bool:
    """Whether the lines before and behind are empty, or there are none."""
    above = text[max(0, line.start() - _NEAR) : line.start()]
    opens = line.start() == len(above) and not above.strip()
    return (opens or _EMPTY_ABOVE.search(above) is not None) and _EMPTY_BELOW.match(
        text, line.end()
    ) is not None


def _looks_like_heading(line: str) -> bool:
    opening = _opening().match(line)
    if opening and _numbered_or_named(line, opening):
        return True
    letters = [c for c in line if c.isalpha()]
    in_capitals = len(letters) > 3 and all(c.isupper() for c in letters)
    return in_capitals and not line.endswith((":", ";", ",", "?", "!", '"'))


def _numbered_or_named(line: str, opening: re.Match[str]) -> bool:
    """ "Chapter 3", "Part of it was lost": what follows the opening word is a number or a capital."""
    rest = line[opening.end() :].lstrip(" .,:—–-(")
    if _SENTENCE_LIKE.search(line) and not _NUMERAL.match(rest):
        return len(line.split()) <= 3
    return not rest or not rest[0].islower() or rest.split()[0] in {"the", "of", "on", "by"}


def _inline_headings(text: str, lines: list[Range]) -> list[Range]:
    taken = {line.start for line in lines}
    found = []
    for match in _inline().finditer(text):
        end = match.start() + len(match[0].rstrip(" .,("))
        inside = any(line.start <= match.start() < line.end for line in lines)
        if match.start() not in taken and not inside:
            found.append(Range(match.start(), end, RangeKind.HEADING))
    return found
