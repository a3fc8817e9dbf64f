"""On every engine, an index that is behind with merges answers like the reference that has caught up."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from search.engines.base import IndexedPassage
from search.query import Facet, SearchQuery
from search.service.merged import MergedIndex
from tests.search.merges import meant

PERSONS = [f"p{n:02}" for n in range(25)]
WORDS = ("letter", "lantern", "harbour")


def make_passages(passage) -> Iterator[IndexedPassage]:
    """A few persons are named in most passages, most persons in a few: counts tie, and lists are cut off."""
    chance = random.Random(5)
    for number in range(200):
        text = " ".join(chance.sample(WORDS, chance.randint(1, 3)))
        persons = tuple(sorted({choose(chance) for _ in range(chance.randint(0, 3))}))
        years = (str(1900 + number % 4),)
        yield passage(number, text, persons=persons, speakers=persons[:1], years=years)


def choose(chance: random.Random) -> str:
    frequent = min(int(chance.paretovariate(0.7)) - 1, len(PERSONS) - 1)
    return PERSONS[frequent] if chance.random() < 0.6 else chance.choice(PERSONS)


def choose_merges(chance: random.Random) -> Mapping[str, str]:
    persons = chance.sample(PERSONS, len(PERSONS))
    return {person: chance.choice(persons[:3]) for person in persons[3 : 3 + chance.randint(1, 6)]}


def choose_query(chance: random.Random, merged: Mapping[str, str]) -> SearchQuery:
    """As the service asks: whom was merged is not asked for any more."""
    query = SearchQuery(chance.choice(("", "letter", "lantern -harbour")))
    others = [*(person for person in PERSONS if person not in merged), "nobody"]
    for _ in range(chance.randint(0, 2)):
        query = query.select(chance.choice((Facet.PERSON, Facet.SPEAKER)), chance.choice(others))
    return query.select(Facet.YEAR, "1901") if chance.random() < 0.3 else query


@pytest.fixture(scope="module")
def case(fill, passage):
    made = fill(make_passages(passage))
    yield made
    made.close()


def test_answers_are_those_of_an_index_that_has_caught_up(case, examples):
    for seed in range(examples(400)):
        chance = random.Random(seed)
        merged = choose_merges(chance)
        query, size = choose_query(chance, merged), chance.choice((0, 1, 2, 3, 5, 8))
        passages = [meant(one, merged) for one in case.reference.passages]
        expected = replace(case.reference, passages=passages)
        index = MergedIndex(case.index, merged)
        page = index.search(query, limit=20, facets=sizes(size))
        assert page.total == index.count(query) == len(expected.ids(query))
        assert list(index.ids(query)) == expected.ids(query)
        counts = {facet: expected.facet(query, facet, n) for facet, n in sizes(size).items()}
        assert dict(page.facets) == counts, (merged, query, size)


def sizes(size: int) -> Mapping[Facet, int]:
    return {Facet.PERSON: size, Facet.SPEAKER: size, Facet.YEAR: 2}
