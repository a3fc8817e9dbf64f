"""What each page shows, as frozen values. Templates print these and nothing else.

Every page has a `frame`; its template has the name of its class (`SearchPage` -> `search.html`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from search.web.pieces import (
    Bar,
    Card,
    Chip,
    Column,
    DocumentRow,
    FacetBox,
    Fact,
    FailureRow,
    Folded,
    FormRow,
    Frame,
    Hidden,
    KnownRow,
    Link,
    MentionRow,
    NameRow,
    Paging,
    PersonRow,
    SearchForm,
    Spot,
    Switch,
    Tally,
    Tick,
)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to a query. `ways_on` are other questions, where this one has no answer."""

    frame: Frame
    heading: str
    form: SearchForm
    switches: tuple[Switch, ...]
    chips: tuple[Chip, ...]
    clear: str
    facets: tuple[FacetBox, ...]
    persons: tuple[Link, ...]
    ways_on: tuple[Link, ...]
    cards: tuple[Card, ...]
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """Where a reader begins: what is in here."""

    frame: Frame
    form: SearchForm
    figures: tuple[Fact, ...]
    examples: tuple[Link, ...]
    persons: tuple[Bar, ...]
    collections: tuple[Link, ...]
    years: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one person. `merged` is the id that was asked for, where it is another.

    `search` is the search for passages that mention the person, for more filters; `passages_json` the
    twin of the list, as the frame's is of the person. The forms are ticked in a form that carries `carried`;
    `restricted` leads back to all of them, None where all are ticked. `known` is what authority files say.
    `movements` are words for followers and doctrines, each a search; `movements_search` is one for several.
    """

    frame: Frame
    name: str
    summary: str
    merged: str
    forms: Folded[FormRow]
    carried: tuple[Hidden, ...]
    restricted: Link | None
    years: tuple[Column, ...]
    documents: Folded[Bar]
    named_with: Folded[Bar]
    switches: tuple[Switch, ...]
    heading: str
    cards: tuple[Card, ...]
    paging: Paging
    receipt: str
    search: str
    passages_json: str
    known: tuple[KnownRow, ...] = ()
    movements: tuple[Bar, ...] = ()
    movements_search: Link | None = None


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """Persons whose names fit, or all of them. `passages` is a search for the same words, `names` all written
    names that could be this one (empty where none was asked for)."""

    frame: Frame
    name: str
    heading: str
    persons: tuple[PersonRow, ...]
    passages: str
    names: str
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class NamesPage:
    """What a name could be. The rows are a form that leads to passages; `partial` where they are not all.

    `persons` and `passages` are the other questions that one can ask with the name.
    """

    frame: Frame
    name: str
    heading: str
    switches: tuple[Switch, ...]
    carried: tuple[Hidden, ...]
    rows: tuple[NameRow, ...]
    partial: bool
    persons: str
    passages: str
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class FormsPage:
    """The passages of some written names. `names` leads back to what the name that was asked could be."""

    frame: Frame
    heading: str
    summary: str
    carried: tuple[Hidden, ...]
    ticks: tuple[Tick, ...]
    names: Link | None
    cards: tuple[Card, ...]
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class PassagePage:
    """A passage between its neighbours."""

    frame: Frame
    heading: str
    trail: tuple[Link, ...]
    before: tuple[Card, ...]
    card: Card
    after: tuple[Card, ...]
    mentions: tuple[MentionRow, ...]
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document: its facts, its contents, and a page of its passages."""

    frame: Frame
    name: str
    label: str
    trail: tuple[Link, ...]
    facts: tuple[Fact, ...]
    contents: Folded[Link]
    persons: Folded[Bar]
    cards: tuple[Card, ...]
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """Documents in the order of the record."""

    frame: Frame
    heading: str
    documents: tuple[DocumentRow, ...]
    paging: Paging
    receipt: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The receipt of everything. `verdict` says whether engine and catalogue agree, `whole` colours it."""

    frame: Frame
    verdict: str
    whole: bool
    figures: tuple[Fact, ...]
    tallies: tuple[Tally, ...]
    failures: tuple[FailureRow, ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong and what to do. `note` is for who keeps the server, `commands` to be typed there."""

    frame: Frame
    status: int
    heading: str
    message: str
    remedy: str
    spot: Spot | None
    links: tuple[Link, ...]
    note: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComponentsPage:
    """Every component once, made of fictional text."""

    frame: Frame
    form: SearchForm
    switches: tuple[Switch, ...]
    chips: tuple[Chip, ...]
    facets: tuple[FacetBox, ...]
    cards: tuple[Card, ...]
    mentions: tuple[MentionRow, ...]
    years: tuple[Column, ...]
    bars: tuple[Bar, ...]
    facts: tuple[Fact, ...]
    forms: tuple[FormRow, ...]
    paging: Paging
    spot: Spot


Page: TypeAlias = (
    SearchPage
    | StartPage
    | PersonPage
    | PersonsPage
    | NamesPage
    | FormsPage
    | PassagePage
    | DocumentPage
    | DocumentsPage
    | StatusPage
    | ErrorPage
    | ComponentsPage
)
