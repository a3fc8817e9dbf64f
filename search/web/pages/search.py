"""The answer to a query: passages, facets, chips, switches."""

from __future__ import annotations

from dataclasses import replace

from corpus.catalogue.reading.values import PersonView
from corpus.names.keys import surname_words
from search.query import Facet, SearchQuery
from search.service.values import FacetValue, FacetView, SearchAnswer
from search.web import addresses
from search.web.cards import found_card
from search.web.contexts import SearchPage
from search.web.frames import make_frame, search_form
from search.web.paging import Seat, make_paging
from search.web.pieces import Chip, FacetBox, FacetItem, Link, Switch
from search.web.wording import counted, number, shortened

FACET_TITLES: dict[Facet, str] = {
    Facet.PERSON: "Persons",
    Facet.ORGANISATION: "Organisations",
    Facet.SPEAKER: "Speakers",
    Facet.DOCUMENT: "Documents",
    Facet.COLLECTION: "Collections",
    Facet.YEAR: "Years",
    Facet.FORM: "Names as written",
}
FEW, MANY = 10, 1000
# Words that may be a name: more than these are a sentence.
LONGEST_NAME = 5


def facet_sizes(query: SearchQuery, more: str) -> dict[Facet, int]:
    """How many values to ask for: beside those selected one more than is shown, to know of others.

    Of the passages of many persons the forms of names would say nothing.
    """
    named = any(query.selected(facet) for facet in (Facet.PERSON, Facet.SPEAKER, Facet.FORM))
    asked = [facet for facet in Facet if named or facet is not Facet.FORM]
    return {facet: (MANY if facet.value == more else FEW) + len(query.selected(facet)) + 1 for facet in asked}


def search_page(
    answer: SearchAnswer, seat: Seat, *, more: str = "", persons: tuple[PersonView, ...] = ()
) -> SearchPage:
    """The page of an answer. `persons` are those whose names fit the words of the query."""
    query = shown_query(answer)
    title = shortened(query.text) or "Passages"
    twin = addresses.api("search", params=query.to_params())
    return SearchPage(
        frame=make_frame(title, "search", json=twin, query=query, quick=False),
        heading=counted(answer.total, "passage"),
        form=search_form(query),
        switches=_switches(query) if query.text else (),
        chips=tuple(_chip(query, view.facet, value) for view, value in _selected(answer)),
        clear=addresses.search(replace(query, filters=())),
        facets=tuple(_facet_box(query, view, more) for view in answer.facets if view.values),
        persons=_persons(answer, persons),
        ways_on=() if answer.items else _ways_on(query),
        cards=tuple(found_card(found) for found in answer.items),
        paging=make_paging(
            seat,
            len(answer.items),
            answer.total,
            answer.next,
            lambda cursor, seen: addresses.search(query, cursor=cursor, seen=seen),
            "passage",
        ),
        receipt=str(answer.receipt),
    )


def shown_query(answer: SearchAnswer) -> SearchQuery:
    """The query with the filters as the answer names them: a merged person by the id that is left."""
    query = answer.query
    for view in answer.facets:
        query = query.without(view.facet)
        for value in view.values:
            query = query.select(view.facet, value.value) if value.selected else query
    return query


def _switches(query: SearchQuery) -> tuple[Switch, ...]:
    match = (("all words", replace(query, match="all")), ("any word", replace(query, match="any")))
    sort = (
        ("best first", replace(query, sort="relevance")),
        ("in the order of the record", replace(query, sort="record")),
    )
    return (_switch("Match", query, match), _switch("Sort", query, sort))


def _switch(title: str, query: SearchQuery, choices: tuple[tuple[str, SearchQuery], ...]) -> Switch:
    links = (Link(text, addresses.search(choice), current=choice == query) for text, choice in choices)
    return Switch(title, tuple(links))


def _selected(answer: SearchAnswer) -> list[tuple[FacetView, FacetValue]]:
    return [(view, value) for view in answer.facets for value in view.values if value.selected]


def _chip(query: SearchQuery, facet: Facet, value: FacetValue) -> Chip:
    return Chip(facet.value.capitalize(), value.name, addresses.search(query.unselect(facet, value.value)))


def _facet_box(query: SearchQuery, view: FacetView, more: str) -> FacetBox:
    """The selected values and the most frequent others; years in their order."""
    wide = view.facet.value == more
    others = [value for value in view.values if not value.selected]
    shown = [value for value in view.values if value.selected] + others[: MANY if wide else FEW]
    if view.facet is Facet.YEAR:
        shown.sort(key=lambda value: value.value)
    link = _more_link(query, view.facet, len(others), wide=wide)
    items = tuple(_facet_item(query, view.facet, value) for value in shown)
    return FacetBox(view.facet.value, FACET_TITLES[view.facet], items, link)


def _more_link(query: SearchQuery, facet: Facet, others: int, *, wide: bool) -> Link | None:
    if wide:
        note = f"the {number(MANY)} most frequent are shown" if others > MANY else ""
        return Link("fewer", addresses.search(query), note)
    text = f"more {FACET_TITLES[facet].lower()}"
    return Link(text, addresses.search(query, more=facet.value)) if others > FEW else None


def _facet_item(query: SearchQuery, facet: Facet, value: FacetValue) -> FacetItem:
    href = addresses.search(query.toggle(facet, value.value))
    action = "remove the filter" if value.selected else "filter by"
    return FacetItem(value.name, href, number(value.count), value.selected, action)


def _persons(answer: SearchAnswer, named: tuple[PersonView, ...]) -> tuple[Link, ...]:
    """The pages of the persons that are filtered by, then of those whose names fit the words."""
    selected = {
        value.value: Link(value.name, addresses.person(value.value))
        for view, value in _selected(answer)
        if view.facet is Facet.PERSON
    }
    return (*selected.values(), *(_person_link(one) for one in named if one.id not in selected))


def _person_link(person: PersonView) -> Link:
    return Link(person.name, addresses.person(person.id), counted(person.passages, "passage"))


def _ways_on(query: SearchQuery) -> tuple[Link, ...]:
    """What may find more where nothing was found."""
    words = len(query.text.split())
    ways = (
        (words > 1 and query.match == "all", "Match any of the words", replace(query, match="any")),
        (bool(query.filters) and bool(words), "Remove all filters", replace(query, filters=())),
    )
    links = [Link(text, addresses.search(way)) for useful, text, way in ways if useful]
    if 1 <= words <= LONGEST_NAME and surname_words(query.text):
        links.append(Link(f"Written names that could be “{query.text}”", addresses.names(query.text)))
    return (*links, Link("Look for another spelling among the persons", addresses.persons()))
