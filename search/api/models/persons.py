"""Persons and the passages that concern them."""

from __future__ import annotations

from pydantic import Field

from corpus.model import Relation, Tier
from search.api.models.passages import FoundPassage, Passage
from search.api.models.shared import Count, Counted, Links, Name, Offset, Page, Receipt, Shape


class Form(Shape):
    """A written name and how many mentions have it, by tier."""

    text: str = Field(examples=["A. P. Veresov"])
    certain: Count = Field(examples=[4])
    probable: Count = Field(examples=[0])
    possible: Count = Field(examples=[0])


class Person(Shape):
    """A person. Tiers count mentions; `mentions` and `passages` count what is at least probable."""

    id: str = Field(examples=["pmx4rt2wq7k3vbdzn"])
    name: str = Field(examples=["Anton Veresov"])
    mentions: Count = Field(examples=[38])
    passages: Count = Field(examples=[31])
    certain: Count = Field(examples=[35])
    probable: Count = Field(examples=[3])
    possible: Count = Field(examples=[1])
    forms: list[Form]
    links: Links


class PersonsPage(Page[Person]):
    """Persons, best match first; without a name those in most passages first."""


class Relations(Shape):
    """In how many passages a person is mentioned, and in how many they speak without a mention."""

    mentioned: Count = Field(examples=[31])
    spoken: Count = Field(examples=[6])


class KnownPerson(Shape):
    """A person as an authority file knows one: `id` is the file's. Dates are EDTF, empty where unknown."""

    id: str = Field(examples=["Q12345"])
    name: str = Field(examples=["Anton Pavlovich Veresov"])
    aliases: list[str] = Field(examples=[["Doctor Orme"]])
    birth: str = Field(examples=["1883-09"])
    death: str = Field(examples=["1936~"])
    links: list[str] = Field(examples=[["https://example.org/veresov"]])
    source: str = Field(examples=["persons.csv"])


class PersonWithPassages(Person):
    """A person with the years and documents of their passages, whom they are named with, and what
    authority files say of them."""

    relations: Relations
    years: list[Counted]
    documents: list[Counted]
    named_with: list[Counted]
    known: list[KnownPerson]
    receipt: Receipt


class PersonMention(Shape):
    """A mention that answers a question about a person."""

    start: Offset = Field(examples=[4210])
    end: Offset = Field(examples=[4217])
    text: str = Field(examples=["VERESOV"])
    person: str = Field(examples=["pmx4rt2wq7k3vbdzn"])
    tier: Tier = Field(examples=["certain"])
    reason: str = Field(examples=["speaker label"])


class PersonPassage(Passage):
    """A passage that concerns a person; `mentions` is empty where the person only speaks in it."""

    relation: Relation = Field(examples=["mentioned"])
    mentions: list[PersonMention]


class PersonPassagesPage(Page[PersonPassage]):
    """A person's passages. `relations` counts both relations, whichever was asked for.

    `forms` are the written names that mentions were restricted to, none for all.
    """

    person: Name
    tier: Tier
    forms: list[str] = Field(examples=[[]])
    relations: Relations


class MovementsPage(Page[FoundPassage]):
    """Passages that name followers or a doctrine of a person, who is not mentioned by that.

    `words` are those that occur, each with the passages that have it in any form; `id` is what to search for.
    """

    person: Name
    words: list[Counted]
