"""The receipt of everything, and health."""

from __future__ import annotations

from pydantic import Field

from search.api.models.shared import Count, Shape


class Failure(Shape):
    """A file that could not be read, why, and what to do about it."""

    document: str
    collection: str
    source: str
    reason: str
    remedy: str


class MentionCount(Shape):
    """How many mentions share kind, source, tier and reason (null where nobody is named by them)."""

    kind: str = Field(examples=["person"])
    by: str = Field(examples=["spacy"])
    tier: str | None = Field(examples=["certain"])
    reason: str | None = Field(examples=["full name"])
    count: Count = Field(examples=[120])


class Status(Shape):
    """The receipt of everything. `whole` says that the engine's count equals the catalogue's."""

    generation: str = Field(examples=["000003-9f2c61d0"])
    revision: int = Field(examples=[3])
    engine: str = Field(examples=["embedded"])
    whole: bool = Field(examples=[True])
    indexed: Count
    passages: Count
    documents: Count
    words: Count
    persons: Count
    organisations: Count
    collections: list[str]
    mentions: list[MentionCount]
    failures: list[Failure]


class Health(Shape):
    """Whether the server lives, or is ready to answer."""

    status: str = Field(examples=["ok"])
