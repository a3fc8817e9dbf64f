"""Facet counts on an index of several segments, with more values than tantivy lists in one answer."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

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


@pytest.fixture(scope="module", params=["built", "updated"])
def index(request, tmp_path_factory, passages):
    """In several segments, as they come of a build with little memory, or of updates of a larger one."""
    folder = tmp_path_factory.mktemp("segments")
    if request.param == "built":
        EmbeddedEngine(folder, memory=15_000_000).build("000009-a", passages)
    else:
        update(EmbeddedEngine(folder), passages)
    index = EmbeddedEngine(folder).open("000009-a")
    yield index
    index.close()


def update(engine, passages):
    """Begin with passages that lack, are of other persons, or are too many; put it right in two steps."""
    lacking, wrong = passages[::50], passages[3::20]
    changed = {passage.id for passage in (*lacking, *wrong)}
    right = [passage for passage in passages if passage.id not in changed]
    others = [replace(passage, persons=("p3", "other")) for passage in wrong]
    spare = [replace(passage, id=f"x{passage.id}", position=f"{passage.position}x") for passage in wrong]
    engine.build("000001-a", in_order([*right, *others, *spare]))
    engine.update("000001-a", "000002-a", {passage.id for passage in spare}, lacking)
    assert engine.update("000002-a", "000009-a", [], wrong) == len(passages)


def in_order(passages):
    return sorted(passages, key=lambda passage: passage.position)


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


def test_a_value_that_is_cut_off_in_one_segment_is_counted_whole(tmp_path):
    """Thirty values have one passage in a segment where 5,000 have one, and sixty in another."""
    late = [f"late{number:02}" for number in range(30)]
    known = [*(f"single{number}" for number in range(5_000)), *late]
    engine = EmbeddedEngine(tmp_path)
    engine.build("000001-a", [about(number, person) for number, person in enumerate(known)])
    added = [about(9_000 + number, *late, *(["late99"] if number else [])) for number in range(60)]
    engine.update("000001-a", "000002-a", [], added)
    page = engine.open("000002-a").search(SearchQuery(), limit=0, facets={Facet.PERSON: 31})
    assert page.facets[Facet.PERSON] == (*(FacetCount(name, 61) for name in late), FacetCount("late99", 59))


def about(number, *persons):
    return IndexedPassage(f"d.{number}", f"{number:09}", "One.", "en", "d", "c", persons=persons)
