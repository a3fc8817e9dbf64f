"""An index that is behind with merges gives the answers of one that is not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from search.engines.base import IndexedPassage
from search.engines.embedded import EmbeddedEngine
from search.query import Facet, SearchQuery
from search.service.merged import MergedIndex
from tests.search.merges import meant

PERSONS = [f"p{n}" for n in range(14)]
# Two into one; one into another; the one with fewest passages into that with most.
MERGED = {"p3": "p1", "p8": "p1", "p5": "p6", "p13": "p0"}
WORDS = ("letter", "lantern", "harbour")


def make_passages():
    """Persons by the shape of Zipf, so that the groups lie in the top, at its edge and far below."""
    chance = random.Random(7)
    for number in range(400):
        persons = {PERSONS[min(int(chance.paretovariate(0.7)) - 1, 13)] for _ in range(chance.randint(0, 3))}
        yield IndexedPassage(
            id=f"d.{number}",
            position=f"{number:04}",
            text=" ".join(chance.sample(WORDS, chance.randint(1, 3))),
            language="en",
            document=f"d{number % 5}",
            collection="c",
            persons=tuple(sorted(persons)),
            speakers=tuple(sorted(persons))[:1],
            years=(str(1900 + number % 4),),
        )


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    """One that is behind, and one that is not."""
    engine = EmbeddedEngine(tmp_path_factory.mktemp("merged"))
    passages = list(make_passages())
    engine.build("000001-a", passages)
    engine.build("000001-b", (meant(passage, MERGED) for passage in passages))
    behind, whole = MergedIndex(engine.open("000001-a"), MERGED), engine.open("000001-b")
    yield behind, whole
    behind.close()
    whole.close()


def selected(*pairs):
    query = SearchQuery()
    for facet, value in pairs:
        query = query.select(facet, value)
    return query


QUERIES = [
    SearchQuery(),
    SearchQuery("letter"),
    SearchQuery("lantern -harbour", sort="record"),
    selected((Facet.PERSON, "p1")),
    selected((Facet.PERSON, "p6"), (Facet.PERSON, "p2")),
    selected((Facet.PERSON, "p0"), (Facet.YEAR, "1901")),
    selected((Facet.SPEAKER, "p1"), (Facet.PERSON, "p1")),
    selected((Facet.SPEAKER, "p6"), (Facet.DOCUMENT, "d3")),
    selected((Facet.PERSON, "nobody")),
    replace(selected((Facet.PERSON, "p1")), text="letter nowhere"),
]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8, 20])
@pytest.mark.parametrize("query", QUERIES)
def test_answers_are_those_of_an_index_that_has_caught_up(indexes, query, size):
    behind, whole = indexes
    facets = dict.fromkeys(Facet, size)
    found, expected = (index.search(query, limit=30, facets=facets) for index in indexes)
    assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
    assert found.total == expected.total == behind.count(query)
    assert found.facets == expected.facets
    assert list(behind.ids(query)) == list(whole.ids(query))


@pytest.mark.parametrize("merged", sorted(MERGED))
def test_who_was_merged_is_asked_for_as_the_one_who_stays(indexes, merged):
    behind, _ = indexes
    facets = {Facet.PERSON: 3}
    one, other = (
        behind.search(selected((Facet.PERSON, person)), limit=5, facets=facets)
        for person in (merged, MERGED[merged])
    )
    assert (one.total, one.facets) == (other.total, other.facets)
    assert one.total


def test_only_what_is_asked_for_is_counted(indexes):
    behind, _ = indexes
    assert dict(behind.search(SearchQuery(), limit=1).facets) == {}
