"""Where in a list a page stands, said so that nobody wonders whether something is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search.web.pieces import Link, Paging
from search.web.wording import counted, number


@dataclass(frozen=True, slots=True)
class Seat:
    """The place that an address asked for: a cursor, and how many rows came before it."""

    cursor: str | None = None
    seen: int = 0


def make_paging(
    seat: Seat, shown: int, total: int, following: str | None, address: Callable[[str, int], str], one: str
) -> Paging:
    """The line and links below a list. `address` takes a cursor and how many rows came before."""
    seen = min(max(seat.seen, 0), max(total - shown, 0)) if seat.cursor else 0
    through = seen + shown
    return Paging(
        line=_line(seen, through, total, one, bool(following)),
        start=Link("From the start", address("", 0)) if seat.cursor else None,
        next=Link("Next", address(following, through)) if following else None,
    )


def _line(seen: int, through: int, total: int, one: str, more: bool) -> str:
    if not total:
        return ""
    if seen == 0 and not more:
        return f"That is all: {counted(total, one)}."
    line = f"{number(seen + 1)}–{number(through)} of {counted(total, one)}"
    return f"{line}." if more else f"{line}: the end of the list."
