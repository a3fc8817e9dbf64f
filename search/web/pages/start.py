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
# Shorter names begin like too many words.
_LONG = 6
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
    """A question of each kind about persons as they are written in here: all have answers.

    Each is about somebody else while there are enough; who is named most asks the questions, and is last.
    """
    waiting = [*persons[1:], *persons[:1]]
    for pattern, write, note in _KINDS:
        person = next((one for one in waiting if write(one)), None)
        if person:
            waiting.remove(person)
            waiting.append(person)
            words = pattern.format(write(person))
            yield Link(words, addresses.search_for(words), note)


def _surname(person: PersonView) -> str:
    """The last word of the name, where it is written so; else nothing."""
    word = person.name.split()[-1] if person.name else ""
    return word if word in _written(person) else ""


def _full_name(person: PersonView) -> str:
    """The most frequent form that is longer than the surname and ends with it; else nothing."""
    surname = _surname(person)
    return next((form for form in _written(person) if surname and form.endswith(f" {surname}")), "")


def _beginning(person: PersonView) -> str:
    """How a surname begins that is long enough; else nothing."""
    surname = _surname(person)
    return surname[:4] if len(surname) >= _LONG else ""


def _written(person: PersonView) -> list[str]:
    return [form.text for form in person.forms if _PLAIN.fullmatch(form.text)]


_KINDS = (
    ("{}", _surname, "a name or a word, in any of its forms"),
    ('"{}"', _full_name, "exactly these words"),
    ("{}*", _beginning, "words that begin so"),
)
