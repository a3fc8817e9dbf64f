"""Words that the printer broke: hyphens at line ends, page numbers in between, soft hyphens."""

from __future__ import annotations

import re

from corpus.model import Range, RangeKind

_BREAK = r"[ \t]*(?:\r\n?|\n|\f|\u2028)"
# Between the halves may lie empty lines and one with nothing but a page number.
_BROKEN = re.compile(
    rf"(?<=[^\W\d_])(?P<hyphen>[-‐\u00ad])(?P<gap>{_BREAK}"
    rf"(?:[ \t]*(?:[-–—\[(]?[ \t]*\d{{1,4}}[ \t]*[-–—\])]?)?{_BREAK}){{0,4}}[ \t]*)(?=[^\W\d_])"
)
_SOFT = re.compile(r"\u00ad+(?=[^\W\d_])(?<=[^\W\d_]\u00ad)")
_COMPOUND = re.compile(r"[^\W_]+-[^\W_]+")
_HEAD = re.compile(r"[^\W_]+$")
_TAIL = re.compile(r"[^\W_]+")
_LONGEST_WORD = 40


def find_joins(text: str) -> tuple[Range, ...]:
    """What lies inside a broken word and is no part of it, ascending.

    Hyphen, line break, empty lines and a page number where a small letter follows; only the break
    where the hyphen belongs to the word: before a capital ("Ter-/Marek"), or where the word is
    written with its hyphen elsewhere in the text and never without. Soft hyphens anywhere.
    """
    breaks = list(_BROKEN.finditer(text))
    compounds = frozenset(_COMPOUND.findall(text)) if breaks else frozenset()
    broken = [_join(text, match, compounds) for match in breaks]
    taken = {join.start for join in broken}
    soft = [
        Range(match.start(), match.end(), RangeKind.JOIN)
        for match in _SOFT.finditer(text)
        if match.start() not in taken
    ]
    return tuple(sorted(broken + soft))


def _join(text: str, match: re.Match[str], compounds: frozenset[str]) -> Range:
    start = match.start("gap") if _keeps_hyphen(text, match, compounds) else match.start("hyphen")
    return Range(start, match.end("gap"), RangeKind.JOIN)


def _keeps_hyphen(text: str, match: re.Match[str], compounds: frozenset[str]) -> bool:
    if match["hyphen"] == "\u00ad":
        return False
    if not text[match.end()].islower():
        return True
    head = _HEAD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    tail = _TAIL.match(text, match.end())
    if head is None or tail is None:
        return False
    return f"{head[0]}-{tail[0]}" in compounds and f"{head[0]}{tail[0]}" not in text
