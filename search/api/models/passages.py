"""Passages, what was found in them, and the answer to a search."""

from __future__ import annotations

from pydantic import Field

from corpus.model import Tier
from search.api.models.shared import Count, Links, Name, Offset, Page, Receipt, Shape
from search.query import Facet


class Turn(Shape):
    """A turn that runs through the passage, whole; `speaker` where that is at least probable."""

    start: Offset = Field(examples=[4210])
    end: Offset = Field(examples=[4588])
    label: str = Field(examples=["VERESOV"])
    speaker: Name | None = None


class Passage(Shape):
    """A passage: the characters `start` to `end` of its document's stored text.

    The first fields are those of a passage in JSON lines.
    """

    passage: str = Field(examples=["dq3kx7zq2m4wtvbdn.12"])
    document: str = Field(examples=["dq3kx7zq2m4wtvbdn"])
    source: str = Field(examples=["records/session-2.txt"])
    start: Offset = Field(examples=[4210])
    end: Offset = Field(examples=[4236])
    text: str = Field(examples=["VERESOV: I never met him."])
    speakers: list[str] = Field(examples=[["Anton Veresov"]])
    section: str = Field(examples=["Evening session"])
    id: str = Field(description="The same as `passage`.", examples=["dq3kx7zq2m4wtvbdn.12"])
    ordinal: Count = Field(description="Its number in the document, from 0.", examples=[12])
    title: str = Field(description="The document's title.", examples=["The Port Office Trial"])
    collection: str = Field(examples=["sample"])
    date: str = Field(description="The day of the session (EDTF), if known.", examples=["1931-04-12"])
    turns: list[Turn]
    links: Links


class Highlight(Shape):
    """What matched; `offset` is where it begins within the passage's text."""

    start: Offset = Field(examples=[4226])
    end: Offset = Field(examples=[4229])
    offset: Offset = Field(examples=[16])


class FoundPassage(Passage):
    """A passage that answers a search."""

    score: float = Field(examples=[7.25])
    highlights: list[Highlight]


class FacetValue(Shape):
    """A value with the exact number of passages that have it, whatever else the facet selects."""

    value: str = Field(examples=["pmx4rt2wq7k3vbdzn"])
    name: str = Field(examples=["Anton Veresov"])
    count: Count = Field(examples=[31])
    selected: bool = Field(examples=[False])


class SearchPage(Page[FoundPassage]):
    """Passages that answer a search, and the facets to narrow it by."""

    facets: dict[Facet, list[FacetValue]]


class Attribution(Shape):
    """Whom a mention names, how sure that is, and why."""

    id: str = Field(examples=["pmx4rt2wq7k3vbdzn"])
    name: str = Field(examples=["Anton Veresov"])
    tier: Tier = Field(examples=["certain"])
    reason: str = Field(examples=["surname"])
    detail: str = Field(examples=[""])


class Mention(Shape):
    """A name or date in a passage; `by` is what found it, `value` a date's EDTF if known."""

    start: Offset = Field(examples=[4210])
    end: Offset = Field(examples=[4217])
    text: str = Field(examples=["VERESOV"])
    kind: str = Field(examples=["person"])
    by: str = Field(examples=["label"])
    value: str | None = Field(examples=[None])
    attributions: list[Attribution]


class PassageWithNeighbours(Passage):
    """A passage, everything named in it, and what stands before and after it."""

    mentions: list[Mention]
    before: list[Passage]
    after: list[Passage]
    receipt: Receipt
