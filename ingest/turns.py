"""Turns: who speaks from where to where in a record of proceedings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from corpus.model import Range, RangeKind, Turn
from ingest.labels import Candidate, candidates
from ingest.layouts import entry_borders, follows_asked, joined, stopped_labels, without_dash
from ingest.narration import Narration
from ingest.readers.facts import fact_lines
from ingest.sentences import sentence_ends
from ingest.speakers import accepted

# "(Laughter.)", "[The witness withdraws.]", "Cross-examined by Mr. Todd."
_STAGE_AT_END = re.compile(
    r"\s*(?:\([^()]{1,300}\)|\[[^\[\]]{1,300}\]"
    r"|(?<=[.?!\s])(?:[Rr]e-|[Cc]ross-)?[Ee]xamined by [^.\n]{0,30}(?:Mr\. |MR\. )?[^.\n]{2,30}\.?)\s*\Z"
)

# The number of the line that the next label stands on.
_LINE_NUMBER = re.compile(r"(?<=[\r\n])[ \t]*\d{1,5}\.?[ \t]*\Z")
_LINE_NUMBER_WITHIN = 20
_LONGEST_STAGE = 400
_STAGE_CLOSES = frozenset(".)]")
_SIGNED = re.compile(r"[\[(][Ss]igned[\])]|[Ss]igned:")
# Below a signature stand more names and offices with colons.
_SIGNATURES = 250

# A record mixes speech and prose where the narrator surely breaks in behind one of so many speeches.
_MIXED = 100
_LONGEST_FOOTER = 200
_REPEATED = 2
_WORD = re.compile(r"\w+")


def find_turns(text: str, ranges: Sequence[Range], known_names: Collection[str] = ()) -> tuple[Turn, ...]:
    """The turns of a text, ascending, without overlap; none where no label has earned its place.

    `known_names` are folded surnames of persons known beforehand: a label that names one counts at
    once. A turn ends before the next label, a heading, the narrator's prose, or a closing stage
    direction, and never in white space.
    """
    lines = fact_lines(text)
    body = lines[-1].end if lines else 0
    titles = tuple(line.value for line in lines)
    labels = _labels(text, ranges, known_names, body, titles)
    if not labels:
        return ()
    narration = Narration(labels)
    signed = _SIGNED.search(text, labels[-1].speech_start)
    end = min(signed.start() if signed else len(text), _footer_start(text, titles))
    borders = [r.start for r in ranges if r.kind is RangeKind.HEADING] + entry_borders(text, body)
    limits = _limits(text, labels, sorted(borders), end)
    speeches = [(label, min(label.speech_start, limit), limit) for label, limit in limits]
    ends = [narration.speech_end(text, *speech, mixed=False) for speech in speeches]
    cut = sum(end < limit for end, (_, _, limit) in zip(ends, speeches, strict=True))
    if cut * _MIXED >= len(speeches) or narration.begins(text[body : labels[0].start]):
        ends = [narration.speech_end(text, *speech, mixed=True) for speech in speeches]
    turns = (_turn(text, label, start, end) for end, (label, start, _) in zip(ends, speeches, strict=True))
    return tuple(turn for turn in turns if turn.end > turn.speech_start)


def _after_signature(text: str, body: int, found: Sequence[Candidate]) -> set[int]:
    """The starts of candidates that stand right below a signature."""
    signed = [match.start() for match in _SIGNED.finditer(text, body)]
    return {c.start for at in signed for c in found if at < c.start < at + _SIGNATURES}


def _outside_noise(found: Sequence[Candidate], ranges: Sequence[Range]) -> list[Candidate]:
    noise = [r for r in ranges if r.kind is RangeKind.NOISE]
    starts = [r.start for r in noise]
    at = (bisect_right(starts, c.start) - 1 for c in found)
    return [c for c, i in zip(found, at, strict=True) if i < 0 or noise[i].end <= c.start]


def _labels(
    text: str, ranges: Sequence[Range], known_names: Collection[str], body: int, titles: Sequence[str]
) -> list[Candidate]:
    openings = {title.split(":", 1)[0] for title in titles}
    found = [c for c in candidates(text, body) if c.text not in openings]
    signatures = _after_signature(text, body, found)
    found = [c for c in found if c.start not in signatures]
    named = accepted(text, _outside_noise(found, ranges), known_names)
    stopped = _outside_noise(stopped_labels(text, body), ranges)
    by_start = {label.start: label for label in (*stopped, *named)}
    return joined(sorted(by_start.values(), key=lambda label: label.start))


def _limits(
    text: str, labels: Sequence[Candidate], borders: Sequence[int], end: int
) -> Iterator[tuple[Candidate, int]]:
    """Each label with the start of the next label or border, `end` for the last."""
    before_asked = follows_asked(labels)
    starts = [label.start for label in labels[1:]]
    for label, following in zip(labels, [*starts, end], strict=True):
        at = bisect_left(borders, label.speech_start)
        limit = min(following, borders[at]) if at < len(borders) else following
        if number := _LINE_NUMBER.search(text, max(label.speech_start, limit - _LINE_NUMBER_WITHIN), limit):
            limit = number.start()
        yield label, without_dash(text, label, limit) if label.start in before_asked else limit


def _footer_start(text: str, titles: Sequence[str]) -> int:
    """Where a page's last line repeats its title behind the last sentence; else the end of the text."""
    body = text.rstrip()
    ends = sentence_ends(text, max(0, len(body) - _LONGEST_FOOTER), len(body))
    start = ends[-1] if ends else len(body)
    footer = _WORD.findall(text[start : len(body)])
    repeated = sum(word in _WORD.findall(title) for word in footer[:2] for title in titles[:1])
    return start if repeated == _REPEATED else len(text)


def _turn(text: str, label: Candidate, start: int, end: int) -> Turn:
    end = start + len(text[start:end].rstrip())
    while (
        text[end - 1] in _STAGE_CLOSES
        and (stage := _STAGE_AT_END.search(text, max(start, end - _LONGEST_STAGE), end))
        and text[start : stage.start()].strip()
    ):
        end = stage.start()
    return Turn(label.start, end, label.text, start)
