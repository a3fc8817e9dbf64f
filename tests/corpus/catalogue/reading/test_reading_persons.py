import pytest

from corpus.catalogue.reading.entities import read_kind, read_names
from corpus.catalogue.reading.holdings import count_failures, read_holdings
from corpus.catalogue.reading.indexing import iterate_facts
from corpus.catalogue.reading.person_passages import Chosen, count_relations, read_person_passages
from corpus.catalogue.reading.persons import rank_persons, read_candidates, read_persons
from corpus.catalogue.reading.related import read_named_with, read_person_documents
from corpus.catalogue.reading.snapshot import Snapshot, _follow
from corpus.catalogue.reading.values import Counted, RelationCounts
from corpus.model import Relation, Tier
from corpus.names.keys import lookup_keys
from tests.trial import ANNA, BERTA, KLIM, OFFICE, ORME, VERESOV

CERTAIN, PROBABLE, POSSIBLE = Tier


def test_merged_entities_answer_with_the_one_they_went_to(at):
    snapshot = at(1)
    assert (snapshot.final(ORME), snapshot.final(ANNA)) == (VERESOV, ANNA)
    assert snapshot.ids_of(VERESOV) == (VERESOV, ORME)
    assert read_names(snapshot, [ORME])[ORME].name == "Anton Veresov"
    assert read_names(snapshot, ["nobody"]) == {}


@pytest.mark.parametrize(
    ("steps", "end"), [({}, "a"), ({"a": "b", "b": "c"}, "c"), ({"a": "b", "b": "a"}, "b"), ({"a": "a"}, "a")]
)
def test_redirects_are_followed_to_the_end(steps, end):
    assert _follow("a", steps) == end


@pytest.mark.parametrize(("entity", "kind"), [(ANNA, "person"), (OFFICE, "organisation"), ("nobody", None)])
def test_kinds(at, entity, kind):
    assert read_kind(at(1), entity) == kind


def test_all_persons_most_passages_first(at):
    assert list(rank_persons(at(1)).items()) == [(VERESOV, 4), (ANNA, 2), (BERTA, 1), (KLIM, 1)]


def test_a_person_with_the_forms_of_who_was_merged_in(at):
    (person,) = read_persons(at(1), [VERESOV], {VERESOV: 4})
    assert (person.name, person.certain, person.probable, person.mentions) == ("Anton Veresov", 3, 1, 4)
    assert {form.text for form in person.forms} == {"Anton Veresov", "Veresov", "VERESOV", "Orme"}


def test_candidates_share_a_key(at):
    found = {(one.person, one.form) for one in read_candidates(at(1), lookup_keys("Lind"))}
    assert {person for person, _ in found} == {ANNA, BERTA}
    assert read_candidates(at(1), []) == []


@pytest.mark.parametrize(
    ("person", "tier", "mentioned", "spoken"),
    [
        (VERESOV, CERTAIN, 3, 1),
        (VERESOV, PROBABLE, 4, 1),
        (ANNA, PROBABLE, 2, 0),
        (ANNA, POSSIBLE, 3, 0),
        (BERTA, CERTAIN, 1, 0),
        ("nobody", POSSIBLE, 0, 0),
    ],
)
def test_relations_are_counted_exactly(at, person, tier, mentioned, spoken):
    assert count_relations(at(1), Chosen(person, tier)) == RelationCounts(mentioned, spoken)
    for relation, count in (
        (None, mentioned + spoken),
        (Relation.MENTIONED, mentioned),
        (Relation.SPOKEN, spoken),
    ):
        found = read_person_passages(at(1), Chosen(person, tier), relation=relation, limit=100)
        assert len(found) == count


def test_passages_of_a_person_in_the_order_of_the_record(at):
    found = read_person_passages(at(1), Chosen(VERESOV), limit=100)
    assert [(one.relation.value, [(m.text, m.reason) for m in one.mentions]) for one in found] == [
        ("mentioned", [("Anton Veresov", "full name")]),
        ("mentioned", [("VERESOV", "speaker label")]),
        ("spoken", []),
        ("mentioned", [("Orme", "alias")]),
        ("mentioned", [("Veresov", "surname")]),
    ]
    assert {mention.person for one in found for mention in one.mentions} == {VERESOV}


def test_a_person_twice_in_a_passage_is_one_passage(at):
    last = read_person_passages(at(1), Chosen(ANNA), limit=100)[-1]
    assert [mention.text for mention in last.mentions] == ["Anna Lind", "Anna Lind"]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 9])
def test_windows_give_each_passage_once(at, limit):
    whole = [p.passage.id for p in read_person_passages(at(1), Chosen(VERESOV), limit=99)]
    found, after = [], ""
    while window := read_person_passages(at(1), Chosen(VERESOV), after=after, limit=limit):
        found += [one.passage.id for one in window]
        after = window[-1].passage.position
    assert found == whole


def test_whom_a_person_is_named_with(at):
    assert read_named_with(at(1), VERESOV, limit=9) == [
        Counted(ANNA, "Anna Lind", 1),
        Counted(KLIM, "Osip Klim", 1),
    ]
    assert read_named_with(at(1), ANNA, limit=9) == [Counted(VERESOV, "Anton Veresov", 1)]


def test_where_a_person_is_named(at, morning, evening):
    assert read_person_documents(at(1), VERESOV) == [
        Counted(morning, "Morning", 3),
        Counted(evening, "Evening", 1),
    ]


def test_what_an_index_keeps(at):
    facts = list(iterate_facts(at(1), size=3))
    assert [one.persons for one in facts] == [
        (VERESOV, ANNA),
        (VERESOV, KLIM),
        (BERTA,),
        (),
        (VERESOV,),
        (VERESOV,),
        (),
        (ANNA,),
    ]
    assert [one.speakers for one in facts[:4]] == [(), (VERESOV,), (VERESOV,), ()]
    assert facts[0].organisations == (OFFICE,)
    assert [one.dates for one in facts[:5]] == [("1931-05-04",), (), (), (), ("1928",)]
    assert "[edit]" not in facts[7].text
    assert facts[7].text.startswith("Anna Lind wept; Anna Lind left the court")
    assert [one.position for one in facts] == sorted(one.position for one in facts)


def test_holdings(at):
    held = read_holdings(at(1))
    assert (held.documents, held.passages, held.persons, held.organisations) == (2, 8, 4, 1)
    assert sum(row.count for row in held.mentions if row.kind == "person") == 10
    assert {(row.tier, row.count) for row in held.mentions if row.tier == "possible"} == {("possible", 1)}
    assert [(one.source, one.reason) for one in held.failures] == [("trial/torn.txt", "The file is empty.")]
    assert count_failures(at(1).db) == 1


def test_a_snapshot_without_merges_needs_none():
    assert Snapshot.ids_of(Snapshot(None, 1), ANNA) == (ANNA,)
