"""What an address asks for, read from a request. Raises `InvalidError` for what cannot be meant."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request

from corpus.errors import InvalidError
from search.query import SearchQuery
from search.web import addresses
from search.web.paging import Seat

_Choice = TypeVar("_Choice", bound=StrEnum)

_TWINS = frozenset({"search", "persons", "names", "passages", "documents", "status"})
_PLACE = frozenset({"cursor", "seen"})
# What the API does not know, or knows for a person's passages only.
_PAGES_ONLY = frozenset({"seen", "more", "first", "tier", "relation", "forms"})
_PAGES_ONLY_OF = {"/names": frozenset({"seen"}), "/passages": frozenset({"seen", "q"})}

# Further than any list goes; longer digits are refused before they are counted.
_LONGEST_NUMBER = 12


def read_query(request: Request) -> SearchQuery:
    """The search query of an address."""
    return SearchQuery.from_params(request.query_params.multi_items())


def read_seat(request: Request) -> Seat:
    """The place in a list."""
    return Seat(request.query_params.get("cursor") or None, read_number(request, "seen"))


def read_forms(request: Request) -> tuple[str, ...]:
    """The written names that are ticked, each once."""
    return tuple(dict.fromkeys(form for form in request.query_params.getlist("forms") if form))


def read_number(request: Request, name: str) -> int:
    """A number from 0, which is also what is meant where it is left out."""
    value = request.query_params.get(name, "") or "0"
    if not (value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER):
        raise InvalidError(f"{name}={value!r} is not a number.", "Use digits.")
    return int(value)


def read_choice(request: Request, name: str, choices: type[_Choice]) -> _Choice | None:
    """One of a few words, None where it is left out."""
    value = request.query_params.get(name, "")
    if not value:
        return None
    if value not in [choice.value for choice in choices]:
        raise InvalidError(f"{name}={value!r} does not exist.", f"Use {' or '.join(choices)}.")
    return choices(value)


def twin(request: Request) -> str:
    """The address of the same question in the API, empty where that has none."""
    path = request.url.path
    name = "/search" if path == "/" else path
    if name.split("/")[1] not in _TWINS:
        return ""
    return _address(f"{addresses.API}{quote(name)}", request, without=_PAGES_ONLY_OF.get(path, _PAGES_ONLY))


def without_place(request: Request) -> str:
    """The same address from the start of its list."""
    return _address(request.url.path, request, without=_PLACE)


def same(request: Request) -> str:
    """The same address, to ask once more."""
    return _address(request.url.path, request, without=frozenset())


def _address(path: str, request: Request, *, without: frozenset[str]) -> str:
    pairs = request.query_params.multi_items()
    kept = [(name, value) for name, value in pairs if name not in without]
    return f"{path}?{urlencode(kept, errors='replace')}" if kept else path
