"""What several answers share. Offsets count the characters (code points) of a stored text."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

Offset = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """What all shapes share."""

    model_config = ConfigDict(frozen=True)


class Links(Shape):
    """Where the thing itself is found: in the API and as a page."""

    self: str = Field(examples=["/api/v1/passages/dq3kx7zq2m4wtvbdn.12"])
    page: str = Field(examples=["/passages/dq3kx7zq2m4wtvbdn.12"])


class Receipt(Shape):
    """What an answer was drawn from; `indexed`, the engine's count, always equals `passages`."""

    generation: str = Field(examples=["000003-9f2c61d0"])
    revision: int = Field(examples=[3])
    documents: Count = Field(examples=[7])
    failed: Count = Field(examples=[0])
    passages: Count = Field(examples=[512])
    indexed: Count = Field(examples=[512])
    found: Count = Field(examples=[31])


class Name(Shape):
    """A person or organisation."""

    id: str = Field(examples=["pmx4rt2wq7k3vbdzn"])
    name: str = Field(examples=["Anton Veresov"])


class Counted(Shape):
    """A person, document, year or word, and in how many passages it occurs."""

    id: str = Field(examples=["pmx4rt2wq7k3vbdzn"])
    name: str = Field(examples=["Anton Veresov"])
    passages: Count = Field(examples=[31])


class Page(Shape, Generic[Item]):
    """Part of a list. `next` is the cursor of the following part, null at the end."""

    items: list[Item]
    total: Count = Field(description="How many there are in the whole list: exact.", examples=[31])
    next: str | None = Field(description="Pass it as `cursor`.", examples=[None])
    receipt: Receipt
