"""Sections: which session, examination or chapter a stretch of a document belongs to, and its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Bibliography, Range, RangeKind, Section
from ingest.days import written_day

# A record that names its year only in the text does so on its first page.
_FIRST_PAGE = 3000
# Below a title, in the line after it, stands the day ("MORNING SESSION" / "March 3, 1931").
_BELOW = 60
_DAY_LENGTH = len("1931-03-03")


def find_sections(text: str, ranges: Sequence[Range], bibliography: Bibliography) -> tuple[Section, ...]:
    """Sections that cover `text` without gaps, begun by its HEADING ranges.

    What precedes the first heading is a section without title; a document with one heading or none
    near its start is a single section under its label or title. `date` is the day written in or
    just below the heading, else that of the section before, at first that of the label, title or
    URL; its year, where the heading lacks it, comes from the bibliography or the first page.
    """
    if not text:
        return ()
    # A line that begins with the second half of a broken word begins nothing.
    halves = {r.end for r in ranges if r.kind is RangeKind.JOIN}
    headings = [r for r in _outermost(ranges) if text[r.start : r.end].strip() and r.start not in halves]
    years = (*_year_sources(bibliography), text[:_FIRST_PAGE])
    day = _first_day(_facts(bibliography), years)
    title = bibliography.label or bibliography.title
    return tuple(_sections(text, headings, years, title, day))


def _outermost(ranges: Sequence[Range]) -> list[Range]:
    headings = sorted(r for r in ranges if r.kind is RangeKind.HEADING)
    kept: list[Range] = []
    for heading in headings:
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _sections(
    text: str, headings: list[Range], years: Sequence[str], title: str, day: str
) -> Iterator[Section]:
    starts = [heading.start for heading in headings]
    ends = [*starts[1:], len(text)][: len(starts)]
    first = starts[0] if starts else len(text)
    if first > 0:
        yield Section(0, first, "" if headings else title, day)
    for heading, end in zip(headings, ends, strict=True):
        name = " ".join(text[heading.start : heading.end].split())
        day = _full_day(name, years) or _day_below(text, heading, years) or day
        yield Section(heading.start, end, name, day)


def _day_below(text: str, heading: Range, years: Sequence[str]) -> str:
    line = text[heading.end : heading.end + _BELOW].lstrip().split("\n", 1)[0]
    return _full_day(line, years) if len(line) < _BELOW // 2 else ""


def _facts(facts: Bibliography) -> tuple[str, ...]:
    return (facts.label, facts.title)


def _year_sources(facts: Bibliography) -> tuple[str, ...]:
    return (facts.label, facts.title, facts.url, facts.published)


def _first_day(texts: Sequence[str], years: Sequence[str]) -> str:
    return next((day for text in texts if (day := _full_day(text, years))), "")


def _full_day(text: str, years: Sequence[str]) -> str:
    day = written_day(text, years)
    return day if len(day) == _DAY_LENGTH else ""
