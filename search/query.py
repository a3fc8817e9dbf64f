"""The question as a value: what is asked, which filters are set, in which order answers come.

A `SearchQuery` is immutable and owns its address: `to_params` and `from_params` are inverse, and
every page and API link is printed from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self, TypeVar

from corpus.errors import InvalidError

_T = TypeVar("_T")

Match = Literal["all", "any"]
Sort = Literal["relevance", "record"]


class Facet(StrEnum):
    """What answers can be narrowed by. Values of one are or-ed, different ones are and-ed.

    Persons, organisations and speakers are entity ids, documents and collections their ids, years
    four digits, forms the names of persons as they are written, whoever they name.
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    SPEAKER = "speaker"
    DOCUMENT = "document"
    COLLECTION = "collection"
    YEAR = "year"
    FORM = "form"


# The facets whose values are entities: these have names, and may be merged.
ENTITIES = (Facet.PERSON, Facet.ORGANISATION, Facet.SPEAKER)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked.

    `text` is in the query language, as typed; `filters` holds the selected values of each facet in
    the order of `Facet`, without empty ones. `visibility` is set by the service, never by a reader.
    """

    text: str = ""
    match: Match = "all"
    sort: Sort = "relevance"
    filters: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    visibility: tuple[str, ...] = ("public",)

    def selected(self, facet: Facet) -> tuple[str, ...]:
        """The selected values of a facet, none when it is not filtered."""
        return dict(self.filters).get(facet, ())

    def select(self, facet: Facet, value: str) -> Self:
        """With one more value selected."""
        return self._with(facet, dict.fromkeys((*self.selected(facet), value)))

    def unselect(self, facet: Facet, value: str) -> Self:
        """With one value less."""
        return self._with(facet, (v for v in self.selected(facet) if v != value))

    def toggle(self, facet: Facet, value: str) -> Self:
        """With the value selected if it was not, and the other way round."""
        return self.unselect(facet, value) if value in self.selected(facet) else self.select(facet, value)

    def without(self, facet: Facet) -> Self:
        """With nothing of the facet selected: what its own counts are taken over."""
        return self._with(facet, ())

    def to_params(self) -> list[tuple[str, str]]:
        """The query's address as pairs of name and value; defaults are left out."""
        pairs = [("q", self.text)] if self.text else []
        if self.match != "all":
            pairs.append(("match", self.match))
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        return pairs + [(facet.value, value) for facet, values in self.filters for value in values]

    @classmethod
    def from_params(cls, params: Iterable[tuple[str, str]]) -> Self:
        """The query of an address; names that are not its own are left alone.

        Raises `InvalidError` for a `match` or `sort` that does not exist.
        """
        pairs = list(params)
        single = dict(pairs)
        query = cls(
            text=single.get("q", "").strip(),
            match=_one_of("match", single.get("match", "all"), {"all": "all", "any": "any"}),
            sort=_one_of(
                "sort",
                single.get("sort", "relevance"),
                {"relevance": "relevance", "record": "record"},
            ),
        )
        for facet in Facet:
            for name, value in pairs:
                if name == facet.value and value:
                    query = query.select(facet, value)
        return query

    def _with(self, facet: Facet, values: Iterable[str]) -> Self:
        filters = dict(self.filters)
        filters[facet] = tuple(values)
        return replace(self, filters=tuple((f, filters[f]) for f in Facet if filters.get(f)))


def _one_of(name: str, value: str, choices: Mapping[str, _T]) -> _T:
    if value not in choices:
        raise InvalidError(f"{name}={value!r} does not exist.", f"Use {' or '.join(choices)}.")
    return choices[value]
