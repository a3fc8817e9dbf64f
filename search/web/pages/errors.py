"""What is said when there is no answer, and how to go on."""

from __future__ import annotations

from corpus.errors import NotIndexedError, QueryError, StenogramError, UnavailableError
from search.query import SearchQuery
from search.web.contexts import ErrorPage
from search.web.frames import make_frame
from search.web.pieces import Link, Spot

_AWAY = "The records cannot be searched at this moment. Nothing is lost: please try again in a minute."

_COMMANDS = ("stenogram ingest FOLDER", "stenogram serve")


def error_page(error: StenogramError, *, again: str = "", query: str = "", json: str = "") -> ErrorPage:
    """The page of an error. `again` is the same address without what went stale; `query` as typed.

    `json` is the address of the same question in the API. That a server is away is nothing that a reader can
    mend: they are told to come back, and its keeper why.
    """
    is_away = isinstance(error, UnavailableError) and not isinstance(error, NotIndexedError)
    return ErrorPage(
        frame=make_frame(error.title, json=json, query=SearchQuery(query)),
        status=error.status,
        heading=error.title,
        message=_AWAY if is_away else error.message,
        remedy="" if is_away else error.remedy,
        spot=find_spot(query, error.position) if isinstance(error, QueryError) else None,
        links=_links(error, again, is_away=is_away),
        note=str(error) if is_away else "",
        commands=_COMMANDS if isinstance(error, NotIndexedError) else (),
    )


def find_spot(query: str, position: int) -> Spot:
    """The query around a position, which may be its end; 40 characters on either side."""
    place = min(max(position, 0), len(query))
    before, after = query[max(0, place - 40) : place], query[place + 1 : place + 41]
    return Spot(before, query[place : place + 1] or " ", after)


def _links(error: StenogramError, again: str, *, is_away: bool) -> tuple[Link, ...]:
    start = Link("Search", "/")
    if is_away:
        return (Link("Try again", again or "/"),)
    if error.status == 410:
        return (Link("Start again", again or "/"), start)
    return (start, Link("Persons", "/persons"), Link("Documents", "/documents"))
