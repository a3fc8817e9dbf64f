"""Written names: what a name that is asked for could be, and the passages that have some of them."""

from __future__ import annotations

from pydantic import Field

from corpus.model import Tier
from search.api.models.passages import Mention, Passage
from search.api.models.shared import Count, Counted, Page, Shape


class Expansion(Shape):
    """A written name of the collection that could be the one asked for; `mentions` and `passages` have it.

    `certain`, `probable` and `possible` count its mentions by how sure their person is; what is left belongs
    to nobody.
    """

    form: str = Field(examples=["Veresoff"])
    tier: Tier = Field(description="How sure it is, by the names alone.", examples=["probable"])
    score: float = Field(description="0 to 1: what the order goes by.", examples=[0.9])
    distance: float = Field(description="About how many letters are wrong, of a misspelling.", examples=[0.7])
    reasons: list[str] = Field(examples=[["surname: a likely misprint (Veresav, Veresov; a for o)"]])
    persons: list[Counted] = Field(description="Whom its mentions name.")
    mentions: Count = Field(examples=[3])
    passages: Count = Field(examples=[2])
    certain: Count = Field(examples=[2])
    probable: Count = Field(examples=[1])
    possible: Count = Field(examples=[0])


class NamesPage(Page[Expansion]):
    """All forms that could be a name, best first."""

    name: str = Field(examples=["Veresav"])
    tier: Tier = Field(description="The lowest included.", examples=["possible"])


class FormPassage(Passage):
    """A passage with the mentions that have one of the forms."""

    mentions: list[Mention]


class FormPassagesPage(Page[FormPassage]):
    """Every passage with a mention of one of the forms."""

    forms: list[str] = Field(examples=[["Veresov", "Veresoff"]])
