"""Rows that live for some revisions: what differs is written, what is the same is not touched."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from corpus.catalogue.living import end_rows, insert_rows, next_key, replace_living
from corpus.catalogue.schema import alive, entities

NAMES = ("id", "kind", "name", "redirect")
A, B, C = (("p" + letter, "person", letter.upper(), "") for letter in "abc")


def put(db: Connection, revision: int, *wanted: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    return replace_living(db, entities, revision, NAMES, wanted)


def held(db: Connection, revision: int) -> set[tuple[str, ...]]:
    return {tuple(row) for row in db.execute(select(*entities.c[*NAMES]).where(alive(entities, revision)))}


def lives(db: Connection) -> list[tuple[int, str, int, int | None]]:
    return [
        tuple(row) for row in db.execute(select(*entities.c["key", "id", "born", "died"]).order_by("key"))
    ]


def test_what_is_wanted_holds_from_its_revision_on(db):
    put(db, 1, A, B)
    put(db, 2, B, C)
    put(db, 5, A)
    assert [held(db, revision) for revision in range(7)] == [set(), {A, B}, {B, C}, {B, C}, {B, C}, {A}, {A}]


def test_what_stays_the_same_is_not_touched(db):
    put(db, 1, A, B)
    before = lives(db)
    assert put(db, 2, B, A) == {}
    assert lives(db) == before


def test_only_what_differs_is_written(db):
    put(db, 1, A, B)
    assert list(put(db, 2, A, C)) == [C]
    assert lives(db) == [(1, "pa", 1, None), (2, "pb", 1, 2), (3, "pc", 2, None)]


def test_what_nobody_saw_is_deleted(db):
    put(db, 1, A)
    put(db, 2, A, B)
    put(db, 2, A, C)
    assert lives(db) == [(1, "pa", 1, None), (2, "pc", 2, None)]


def test_what_was_ended_in_this_revision_and_comes_back_holds_again(db):
    put(db, 1, A)
    put(db, 2)
    put(db, 2, A)
    assert held(db, 1) == held(db, 2) == {A}


def test_the_keys_of_new_rows_are_returned(db):
    assert put(db, 1, A, B) == {A: 1, B: 2}
    found = {row.id: row.key for row in db.execute(select(entities.c.id, entities.c.key))}
    assert found == {"pa": 1, "pb": 2}


def test_more_gives_the_other_columns(db):
    added = replace_living(
        db,
        entities,
        1,
        ("id", "kind"),
        [("pa", "person")],
        lambda row: {"name": row[0].upper(), "redirect": ""},
    )
    assert added == {("pa", "person"): 1}
    assert held(db, 1) == {("pa", "person", "PA", "")}


def test_no_rows_are_no_work(db):
    insert_rows(db, entities, [])
    end_rows(db, entities, 1, [])
    assert lives(db) == []


def test_the_next_key_is_free(db):
    assert next_key(db, entities) == 1
    put(db, 1, A, B)
    assert next_key(db, entities) == 3


STEPS = st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from([A, B, C]))), max_size=8)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_revision_keeps_what_it_was_given(kept_catalogue, steps):
    """Steps with a new revision, or the same one again; then all revisions are read back."""
    revision, wanted = 1, {}
    with kept_catalogue.engine.connect() as db:
        for goes_on, rows in steps:
            revision += goes_on
            put(db, revision, *sorted(rows))
            wanted[revision] = rows
        last: set[tuple[str, ...]] = set()
        for number in range(1, revision + 1):
            last = wanted.get(number, last)
            assert held(db, number) == last
