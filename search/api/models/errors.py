"""Errors as RFC 9457 has them."""

from __future__ import annotations

from pydantic import Field

from search.api.models.shared import Counted, Shape


class FieldError(Shape):
    """A part of the request that could not be understood."""

    field: str = Field(examples=["limit"])
    detail: str = Field(examples=["Input should be less than or equal to 1000"])


class Problem(Shape):
    """An error as RFC 9457 has it. `remedy` says what to do; `restart` where a lost list begins again."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no passage 'x'."])
    remedy: str | None = Field(default=None, examples=["Look for it with a search."])
    instance: str | None = Field(default=None, examples=["/api/v1/passages/x"])
    restart: str | None = Field(default=None, examples=["/api/v1/search?q=letters"])
    position: int | None = Field(
        default=None, examples=[12], description="Where in the query the error lies."
    )
    errors: list[FieldError] | None = None
    candidates: list[Counted] | None = None
