"""Trimming what taggers and patterns return to the name itself."""

from __future__ import annotations

import re

from corpus.names.fold import fold
from corpus.names.movements import is_movement
from corpus.names.parse import is_answer, parse_name
from corpus.names.tables import words

_EDGES = "\"'“”‘’«»„()[]{}<>,;:-–—*_#/|.?!…"
_POSSESSIVE = re.compile(r"['’`´]\s?[sS]?$")
_CUT = re.compile(
    r"\s(?:and|or|of|to|the|in|at|by|for|with|from|who|is|was|и|в|на|с|от)\s|[:;()\[\]\"“”?!]|\s[-–—]\s"
)
_ROMAN = re.compile(r"[IVXLC]{2,}")
# "Varnek A. P.": the stop belongs to the initial.
_INITIAL_AT_END = re.compile(r"(?<=[\s.])[^\W\d_a-zа-яё]\.$")
_FIRST_WORD = re.compile(r"\S+\s+")


def clean_person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name inside a span: without titles, possessives, brackets and what hangs on; or None."""
    cut = _CUT.search(text, start, end)
    if cut is not None:
        start, end = (start, cut.start()) if cut.start() > start + 1 else (cut.end(), end)
    start, end = _trim(text, start, end)
    while (first := _FIRST_WORD.match(text, start, end)) and fold(first[0].strip()) in words("titles"):
        if len(first[0].strip(" .")) == 1:
            break
        start = first.end()
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive:
        end = start + possessive.start()
    start, end = _trim(text, start, end)
    return (start, end) if _is_name(text[start:end]) else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_edge(text[start]):
        start += 1
    while start < end and _is_edge(text[end - 1]) and not _INITIAL_AT_END.search(text, start, end):
        end -= 1
    return start, end


def _is_edge(character: str) -> bool:
    return character in _EDGES or character.isspace()


def _is_name(name: str) -> bool:
    if len(name) < 2 or len(name) > 80 or any(character.isdigit() for character in name):
        return False
    last = name.split()[-1]
    if not any(word[:1].isupper() for word in name.split()) or (last == name and is_movement(name)):
        return False
    read = parse_name(name)
    return read is not None and not is_answer(read) and not _ROMAN.fullmatch(name)
