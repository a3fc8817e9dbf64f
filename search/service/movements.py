"""Followers and doctrines of a person (Trotskyite, Trotskyism): no mentions of one, and found apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corpus.catalogue.reading.values import Counted, Named, PersonView
from corpus.names.fold import nominatives
from corpus.names.movements import movements_of
from corpus.names.parse import parse_name
from search.cursors import Place
from search.query import SearchQuery
from search.service.generations import View
from search.service.persons import read_person
from search.service.searching import Mark, search
from search.service.values import MovementsAnswer

# Fewer than the clauses of a query. Forms that are met often come first, and misprints last.
MOST_WORDS = 48
# With which the words of `movements_of` end, in Latin and Cyrillic letters.
_VOWELS = "eаы"


def movements(
    view: View,
    asked: str,
    limit: int,
    after: Place | None,
    following: Callable[[Place], str],
    marker: Callable[[str], Mark],
) -> MovementsAnswer:
    """One page of the passages that have a word made from the person's name, in the order of the record."""
    person = read_person(view, asked)
    words = _found(view, list(_words(person))[:MOST_WORDS])
    named = Named(person.id, person.name)
    if not words:
        return MovementsAnswer(named, (), SearchQuery(), (), 0, None, view.receipt(0))
    query = _any_of(word.id for word in words)
    answer = search(view, query, {}, limit, after, following, marker(query.text))
    return MovementsAnswer(named, words, query, answer.items, answer.total, answer.next, answer.receipt)


def _words(person: PersonView) -> Iterator[str]:
    """What they may be called, each word once, those of frequent forms first."""
    names = (parse_name(form.text) for form in person.forms)
    surnames = (reading for name in names if name is not None for reading in nominatives(name.written))
    yield from dict.fromkeys(word for surname in surnames for word in movements_of(surname))


def _found(view: View, words: list[str]) -> tuple[Counted, ...]:
    """Those that occur. Of most persons none does, which one question tells."""
    beginnings = {_beginning(word): word.capitalize() for word in words}
    if not words or not view.index.count(_any_of(beginnings)):
        return ()
    counts = ((begins, name, view.index.count(_any_of([begins]))) for begins, name in beginnings.items())
    found = (Counted(begins, name, count) for begins, name, count in counts if count)
    return tuple(sorted(found, key=lambda one: (-one.passages, one.name)))


def _any_of(beginnings: Iterable[str]) -> SearchQuery:
    return SearchQuery(text=" ".join(beginnings), match="any", sort="record")


def _beginning(word: str) -> str:
    """What all forms of a word begin with. Their stems would be too generous: some are the name itself."""
    return f"{word[:-1] if word[-1] in _VOWELS else word}*"
