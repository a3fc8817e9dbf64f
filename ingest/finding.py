"""Everything that is found in one clean text: mentions of all kinds, capitalised words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpus.dates import find_dates
from corpus.model import Finder, Mention, MentionKind, NamePart, Section, Turn
from corpus.names.fold import fold
from corpus.names.parse import parse_name
from corpus.organisations import clean_organisation
from corpus.overlaps import without_overlaps
from ingest.cleaning import CleanText
from ingest.introductions import find_introduced, find_sharers, without_spelling
from ingest.labels import JUDGE_BEHIND, is_office
from ingest.no_persons import names_no_person
from ingest.patterns import find_names
from ingest.recurring import abbreviated
from ingest.spans import clean_person, names_nobody
from ingest.tagging import Label, Tagged
from ingest.widening import may_begin, whole_name
from ingest.wordlists import words

_CAPITAL = re.compile(
    r"(?<![^\W_])[^\W\d_a-zа-яё](?:(?:[^\W\d_]|[\u0300-\u036f])+|(?=['’][^\W\d_a-zа-яё]))"
    r"(?:[-'’\u2010\u2011][^\W\d_]{2,})*"
    r"|(?<=[a-zа-яё])[^\W\d_a-zа-яё][a-zа-яё]{3,}"  # glued to the word before: "andVarnek"
)
_INITIAL_FIRST = re.compile(r"[^\W\d_a-zа-яё]\. ?[^\W\d_a-zа-яё]")
_LOWER = re.compile(r"(?<![^\W_])[a-zа-яё]{3,}(?![^\W_])")
# Words of an office ("Commandant of the Court") that no name has.
_OF_OFFICE = frozenset({"of", "for", "to"})


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the clean text that names something."""

    start: int
    end: int
    kind: MentionKind
    by: Finder
    value: str = ""


def find_persons(clean: str, tagged: Iterable[Tagged]) -> Iterator[Found]:
    """Persons by the tagger and by their shape. A word before initials and a surname is of that name."""
    found = list(_persons(clean, tagged))
    firsts = {item.end: item for item in found if " " not in clean[item.start : item.end]}
    for item in found:
        first = firsts.get(item.start - 1)
        if first is not None and clean[first.end] == " " and _INITIAL_FIRST.match(clean, item.start):
            yield replace(item, start=first.start)
        else:
            yield item


def _persons(clean: str, tagged: Iterable[Tagged]) -> Iterator[Found]:
    starts: dict[int, int] = {}
    for span in tagged:
        if span.label is Label.PERSON and (found := _whole(clean, span.start, span.end)):
            starts[found[1]] = found[0]
            yield Found(*found, MentionKind.PERSON, span.by)
    for start, end in chain(find_names(clean), find_introduced(clean)):
        if found := _whole(clean, start, end):
            seen = starts.get(found[1], found[0])
            begin = seen if seen < found[0] and may_begin(clean, seen, found[0]) else found[0]
            yield Found(begin, found[1], MentionKind.PERSON, Finder.PATTERN)
    for start, end, whole in find_sharers(clean):
        yield Found(start, end, MentionKind.PERSON, Finder.PATTERN, whole)


def _whole(clean: str, start: int, end: int) -> tuple[int, int] | None:
    """The whole name that a span holds, or holds a part of."""
    found = clean_person(clean, start, end)
    if found is None or names_no_person(clean, *found):
        return None
    if (wide := whole_name(clean, *found)) == found:
        return found
    return clean_person(clean, *wide) or found


def find_organisations(clean: str, tagged: Iterable[Tagged]) -> Iterator[Found]:
    """Organisations by the tagger."""
    for span in tagged:
        if span.label is Label.ORGANISATION and (found := clean_organisation(clean, span.start, span.end)):
            yield Found(*found, MentionKind.ORGANISATION, span.by)


def find_all_dates(text: CleanText, sections: Sequence[Section], tagged: Iterable[Tagged]) -> Iterator[Found]:
    """Dates by the grammar, section by section so that relative ones have their day, and by the tagger."""
    for start, end, day in _dated_stretches(text, sections):
        for date in find_dates(text.text[start:end], anchor=day):
            yield Found(
                start + date.start, start + date.end, MentionKind.DATE, Finder.GRAMMAR, value=date.value
            )
    for span in tagged:
        # The tagger takes page numbers and articles of a code for dates; the grammar knows years.
        if span.label is Label.DATE and any(c.isalpha() for c in text.text[span.start : span.end]):
            yield Found(span.start, span.end, MentionKind.DATE, span.by)


