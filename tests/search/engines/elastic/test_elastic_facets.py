"""Facet counts over three shards, where counting what each shard lists most is wrong."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import closing

import pytest

from search.engines.base import FacetCount
from search.query import Facet, SearchQuery

GENERATION = "000001-b"
MANY = 66_000


def make_passages(passage):
    """Skewed, even, and unique persons in 6,000 passages: what each shard lists differs by chance."""
    chance = random.Random(4)
    for number in range(6_000):
        kind = ("skewed", "even", "single")[number % 3]
        if kind == "skewed":
            persons = {f"p{int(chance.expovariate(1 / 400))}" for _ in range(4)}
        elif kind == "even":
            persons = {f"e{chance.randrange(900)}" for _ in range(4)}
        else:
            persons = {f"s{value:05}" for value in range(number // 3 * 33, min(number // 3 * 33 + 33, MANY))}
        yield passage(number, f"{kind} text {number}", persons=tuple(persons), years=(str(number % 7),))


@pytest.fixture(scope="module")
def passages(passage):
    return list(make_passages(passage))


@pytest.fixture(scope="module")
def engine(elastic, passages):
    engine = elastic(shards=3)
    engine.build(GENERATION, passages)
    return engine


@pytest.fixture(scope="module")
def index(engine):
    with closing(engine.open(GENERATION)) as index:
        yield index


def counted(passages, word, size, values=lambda passage: passage.persons):
    chosen = (passage for passage in passages if not word or passage.text.startswith(word))
    counts = Counter(value for passage in chosen for value in values(passage))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(*item) for item in ordered[:size])


def test_a_plain_aggregation_is_wrong_and_ours_is_not(engine, index, passages, raw):
    plain = {"terms": {"field": "persons", "size": 10, "shard_size": 10}}
    query = {"term": {"stems": "even"}}
    answer = raw.search(index=engine._indexes.name("b"), query=query, size=0, aggs={"persons": plain})
    listed = answer["aggregations"]["persons"]["buckets"]
    plainly = tuple(FacetCount(bucket["key"], bucket["doc_count"]) for bucket in listed)
    expected = counted(passages, "even", 10)
    assert plainly != expected
    page = index.search(SearchQuery(text="even"), limit=0, facets={Facet.PERSON: 10})
    assert page.facets[Facet.PERSON] == expected


@pytest.mark.parametrize("word", ["", "skewed", "even", "single"])
@pytest.mark.parametrize("size", [1, 10, 300, 2_500])
def test_counts_are_exact(index, passages, word, size):
    asked = dict.fromkeys((Facet.PERSON, Facet.DOCUMENT, Facet.YEAR), size)
    page = index.search(SearchQuery(text=word), limit=1, facets=asked)
    assert page.facets[Facet.PERSON] == counted(passages, word, size)
    assert page.facets[Facet.DOCUMENT] == counted(passages, word, size, lambda p: (p.document,))
    assert page.facets[Facet.YEAR] == counted(passages, word, size, lambda p: p.years)


def test_all_of_very_many_values(index, passages):
    page = index.search(SearchQuery(text="single"), limit=0, facets={Facet.PERSON: MANY + 5})
    assert page.facets[Facet.PERSON] == counted(passages, "single", MANY + 5)


def test_selected_values_are_counted_over_all_shards(index, passages):
    query = SearchQuery(text="even").select(Facet.PERSON, "e7").select(Facet.PERSON, "nobody")
    page = index.search(query.select(Facet.YEAR, "3"), limit=1, facets={Facet.PERSON: 3, Facet.YEAR: 3})
    third = [passage for passage in passages if passage.years == ("3",)]
    counts = {one.value: one.count for one in counted(third, "even", None)}
    top = counted(third, "even", 3)
    assert page.facets[Facet.PERSON] == (*top, FacetCount("e7", counts["e7"]), FacetCount("nobody", 0))
    about = [passage for passage in passages if "e7" in passage.persons]
    years = {one.value: one.count for one in counted(about, "even", None, lambda p: p.years)}
    assert {one.value: one.count for one in page.facets[Facet.YEAR]}["3"] == years["3"]


def test_many_facets_of_many_values_at_once(index, passages):
    page = index.search(SearchQuery(), limit=0, facets=dict.fromkeys(Facet, 2_000))
    assert page.facets[Facet.PERSON] == counted(passages, "", 2_000)
    assert page.facets[Facet.DOCUMENT] == counted(passages, "", 2_000, lambda p: (p.document,))


@pytest.mark.parametrize(("limit", "requests"), [(0, 1), (10, 2)])
def test_one_request_counts_all_facets_over_one_shard(elastic, passages, monkeypatch, limit, requests):
    engine = elastic()
    engine.build(GENERATION, passages[:300])
    with closing(engine.open(GENERATION)) as index:
        index.count(SearchQuery())
        asked, moment = [], index._moments._held
        search = type(moment)._search
        monkeypatch.setattr(
            type(moment), "_search", lambda one, body: asked.append(body) or search(one, body)
        )
        query = SearchQuery(text="even").select(Facet.PERSON, "e7")
        page = index.search(query, limit=limit, facets=dict.fromkeys(Facet, 10))
        assert page.facets[Facet.PERSON][:10] == counted(passages[:300], "even", 10)
    assert len(asked) == requests
