"""What pages are made of, as frozen values: links, cards, facets, charts, rows of tables.

Addresses are made before, texts are plain: escaping is the templates' job.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

_Item = TypeVar("_Item")

Place = Literal["search", "persons", "documents", "status", ""]


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow. `current` where it leads to what is shown; `note` is a count or a remark."""

    text: str
    href: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """A pair of an address that a form carries along."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The box for the question. `carried` keeps filters, match and sort while the words change."""

    text: str = ""
    carried: tuple[Hidden, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page. `json` is the address of its twin in the API, empty where none is.

    `quick` shows the search box in the header, for pages that have none of their own.
    """

    title: str
    place: Place = ""
    json: str = ""
    form: SearchForm = SearchForm()
    nav: tuple[Link, ...] = ()
    quick: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text. `style` is empty, `hit`, `label`, `noise`, or several of them."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Parts that belong to one mention, or to none (`style` empty). `note` says whom it names and why."""

    parts: tuple[Part, ...]
    style: str = ""
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or turn. All parts of all blocks, joined, are the text of the passage."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a mention belongs to a person: its text, tier and reason; `times` is empty or such as `×3`."""

    text: str
    tier: str
    reason: str
    times: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A passage as it is shown everywhere. `speakers` without address are labels of nobody known.

    `language` is a valid language tag or empty; `badge` a remark such as the relation to a person.
    """

    id: str
    href: str
    heading: str
    document: Link
    section: str
    date: str
    speakers: tuple[Link, ...]
    blocks: tuple[Block, ...]
    citation: str
    language: str = ""
    badge: str = ""
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list we are. `line` says it in words; the links are None at the ends."""

    line: str
    start: Link | None = None
    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a bar chart: `y` and `height` in units of a chart 100 high; `label` may be empty."""

    label: str
    name: str
    href: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its share: `width` in units of a bar 100 wide."""

    link: Link
    width: int


@dataclass(frozen=True, slots=True)
class Folded(Generic[_Item]):
    """A long list: the first few, and the rest in a fold whose title is `line` (empty for no rest)."""

    first: tuple[_Item, ...]
    rest: tuple[_Item, ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True)
class FacetItem:
    """A value to tick. `action` says to those who hear the page what following it does."""

    text: str
    href: str
    count: str
    selected: bool
    action: str


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with its values. `more` shows more of them, None where these are all."""

    name: str
    title: str
    items: tuple[FacetItem, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A selected value; following `href` removes it."""

    facet: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A few choices of which one holds."""

    title: str
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact, as text or as links."""

    name: str
    text: str = ""
    links: tuple[Link, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.text or self.links)


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What one authority file says of a person; `source` names the file, and the person's id there."""

    facts: tuple[Fact, ...]
    source: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """A written name, the address of a search for it, and its mentions by tier (empty for none).

    `ticked` where the passages beside it are those of this form too.
    """

    form: Link
    certain: str
    probable: str
    possible: str
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class NameRow:
    """A written name that could be the one asked for, why, and whom it names (`more` says of how many more).

    `passages` is their number, with the address of the passages that have it.
    """

    form: str
    tier: str
    reasons: tuple[str, ...]
    persons: tuple[Link, ...]
    more: str
    mentions: str
    passages: Link


@dataclass(frozen=True, slots=True)
class Tick:
    """A written name to tick; `note` is in how many passages it stands, if known."""

    form: str
    note: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list, with some of the written names."""

    person: Link
    forms: str
    mentions: str
    passages: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention in the list beside a passage. `names` carry tier and reason as notes.

    `remark` says of what kind it is, a date's value, where it stands and what found it.
    """

    text: str
    style: str
    names: tuple[Link, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list."""

    document: Link
    collection: Link
    origin: str
    words: str
    passages: str


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A file that could not be read."""

    source: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A small table of counts."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a query went wrong: the text before, the character there, the text after."""

    before: str
    at: str
    after: str
