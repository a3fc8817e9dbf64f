"""What a curator decides, the next answer shows, on every engine; two curators lose nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.catalogue.authority import mark_current
from corpus.catalogue.reading import changes
from corpus.catalogue.reading.generations import read_published
from corpus.curation.decisions import Kind
from corpus.curation.requests import Request, Spot
from corpus.errors import ConflictError, UnavailableError
from search.indexer import Indexing, rebuild
from search.query import Facet, SearchQuery
from search.service.curating import Curation, Signed
from tests.trial import ANNA, BERTA, KLIM, VERESOV

ADA, BORIS = Signed("Ada"), Signed("Boris")


@pytest.fixture
def desk(archive):
    archive.catalogue.transact(mark_current)
    return archive


def passages(desk, person):
    return desk.service.search(SearchQuery().select(Facet.PERSON, person)).total


def rebuilt(desk):
    with desk.catalogue.writing() as revision:
        rebuild(Indexing(desk.catalogue, desk.engine, revision, now=desk.clock))


def behind(desk):
    """The merged persons whose passages the published index has not written again."""
    with desk.catalogue.engine.connect() as db:
        return read_published(db).behind


def facet(desk):
    page = desk.service.search(SearchQuery(), facets={Facet.PERSON: 10})
    return {value.value: value.count for value in page.facets[0].values}


def test_a_merge_and_its_undo_are_seen_by_search_facets_and_persons(desk):
    before = facet(desk)
    made = desk.service.decide(Request(Kind.MERGE, ANNA, BERTA), ADA)
    both = before[ANNA] + before[BERTA] + 1  # a mention that was possible for either
    assert (passages(desk, ANNA), facet(desk)[ANNA]) == (both, both)
    assert BERTA not in facet(desk)
    assert desk.service.person(BERTA).person.id == ANNA
    desk.service.undo(made.decision.number, BORIS)
    assert facet(desk) == before
    assert desk.service.status().holdings.decisions == 2


def test_a_large_merge_is_seen_before_its_passages_are_written_again(desk, monkeypatch):
    monkeypatch.setattr(changes, "MANY", 1)
    before = facet(desk)
    made = desk.service.decide(Request(Kind.MERGE, ANNA, BERTA), ADA)
    assert behind(desk) == (BERTA,)
    both = before[ANNA] + before[BERTA] + 1
    assert (passages(desk, ANNA), passages(desk, BERTA), facet(desk)[ANNA]) == (both, both, both)
    assert BERTA not in facet(desk)
    other = desk.service.decide(Request(Kind.MERGE, KLIM, ANNA), ADA)
    assert behind(desk) == (ANNA, BERTA)
    merged = facet(desk)
    assert passages(desk, BERTA) == merged[KLIM]
    rebuilt(desk)
    assert (facet(desk), behind(desk)) == (merged, ())
    for one in (other, made):
        desk.service.undo(one.decision.number, BORIS)
    assert (facet(desk), behind(desk)) == (before, ())


def test_a_large_merge_is_undone_before_its_passages_were_written_again(desk, monkeypatch):
    monkeypatch.setattr(changes, "MANY", 1)
    before = facet(desk)
    made = desk.service.decide(Request(Kind.MERGE, ANNA, BERTA), ADA)
    desk.service.undo(made.decision.number, BORIS)
    assert (facet(desk), behind(desk)) == (before, ())


def test_a_rejected_label_speaks_no_more(desk):
    view = desk.service.search(SearchQuery("VERESOV never")).items[0].passage
    spot = Spot(view.document.id, view.start, view.start + len("VERESOV"))
    speaking = SearchQuery().select(Facet.SPEAKER, VERESOV)
    assert desk.service.search(speaking).total == 2
    desk.service.decide(Request(Kind.REJECT, VERESOV, spots=(spot,)), ADA)
    assert desk.service.search(speaking).total == 0


def test_only_what_differs_is_indexed(desk):
    before = desk.service.search(SearchQuery()).receipt.generation
    desk.service.decide(Request(Kind.RENAME, KLIM, text="Old Klim"), ADA)
    after = desk.service.search(SearchQuery()).receipt.generation
    assert before != after
    assert before.partition("-")[2] == after.partition("-")[2]  # a revision of the same build


def test_a_decision_holds_over_a_new_index(desk):
    desk.service.decide(Request(Kind.MERGE, ANNA, BERTA), ADA)
    merged = facet(desk)
    rebuilt(desk)
    assert facet(desk) == merged


def test_two_curators_at_once_are_both_heard(desk):
    def decide(number):
        request = Request(Kind.RENAME, (ANNA, BERTA, KLIM, VERESOV)[number], text=f"Name {number}")
        return desk.service.decide(request, Signed(f"Curator {number}")).decision.number

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(decide, range(4)))
    assert numbers == [1, 2, 3, 4]
    assert {desk.service.person(one).person.name for one in (ANNA, BERTA, KLIM, VERESOV)} == {
        f"Name {n}" for n in range(4)
    }


def test_of_two_about_one_person_the_later_is_told(desk):
    signed = [Signed(f"Curator {n}", after=0) for n in range(2)]

    def decide(number):
        try:
            desk.service.decide(Request(Kind.RENAME, ANNA, text=f"Name {number}"), signed[number])
        except ConflictError as error:
            return error.message
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(decide, range(2)))
    assert said[0] == ""
    assert said[1].startswith("Decision 1 (rename) by Curator")


def test_while_another_writes_for_long_nothing_is_decided(desk):
    curation = Curation(desk.catalogue, desk.engine, wait=0)
    with desk.catalogue.writing(), pytest.raises(UnavailableError):
        ThreadPoolExecutor(1).submit(curation.decide, Request(Kind.RENAME, ANNA, text="A"), ADA).result()
    assert desk.service.decisions().total == 0
