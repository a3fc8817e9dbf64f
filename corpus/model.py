"""The words of DESIGN as frozen values.

Every offset counts code points of a document's *stored text*; `end` is exclusive. For every value
here that has `start`, `end` and `text`: `stored_text[start:end] == text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class RangeKind(StrEnum):
    """What a reader found in a stored text."""

    PAGE = "page"
    HEADING = "heading"
    NOISE = "noise"
    JOIN = "join"
    PARAGRAPH = "paragraph"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A typed stretch of a stored text. `value` is a page number, a heading level, a given identity."""

    start: int
    end: int
    kind: RangeKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What is known of a document beside its text. Dates are EDTF; unknown facts are empty."""

    title: str = ""
    label: str = ""
    publisher: str = ""
    published: str = ""
    place: str = ""
    language: str = ""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one file: its stored text, the ranges found in it, its facts."""

    text: str
    ranges: tuple[Range, ...] = ()
    bibliography: Bibliography = Bibliography()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Section:
    """A titled stretch of a document: a session, an examination, a chapter.

    Sections of a document cover it without gaps from its first to its last character; `title` is
    empty for what precedes the first heading. `date` is the EDTF day of the session, if known.
    """

    start: int
    end: int
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted speech by one speaker.

    `start` is the start of the label; `label` its text without colon and stage direction, at
    `stored_text[start:start + len(label)]`; `speech_start` the first character of the speech.
    """

    start: int
    end: int
    label: str
    speech_start: int


class MentionKind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DATE = "date"


class Finder(StrEnum):
    """What found a mention (`by` in exports)."""

    GIVEN = "given"
    LABEL = "label"
    PATTERN = "pattern"
    SPACY = "spacy"
    NATASHA = "natasha"
    GRAMMAR = "grammar"
    SWEEP = "sweep"
    CURATOR = "curator"


@dataclass(frozen=True, slots=True)
class Mention:
    """A character range that names a person, an organisation or a date.

    `form` is the written name with joins and white space folded; for a date `value` is EDTF, or
    empty when it cannot be resolved; for a person the name as it would stand alone, where the text has it
    in another case, cut short, or without the surname that it shares with the next.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    by: Finder
    form: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of search: whole paragraphs or turns, split only at sentence ends.

    `ordinal` counts from 0 within the document, in the order of the text; `section` and `turns`
    are positions in the document's sections and turns (a long turn runs through several passages).
    """

    ordinal: int
    start: int
    end: int
    section: int
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file's bytes came from.

    `path` is as given to ingest (joined with the place below it), `relative` the POSIX path below
    the root of the collection, which with the collection makes the document's id. `origin` is the
    absolute path, which stays true whatever folder Stenogram is run in.
    """

    collection: str
    path: str
    relative: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class NamePart:
    """A word that begins with a capital letter, where it stands. Joins inside it are skipped."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that ingest knows of one file: one transaction in the catalogue.

    `capitals` are all capitalised words outside noise: the sweep's token -> document table.
    `lower_words` are the words that the document also writes small, `tagged_otherwise` counts how
    often the tagger took a word for something that is no person: evidence against a name.
    """

    source: Source
    media_type: str
    sha256: str
    size: int
    recipe: str
    reading: Reading
    sections: tuple[Section, ...]
    turns: tuple[Turn, ...]
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    capitals: tuple[NamePart, ...] = ()
    lower_words: tuple[tuple[str, int], ...] = ()
    tagged_otherwise: tuple[tuple[str, int], ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """One document that was not read, with reason and remedy.

    `skipped` when it lay in a folder and is of a type that has no reader: no fault of the run.
    """

    source: Source
    reason: str
    remedy: str
    skipped: bool = False


class Tier(StrEnum):
    """How sure it is that a mention belongs to a person."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """0 for certain, 1 for probable, 2 for possible."""
        return _TIERS.index(self)

    @property
    def and_above(self) -> tuple[Tier, ...]:
        """This tier and the surer ones, surest first."""
        return _TIERS[: self.rank + 1]


_TIERS: tuple[Tier, ...] = (Tier.CERTAIN, Tier.PROBABLE, Tier.POSSIBLE)


class Reason(StrEnum):
    """Why a mention belongs to a person."""

    FULL_NAME = "full name"
    SURNAME = "surname"
    INITIALS = "initials"
    GIVEN_NAME = "given name"
    TRANSLITERATION = "transliteration"
    MISSPELLING = "misspelling"
    ALIAS = "alias"
    SPEAKER_LABEL = "speaker label"
    OFFICE = "office"
    CURATED = "curated"


class Relation(StrEnum):
    """How a passage concerns a person."""

    MENTIONED = "mentioned"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A mention given to an entity, with tier and reason. `detail` explains it further (a distance)."""

    entity: str
    tier: Tier
    reason: Reason
    detail: str = ""


EntityKind = Literal["person", "organisation"]


@dataclass(frozen=True, slots=True)
class Entity:
    """An identity in the authority. `id` is minted once and kept."""

    id: str
    kind: EntityKind
    name: str
    forms: tuple[str, ...] = field(default=())
