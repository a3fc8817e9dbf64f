"""What requests may say. A parameter that does not exist is refused: a mistyped filter must not
look like an answer to the question without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from corpus.model import Relation, Tier
from search.language import LONGEST_QUERY
from search.query import Facet, Match, SearchQuery, Sort
from search.service.service import LONGEST_PAGE, PAGE

LONGEST_VALUE = 300
LONGEST_CURSOR = 4000
LONGEST_FORM = 2000
MOST_VALUES = 1000

Value = Annotated[str, Field(max_length=LONGEST_VALUE)]
Values = Annotated[list[Value], Field(max_length=MOST_VALUES)]
# A form is as long as a mention may be: what one page lists another has to take.
Form = Annotated[str, Field(max_length=LONGEST_FORM)]
Forms = Annotated[list[Form], Field(max_length=MOST_VALUES)]


class Parameters(BaseModel):
    """What all requests share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageParameters(Parameters):
    """Which part of a list is asked for."""

    limit: int = Field(PAGE, ge=1, le=LONGEST_PAGE, description="How many items to give.")
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="The `next` of the part before, with all else unchanged."
    )


class SearchParameters(PageParameters):
    """The question of a search."""

    q: str = Field(
        "",
        max_length=LONGEST_QUERY,
        description='Words, "exact phrases", `-excluded`, `begin*`. Without it, every passage answers.',
        examples=["letters courier"],
    )
    match: Match = Field("all", description="Whether all words must match, or any of them (ranked).")
    sort: Sort = Field("relevance", description="Best first, or in the order of the record.")
    person: Values = Field([], description="Ids of persons mentioned, at least probable. Values are or-ed.")
    organisation: Values = Field([], description="Ids of organisations.")
    speaker: Values = Field([], description="Ids of persons who speak.")
    document: Values = Field([], description="Ids of documents.")
    collection: Values = Field([], description="Ids of collections.")
    year: Values = Field([], description="Years that a passage names, or of its session.")
    form: Forms = Field(
        [], description="Written names of persons, whoever they name.", examples=[["Veresov"]]
    )
    values: int = Field(10, ge=0, le=1000, description="How many values of each facet to count; 0 for none.")

    def query(self) -> SearchQuery:
        """The question as a value."""
        pairs = [("q", self.q), ("match", self.match), ("sort", self.sort)]
        pairs += [(facet.value, value) for facet in Facet for value in getattr(self, facet.value)]
        return SearchQuery.from_params(pairs)


class DocumentsParameters(PageParameters):
    """Which documents are asked for."""

    collection: str | None = Field(None, max_length=LONGEST_VALUE, description="Of one collection only.")


class PersonsParameters(PageParameters):
    """Which persons are asked for."""

    q: str = Field(
        "",
        max_length=LONGEST_VALUE,
        description="A name in any form; without it all persons, most passages first.",
        examples=["Veresov"],
    )


class NamesParameters(PageParameters):
    """Which name is asked for."""

    q: str = Field(
        max_length=LONGEST_VALUE, description="A name in any form, known or not.", examples=["Veresav"]
    )
    collection: str | None = Field(None, max_length=LONGEST_VALUE, description="In one collection only.")
    tier: Tier = Field(Tier.POSSIBLE, description="The lowest tier included.")


class FormPassagesParameters(PageParameters):
    """Which forms the passages are to have."""

    forms: Forms = Field(min_length=1, description="Written names. Values are or-ed.", examples=[["Veresov"]])
    collection: str | None = Field(None, max_length=LONGEST_VALUE, description="Of one collection only.")


class PersonPassagesParameters(PageParameters):
    """Which of a person's passages are asked for."""

    forms: Forms = Field([], description="Only mentions that are written so. Values are or-ed.")

    tier: Tier = Field(Tier.PROBABLE, description="The lowest tier included.")
    relation: Relation | None = Field(None, description="Only those that mention the person, or only spoken.")


class PassageParameters(Parameters):
    """How much around a passage is asked for."""

    neighbours: int = Field(1, ge=0, le=20, description="How many passages before and after it.")


class NoParameters(Parameters):
    """Nothing can be said."""


def given_once(*repeatable: str) -> Callable[[Request], None]:
    """A check that every parameter but the repeatable ones is given once: of `tier=certain&tier=possible`
    one half would be ignored without a word. It raises `RequestValidationError`."""

    def check(request: Request) -> None:
        given = Counter(name for name, _ in request.query_params.multi_items())
        repeated = [name for name, times in given.items() if times > 1 and name not in repeatable]
        if repeated:
            raise RequestValidationError(
                [
                    {"type": "repeated", "loc": ("query", name), "msg": "Give it only once"}
                    for name in repeated
                ]
            )

    return check
