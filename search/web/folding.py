"""Long lists beside a text: the first few show, the rest lies in a fold."""

from __future__ import annotations

from typing import TypeVar

from search.web.pieces import Folded
from search.web.wording import number

_Item = TypeVar("_Item")

FEW = 12
# A fold that hides fewer than these is not worth its line.
LEAST_HIDDEN = 4


def fold(items: tuple[_Item, ...]) -> Folded[_Item]:
    """The items, those after the first twelve folded away."""
    if len(items) < FEW + LEAST_HIDDEN:
        return Folded(items)
    return Folded(items[:FEW], items[FEW:], f"{number(len(items) - FEW)} more")
