"""Facet counts on an index of several segments, with more values than tantivy lists in one answer."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from search.engines.base import FacetCount, IndexedPassage
from search.engines.embedded import EmbeddedEngine
from search.query import Facet, SearchQuery

SINGLE = 66_000


def make_passages():
    """30,000 passages about frequent, rare and unique persons; "frequent" ones come late and unevenly."""
    chance = random.Random(11)
    for number in range(30_000):
        kind = ("common", "rare", "single")[number % 3]
        if kind == "common":
            persons = {f"p{int(chance.expovariate(1 / (40 + number // 100)))}" for _ in range(3)}
        elif kind == "rare":
            persons = {f"r{chance.randrange(40_000)}" for _ in range(3)}
        else:
            persons = {f"s{value:05}" for value in range(number // 3 * 7, min(number // 3 * 7 + 7, SINGLE))}
        yield IndexedPassage(
            id=f"d.{number}",
            position=f"{number:09}",
            text=f"{kind} filler{number} padding{number * 7}",
            language="en",
            document=f"d{number // 2}",
            collection="c",
            persons=tuple(persons),
            years=(str(1800 + chance.randrange(90)),),
        )


@pytest.fixture(scope="module")
def passages():
    return list(make_passages())


@pytest.fixture(scope="module")
def index(tmp_path_factory, passages):
    engine = EmbeddedEngine(tmp_path_factory.mktemp("segments"), memory=15_000_000)
    engine.build("g", passages)
    index = engine.open("g")
    yield index
    index.close()


def counted(passages, word, facet, size):
    chosen = (p for p in passages if not word or p.text.startswith(word))
    found = {
        Facet.PERSON: lambda p: p.persons,
        Facet.DOCUMENT: lambda p: [p.document],
        Facet.YEAR: lambda p: p.years,
    }
    counts = Counter(value for passage in chosen for value in found[facet](passage))
    return [FacetCount(*item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size]]


def test_the_case_is_hard(index, passages):
    assert index.segments > 1
    assert len({person for passage in passages for person in passage.persons}) > 65_000


@pytest.mark.parametrize(
    ("word", "size"),
    [("", 10), ("", 300), ("common", 1), ("common", 10), ("common", 300), ("rare", 10), ("single", 10)],
)
def test_counts_are_exact(index, passages, word, size):
    asked = dict.fromkeys((Facet.PERSON, Facet.DOCUMENT, Facet.YEAR), size)
    page = index.search(SearchQuery(text=word), limit=1, facets=asked)
    for facet in asked:
        assert list(page.facets[facet]) == counted(passages, word, facet, size)


def test_all_of_very_many_values(index, passages):
    page = index.search(SearchQuery(text="single"), limit=0, facets={Facet.PERSON: SINGLE + 5})
    assert list(page.facets[Facet.PERSON]) == counted(passages, "single", Facet.PERSON, SINGLE + 5)


def test_ties_over_segments_are_in_the_order_of_the_record(index):
    """All 10,000 passages score the same; pages of 3,000 cross every segment."""
    query, after, seen = SearchQuery(text="rare"), None, []
    while hits := index.search(query, limit=3_000, after=after).hits:
        seen += [int(hit.id.removeprefix("d.")) for hit in hits]
        after = hits[-1].after
    assert seen == list(range(1, 30_000, 3))
