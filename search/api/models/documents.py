"""Documents and their sections."""

from __future__ import annotations

from pydantic import Field

from search.api.models.shared import Count, Counted, Links, Offset, Page, Receipt, Shape


class Document(Shape):
    """A document and its bibliographic facts; what is unknown is empty. Dates are EDTF."""

    id: str = Field(examples=["dq3kx7zq2m4wtvbdn"])
    title: str = Field(examples=["The Port Office Trial"])
    collection: str = Field(examples=["sample"])
    source: str = Field(examples=["records/session-2.txt"])
    label: str = Field(examples=["Second session"])
    publisher: str = Field(examples=["Port Office Press"])
    published: str = Field(examples=["1931"])
    place: str = Field(examples=["Port Anselm"])
    language: str = Field(examples=["en"])
    licence: str = Field(examples=["CC0-1.0"])
    url: str = Field(examples=["https://example.org/records/session-2"])
    media_type: str = Field(examples=["text/plain"])
    encoding: str = Field(examples=["utf-8"])
    sha256: str = Field(examples=["9f2c61d0" * 8])
    size: Count = Field(description="Bytes of the file.", examples=[36120])
    length: Count = Field(description="Characters of the stored text.", examples=[36044])
    words: Count = Field(examples=[6011])
    passages: Count = Field(examples=[58])
    links: Links


class DocumentsPage(Page[Document]):
    """Documents in the order of the record."""


class Section(Shape):
    """A titled stretch of a document; `passage` is the ordinal of the first passage in it."""

    start: Offset = Field(examples=[4180])
    end: Offset = Field(examples=[9214])
    title: str = Field(examples=["Evening session"])
    date: str = Field(examples=["1931-04-12"])
    passage: int | None = Field(examples=[12])


class DocumentWithSections(Document):
    """A document with its sections, the documents with the same bytes, and whom it names most."""

    sections: list[Section]
    copies: list[Document]
    persons: list[Counted]
    receipt: Receipt
