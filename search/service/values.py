"""Answers as frozen values: what the service gives to the API, the pages and the command line.

What they are made of (`PassageView`, `PersonView`, ...) comes from `corpus.catalogue.reading.values`.
Every list has `items`, the exact `total` and the cursor of the `next` page (None at the end); every
answer has its receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue.known import KnownPerson
from corpus.catalogue.reading.form_passages import FormPassage
from corpus.catalogue.reading.forms import FormCounts
from corpus.catalogue.reading.values import (
    Counted,
    DocumentView,
    Holdings,
    MentionView,
    Named,
    PassageView,
    PersonMention,
    PersonPassage,
    PersonView,
    RelationCounts,
    SectionView,
)
from corpus.curation.listing import DecisionView
from corpus.model import Relation, Tier
from search.query import Facet, SearchQuery


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer was drawn from. `found` counts the passages (or rows) of the whole answer.

    `indexed` is the engine's own count; an answer exists only where it equals `passages`.
    """

    generation: str
    revision: int
    documents: int
    failed: int
    passages: int
    indexed: int
    found: int

    def __str__(self) -> str:
        return (
            f"{self.found:,} found in {self.passages:,} passages of {self.documents:,} documents"
            f" ({self.failed:,} failed); engine and catalogue agree on {self.indexed:,} passages;"
            f" generation {self.generation}, revision {self.revision}"
        )


@dataclass(frozen=True, slots=True)
class Highlight:
    """What matched: `start` and `end` in the stored text, `offset` where it begins in the passage."""

    start: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that answers a search. `mentions` are those of the persons that are filtered by."""

    passage: PassageView
    score: float
    highlights: tuple[Highlight, ...]
    mentions: tuple[PersonMention, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with its display name and in how many passages of the answer it occurs."""

    value: str
    name: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with its most frequent values; selected ones are always among them."""

    facet: Facet
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Passages that answer a query. Facets are in the order of `Facet`."""

    query: SearchQuery
    items: tuple[FoundPassage, ...]
    total: int
    next: str | None
    facets: tuple[FacetView, ...]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """One passage with everything named in it and its neighbours in the order of the document."""

    passage: PassageView
    mentions: tuple[MentionView, ...]
    before: tuple[PassageView, ...]
    after: tuple[PassageView, ...]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class DocumentsAnswer:
    """Documents in the order of the record."""

    items: tuple[DocumentView, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """One document. `copies` are other documents with the same bytes, `persons` those named most."""

    document: DocumentView
    sections: tuple[SectionView, ...]
    copies: tuple[DocumentView, ...]
    persons: tuple[Counted, ...]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage of a document with everything named in it."""

    passage: PassageView
    mentions: tuple[MentionView, ...]


@dataclass(frozen=True, slots=True)
class DocumentPassagesAnswer:
    """Passages of one document, in order. Ordinals run from 0 to `total - 1`."""

    document: DocumentView
    items: tuple[ReadPassage, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class PersonsAnswer:
    """Persons: best match first, or most passages first where no name was asked for."""

    items: tuple[PersonView, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """One person. Years and documents count the passages that mention the person, at least probable.

    `asked` is the id that was asked for: another than `person.id` where that one was merged into it.
    `relations` counts at tier probable; `known` is what authority files say.
    """

    asked: str
    person: PersonView
    relations: RelationCounts
    years: tuple[Counted, ...]
    documents: tuple[Counted, ...]
    named_with: tuple[Counted, ...]
    receipt: Receipt
    known: tuple[KnownPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonPassagesAnswer:
    """A person's passages in the order of the record.

    `total` counts what `relation` leaves; `relations` counts both, whatever was asked for. `forms` are the
    written names that mentions were restricted to, none for all.
    """

    person: Named
    tier: Tier
    relation: Relation | None
    forms: tuple[str, ...]
    items: tuple[PersonPassage, ...]
    total: int
    relations: RelationCounts
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class MovementsAnswer:
    """The passages that have a word made from a person's name, which are no mentions of the person.

    `words` are those that occur, each with the passages that have it in any form: `id` is what to search for.
    `query` finds the same passages as all of them (it asks for nothing where there is none).
    """

    person: Named
    words: tuple[Counted, ...]
    query: SearchQuery
    items: tuple[FoundPassage, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Expansion:
    """A written name of the collection that could be the one that was asked for, and why.

    `tier` says how sure that is by the names alone, `score` (0 to 1) orders them, `reasons` are words for a
    reader; `distance` is about the number of wrong letters of a misspelt surname, else 0. `persons`
    are those whom its mentions name, with the passages of these.
    """

    form: str
    tier: Tier
    score: float
    distance: float
    reasons: tuple[str, ...]
    persons: tuple[Counted, ...]
    counts: FormCounts


@dataclass(frozen=True, slots=True)
class NamesAnswer:
    """The forms that could be a name, best first; `tier` is the lowest included."""

    name: str
    tier: Tier
    items: tuple[Expansion, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class FormPassagesAnswer:
    """The passages that have a mention of one of some forms, whoever it names, in the order of the record."""

    forms: tuple[str, ...]
    items: tuple[FormPassage, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class DecisionsAnswer:
    """Curators' decisions in the order in which they were made."""

    items: tuple[DecisionView, ...]
    total: int
    next: str | None
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Status:
    """The receipt of everything: what the catalogue holds, and whether the engine holds it too."""

    generation: str
    engine: str
    indexed: int
    holdings: Holdings

    @property
    def whole(self) -> bool:
        """Whether the engine's count equals the catalogue's."""
        return self.indexed == self.holdings.passages
