"""Passages, the unit of search: whole paragraphs or turns of about 60 to 150 words.

The text is first cut into *atoms* that are never divided (sentences; parts of those that have no end),
then atoms are put together so that the sum of costs is least: every cut costs by where it falls, every
passage by how far its size is off.

Passages tile the text. Only noise of whole lines, or longer than a line, lies between them, with the
white space that stands alone beside it; other noise is inside the passage around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from corpus.model import Mention, Passage, Range, RangeKind, Section, Turn
from ingest.noise import merge
from ingest.readers.facts import fact_lines
from ingest.sentences import sentence_ends

_FEWEST_WORDS = 60
_BEST_WORDS = 110
_MOST_WORDS = 150
_HARD_CAP = 300
# A sentence longer than this is divided: two such still make one passage.
_LONGEST_SENTENCE = 140
_SHORT_ANSWER = 40
_LINE_LENGTH = 80


class _Cut(IntEnum):
    """Where a cut falls, by what it costs (a word too many or too few costs 1)."""

    PARAGRAPH = 0
    SENTENCE = 60
    ANSWER = 150
    CLAUSE = 250
    HEADING = 300
    WORD = 400


@dataclass(frozen=True, slots=True)
class _Atom:
    """A stretch that is never divided; `cut` is the cost of ending a passage behind it."""

    start: int
    end: int
    words: int
    cut: _Cut


_BLANK_LINE = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
_CLAUSE = re.compile(r"[,;:—–)][\"'”’]*\s+(?=\S)")
_SPACE = re.compile(r"\s+(?=\S)")
_QUESTION = re.compile(r"\?[\"'”’)\]]*\s*\Z")


def split_passages(
    text: str,
    *,
    ranges: Sequence[Range],
    sections: Sequence[Section],
    turns: Sequence[Turn],
    mentions: Sequence[Mention],
) -> tuple[Passage, ...]:
    """Cut a tagged text into passages, ascending.

    Every character that is not noise lies in exactly one (white space that stands alone between noise
    excepted); no passage crosses a section, none is cut through a mention, a word or a join. A question
    stays with its short answer where the size allows; nothing exceeds about 300 words but a mention.
    """
    if not text:
        return ()
    closed = _closed(mentions, ranges)
    cuts = sorted((_sentence_cuts(text, closed) | _paragraph_cuts(text, ranges, turns, closed)).items())
    sizes = [_size_cost(words) for words in range(_HARD_CAP + 1)]
    passages: list[Passage] = []
    for start, end, section in _runs(text, ranges, sections, closed):
        for first, last in _grouped(list(_atoms(text, start, end, cuts, closed)), sizes):
            passages.append(Passage(len(passages), first, last, section, ()))
    return _with_turns(passages, turns)


def _closed(mentions: Sequence[Mention], ranges: Sequence[Range]) -> _Closed:
    joins = [(r.start, r.end) for r in ranges if r.kind is RangeKind.JOIN]
    return _Closed(merge([(m.start, m.end) for m in mentions] + joins))


class _Closed:
    """Spans that no cut may fall into: mentions and joins."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def holds(self, offset: int) -> bool:
        """Whether `offset` lies strictly inside a span."""
        at = bisect_left(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _runs(
    text: str, ranges: Sequence[Range], sections: Sequence[Section], closed: _Closed
) -> Iterator[tuple[int, int, int]]:
    """Stretches (start, end, section) between big noise and section borders, with something in them."""
    noise = merge([(r.start, r.end) for r in ranges if r.kind is RangeKind.NOISE])
    gaps = [gap for gap in _gaps(text, noise) if not closed.holds(gap[0]) and not closed.holds(gap[1])]
    starts, ends = [start for start, _ in gaps], [end for _, end in gaps]
    for number, section in enumerate(sections or (Section(0, len(text)),)):
        at = section.start
        for gap in range(bisect_right(ends, at), bisect_left(starts, section.end)):
            start, end = gaps[gap]
            if _has_words(text, at, start, noise):
                yield at, start, number
            at = max(at, end)
        if _has_words(text, at, section.end, noise):
            yield at, section.end, number


def _has_words(text: str, start: int, end: int, noise: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch holds more than white space and noise, such as the mark of a heading."""
    for index in range(bisect_left(noise, (start,)), len(noise)):
        first, last = noise[index]
        if first >= end or text[start:first].strip():
            break
        start = max(start, last)
    return bool(text[start:end].strip())


def _gaps(text: str, noise: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Noise that lies between passages: whole lines, or more than a line's length."""
    return [
        (start, end) for start, end in noise if end - start > _LINE_LENGTH or _is_whole_line(text, start, end)
    ]


def _is_whole_line(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LINE_LENGTH) : start].rstrip(" \t")
    after = text[end : end + _LINE_LENGTH].lstrip(" \t")
    return (not before or before[-1] in "\r\n") and (not after or after[0] in "\r\n")


def _paragraph_cuts(
    text: str, ranges: Sequence[Range], turns: Sequence[Turn], closed: _Closed
) -> dict[int, _Cut]:
    """Where paragraphs, turns and headings border, with the cost of a cut there."""
    cuts = {match.end(): _Cut.PARAGRAPH for match in _BLANK_LINE.finditer(text)}
    cuts.update({line.end: _Cut.PARAGRAPH for line in fact_lines(text)})
    for turn in turns:
        cuts[_skip_space(text, turn.end)] = _Cut.PARAGRAPH
    for turn in turns:
        cuts[turn.start] = _Cut.PARAGRAPH
    for earlier, later in pairwise(turns):
        if _is_exchange(text, earlier, later):
            cuts[later.start] = _Cut.ANSWER
    for r in ranges:
        if r.kind is RangeKind.PARAGRAPH:
            cuts.setdefault(r.start, _Cut.PARAGRAPH)
        elif r.kind is RangeKind.HEADING:
            cuts[r.start] = _Cut.PARAGRAPH
            cuts[_skip_space(text, r.end)] = _Cut.HEADING
    return {offset: cut for offset, cut in cuts.items() if not closed.holds(offset)}


def _skip_space(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _is_exchange(text: str, question: Turn, answer: Turn) -> bool:
    """Whether the later turn answers the earlier at once, and shortly."""
    if text[question.end : answer.start].strip() or not _QUESTION.search(text, question.start, question.end):
        return False
    return len(text[answer.start : answer.end].split(maxsplit=_SHORT_ANSWER)) <= _SHORT_ANSWER


def _sentence_cuts(text: str, closed: _Closed) -> dict[int, _Cut]:
    starts = (_skip_space(text, offset) for offset in sentence_ends(text, 0, len(text)))
    return {offset: _Cut.SENTENCE for offset in starts if not closed.holds(offset)}


def _atoms(
    text: str, start: int, end: int, cuts: Sequence[tuple[int, _Cut]], closed: _Closed
) -> Iterator[_Atom]:
    """What a run is made of; `cuts` are those of the whole text, ascending."""
    inside = cuts[bisect_right(cuts, start, key=_offset) : bisect_left(cuts, end, key=_offset)]
    at = start
    for offset, cut in (*inside, (end, _Cut.PARAGRAPH)):
        words = len(text[at:offset].split())
        if words > _LONGEST_SENTENCE:
            yield from _divided(text, at, offset, cut, closed)
        else:
            yield _Atom(at, offset, words, cut)
        at = offset


def _offset(cut: tuple[int, _Cut]) -> int:
    return cut[0]


def _divided(text: str, start: int, end: int, cut: _Cut, closed: _Closed) -> Iterator[_Atom]:
    """A sentence without end in parts of at most half a passage, at clauses where there are any."""
    clauses = {match.end() for match in _CLAUSE.finditer(text, start, end)}
    at, words, clause, clause_words = start, 0, start, 0
    for match in _SPACE.finditer(text, start, end):
        words += 1
        if closed.holds(match.end()):
            continue
        if match.end() in clauses:
            clause, clause_words = match.end(), words
        if words >= _MOST_WORDS // 2:
            at_clause = clause > at
            border, counted = (clause, clause_words) if at_clause else (match.end(), words)
            yield _Atom(at, border, counted, _Cut.CLAUSE if at_clause else _Cut.WORD)
            at, words, clause_words = border, words - counted, 0
    yield _Atom(at, end, words + 1, cut)


def _grouped(atoms: Sequence[_Atom], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The cheapest way to put atoms together, as (start, end) of passages; `sizes` are costs by words."""
    best: list[int] = [0]
    back: list[int] = [0]
    for last in range(1, len(atoms) + 1):
        cost, first = _cheapest(atoms, best, sizes, last)
        best.append(cost)
        back.append(first)
    ends: list[tuple[int, int]] = []
    last = len(atoms)
    while last:
        ends.append((atoms[back[last]].start, atoms[last - 1].end))
        last = back[last]
    return reversed(ends)


def _cheapest(
    atoms: Sequence[_Atom], best: Sequence[int], sizes: Sequence[int], last: int
) -> tuple[int, int]:
    """Cost and first atom of the best passage that ends with atom `last - 1`."""
    words = atoms[last - 1].words
    choice = (best[last - 1] + sizes[min(words, _HARD_CAP)], last - 1)
    for first in range(last - 2, -1, -1):
        words += atoms[first].words
        if words > _HARD_CAP:
            break
        cost = best[first] + sizes[words]
        if cost <= choice[0]:
            choice = (cost, first)
    return choice[0] + atoms[last - 1].cut, choice[1]


def _size_cost(words: int) -> int:
    """0 within the best size; then a word more costs 1 within the wanted size, 4 above it."""
    few = max(0, _FEWEST_WORDS - words)
    return few + max(0, words - _BEST_WORDS) + 3 * max(0, words - _MOST_WORDS)


def _with_turns(passages: Sequence[Passage], turns: Sequence[Turn]) -> tuple[Passage, ...]:
    starts = [turn.start for turn in turns]
    ends = [turn.end for turn in turns]
    return tuple(
        Passage(
            p.ordinal,
            p.start,
            p.end,
            p.section,
            tuple(range(bisect_right(ends, p.start), bisect_left(starts, p.end))),
        )
        for p in passages
    )
