"""Small fictional documents for the tests of resolution, written with their mentions marked.

    "{l:ORME}: {Anna Varga} met {p:G. Holt} there."

`{...}` is what a tagger found, `{l:...}` a speaker's label, `{p:...}` a pattern, `{g:...}` given.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.catalogue.ids import document_id
from corpus.model import (
    Document,
    Finder,
    Mention,
    MentionKind,
    NamePart,
    Passage,
    Reading,
    Section,
    Source,
    Turn,
)
from corpus.names.fold import fold
from corpus.persons.display import display_name
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.resolution import Assigned, Resolution, resolve

_MARK = re.compile(r"\{(?:([lpg]):)?([^{}]*)\}")
_FINDERS = {"l": Finder.LABEL, "p": Finder.PATTERN, "g": Finder.GIVEN, None: Finder.SPACY}
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZА-ЯЁ][^\W\d_]+(?:-[^\W\d_]{2,})*")
_LOWER = re.compile(r"(?<![^\W_])[a-zа-яё]{3,}(?![^\W_])")

Span = tuple[int, int, Finder]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the spans that they marked."""

    text: str
    spans: tuple[Span, ...]


def unmark(marked: str) -> Marked:
    """Take the marks out of a text."""
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), _FINDERS[mark[1]]))
        text += mark[2]
        at = mark.end()
    return Marked(text + marked[at:], tuple(spans))


def names_of(
    marked: str,
    relative: str = "trial/day-1.txt",
    *,
    collection: str = "court",
    sections: Sequence[tuple[int, str]] = (),
    otherwise: Mapping[str, int] | None = None,
    key: int = 1,
) -> DocumentNames:
    """What resolution sees of a document; sections are (start, title)."""
    found = unmark(marked)
    borders = [*sections, (len(found.text), "")]
    return DocumentNames(
        key=key,
        id=document_id(collection, relative),
        collection=collection,
        case=f"{collection}/{relative.rpartition('/')[0]}/",
        text=found.text,
        sections=tuple(Section(start, end, title) for (start, title), (end, _) in pairwise(borders)),
        mentions=tuple(
            NamedMention(1000 * key + n, start, end, " ".join(found.text[start:end].split()), by)
            for n, (start, end, by) in enumerate(found.spans)
        ),
        capitals=capitals(found.text),
        lower=lower(found.text),
        otherwise=otherwise or {},
    )


def capitals(text: str) -> tuple[tuple[int, int, str], ...]:
    """All capitalised words of a text."""
    return tuple((*match.span(), match[0]) for match in _CAPITAL.finditer(text))


def lower(text: str) -> dict[str, int]:
    """How often words are written small, up to 3."""
    return {fold(word): min(n, 3) for word, n in Counter(_LOWER.findall(text)).items()}


def document_of(marked: str, relative: str = "trial/day-1.txt", *, collection: str = "court") -> Document:
    """The same as ingest would hand it to the catalogue: a passage a line, a turn for each label."""
    found = unmark(marked)
    text = found.text
    starts = [start for start, _, by in found.spans if by is Finder.LABEL]
    turns = [
        Turn(start, end, text[start : text.index(":", start)], text.index(":", start) + 1)
        for start, end in pairwise([*starts, len(text)])
    ]
    return Document(
        source=Source(collection, f"files/{relative}", relative),
        media_type="text/plain",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        size=len(text.encode()),
        recipe="test",
        reading=Reading(text),
        sections=(Section(0, len(text)),),
        turns=tuple(turns),
        passages=tuple(_passages(text, turns)),
        mentions=tuple(
            Mention(s, e, text[s:e], MentionKind.PERSON, by, " ".join(text[s:e].split()))
            for s, e, by in found.spans
        ),
        capitals=tuple(NamePart(*part) for part in capitals(text)),
        lower_words=tuple(sorted(lower(text).items())),
        words=len(text.split()),
    )


def _passages(text: str, turns: Sequence[Turn]) -> Iterable[Passage]:
    start = 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)):
        end = start + len(line)
        running = (n for n, turn in enumerate(turns) if turn.start < end and turn.end > start)
        yield Passage(ordinal, start, end, 0, tuple(running))
        start = end


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a mention names: display names, with one tier and reason."""

    persons: frozenset[str]
    tier: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Court:
    """Documents with what resolution made of them."""

    documents: tuple[DocumentNames, ...]
    resolution: Resolution

    def rows(self, text: str, document: int = 0, nth: int = 0) -> list[Assigned]:
        """The assignments of the nth mention with that text in a document."""
        found = self.documents[document]
        rows = self.resolution.assigned[found.key]
        starts = sorted(
            {r.mention.start for r in rows if found.text[r.mention.start : r.mention.end] == text}
        )
        if nth >= len(starts):
            return []
        return [
            row
            for row in rows
            if row.mention.start == starts[nth] and row.mention.form == " ".join(text.split())
        ]

    def who(self, text: str, document: int = 0, nth: int = 0) -> frozenset[str]:
        """The display names of the persons that a mention names; empty where it names none."""
        return frozenset(display_name(row.identity.forms) for row in self.rows(text, document, nth))

    def answer(self, text: str, document: int = 0, nth: int = 0) -> Answer:
        """Whom the nth mention with that text names, how surely and why."""
        rows = self.rows(text, document, nth)
        assert rows, f"{text!r} was not found"
        (tier,) = {row.tier.value for row in rows}
        (reason,) = {row.reason.value for row in rows}
        return Answer(self.who(text, document, nth), tier, reason, rows[0].detail)

    def texts(self, document: int = 0) -> list[str]:
        """The texts of all mentions of a document, in order."""
        found = self.documents[document]
        rows = self.resolution.assigned[found.key]
        spans = sorted({(row.mention.start, row.mention.end) for row in rows})
        return [found.text[start:end] for start, end in spans]

    def persons(self) -> set[str]:
        """The display names of all persons."""
        return {
            display_name(identity.forms or {identity.block: 1}) for identity in self.resolution.identities
        }


def court(*documents: str | DocumentNames) -> Court:
    """Resolve documents; a text stands for a document of one case."""
    read = [
        names_of(document, f"trial/day-{n}.txt", key=n) if isinstance(document, str) else document
        for n, document in enumerate(documents, 1)
    ]
    return Court(tuple(read), resolve(read))


def partition(
    documents: Iterable[DocumentNames], resolution: Resolution
) -> set[frozenset[tuple[str, int, int]]]:
    """The identities as sets of places (document id, start, end)."""
    names = {document.key: document.id for document in documents}
    places: dict[object, set[tuple[str, int, int]]] = {}
    for key, rows in resolution.assigned.items():
        for row in rows:
            places.setdefault(row.identity, set()).add((names[key], row.mention.start, row.mention.end))
    return {frozenset(found) for found in places.values()}
