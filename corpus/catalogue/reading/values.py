"""What is read from the catalogue, as frozen values. All offsets count code points of the stored text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from corpus.model import Relation, Tier


def document_name(title: str, label: str, relative: str) -> str:
    """What to call a document: its title and its label, unless that repeats it; else its path."""
    if not title:
        return relative
    said = set(_words(title))
    new = [word for word in _words(label) if word not in said]
    return f"{title} · {label}" if len(new) > 1 or (new and not said) else title


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a stored text; `end` is exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entity by its id and display name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Something with an id and a display name, and in how many passages it occurs."""

    id: str
    name: str
    passages: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's facts. `source` is its path as given to ingest, `length` counts code points."""

    id: str
    collection: str
    source: str
    relative: str
    media_type: str
    sha256: str
    size: int
    encoding: str
    length: int
    words: int
    title: str
    label: str
    publisher: str
    published: str
    place: str
    language: str
    licence: str
    url: str
    passages: int

    @property
    def name(self) -> str:
        """What to call it: title and label, or the path below its collection when it has no title."""
        return document_name(self.title, self.label, self.relative)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A titled stretch of a document; `passage` is the ordinal of the first passage in it, if any."""

    ordinal: int
    start: int
    end: int
    title: str
    date: str
    passage: int | None


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn that runs through a passage, whole: it may begin before and end after the passage.

    `label` is as written, at `start`; `speaker` the person who speaks, where that is at least probable.
    """

    ordinal: int
    start: int
    end: int
    label: str
    speech_start: int
    speaker: Named | None

    @property
    def name(self) -> str:
        """Who speaks: the person's name, or the label as written where nobody is known by it."""
        return self.speaker.name if self.speaker else self.label


@dataclass(frozen=True, slots=True)
class DocumentName:
    """As much of a document as a passage shows of it."""

    id: str
    title: str
    label: str
    collection: str
    source: str
    relative: str
    language: str

    @property
    def name(self) -> str:
        """What to call it: title and label, or the path below its collection when it has no title."""
        return document_name(self.title, self.label, self.relative)


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage: `stored_text[start:end] == text`.

    `noise` (web leftovers) and `joins` (what breaks a word) lie within `start` and `end`.
    """

    id: str
    ordinal: int
    start: int
    end: int
    text: str
    document: DocumentName
    section: str
    section_date: str
    turns: tuple[TurnView, ...] = ()
    noise: tuple[Span, ...] = ()
    joins: tuple[Span, ...] = ()
    position: str = ""
    key: int = 0

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks in it, each once, in order; the letters of questions and answers are nobody."""
        return tuple(dict.fromkeys(turn.name for turn in self.turns if len(turn.name) > 1))


@dataclass(frozen=True, slots=True)
class AttributionView:
    """An entity that a mention belongs to, with tier and reason."""

    entity: Named
    tier: Tier
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MentionView:
    """A mention and whom it names (surest first). `value` is a date's EDTF, if known."""

    start: int
    end: int
    text: str
    kind: str
    by: str
    value: str
    attributions: tuple[AttributionView, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A mention as the answer to a question about one person."""

    start: int
    end: int
    text: str
    person: str
    tier: Tier
    reason: str


@dataclass(frozen=True, slots=True)
class PersonPassage:
    """A passage that concerns a person. `mentions` are those that answer: none where only spoken."""

    passage: PassageView
    relation: Relation
    mentions: tuple[PersonMention, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationCounts:
    """In how many passages a person is mentioned, and in how many they only speak. Exact."""

    mentioned: int
    spoken: int

    @property
    def total(self) -> int:
        """All passages that concern the person."""
        return self.mentioned + self.spoken


@dataclass(frozen=True, slots=True)
class FormView:
    """A written name and the number of mentions of that form, by tier."""

    text: str
    certain: int
    probable: int
    possible: int

    @property
    def total(self) -> int:
        """All mentions of the form."""
        return self.certain + self.probable + self.possible


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with counts.

    `certain`, `probable` and `possible` count mentions; `passages` those passages in which the person
    is mentioned with tier probable or certain. Forms come most frequent first, names before offices.
    """

    id: str
    name: str
    certain: int
    probable: int
    possible: int
    passages: int
    forms: tuple[FormView, ...] = ()

    @property
    def mentions(self) -> int:
        """Mentions that are at least probable: what `passages` is counted over."""
        return self.certain + self.probable


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A file that could not be read, why, and what to do about it."""

    document: str
    collection: str
    source: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class MentionCount:
    """How many mentions share kind, tier, source and reason; empty where nobody is named by them."""

    kind: str
    by: str
    tier: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the catalogue holds at a revision.

    `decisions` counts those of curators, undone ones and undos too; `unfitting` those that do not fit the
    texts as they are.
    """

    revision: int
    documents: int
    words: int
    passages: int
    persons: int
    organisations: int
    collections: tuple[str, ...]
    mentions: tuple[MentionCount, ...]
    failures: tuple[FailedDocument, ...] = field(default=())
    decisions: int = 0
    unfitting: int = 0


@dataclass(frozen=True, slots=True)
class GenerationRow:
    """A built index as the catalogue knows it. `retired_at` is set once another replaced it.

    `behind` are entities that it still holds where the ones are meant that they were merged into.
    """

    id: str
    engine: str
    revision: int
    state: str
    passages: int
    created_at: datetime
    retired_at: datetime | None
    behind: tuple[str, ...] = ()