def _dated_stretches(text: CleanText, sections: Sequence[Section]) -> Iterator[tuple[int, int, str]]:
    """The clean text cut where the session's day changes."""
    cuts = [(text.clean_offset(section.start), section.date) for section in sections] or [(0, "")]
    for (start, day), (end, _) in zip(cuts, [*cuts[1:], (len(text.text), "")], strict=True):
        if start < end:
            yield start, end, day


def label_mentions(turns: Sequence[Turn], text: str, persons: Iterable[Mention] = ()) -> Iterator[Mention]:
    """The speaker labels that are a name; an office is none. One that is cut short ("Coll.") has the whole
    surname, which one of the `persons` mentioned bears, as `value`.
    """
    surnames = _surnames_in_speech(turns, persons)
    for turn in turns:
        if parse_name(turn.label) is None or names_nobody(turn.label.split()):
            continue
        label = JUDGE_BEHIND.sub("", turn.label)
        span = clean_person(text, turn.start, turn.start + len(label), is_label=True)
        if span is not None and not _is_office(turn.label, written := text[span[0] : span[1]]):
            form = " ".join(written.split())
            whole = abbreviated(form, surnames) if text.startswith(".", span[1]) else ""
            value = "" if whole == fold(form) else whole.title()
            yield Mention(*span, written, MentionKind.PERSON, Finder.LABEL, form, value)


def _surnames_in_speech(turns: Sequence[Turn], persons: Iterable[Mention]) -> frozenset[str]:
    """The surnames, folded, of persons who are mentioned elsewhere than in a label."""
    starts = {turn.start for turn in turns}
    names = (parse_name(one.value or one.form) for one in persons if one.start not in starts)
    return frozenset(name.surname for name in names if name and name.surname)


def without_labels(mentions: Iterable[Mention], turns: Sequence[Turn], text: str) -> Iterator[Mention]:
    """Mentions of persons that begin in a speech, not in the label before it: "Q. Captain Holt"."""
    starts = [turn.start for turn in turns]
    for mention in mentions:
        turn = turns[at] if (at := bisect_right(starts, mention.start) - 1) >= 0 else None
        if turn is None or not turn.start <= mention.start < turn.speech_start < mention.end:
            yield mention
        elif span := clean_person(text, turn.speech_start, mention.end):
            written = text[slice(*span)]
            yield replace(mention, start=span[0], end=span[1], text=written, form=" ".join(written.split()))


def _is_office(label: str, name: str) -> bool:
    """Whether a label is an office as it stands; "Accused Orlov" and "Judge Hale" are names with one."""
    folded = " ".join(label.casefold().split()).removeprefix("the ")
    if _OF_OFFICE & set(folded.split()) or folded in words("offices"):
        return True
    # "accused *" is an office whoever stands there, "Comrade President" because of its last word.
    last = name.split()[-1]
    named = last != label and is_office(label.replace(last, "N" * len(last)))
    return is_office(label) and not named


def as_mentions(found: Iterable[Found], clean: CleanText, text: str) -> Iterator[Mention]:
    """The found spans as mentions in the stored text; `form` is without joins and line ends."""
    for item in found:
        start, end = clean.locate(item.start, item.end)
        form = without_spelling(" ".join(clean.text[item.start : item.end].split()))
        yield Mention(start, end, text[start:end], item.kind, item.by, form, item.value)


def each_once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Of mentions of one kind that overlap the surest, then the longest; in the order of the text."""
    by_kind: dict[MentionKind, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_kind[mention.kind].append(mention)
    kept = [mention for several in by_kind.values() for mention in without_overlaps(several)]
    return tuple(sorted(kept, key=lambda m: (m.start, m.end, m.kind)))


def capitals(clean: CleanText) -> tuple[NamePart, ...]:
    """All capitalised words: what the sweep looks its surnames up in."""
    return tuple(NamePart(*clean.locate(*match.span()), match[0]) for match in _CAPITAL.finditer(clean.text))


def lower_words(clean: CleanText) -> tuple[tuple[str, int], ...]:
    """The words that are also written small, folded like names, and how often, up to 3."""
    counts = Counter(_LOWER.findall(clean.text))
    return tuple(sorted((fold(word), min(n, 3)) for word, n in counts.items()))


def tagged_otherwise(clean: CleanText, tagged: Iterable[Tagged]) -> tuple[tuple[str, int], ...]:
    """How often single words were tagged as something that is no person."""
    counts = Counter(
        clean.text[span.start : span.end].removesuffix("'s")
        for span in tagged
        if span.label is not Label.PERSON and span.label is not Label.DATE
    )
    return tuple(sorted((word, n) for word, n in counts.items() if " " not in word))
