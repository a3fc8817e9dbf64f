"""The page where nothing is asked yet: what is in here, and how to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.catalogue.reading.values import Counted, PersonView
from search.query import Facet, SearchQuery
from search.service.values import FacetValue, PersonsAnswer, SearchAnswer, Status
from search.web import addresses
from search.web.charts import bars, year_columns
from search.web.contexts import StartPage
from search.web.frames import make_frame, search_form
from search.web.pieces import Fact, Link
from search.web.wording import counted, number

PERSONS = 12
# A form of words without signs that the query language reads.
_PLAIN = re.compile(r"[^\W\d_]+( [^\W\d_]+)*")
FACETS = {Facet.COLLECTION: 50, Facet.YEAR: 2000}


def start_page(status: Status, persons: PersonsAnswer, everything: SearchAnswer) -> StartPage:
    """`persons` are those named most; `everything` the answer to an empty query, for its facets."""
    facets = {view.facet: view.values for view in everything.facets}
    named = tuple(Counted(person.id, person.name, person.passages) for person in persons.items)
    years = ((value.value, value.count) for value in facets.get(Facet.YEAR, ()))
    return StartPage(
        frame=make_frame(
            "Every passage that mentions a person", "search", json=addresses.api("status"), quick=False
        ),
        form=search_form(SearchQuery()),
        figures=_figures(status),
        examples=tuple(_examples(persons.items)),
        persons=bars(named, lambda person: addresses.person(person.id)),
        collections=tuple(_collection(value) for value in facets.get(Facet.COLLECTION, ())),
        years=year_columns(years, lambda found: addresses.search_for(year=found)),
    )


def _figures(status: Status) -> tuple[Fact, ...]:
    held = status.holdings
    figures = (
        ("documents", held.documents, "/documents"),
        ("passages", held.passages, addresses.search(SearchQuery(sort="record"))),
        ("persons", held.persons, "/persons"),
        ("words", held.words, addresses.STATUS),
    )
    return tuple(Fact(name, links=(Link(number(count), href),)) for name, count, href in figures)


def _collection(value: FacetValue) -> Link:
    return Link(value.name, addresses.documents(value.value), counted(value.count, "passage"))


def _examples(persons: tuple[PersonView, ...]) -> Iterator[Link]:
    """A question of each kind, made of names as they are written in here: each has an answer."""
    written = [form.text for person in persons for form in person.forms if _PLAIN.fullmatch(form.text)]
    words = [form.split()[-1] for form in written]
    longer = [form for form in written if " " in form]
    kinds = (
        ("{}", words[:1], "a name or a word, in any of its forms"),
        ('"{}"', longer[:1], "exactly these words"),
        ("{}*", [word[:4] for word in words[1:] if len(word) > 5][:1], "words that begin so"),
    )
    for pattern, found, note in kinds:
        yield from (
            Link(pattern.format(one), addresses.search_for(pattern.format(one)), note) for one in found
        )
