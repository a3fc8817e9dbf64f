"""Answers of the service over the fictional trial."""

from dataclasses import replace

import pytest

from corpus.errors import InvalidError, NotFoundError, NotIndexedError, QueryError
from corpus.model import Relation, Tier
from search.query import Facet, SearchQuery
from search.service.service import Service
from tests.trial import ANNA, BERTA, EVENING, KLIM, MORNING, OFFICE, ORME, VERESOV


@pytest.fixture
def ask(trial):
    return trial.service


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("letters", {"letters"}),
        ("letter", {"letters"}),
        ('"wrote letters"', {"wrote letters"}),
        ("harb*", {"harbour"}),
        ("klim -letters", {"Klim"}),
        ("court letters", {"court", "letters"}),
        ("nothing", set()),
    ],
)
def test_highlights_are_where_they_say(ask, trial, text, marked):
    stored = dict(zip(trial.documents, (MORNING, EVENING), strict=True))
    answer = ask.search(SearchQuery(text))
    assert answer.total == len(answer.items)
    found = set()
    for item in answer.items:
        for mark in item.highlights:
            word = stored[item.passage.document.id][mark.start : mark.end]
            assert item.passage.text[mark.offset : mark.offset + len(word)] == word
            found.add(word)
    assert found == marked


def test_noise_is_neither_found_nor_marked(ask):
    assert ask.search(SearchQuery("edit")).total == 0
    assert ask.search(SearchQuery('"court at last"')).total == 1


def test_facets_have_names_and_counts(ask):
    answer = ask.search(SearchQuery().select(Facet.PERSON, ANNA))
    facets = {facet.facet: [(v.name, v.count, v.selected) for v in facet.values] for facet in answer.facets}
    assert list(facets) == list(Facet)
    assert facets[Facet.PERSON] == [
        ("Anton Veresov", 4, False),
        ("Anna Lind", 2, True),
        ("Berta Lind", 1, False),
        ("Osip Klim", 1, False),
    ]
    assert facets[Facet.ORGANISATION] == [("Port Office", 1, False)]
    assert facets[Facet.DOCUMENT] == [("Evening", 1, False), ("Morning", 1, False)] or facets[
        Facet.DOCUMENT
    ] == [("Morning", 1, False), ("Evening", 1, False)]
    assert facets[Facet.COLLECTION] == [("The harbour trial", 2, False)]
    assert facets[Facet.YEAR] == [("1931", 1, False), ("1932", 1, False)]


def test_words_and_a_written_name_are_asked_for_together(ask):
    written = SearchQuery().select(Facet.FORM, "Anna Lind")
    assert ask.search(written).total == ask.form_passages(["Anna Lind"]).total == 2
    answer = ask.search(replace(written, text="wept"))
    assert answer.total == 1
    assert [(v.name, v.count) for v in answer.facets[-1].values if v.selected] == [("Anna Lind", 1)]


def test_facets_can_be_left_out(ask):
    assert ask.search(SearchQuery("court"), facets={}).facets == ()


def test_a_filter_by_a_merged_person_means_the_one_they_went_to(ask):
    by_old, by_new = (ask.search(SearchQuery().select(Facet.PERSON, person)) for person in (ORME, VERESOV))
    assert by_old.total == by_new.total == 4
    assert [v.selected for v in by_old.facets[0].values if v.value == VERESOV] == [True]


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_impossible_limits(ask, limit):
    with pytest.raises(InvalidError):
        ask.search(SearchQuery(), limit=limit)


def test_a_query_that_is_too_long(ask):
    with pytest.raises(QueryError):
        ask.search(SearchQuery("a" * 2000))


def test_a_passage_between_its_neighbours(ask, trial):
    morning = trial.documents[0]
    answer = ask.passage(f"{morning}.2", neighbours=2)
    assert [one.ordinal for one in answer.before] == [0, 1]
    assert [one.ordinal for one in answer.after] == [3, 4]
    assert [mention.text for mention in answer.mentions] == ["Berta Lind", "one day"]
    first = ask.passage(f"{morning}.0", neighbours=0)
    assert (first.before, first.after) == ((), ())


def test_a_document(ask, trial):
    morning = trial.documents[0]
    answer = ask.document(morning)
    assert (answer.document.name, answer.document.passages) == ("Morning", 5)
    assert [(one.id, one.passages) for one in answer.persons] == [
        (VERESOV, 3),
        (ANNA, 1),
        (BERTA, 1),
        (KLIM, 1),
    ]


