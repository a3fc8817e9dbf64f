"""The receipt of everything, and health."""

from __future__ import annotations

from pydantic import Field

from search.api.models.shared import Count, Shape


class Failure(Shape):
    """A file that could not be read, why, and what to do about it."""

    document: str = Field(examples=["dq3kx7zq2m4wtvbdn"])
    collection: str = Field(examples=["sample"])
    source: str = Field(examples=["records/plan.docx"])
    reason: str = Field(examples=["no reader for .docx files"])
    remedy: str = Field(examples=["Convert it to one of: html, markdown, plain."])


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
    indexed: Count = Field(examples=[512])
    passages: Count = Field(examples=[512])
    documents: Count = Field(examples=[7])
    words: Count = Field(examples=[36120])
    persons: Count = Field(examples=[41])
    organisations: Count = Field(examples=[18])
    collections: list[str] = Field(examples=[["sample"]])
    decisions: Count = Field(description="Curators' decisions, undone ones too.", examples=[12])
    unfitting: Count = Field(description="Decisions that do not fit the texts.", examples=[0])
    mentions: list[MentionCount]
    failures: list[Failure]


class Health(Shape):
    """Whether the server lives, or is ready to answer."""

    status: str = Field(examples=["ok"])
