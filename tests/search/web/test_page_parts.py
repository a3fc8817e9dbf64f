"""Addresses, paging, charts and words as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Relation, Tier
from search.query import Facet, SearchQuery
from search.service.values import FacetValue, FacetView, Receipt, SearchAnswer
from search.web import addresses
from search.web.charts import bars, year_columns
from search.web.folding import fold
from search.web.pages.errors import find_spot
from search.web.pages.search import facet_sizes, search_page
from search.web.paging import Seat, make_paging
from search.web.pieces import Link, Spot
from search.web.wording import counted, language, shortened

QUERY = SearchQuery("a b").select(Facet.YEAR, "1911")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (addresses.search(SearchQuery()), "/"),
        (addresses.search(QUERY), "/?q=a+b&year=1911"),
        (addresses.search(QUERY, cursor="c", seen=20), "/?q=a+b&year=1911&cursor=c&seen=20"),
        (addresses.search(QUERY, seen=20), "/?q=a+b&year=1911"),
        (addresses.person("p/1"), "/persons/p%2F1"),
        (
            addresses.person("p", Tier.POSSIBLE, Relation.SPOKEN),
            "/persons/p?tier=possible&relation=spoken",
        ),
        (addresses.person("p", forms=["A. B", "C"]), "/persons/p?forms=A.+B&forms=C"),
        (addresses.names("A&B"), "/names?q=A%26B"),
        (addresses.names("A", Tier.CERTAIN, "c"), "/names?q=A&tier=certain&collection=c"),
        (addresses.forms(["A", "B"], "C", cursor="x"), "/passages?q=C&forms=A&forms=B&cursor=x"),
        (addresses.document("d", 0), "/documents/d"),
        (addresses.document("d", 7), "/documents/d?first=7"),
        (addresses.documents("a&b"), "/documents?collection=a%26b"),
        (addresses.api("persons", "p", "passages"), "/api/v1/persons/p/passages"),
        (addresses.search_for("\udc80"), "/?q=%3F"),
    ],
)
def test_addresses(address, expected):
    assert address == expected


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://example.org/", True),
        ("HTTP://example.org/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_addresses_that_may_be_followed(url, public):
    assert addresses.is_public(url) is public


@pytest.mark.parametrize(
    ("seat", "shown", "total", "following", "line"),
    [
        (Seat(), 0, 0, None, ""),
        (Seat(), 1, 1, None, "That is all: 1 passage."),
        (Seat(), 20, 1300, "c", "1–20 of 1,300 passages."),
        (Seat("b", 20), 20, 60, "c", "21–40 of 60 passages."),
        (Seat("c", 40), 20, 60, None, "41–60 of 60 passages: the end of the list."),
        (Seat("c", 9999), 20, 60, None, "41–60 of 60 passages: the end of the list."),
        (Seat(None, 40), 20, 60, "c", "1–20 of 60 passages."),
    ],
)
def test_paging_says_where_it_stands(seat, shown, total, following, line):
    paging = make_paging(seat, shown, total, following, lambda cursor, seen: f"{cursor}@{seen}", "passage")
    assert paging.line == line
    assert bool(paging.start) is bool(seat.cursor)
    assert bool(paging.next) is bool(following)


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ([], []),
        ([("1911", 4), ("1909", 1)], [("1909", 25), ("1910", 0), ("1911", 100)]),
        (
            [("1700", 1), ("1704", 1), ("1911", 100)],
            [("1700s", 2), *((f"{decade}s", 0) for decade in range(1710, 1910, 10)), ("1910s", 100)],
        ),
        ([("19XX", 1), ("1911", 2)], [("1911", 100)]),
    ],
)
def test_years_stand_in_order(years, shown):
    columns = year_columns(years, lambda found: " ".join(found))
    assert [(column.name.split(":")[0], column.height) for column in columns] == shown
    assert all(column.y + column.height == 100 for column in columns)
    assert all(bool(column.href) is bool(column.height) for column in columns)


def test_a_decade_leads_to_its_years():
    columns = year_columns([("1700", 1), ("1704", 2), ("1911", 4)], lambda found: " ".join(found))
    assert (columns[0].href, columns[0].name) == ("1700 1704", "1700s: at most 3 passages")
    assert (columns[-1].href, columns[-1].name) == ("1911", "1910s: 4 passages")


@given(st.dictionaries(st.integers(0, 9999), st.integers(1, 5), max_size=30))
def test_no_year_is_lost(years):
    columns = year_columns([(f"{year:04d}", count) for year, count in years.items()], " ".join)
    shown = [year for column in columns for year in column.href.split()]
    assert shown == [f"{year:04d}" for year in sorted(years)]
    assert len(columns) <= 60


@pytest.mark.parametrize(("count", "first", "line"), [(3, 3, ""), (15, 15, ""), (16, 12, "4 more")])
def test_long_lists_fold(count, first, line):
    folded = fold(tuple(range(count)))
    assert (len(folded.first), folded.line) == (first, line)
    assert folded.first + folded.rest == tuple(range(count))


def make_answer(values: int, selected: tuple[int, ...] = ()) -> SearchAnswer:
    """An empty answer whose persons facet has so many values."""
    query = SearchQuery("x")
    for n in selected:
        query = query.select(Facet.PERSON, f"p{n}")
    facet = FacetView(
        Facet.PERSON, tuple(FacetValue(f"p{n}", f"Person {n}", 99 - n, n in selected) for n in range(values))
    )
    return SearchAnswer(query, (), 0, None, (facet,), Receipt("g", 1, 1, 0, 1, 1, 0))


@pytest.mark.parametrize(
    ("values", "selected", "more", "shown", "link"),
    [
        (3, (), "", 3, None),
        (10, (), "", 10, None),
        (11, (), "", 10, "/?q=x&more=person"),
        (11, (10,), "", 11, None),
        (12, (11,), "", 11, "/?q=x&person=p11&more=person"),
        (150, (), "person", 150, "/?q=x"),
    ],
)
def test_facets_show_some_values_or_many(values, selected, more, shown, link):
    page = search_page(make_answer(values, selected), Seat(), more=more)
    (box,) = page.facets
    assert len(box.items) == shown
    assert (box.more.href if box.more else None) == link
    assert [item.selected for item in box.items[: len(selected)]] == [True] * len(selected)


def test_one_more_value_is_asked_for_than_shown():
    query = SearchQuery("x").select(Facet.PERSON, "p1").select(Facet.PERSON, "p2")
    assert facet_sizes(query, "")[Facet.PERSON] == 13
    assert facet_sizes(query, "person")[Facet.PERSON] == 1003
    assert facet_sizes(query, "person")[Facet.YEAR] == 11


def test_a_facet_cut_short_says_so():
    page = search_page(make_answer(1001), Seat(), more="person")
    assert len(page.facets[0].items) == 1000
    assert page.facets[0].more == Link("fewer", "/?q=x", "the 1,000 most frequent are shown")


def test_bars_of_nothing():
    assert bars([], lambda one: one.id) == ()


@pytest.mark.parametrize(
    ("query", "position", "spot"),
    [
        ("ab", 0, Spot("", "a", "b")),
        ("ab", 2, Spot("ab", " ", "")),
        ("", 5, Spot("", " ", "")),
        ("x" * 90, 45, Spot("x" * 40, "x", "x" * 40)),
    ],
)
def test_the_place_in_a_query(query, position, spot):
    assert find_spot(query, position) == spot


def test_words():
    assert counted(1, "person", "persons") == "1 person"
    assert counted(1200, "passage") == "1,200 passages"
    assert shortened("abcdef", 4) == "abc…"
    assert [language(tag) for tag in ("en", "ru-RU", 'en" x="', "", "english!")] == [
        "en",
        "ru-RU",
        "",
        "",
        "",
    ]
