"""Curators' decisions: as they are asked for, and as they are shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.curation.decisions import Kind
from corpus.curation.requests import LONGEST_NAME, Request, Spot
from corpus.errors import InvalidError
from search.api.models.shared import Count, Name, Page, Shape

LONGEST_COMMENT = 2000
MOST = 1000

Id = Annotated[str, StringConstraints(min_length=1, max_length=300)]
NameText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]

# What each kind needs, and what it may have beside that.
_FIELDS: dict[Kind, tuple[frozenset[str], frozenset[str]]] = {
    Kind.MERGE: (frozenset({"person", "other"}), frozenset()),
    Kind.DIFFERENT: (frozenset({"person", "other"}), frozenset()),
    Kind.SPLIT: (frozenset({"person", "name"}), frozenset({"forms", "documents", "mentions"})),
    Kind.RENAME: (frozenset({"person", "name"}), frozenset()),
    Kind.ADD_FORM: (frozenset({"person", "form"}), frozenset()),
    Kind.REMOVE_FORM: (frozenset({"person", "form"}), frozenset()),
    Kind.CONFIRM: (frozenset({"person", "mentions"}), frozenset()),
    Kind.REJECT: (frozenset({"mentions"}), frozenset({"person"})),
}


class MentionPlace(BaseModel):
    """Where a mention stands: characters of the document's stored text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Id = Field(examples=["dq3kx7zq2m4wtvbdn"])
    start: int = Field(ge=0, le=2**31 - 1, examples=[340])
    end: int = Field(ge=0, le=2**31 - 1, examples=[345])


class Signature(BaseModel):
    """Who decides and why. `after` is the number of the last decision that they saw about these persons."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    author: NameText = Field(description="Who decides.", examples=["Ada Lind"])
    comment: str = Field("", max_length=LONGEST_COMMENT, description="Why.", examples=["See the indictment."])
    after: int | None = Field(
        None,
        ge=0,
        le=2**31 - 1,
        description="The last decision seen: a later one about the same persons is a conflict (409).",
        examples=[12],
    )


class DecisionRequest(Signature):
    """A decision to make. Each kind needs its own fields, and refuses those of others."""

    kind: Literal["merge", "split", "rename", "add-form", "remove-form", "confirm", "reject", "different"] = (
        Field(examples=["merge"])
    )
    person: Id | None = Field(None, description="The person's id.", examples=["pmx4rt2wq7k3vbdzn"])
    other: Id | None = Field(None, description="Another person's id.", examples=["pq4fd5n2sr5dhkjil"])
    name: NameText | None = Field(None, description="A name to show.", examples=["Anton Veresov"])
    form: NameText | None = Field(None, description="A name as it is written.", examples=["the Heron"])
    forms: list[NameText] = Field([], max_length=MOST, description="Mentions that are written so.")
    documents: list[Id] = Field([], max_length=MOST, description="Mentions in these documents.")
    mentions: list[MentionPlace] = Field([], max_length=MOST, description="Single mentions.")

    def request(self) -> Request:
        """The request as a value. Raises `InvalidError` for fields that are missing or of another kind."""
        kind = Kind(self.kind)
        given = {name for name in _ALL if getattr(self, name)}
        needed, allowed = _FIELDS[kind]
        if missing := needed - given:
            raise InvalidError(f"{kind.value} needs {_listed(missing)}.", "Give that too.")
        if foreign := given - needed - allowed:
            raise InvalidError(f"{kind.value} has no {_listed(foreign)}.", "Leave that out.")
        return Request(
            kind,
            self.person or "",
            self.other or "",
            self.name or self.form or "",
            tuple(self.forms),
            tuple(self.documents),
            tuple(Spot(place.document, place.start, place.end) for place in self.mentions),
        )


_ALL = ("person", "other", "name", "form", "forms", "documents", "mentions")


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names))


class Decision(Shape):
    """A curator's act. `undone_by` is the undo that takes it back; `unfitting` why it does not fit, if so."""

    decision: Count = Field(examples=[13])
    kind: str = Field(examples=["merge"])
    says: str = Field(description="What was decided, in a sentence.", examples=["Doctor Orme is Veresov."])
    persons: list[Name]
    author: str = Field(examples=["Ada Lind"])
    made_at: str = Field(description="ISO 8601, UTC.", examples=["2031-05-04T10:00:00Z"])
    comment: str = Field(examples=["See the indictment."])
    undone_by: int | None = Field(examples=[14])
    unfitting: str = Field(examples=[""])


class DecisionsPage(Page[Decision]):
    """Decisions in the order in which they were made."""