@pytest.mark.parametrize(("first", "ordinals"), [(0, [0, 1]), (3, [3, 4]), (4, [4]), (9, [])])
def test_passages_of_a_document(ask, trial, first, ordinals):
    answer = ask.document_passages(trial.documents[0], first=first, limit=2)
    assert [item.passage.ordinal for item in answer.items] == ordinals
    assert answer.total == 5
    assert (answer.next is None) == (first + 2 >= 5)


@pytest.mark.parametrize(
    ("name", "persons"),
    [
        ("", [VERESOV, ANNA, BERTA, KLIM]),
        ("Lind", [ANNA, BERTA]),
        ("Berta Lind", [BERTA, ANNA]),
        ("veresov", [VERESOV]),
        ("Orme", [VERESOV]),
        ("Nobody At All", []),
        ("???", []),
    ],
)
def test_persons_by_name(ask, name, persons):
    answer = ask.persons(name)
    assert [person.id for person in answer.items] == persons
    assert answer.total == len(persons)


def test_a_person(ask):
    answer = ask.person(VERESOV)
    assert (answer.relations.mentioned, answer.relations.spoken) == (4, 1)
    assert [(one.id, one.passages) for one in answer.years] == [("1928", 1), ("1931", 3), ("1932", 1)]
    assert [one.name for one in answer.named_with] == ["Anna Lind", "Osip Klim"]
    assert ask.person(ORME).person == answer.person


@pytest.mark.parametrize(
    ("tier", "relation", "total"),
    [
        (Tier.CERTAIN, None, 4),
        (Tier.PROBABLE, None, 5),
        (Tier.PROBABLE, Relation.MENTIONED, 4),
        (Tier.PROBABLE, Relation.SPOKEN, 1),
    ],
)
def test_passages_of_a_person(ask, tier, relation, total):
    answer = ask.person_passages(VERESOV, tier=tier, relation=relation)
    assert answer.total == len(answer.items) == total
    assert answer.relations.spoken == 1
    assert all(relation in (None, item.relation) for item in answer.items)


def test_all_of_a_persons_passages(ask):
    paged = ask.person_passages(VERESOV).items
    assert tuple(ask.export_person_passages(VERESOV)) == paged


@pytest.mark.parametrize(
    "question",
    [
        lambda ask: ask.passage("nowhere.0"),
        lambda ask: ask.document("nowhere"),
        lambda ask: ask.document_passages("nowhere"),
        lambda ask: ask.person("nobody"),
        lambda ask: ask.person(OFFICE),
        lambda ask: ask.person_passages("nobody"),
        lambda ask: ask.find_person("Nobody At All"),
        lambda ask: ask.find_person(""),
    ],
)
def test_what_does_not_exist(ask, question):
    with pytest.raises(NotFoundError):
        question(ask)


def test_every_answer_has_its_receipt(ask, trial):
    answers = [
        ask.search(SearchQuery("letters")),
        ask.passage(f"{trial.documents[0]}.0"),
        ask.documents(),
        ask.document(trial.documents[0]),
        ask.document_passages(trial.documents[0]),
        ask.persons("Lind"),
        ask.person(VERESOV),
        ask.person_passages(VERESOV),
    ]
    receipts = [answer.receipt for answer in answers]
    assert [one.found for one in receipts] == [2, 1, 2, 5, 5, 2, 5, 5]
    assert {(one.documents, one.failed, one.passages, one.indexed) for one in receipts} == {(2, 1, 8, 8)}
    assert str(receipts[0]).startswith(
        "2 found in 8 passages of 2 documents (1 failed); engine and catalogue agree on 8 passages;"
    )


def test_the_receipt_of_everything(ask):
    status = ask.status()
    assert status.engine in ("embedded", "elasticsearch")
    assert (status.whole, status.indexed) == (True, 8)
    assert status.holdings.failures[0].remedy == "Fetch it again."


def test_nothing_indexed_yet(tmp_path, trial):
    from corpus.catalogue.catalogue import Catalogue

    empty = Service(Catalogue.create(tmp_path), trial.engine)
    for question in (empty.status, empty.check, empty.persons, lambda: list(empty.export_turns())):
        with pytest.raises(NotIndexedError):
            question()
