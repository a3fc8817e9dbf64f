"""What every engine must do. Another engine is one more line in conftest.ENGINES."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import InvalidError, QueryError, UnavailableError
from search.engines.base import FacetCount
from search.query import Facet, SearchQuery

ALL_FACETS = dict.fromkeys(Facet, 10)


def numbers(case, query):
    """The passages that answer, by their numbers, in the order of the record."""
    return [int(identity.rpartition(".")[2]) for identity in case.index.ids(query)]


def pages(index, query, limit):
    """All hits, page by page, each page asked for on its own."""
    after = None
    while hits := index.search(query, limit=limit, after=after).hits:
        assert len(hits) <= limit
        yield from hits
        after = hits[-1].after


def counts(page, facet):
    return {found.value: found.count for found in page.facets[facet]}


# --- What is found ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letter", [1, 3]),
        ("LETTERS", [1, 3]),
        ('"letter"', [1, 3]),
        ('"letters were"', [3]),
        ('"were letters"', []),
        ('"letter were"', []),
        ("letters burnt", [3]),
        ("letters -burnt", [1]),
        ('letters -"were burnt"', [1]),
        ('letters -"burnt were"', [1, 3]),
        ("-letters -guilty", [0, 2, 4, 5, 6, 11]),
        ("let*", [1, 3]),
        ("-let* court", [0]),
        ('"letters we*"', [3]),
        ('"the let* were"', [3]),
        ('"the let* burnt"', []),
        ("don't", [1]),
        ("don’t", [1]),
        ("t don", [1]),
        ("U.S.S.R.", [2]),
        ("u s s r", [2]),
        ("Q.", [2]),
        ("harrow", [2, 4]),
        ("Harrow’s", [2, 4]),
        ('"harrow\'s"', [4]),
        ("Орлов", [5]),
        ("орлову", [5]),
        ('"орлову"', []),
        ("корабля", [5]),
        ('"корабля"', []),
        ("ещё", [5]),
        ("ЕЩЕ", [5]),
        ('"чай и чаи"', [5]),
        ('"чаи и чай"', []),
        ("cafe", [6]),
        ("CAFÉ", [6]),
        ("cafe\u0301s", [6]),
        ("elise oeuvre", [6]),
        ("nowhere", []),
        ("nowhere*", []),
        ("", [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]),
        ("* - ?", [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]),
        ('"not guilty', [8, 9]),
        ("guilty not", [8, 9, 10]),
    ],
)
def test_words_and_phrases(kestrel, text, expected):
    query = SearchQuery(text=text)
    assert numbers(kestrel, query) == expected
    assert kestrel.index.count(query) == len(expected)
    assert kestrel.index.search(query, limit=3).total == len(expected)
    assert kestrel.reference.ids(query) == list(kestrel.index.ids(query))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("court insured", [0, 4]),
        ("court insured -ship", [0]),
        ('nowhere "not guilty" let*', [1, 3, 8, 9]),
        ("-letters -guilty", [0, 2, 4, 5, 6, 11]),
    ],
)
def test_any_word(kestrel, text, expected):
    assert numbers(kestrel, SearchQuery(text=text, match="any")) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([(Facet.PERSON, "orlov")], [1, 3, 5]),
        ([(Facet.PERSON, "orlov"), (Facet.PERSON, "harrow")], [1, 2, 3, 5]),
        ([(Facet.PERSON, "harrow"), (Facet.SPEAKER, "vance")], [1]),
        ([(Facet.COLLECTION, "appendix"), (Facet.YEAR, "1912")], [8, 10]),
        ([(Facet.YEAR, "1912")], [4, 8, 10]),
        ([(Facet.DOCUMENT, "d0")], [0, 1, 2, 3]),
        ([(Facet.ORGANISATION, "lloyds")], [9]),
        ([(Facet.FORM, "Harrow")], [2, 4]),
        ([(Facet.FORM, "Harrow"), (Facet.PERSON, "harrow")], [2]),
        ([(Facet.FORM, "the Captain, " * 150)], [4]),
        ([(Facet.FORM, "harrow")], []),
        ([(Facet.PERSON, "nobody")], []),
        ([(Facet.PERSON, "Orlov")], []),
    ],
)
def test_filters(kestrel, filters, expected):
    query = SearchQuery()
    for facet, value in filters:
        query = query.select(facet, value)
    assert numbers(kestrel, query) == expected
    assert numbers(kestrel, replace(query, text="guilty")) == [n for n in expected if n in (8, 9, 10)]


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [(("public",), [1, 3]), (("public", "sealed"), [1, 3, 7]), (("sealed",), [7]), ((), [])],
)
def test_visibility(kestrel, visibility, expected):
    query = SearchQuery(text="letters", visibility=visibility)
    assert numbers(kestrel, query) == expected
    page = kestrel.index.search(query, limit=5, facets={Facet.DOCUMENT: 5})
    assert sum(counts(page, Facet.DOCUMENT).values()) == len(expected)


def test_a_query_too_long_is_refused_by_every_question(kestrel):
    query = SearchQuery(text="word " * 200 + "end")
    for ask in (kestrel.index.count, lambda q: list(kestrel.index.ids(q))):
        with pytest.raises(QueryError):
            ask(query)
    with pytest.raises(QueryError):
        kestrel.index.search(query, limit=1)


# --- Order ---


def test_relevance_puts_more_first(kestrel):
    hits = kestrel.index.search(SearchQuery(text="letters"), limit=5).hits
    assert [hit.id for hit in hits] == ["d0.3", "d0.1"]
    assert hits[0].score > hits[1].score > 0


def test_ties_are_in_the_order_of_the_record(kestrel):
    hits = kestrel.index.search(SearchQuery(text='"not guilty"'), limit=5).hits
    assert [hit.id for hit in hits] == ["a.8", "a.9"]
    assert hits[0].score == hits[1].score


def test_an_answer_without_words_is_in_the_order_of_the_record(kestrel):
    query = SearchQuery(text="let* -burnt").select(Facet.PERSON, "orlov")
    for asked in (SearchQuery(), query):
        hits = kestrel.index.search(asked, limit=50).hits
        assert [hit.id for hit in hits] == kestrel.reference.ids(asked)


@pytest.mark.parametrize("sort", ["relevance", "record"])
def test_no_hits_asked_for(kestrel, sort):
    page = kestrel.index.search(SearchQuery(text="letter", sort=sort), limit=0, facets={Facet.YEAR: 3})
    assert (page.hits, page.total) == ((), 2)
    assert page.facets == {Facet.YEAR: ()}


@pytest.mark.parametrize("sort", ["relevance", "record"])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_paging_gives_each_passage_once(fill, passage, sort, limit):
    """Scores tie by the hundred: the same words, in three lengths."""
    texts = ["Not guilty.", "Not guilty. Not guilty.", "Guilty."]
    case = fill(passage(number, texts[number * number % 3]) for number in range(230))
    query = SearchQuery(text="guilty", sort=sort)
    hits = list(pages(case.index, query, limit))
    places = [int(hit.id.rpartition(".")[2]) for hit in hits]
    assert sorted(places) == list(range(230))
    expected = [(-hit.score, place) for hit, place in zip(hits, places, strict=True)]
    assert expected == sorted(expected)
    case.close()


def test_the_total_stays_while_paging(kestrel):
    for sort in ("relevance", "record"):
        query = SearchQuery(text="guilty", sort=sort)
        first = kestrel.index.search(query, limit=1)
        assert kestrel.index.search(query, limit=1, after=first.hits[0].after).total == first.total == 3


@pytest.mark.parametrize("after", [(), ("x",), (-1,), (1, 2, 3, 4), (float("nan"),), (1e300,)])
@pytest.mark.parametrize("sort", ["relevance", "record"])
def test_a_place_that_is_none(kestrel, after, sort):
    with pytest.raises(InvalidError):
        kestrel.index.search(SearchQuery(text="guilty", sort=sort), limit=1, after=after)


@pytest.mark.parametrize("sort", ["relevance", "record"])
def test_far_beyond_the_end(kestrel, beyond, sort):
    query = SearchQuery(text="guilty", sort=sort)
    hits = kestrel.index.search(query, limit=10**12).hits
    assert len(hits) == 3
    for after in (hits[-1].after, beyond(hits[-1].after)):
        page = kestrel.index.search(query, limit=10**12, after=after, facets={Facet.YEAR: 10**6})
        assert (page.hits, page.total) == ((), 3)
        assert counts(page, Facet.YEAR) == {"1912": 2}


# --- Facets ---


def test_facet_counts(kestrel):
    page = kestrel.index.search(SearchQuery(), limit=1, facets=ALL_FACETS)
    assert page.facets[Facet.PERSON] == (
        FacetCount("orlov", 3),
        FacetCount("harrow", 2),
        FacetCount("elise", 1),
    )
    assert counts(page, Facet.YEAR) == {"1911": 2, "1912": 3}
    assert counts(page, Facet.COLLECTION) == {"kestrel": 7, "appendix": 4}
    assert counts(page, Facet.SPEAKER) == {"vance": 3, "orlov": 1}
    assert counts(page, Facet.FORM)["Harrow"] == 2


def test_a_facet_ignores_its_own_selection_and_obeys_the_others(kestrel):
    query = SearchQuery().select(Facet.PERSON, "harrow").select(Facet.SPEAKER, "vance")
    page = kestrel.index.search(query, limit=1, facets=ALL_FACETS)
    assert page.total == 1
    assert counts(page, Facet.PERSON) == {"orlov": 3, "harrow": 1}
    assert counts(page, Facet.SPEAKER) == {"orlov": 1, "vance": 1}
    assert counts(page, Facet.DOCUMENT) == {"d0": 1}


def test_selected_values_are_always_counted(kestrel):
    query = SearchQuery(text="letters").select(Facet.PERSON, "elise").select(Facet.PERSON, "harrow")
    page = kestrel.index.search(query, limit=1, facets={Facet.PERSON: 1})
    assert page.facets[Facet.PERSON] == (
        FacetCount("orlov", 2),
        FacetCount("harrow", 1),
        FacetCount("elise", 0),
    )


def test_a_selected_value_that_nobody_has(kestrel):
    query = SearchQuery(text="letters").select(Facet.YEAR, "1700").select(Facet.YEAR, "1911")
    page = kestrel.index.search(query, limit=1, facets={Facet.YEAR: 3, Facet.PERSON: 3})
    assert page.facets == {Facet.YEAR: (FacetCount("1700", 0), FacetCount("1911", 0)), Facet.PERSON: ()}


@pytest.mark.parametrize("size", [1, 2, 5, 61, 62, 100, 161, 162])
def test_values_that_tie_are_in_their_own_order(fill, passage, size):
    """One of 5 passages, 60 of 2 and 101 of 1, met in no order; size 1 to all of them."""
    often = [("often",)] * 5
    pairs = [(f"pair{number * 37 % 60:02}",) for number in range(60)] * 2
    single = [(f"single{number * 37 % 101:03}",) for number in range(101)]
    listed = [*single[:50], *pairs[:70], *often, *pairs[70:], *single[50:]]
    case = fill(passage(number, "One.", persons=persons) for number, persons in enumerate(listed))
    page = case.index.search(SearchQuery(), limit=0, facets={Facet.PERSON: size})
    assert page.facets[Facet.PERSON] == case.reference.facet(SearchQuery(), Facet.PERSON, size)
    case.close()


def test_no_value_of_a_facet_asked_for(kestrel):
    query = SearchQuery().select(Facet.YEAR, "1911")
    page = kestrel.index.search(query, limit=1, facets={Facet.PERSON: 0, Facet.YEAR: 0})
    assert page.facets == {Facet.PERSON: (), Facet.YEAR: (FacetCount("1911", 2),)}


def test_a_value_given_twice_counts_once(fill, passage):
    case = fill([passage(0, "One.", persons=("a", "a"), years=("1911", "1911"))])
    page = case.index.search(SearchQuery(), limit=1, facets=ALL_FACETS)
    assert counts(page, Facet.PERSON) == {"a": 1}
    case.close()


def test_values_are_taken_as_they_are(fill, passage):
    names = ('O\'Hara, "Kit" <b>', "Зиновьев Г.", "a b*", "str:x", "ſ", "  ")
    case = fill([passage(0, "One.", persons=names), passage(1, "Two.", persons=names[:1])])
    page = case.index.search(SearchQuery(), limit=1, facets=ALL_FACETS)
    assert counts(page, Facet.PERSON) == {name: 1 + (name == names[0]) for name in names}
    for name in names:
        assert case.index.count(SearchQuery().select(Facet.PERSON, name)) == 1 + (name == names[0])
    case.close()


# --- Anything at all ---

WORDS = ["court", "courts", "letter", "letters", "harrow", "orlov", "чай", "чая", "café", "don't", "u.s."]
LETTERS = st.sampled_from("abc")


def values(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


@st.composite
def queries(draw: st.DrawFn) -> SearchQuery:
    word = st.sampled_from(WORDS)
    phrase = st.lists(word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    star = st.sampled_from(["c*", "let*", "ча*", '"letter h*"', '"co* l*"'])
    term = st.one_of(word, word, phrase, star)
    clause = st.builds(lambda sign, text: sign + text, st.sampled_from(["", "", "-"]), term)
    query = SearchQuery(
        text=" ".join(draw(st.lists(clause, max_size=3))),
        match=draw(st.sampled_from(["all", "any"])),
        sort=draw(st.sampled_from(["relevance", "record"])),
        visibility=draw(st.sampled_from([("public",), ("public", "sealed")])),
    )
    for facet in draw(st.lists(st.sampled_from(list(Facet)), max_size=2)):
        query = query.select(facet, draw(LETTERS))
    return query


@st.composite
def collections(draw: st.DrawFn) -> list[dict[str, object]]:
    fields = {
        "text": st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
        "language": st.sampled_from(["en", "fr", ""]),
        "document": LETTERS,
        "collection": LETTERS,
        "persons": values(LETTERS),
        "speakers": values(LETTERS),
        "organisations": values(LETTERS),
        "years": values(LETTERS),
        "visibility": st.sampled_from(["public", "public", "sealed"]),
    }
    return draw(st.lists(st.fixed_dictionaries(fields), max_size=25))


def test_answers_are_those_of_looking_at_every_passage(fill, passage, examples):
    asked = st.lists(queries(), min_size=3, max_size=6)

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=collections(), asked=asked, limit=st.integers(1, 9))
    def check(rows, asked, limit):
        case = fill(passage(number, **row) for number, row in enumerate(rows))
        for query in asked:
            compare(case, query, limit)
        case.close()

    check()


def compare(case, query, limit):
    expected = case.reference.ids(query)
    page = case.index.search(query, limit=limit, facets=dict.fromkeys(Facet, 2))
    assert page.total == len(expected)
    assert list(case.index.ids(query)) == expected
    for facet in Facet:
        assert page.facets[facet] == case.reference.facet(query, facet, 2)
    hits = list(pages(case.index, query, limit))
    assert sorted(hit.id for hit in hits) == sorted(expected)
    if query.sort == "record":
        assert [hit.id for hit in hits] == expected
    order = [(-hit.score, expected.index(hit.id)) for hit in hits]
    assert order == sorted(order)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=60) | st.text(alphabet='ab*-"“» .\u0301', max_size=30))
def test_whatever_is_typed_has_an_answer(kestrel, text):
    query = SearchQuery(text=text)
    page = kestrel.index.search(query, limit=50, facets=ALL_FACETS)
    assert sorted(hit.id for hit in page.hits) == sorted(kestrel.reference.ids(query))


# --- Generations ---


OLD, NEW = "000001-old", "000002-new"


def stopped(passages) -> Iterator[object]:
    yield from passages
    raise KeyboardInterrupt


def test_generations_live_side_by_side(engine, passage):
    engine.build(OLD, [passage(0, "An old letter.")])
    with closing(engine.open(OLD)) as old:
        with pytest.raises(KeyboardInterrupt):
            engine.build(NEW, stopped([passage(0, "Half a letter.")]))
        with pytest.raises(UnavailableError):
            engine.open(NEW)
        assert {OLD, NEW} <= set(engine.generations())
        assert old.count(SearchQuery(text="letter")) == 1
        assert engine.build(NEW, [passage(0, "A letter."), passage(1, "Two letters.")]) == 2
        with closing(engine.open(NEW)) as new:
            assert list(new.ids(SearchQuery(text="letter"))) == ["d0.0", "d0.1"]
            assert old.count(SearchQuery(text="letter")) == 1
            engine.drop(OLD)
            assert OLD not in engine.generations()
            assert new.count(SearchQuery()) == 2
    engine.drop(NEW)


def test_what_does_not_exist(engine):
    engine.drop("000001-never")
    with pytest.raises(UnavailableError):
        engine.open("000001-never")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", "a\0", "1-a", "000001-", "000001-A", "000001-*", "000001-a\n"],
)
def test_names_that_lead_elsewhere(engine, name):
    for act in (engine.drop, engine.open, lambda generation: engine.build(generation, [])):
        with pytest.raises(InvalidError):
            act(name)


def test_an_empty_generation(fill):
    case = fill([])
    page = case.index.search(SearchQuery(text="letter"), limit=5, facets=ALL_FACETS)
    assert (page.hits, page.total) == ((), 0)
    assert set(page.facets.values()) == {()}
    case.close()


def test_passages_out_of_order_are_refused(engine, passage):
    for second in (0, 1):
        with pytest.raises(ValueError, match="sort by position"):
            engine.build("000001-unsorted", [passage(1, "One."), passage(second, "Two.")])
    engine.drop("000001-unsorted")


def test_a_closed_index_says_so(fill, passage):
    case = fill([passage(0, "One.")])
    case.index.close()
    with pytest.raises(UnavailableError):
        case.index.count(SearchQuery())
    case.close()


def test_many_threads_ask_at_once(kestrel):
    query = SearchQuery(text="letter").select(Facet.PERSON, "orlov")
    asked = [query, SearchQuery(text="guilty"), SearchQuery(text="чай", sort="record")] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda q: kestrel.index.search(q, limit=9, facets=ALL_FACETS), asked))
    assert found == [kestrel.index.search(q, limit=9, facets=ALL_FACETS) for q in asked]
