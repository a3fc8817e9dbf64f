"""Cursors and revisions: each item once, of one revision, and an honest end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import GoneError, InvalidError, UnavailableError
from corpus.model import Relation, Tier
from search.indexer import Indexing, clear
from search.query import Facet, SearchQuery
from search.service.service import Service
from tests.trial import ANNA, ENTITIES, VERESOV, Record

MORE = Record("session-3.txt", "Anna Lind came back.\nThe court heard Anna Lind.\nVeresov was silent.")


def lists(service, morning):
    """Every list that pages, as a function of limit and cursor, and what names its items."""
    return {
        "search": (lambda **page: service.search(SearchQuery(), **page), lambda i: i.passage.id),
        "record": (
            lambda **page: service.search(SearchQuery(sort="record"), **page),
            lambda i: i.passage.id,
        ),
        "words": (
            lambda **page: service.search(SearchQuery("court letters", match="any"), **page),
            lambda i: i.passage.id,
        ),
        "documents": (service.documents, lambda i: i.id),
        "document": (
            lambda **page: service.document_passages(morning, **page),
            lambda i: i.passage.id,
        ),
        "persons": (service.persons, lambda i: i.id),
        "named": (lambda **page: service.persons("Lind", **page), lambda i: i.id),
        "passages": (
            lambda **page: service.person_passages(VERESOV, **page),
            lambda i: i.passage.id,
        ),
        "possible": (
            lambda **page: service.person_passages(
                ANNA, tier=Tier.POSSIBLE, relation=Relation.MENTIONED, **page
            ),
            lambda i: i.passage.id,
        ),
    }


def walk(question, name, limit, cursor=None):
    names, totals = [], set()
    while True:
        page = question(limit=limit, cursor=cursor)
        names += [name(item) for item in page.items]
        totals.add(page.total)
        cursor = page.next
        if cursor is None:
            return names, totals


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_paging_gives_each_item_once(trial, data):
    question, name = data.draw(st.sampled_from(list(lists(trial.service, trial.documents[0]).values())))
    limit = data.draw(st.integers(1, 9))
    names, totals = walk(question, name, limit)
    assert len(set(names)) == len(names)
    assert totals == {len(names)}
    assert names == [name(item) for item in question(limit=1000).items]


@pytest.mark.parametrize("kind", ["search", "record", "documents", "document", "persons", "passages"])
def test_a_cursor_survives_a_publication(archive, kind):
    question, name = lists(archive.service, archive.documents[0])[kind]
    whole, _ = walk(question, name, 1000)
    first = question(limit=1)
    archive.publish(MORE, Record("session-2.txt", "Quite another text."))
    rest, totals = walk(question, name, 2, first.next)
    assert [name(first.items[0]), *rest] == whole
    assert totals == {len(whole)}


def test_a_new_answer_sees_the_new_revision(archive):
    before = archive.service.search(SearchQuery())
    archive.publish(MORE)
    after = archive.service.search(SearchQuery())
    assert (before.total, after.total) == (8, 11)
    assert (before.receipt.revision, after.receipt.revision) == (1, 2)
    assert archive.service.person(ANNA).relations.mentioned == 4
    assert archive.service.status().holdings.passages == 11


def test_several_questions_of_one_generation(archive):
    generation = archive.service.documents().receipt.generation
    archive.publish(MORE)
    ask = archive.service
    assert ask.person_passages(ANNA, generation=generation).total == 2
    assert ask.person(ANNA, generation=generation).relations.mentioned == 2
    assert ask.person_passages(ANNA).total == 4


def test_a_cursor_beyond_its_grace_is_gone(archive):
    cursor = archive.service.search(SearchQuery(), limit=1).next
    archive.publish(MORE)
    archive.clock.seconds += 601
    with pytest.raises(GoneError):
        archive.service.search(SearchQuery(), limit=1, cursor=cursor)


def test_what_is_cleared_is_gone_for_a_service_that_had_it_open(archive):
    cursor = archive.service.documents(limit=1).next
    first = archive.service.documents().receipt.generation
    second = archive.publish(MORE)
    archive.clock.seconds += 601
    third = archive.publish(Record("session-4.txt", "The end."))
    assert set(archive.engine.generations()) == {second, third}
    assert first not in archive.engine.generations()
    with pytest.raises(GoneError):
        archive.service.documents(limit=1, cursor=cursor)
    assert archive.service.documents().total == 4


def test_rows_that_nobody_can_see_are_purged(archive):
    from sqlalchemy import func, select

    from corpus.catalogue.schema import attributions, documents, mentions, passages, turns

    archive.publish(Record("session-2.txt", "VERESOV: No."), Record("session-10.txt", "Nothing."))
    archive.clock.seconds += 601
    with archive.catalogue.writing():
        clear(Indexing(archive.catalogue, archive.engine, 0, now=archive.clock))
    with archive.catalogue.engine.connect() as db:
        counts = [
            db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (documents, passages, turns, mentions, attributions)
        ]
    assert counts == [2, 2, 1, 1, 1]


def test_a_cursor_of_another_question_is_refused(archive):
    service = archive.service
    cursor = service.search(SearchQuery("court"), limit=1).next
    assert cursor
    for question in (
        lambda: service.search(SearchQuery("letters"), limit=1, cursor=cursor),
        lambda: service.search(SearchQuery("court").select(Facet.YEAR, "1931"), limit=1, cursor=cursor),
        lambda: service.documents(cursor=cursor),
        lambda: service.person_passages(VERESOV, cursor="nonsense"),
    ):
        with pytest.raises(InvalidError):
            question()


def test_an_export_that_outlasts_its_grace_says_so(archive):
    rows = archive.service.export_passages()
    next(rows)
    archive.publish(MORE)
    archive.clock.seconds += 601
    with pytest.raises(GoneError):
        list(rows)


def test_an_index_that_lacks_passages_is_an_error(archive):
    from sqlalchemy import insert

    from corpus.catalogue.schema import passages

    with archive.catalogue.engine.begin() as db:
        lost = {"key": 99, "id": "lost", "document": 1, "ordinal": 9, "position": "~", "text": "", "born": 1}
        db.execute(insert(passages).values(**lost, start=0, end=0, section=0))
    with pytest.raises(UnavailableError, match="holds 8 passages, the catalogue 9"):
        Service(archive.catalogue, archive.engine).search(SearchQuery())


def test_another_engine_says_what_to_do(archive):
    class Other:
        name = "other"

    with pytest.raises(UnavailableError, match="is one of the engine"):
        Service(archive.catalogue, Other()).documents()


def test_threads_read_while_generations_change(archive):
    def ask(_):
        return [archive.service.search(SearchQuery()) for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(ask, range(8))
        for number in range(3, 6):
            archive.publish(Record(f"session-{number}.txt", "One more passage."))
        found = [(page.receipt.revision, page.total) for pages in answers for page in pages]
    assert set(found) <= {(1, 8), (2, 9), (3, 10), (4, 11)}
    assert archive.service.search(SearchQuery()).total == 11


def test_the_fixture_merges():
    assert any(redirect for _, _, redirect in ENTITIES.values())
