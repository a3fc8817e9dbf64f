"""A passage cut into blocks, runs and parts: mentions, hits, labels and noise made visible.

No character is lost or added: all parts joined are the passage's text (a property test). Ranges that
reach beyond the passage are clipped; where mentions nest, the inner one shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from corpus.catalogue.reading.values import PassageView, Span
from search.web.pieces import Block, Part, Run

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")


class Ranged(Protocol):
    """Anything that lies between two offsets of the stored text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """One past the last character."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to be shown: its range, `style` (kind and tier), whom it leads to and why."""

    start: int
    end: int
    style: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Layers:
    """What holds for each character of a passage: its block, its mark (a position), its styles."""

    blocks: Sequence[int]
    marks: Sequence[int]
    styles: Sequence[str]


def mark_passage(
    passage: PassageView, marks: Sequence[Mark] = (), hits: Sequence[Ranged] = ()
) -> tuple[Block, ...]:
    """The passage's text with marks and hits. Blocks begin with turns and after empty lines."""
    marks = sorted(marks, key=lambda mark: (mark.start - mark.end, mark.start))
    layers = _Layers(_blocks(passage), _owners(passage, marks), _styles(passage, hits))
    return tuple(
        Block(tuple(_runs(passage.text, places, layers, marks)))
        for _, places in groupby(range(len(passage.text)), layers.blocks.__getitem__)
    )


def _runs(text: str, places: Iterable[int], layers: _Layers, marks: Sequence[Mark]) -> Iterator[Run]:
    for owner, run in groupby(places, layers.marks.__getitem__):
        parts = tuple(_parts(text, run, layers))
        mark = marks[owner] if owner >= 0 else None
        yield Run(parts, mark.style, mark.href, mark.note) if mark else Run(parts)


def _parts(text: str, places: Iterable[int], layers: _Layers) -> Iterator[Part]:
    for style, part in groupby(places, layers.styles.__getitem__):
        yield Part("".join(text[place] for place in part), style)


def _owners(passage: PassageView, marks: Sequence[Mark]) -> list[int]:
    """The position of each character's mark, -1 for none. Longest first, so that inner ones show."""
    owners = [-1] * len(passage.text)
    for position, mark in enumerate(marks):
        for place in _within(passage, mark):
            owners[place] = position
    return owners


def _styles(passage: PassageView, hits: Sequence[Ranged]) -> list[str]:
    labels = [Span(turn.start, turn.start + len(turn.label)) for turn in passage.turns]
    layers: tuple[tuple[str, Sequence[Ranged]], ...] = (
        ("label", labels),
        ("noise", passage.noise),
        ("hit", hits),
    )
    styles = [""] * len(passage.text)
    for style, ranges in layers:
        for place in {place for one in ranges for place in _within(passage, one)}:
            styles[place] = f"{styles[place]} {style}".strip()
    return styles


def _blocks(passage: PassageView) -> list[int]:
    """The number of each character's block."""
    starts = {turn.start - passage.start for turn in passage.turns}
    starts |= {gap.end() for gap in _PARAGRAPH.finditer(passage.text)}
    number, blocks = 0, []
    for place in range(len(passage.text)):
        number += place in starts
        blocks.append(number)
    return blocks


def _within(passage: PassageView, one: Ranged) -> range:
    """The places in the passage's text that a range covers."""
    length = len(passage.text)
    return range(max(0, one.start - passage.start), min(length, one.end - passage.start))
