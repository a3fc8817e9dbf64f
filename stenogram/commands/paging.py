"""Lists of the service, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from search.service.service import LONGEST_PAGE
from search.service.values import DecisionsAnswer, MovementsAnswer, NamesAnswer, PersonsAnswer, SearchAnswer

_Page = TypeVar("_Page", SearchAnswer, PersonsAnswer, NamesAnswer, MovementsAnswer, DecisionsAnswer)


def pages(ask: Callable[[int, str | None], _Page], limit: int | None = None) -> Iterator[_Page]:
    """The pages of a list up to `limit` items; all of them without."""
    cursor: str | None = None
    left = limit
    while left is None or left > 0:
        page = ask(LONGEST_PAGE if left is None else min(left, LONGEST_PAGE), cursor)
        yield page
        cursor = page.next
        if cursor is None:
            return
        left = None if left is None else left - len(page.items)
