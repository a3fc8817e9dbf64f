"""What surrounds every page: title, navigation, the search box, the address of the page's JSON."""

from __future__ import annotations

from search.query import SearchQuery
from search.web import addresses
from search.web.pieces import Frame, Hidden, Link, Place, SearchForm

_PLACES: tuple[tuple[Place, str, str], ...] = (
    ("search", "Search", "/"),
    ("persons", "Persons", "/persons"),
    ("documents", "Documents", "/documents"),
    ("status", "Receipt", addresses.STATUS),
)


def make_frame(
    title: str, place: Place = "", *, json: str = "", query: SearchQuery | None = None, quick: bool = True
) -> Frame:
    """The frame of a page. With a query, the search box holds its words and keeps its filters.

    `quick` puts the box into the header: for pages that have none of their own.
    """
    nav = tuple(Link(text, href, current=name == place) for name, text, href in _PLACES)
    return Frame(f"{title} · Stenogram", place, json, search_form(query or SearchQuery()), nav, quick)


def search_form(query: SearchQuery) -> SearchForm:
    """The search box with a query in it."""
    carried = (Hidden(name, value) for name, value in query.to_params() if name != "q")
    return SearchForm(query.text, tuple(carried))
