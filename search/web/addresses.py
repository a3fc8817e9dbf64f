"""The address of every page and of its twin in the API. Defaults are left out, so addresses stay short.

`cursor` is the place in a list to go on from, `seen` how many of the list came before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from corpus.model import Relation, Tier
from search.query import Facet, SearchQuery

API = "/api/v1"
STATUS = "/status"
COMPONENTS = "/components"

Params = list[tuple[str, str]]


def search(query: SearchQuery, *, more: str = "", cursor: str = "", seen: int = 0) -> str:
    """The answer to a query; `more` names a facet that shows many values."""
    return _address("/", query.to_params() + _some(("more", more)) + _place(cursor, seen))


def search_for(text: str = "", /, **filters: str | tuple[str, ...]) -> str:
    """The answer to words and one or more values for each named facet."""
    query = SearchQuery(text=text)
    for facet, values in filters.items():
        for value in (values,) if isinstance(values, str) else values:
            query = query.select(Facet(facet), value)
    return search(query)


def persons(name: str = "", *, cursor: str = "", seen: int = 0) -> str:
    """Persons whose names fit, or all of them."""
    return _address("/persons", _some(("q", name)) + _place(cursor, seen))


def person(
    person: str,
    tier: Tier = Tier.PROBABLE,
    relation: Relation | None = None,
    forms: Iterable[str] = (),
    *,
    cursor: str = "",
    seen: int = 0,
) -> str:
    """A person with the passages of a tier and relation, by some of the written names or by all."""
    return _address(f"/persons/{_id(person)}", person_params(tier, relation, forms) + _place(cursor, seen))


def person_params(tier: Tier, relation: Relation | None, forms: Iterable[str] = ()) -> Params:
    """The pairs that narrow a person's passages."""
    chosen = "" if tier is Tier.PROBABLE else tier.value
    written = (("forms", form) for form in forms)
    return _some(("tier", chosen), ("relation", relation.value if relation else ""), *written)


def names(
    name: str = "",
    tier: Tier = Tier.POSSIBLE,
    collection: str = "",
    *,
    cursor: str = "",
    seen: int = 0,
) -> str:
    """The written names that could be a name."""
    return _address("/names", name_params(name, tier, collection) + _place(cursor, seen))


def name_params(name: str, tier: Tier, collection: str) -> Params:
    """The pairs of a question for a name."""
    chosen = "" if tier is Tier.POSSIBLE else tier.value
    return _some(("q", name), ("tier", chosen), ("collection", collection))


def forms(written: Iterable[str], name: str = "", *, cursor: str = "", seen: int = 0) -> str:
    """The passages of some written names; `name` is the one that they could be."""
    pairs = [("forms", form) for form in written]
    return _address("/passages", _some(("q", name), *pairs) + _place(cursor, seen))


def passage(passage: str) -> str:
    """A passage in its document."""
    return f"/passages/{_id(passage)}"


def documents(collection: str = "", *, cursor: str = "", seen: int = 0) -> str:
    """Documents in the order of the record."""
    return _address("/documents", _some(("collection", collection)) + _place(cursor, seen))


def document(document: str, first: int = 0) -> str:
    """A document, read from the passage with ordinal `first` on."""
    return _address(f"/documents/{_id(document)}", _some(("first", str(first or ""))))


def api(*path: str, params: Params | None = None) -> str:
    """An address in the API: `api("persons", id)`."""
    return _address("/".join((API, *map(_id, path))), params or [])


def is_public(url: str) -> bool:
    """Whether an address that a document gave may be followed: http(s), nothing that runs script."""
    return url.lower().startswith(("http://", "https://"))


def _address(path: str, params: Params) -> str:
    return f"{path}?{urlencode(params, errors='replace')}" if params else path


def _some(*pairs: tuple[str, str]) -> Params:
    return [(name, value) for name, value in pairs if value]


def _place(cursor: str, seen: int) -> Params:
    return _some(("cursor", cursor), ("seen", str(seen) if cursor and seen else ""))


def _id(value: str) -> str:
    return quote(value, safe="", errors="replace")
