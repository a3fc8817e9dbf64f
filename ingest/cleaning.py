"""The text as taggers read it: no noise, no broken words, one line, one space between words that belong
together; with a map back to the stored text.

A clean text is a row of pieces; each is a stretch of the stored text, character by character (a line
end has become a space), or one space put where noise held two words apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Range, RangeKind
from ingest.noise import merge
from ingest.readers.facts import fact_lines
from ingest.sentences import sentence_ends

_WHITE = re.compile("[\n\r\t\f\v\x85\u2028\u2029]")
_BLANK_LINE = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
# What is indented by more stands apart, and so does what lies behind more blanks: headings, columns.
_LINE_END = re.compile(r"(?<=\S)([ \t\xa0]*\r?)[\n\r]([ \t\xa0]{0,5})(?=\S)")
_DOUBLED = re.compile(r"(?<=\S) ([ \xa0]{1,2})(?=\S)")
_FEWEST_DOUBLED = 20
_WORD_END = re.compile(r"\s+")
_SENTENCE_MARKS = '.!?…:;,"”’)'

# A tagger's memory grows with the stretch; names at its borders lack context.
_MOST_WORDS = 600


@dataclass(frozen=True, slots=True)
class CleanText:
    """`text` with its `stretches`: (start, end) units in it, ascending, at most some 600 words each.

    Stretches end at headings, sentence or paragraph ends (inside a sentence only if it is longer than
    a stretch) and leave out nothing but white space.
    """

    text: str
    stretches: tuple[tuple[int, int], ...]
    # Where each piece starts in the clean and in the stored text.
    clean_starts: tuple[int, ...]
    stored_starts: tuple[int, ...]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The stored-text span of a span of `text`, which must not be empty.

        It begins with the span's first character and ends after its last; joins and noise between
        them are inside it.
        """
        return self._stored(start), self._stored(end - 1) + 1

    def clean_offset(self, offset: int) -> int:
        """Where an offset of the stored text is in `text`; for what is left out, where it would be."""
        piece = bisect_right(self.stored_starts, offset) - 1
        if piece < 0:
            return 0
        ends = (*self.clean_starts[1:], len(self.text))
        return min(self.clean_starts[piece] + offset - self.stored_starts[piece], ends[piece])

    def _stored(self, offset: int) -> int:
        piece = bisect_right(self.clean_starts, offset) - 1
        return self.stored_starts[piece] + offset - self.clean_starts[piece]


def clean(text: str, ranges: Sequence[Range]) -> CleanText:
    """Make the tagger's text of a stored text and the ranges found in it.

    Left out are noise, joins, the keys of leading fact lines and the whole `URL:` line.
    """
    pieces = list(_pieces(text, ranges))
    clean_starts, stored_starts, length = [0], [0], 0
    for start, piece in pieces:
        clean_starts.append(length)
        stored_starts.append(start)
        length += len(piece)
    whole = "".join(piece for _, piece in pieces)
    borders = _borders(
        whole, _clean_offsets(_stored_borders(text, ranges), clean_starts, stored_starts, length)
    )
    return CleanText(
        _WHITE.sub(" ", whole), tuple(_stretches(whole, borders)), tuple(clean_starts), tuple(stored_starts)
    )


def _pieces(text: str, ranges: Sequence[Range]) -> Iterator[tuple[int, str]]:
    at = 0
    for start, end, glues in _left_out(text, ranges):
        if start > at:
            yield at, text[at:start]
        at = max(at, end)
        if not glues and _would_glue(text, start, at):
            # The space stands for the last character that is left out.
            yield at - 1, " "
    if at < len(text):
        yield at, text[at:]


def _left_out(text: str, ranges: Sequence[Range]) -> list[tuple[int, int, bool]]:
    """Spans that taggers do not see, ascending; whether what stands around each is one word."""
    joins = [(r.start, r.end) for r in ranges if r.kind is RangeKind.JOIN and r.start < r.end]
    noise = [(r.start, r.end) for r in ranges if r.kind is RangeKind.NOISE and r.start < r.end]
    for line in fact_lines(text):
        noise.append((line.start, line.end if line.key == "URL" else line.value_start))
    spans = [(*span, True) for span in merge([*joins, *_blanks(text)])]
    return sorted([*spans, *((*span, False) for span in merge(noise))])


def _blanks(text: str) -> Iterator[tuple[int, int]]:
    """The blanks around a line end, so that what goes on there is one space apart, and those by which the
    lines of a justified text were filled."""
    for match in _LINE_END.finditer(text):
        yield from ((start, end) for start, end in (match.span(1), match.span(2)) if start < end)
    doubled = [match.span(1) for match in _DOUBLED.finditer(text)]
    if len(doubled) > _FEWEST_DOUBLED and 2 * len(doubled) > text.count(" ") - 2 * len(doubled):
        yield from doubled


def _would_glue(text: str, start: int, end: int) -> bool:
    if start == 0 or end >= len(text) or not text[end].isalnum():
        return False
    if not any(c.isalnum() for c in text[start:end]):
        return "\n" in text[start:end]
    return text[start - 1].isalnum() or text[start - 1] in _SENTENCE_MARKS


def _stored_borders(text: str, ranges: Sequence[Range]) -> list[int]:
    """Offsets in the stored text that no stretch may cross: headings and fact lines."""
    borders = [offset for r in ranges if r.kind is RangeKind.HEADING for offset in (r.start, r.end)]
    return sorted([*borders, *(line.end for line in fact_lines(text))])


def _clean_offsets(
    stored: Sequence[int], clean_starts: Sequence[int], stored_starts: Sequence[int], length: int
) -> list[int]:
    """Where stored-text offsets lie in the clean text; one that was left out moves to the next piece."""
    found = []
    for offset in stored:
        piece = bisect_right(stored_starts, offset) - 1
        limit = clean_starts[piece + 1] if piece + 1 < len(clean_starts) else length
        found.append(min(clean_starts[piece] + offset - stored_starts[piece], limit))
    return found


def _borders(text: str, fixed: Sequence[int]) -> list[tuple[int, bool]]:
    """Offsets where a stretch may end, ascending, and whether it must."""
    soft = {match.end(): False for match in _BLANK_LINE.finditer(text)}
    soft.update(dict.fromkeys(sentence_ends(text, 0, len(text)), False))
    soft.update(dict.fromkeys(fixed, True))
    soft[len(text)] = True
    return sorted(soft.items())


def _stretches(text: str, borders: Sequence[tuple[int, bool]]) -> Iterator[tuple[int, int]]:
    start = last = words = 0
    for offset, must in borders:
        added = len(text[last:offset].split())
        if words + added > _MOST_WORDS:
            yield from _trimmed(text, start, last)
            start, words = last, 0
        last, words = offset, words + added
        if must:
            yield from _trimmed(text, start, offset)
            start, words = offset, 0


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without the white space around it, in parts where it is too long; none if it is empty."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    words = 0
    for match in _WORD_END.finditer(text, start, end):
        words += 1
        if words >= _MOST_WORDS:
            yield start, match.start()
            start, words = match.end(), 0
    if start < end:
        yield start, end
