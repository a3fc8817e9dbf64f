"""Points in time that the server gives up, and answers that would not be whole."""

from __future__ import annotations

from contextlib import closing

import pytest

from corpus.errors import GoneError, InvalidError, NotIndexedError, UnavailableError
from search.engines.elastic import moment as moments
from search.query import Facet, SearchQuery

FIRST, SECOND = "000001-b", "000002-b"
GUILTY = SearchQuery(text="guilty")


@pytest.fixture
def engine(elastic, passage):
    engine = elastic()
    texts = ["Not guilty.", "Not guilty. Not guilty.", "Guilty."]
    engine.build(FIRST, [passage(number, texts[number % 3]) for number in range(30)])
    yield engine
    for generation in engine.generations():
        engine.drop(generation)


@pytest.fixture
def index(engine):
    with closing(engine.open(FIRST)) as index:
        yield index


@pytest.fixture
def lose(raw):
    """Let the server forget the point in time that an index holds."""
    return lambda index: raw.close_point_in_time(id=index._moments._held.id)


def places(hits):
    return [int(hit.id.rpartition(".")[2]) for hit in hits]


@pytest.mark.parametrize("query", [SearchQuery(), GUILTY, SearchQuery(text="guilty", sort="record")])
def test_lost_it_is_opened_anew(index, lose, query):
    before = index.search(query, limit=7, facets={Facet.DOCUMENT: 3})
    lose(index)
    after = index.search(query, limit=7, facets={Facet.DOCUMENT: 3})
    assert (after.total, after.facets) == (before.total, before.facets)
    assert places(after.hits) == places(before.hits)
    lose(index)
    assert index.count(query) == 30
    lose(index)
    assert len(list(index.ids(query))) == 30


@pytest.mark.parametrize("sort", ["relevance", "record"])
def test_lost_between_pages_the_list_goes_on(index, lose, sort):
    query = SearchQuery(text="guilty", sort=sort)
    expected = places(index.search(query, limit=30).hits)
    seen, after = [], None
    while hits := index.search(query, limit=4, after=after).hits:
        seen += places(hits)
        after = hits[-1].after
        lose(index)
    assert seen == expected


def test_lost_and_counted_differently_a_ranking_is_gone(engine, index, lose, passage):
    """Passages of another revision are in the new point in time, and change how rare words are."""
    ranked = index.search(GUILTY, limit=4).hits[-1].after
    record = index.search(SearchQuery(text="guilty", sort="record"), limit=4).hits[-1].after
    engine.update(FIRST, SECOND, [], [passage(number, "Innocent.") for number in range(50, 90)])
    assert len(index.search(GUILTY, limit=30, after=ranked).hits) == 26
    lose(index)
    with pytest.raises(GoneError, match="Start again"):
        index.search(GUILTY, limit=30, after=ranked)
    rest = index.search(SearchQuery(text="guilty", sort="record"), limit=30, after=record)
    assert places(rest.hits) == list(range(4, 30))
    assert index.search(GUILTY, limit=30).total == 30


def test_two_openings_of_a_generation_go_on_for_one_another(engine):
    with closing(engine.open(FIRST)) as one, closing(engine.open(FIRST)) as other:
        first = one.search(GUILTY, limit=11)
        rest = other.search(GUILTY, limit=30, after=first.hits[-1].after)
        assert places(first.hits + rest.hits) == places(one.search(GUILTY, limit=30).hits)


def test_a_revision_that_was_dropped_is_not_opened_anew(engine, index, lose, passage):
    """Its passages are being deleted: the answer would be smaller, and nothing would tell."""
    assert index.count(GUILTY) == 30
    engine.update(FIRST, SECOND, ["d0.1"], [])
    engine.drop(FIRST)
    assert index.count(GUILTY) == 30
    lose(index)
    with pytest.raises(NotIndexedError):
        index.count(GUILTY)


@pytest.mark.parametrize(
    "after",
    [
        ("record",),
        ("record", 5),
        ("record", "000003", "more"),
        ("score", "high", "000003", "x"),
        ("score", float("nan"), "000003", "x"),
        ("score", float("inf"), "000003", "x"),
        ("score", 1.0, 3, "x"),
        ("score", 1.0, "000003"),
        ("other", "000003"),
    ],
)
@pytest.mark.parametrize("sort", ["relevance", "record"])
def test_places_that_are_none(index, after, sort):
    with pytest.raises(InvalidError, match="without a cursor"):
        index.search(SearchQuery(text="guilty", sort=sort), limit=1, after=after)


def test_places_of_the_other_order(index):
    by_record = SearchQuery(text="guilty", sort="record")
    for one, other in ((GUILTY, by_record), (by_record, GUILTY)):
        after = index.search(one, limit=1).hits[0].after
        with pytest.raises(InvalidError):
            index.search(other, limit=1, after=after)


@pytest.mark.parametrize("place", [("score", 99.0, "000003", "x"), ("score", 0.1, "nowhere", "x")])
def test_a_place_in_no_ranking(index, place):
    with pytest.raises(GoneError):
        index.search(GUILTY, limit=1, after=place)


WHOLE = {"total": 3, "successful": 3, "failed": 0}


@pytest.mark.parametrize(
    "answer",
    [
        {"_shards": WHOLE | {"failed": 1, "successful": 2}, "timed_out": False},
        {"_shards": WHOLE | {"successful": 2}, "timed_out": False},
        {"_shards": WHOLE, "timed_out": True},
    ],
)
def test_what_is_not_whole_is_no_answer(index, monkeypatch, answer):
    """Faults that a server shows by chance only."""
    monkeypatch.setattr(moments, "_PAUSES", (0.0, 0.0))
    monkeypatch.setattr(moments.Moment, "_search", lambda *_: answer | {"pit_id": "x", "hits": {}})
    with pytest.raises(UnavailableError, match=r"lacks a part|took more than.*Ask for less"):
        index.search(GUILTY, limit=1)


def test_more_than_the_server_gives_at_once(elastic, passage):
    engine = elastic()
    engine.build(FIRST, [passage(number, "One." if number % 2 else "One one.") for number in range(12_000)])
    with closing(engine.open(FIRST)) as index:
        for query in (SearchQuery(text="one"), SearchQuery(text="one", sort="record")):
            page = index.search(query, limit=11_000)
            assert len(set(page.hits)) == 11_000
            rest = index.search(query, limit=20_000, after=page.hits[-1].after)
            assert {hit.id for hit in page.hits + rest.hits} == set(index.ids(query))
            assert page.total == rest.total == 12_000


def test_closed_it_holds_nothing_on_the_server(engine, raw):
    index = engine.open(FIRST)
    index.count(GUILTY)
    held = index._moments._held.id
    index.close()
    index.close()
    with pytest.raises(UnavailableError, match="closed"):
        index.count(GUILTY)
    assert raw.options(ignore_status=404).search(pit={"id": held}).meta.status == 404


def test_closed_when_nobody_answers_any_more(elastic, passage):
    engine = elastic()
    engine.build(FIRST, [passage(0, "One.")])
    index = engine.open(FIRST)
    index.count(GUILTY)
    engine._server._client.close()
    index.close()
