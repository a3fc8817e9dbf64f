"""What an index must lose and get: applied to the facts of one revision, it gives those of a later one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from corpus.catalogue.ids import document_id
from corpus.catalogue.living import replace_living
from corpus.catalogue.reading import changes
from corpus.catalogue.reading.changes import PassageChanges, read_changes
from corpus.catalogue.reading.indexing import PassageFacts, iterate_facts
from corpus.catalogue.reading.snapshot import open_snapshot
from corpus.catalogue.schema import alive, attributions, entities, mentions, passages, speakers
from corpus.catalogue.writing import put_document, remove_document
from tests.trial import ENTITIES, EVENING, MORNING, NAMES, TRIAL, Record, Writer, make_document

COLLECTION = TRIAL[0].collection
TEXTS = (
    MORNING,
    EVENING,
    "VERESOV: I saw Anna Lind on 4 May 1931.\n And Lind.\nTHE CLERK: Osip Klim?",
    "Orme came.\nNobody came.\nThe Port Office was shut in the year 1928.",
    "Berta Lind wept [edit] at last.",
)
PATHS = ("session-2.txt", "session-10.txt", "a/1.txt", "b.txt")
PERSONS = ("pone", "ptwo", "pthree", "pfour")


def facts_at(db: Connection, revision: int) -> dict[str, PassageFacts]:
    """Facts by id, in the order of the record."""
    return {one.id: one for one in iterate_facts(open_snapshot(db, revision), size=3)}


def changes_between(db: Connection, base: int, revision: int) -> PassageChanges:
    return read_changes(open_snapshot(db, revision), base)


def apply_changes(db: Connection, base: int, revision: int) -> dict[str, PassageFacts]:
    """What an engine does: lose, then get, sorted by position."""
    found = changes_between(db, base, revision)
    kept = {name: one for name, one in facts_at(db, base).items() if name not in found.removed}
    new = list(iterate_facts(open_snapshot(db, revision), keys=found.changed, size=2))
    assert [one.position for one in new] == sorted(one.position for one in new)
    assert len(new) == len(found.changed)
    kept |= {one.id: one for one in new}
    return dict(sorted(kept.items(), key=lambda item: item[1].position))


def changed_ids(db: Connection, base: int, revision: int) -> list[str]:
    ids = {row.key: row.id for row in db.execute(select(passages.c.key, passages.c.id))}
    return [ids[key] for key in changes_between(db, base, revision).changed]


# --- Random changes ---


def write(db: Connection, revision: int, path: str, text: str | None) -> None:
    if text is None:
        remove_document(db, document_id(COLLECTION, path), revision)
    else:
        put_document(db, make_document(Record(path, text), NAMES), revision)


def resolve(db: Connection, revision: int, seed: int) -> None:
    """Persons, redirects, whom mentions name and who speaks, all at random; most of it as it was."""
    dice = random.Random(seed)
    names = ("id", "kind", "name", "redirect")
    replace_living(db, entities, revision, names, {random_entity(dice, name): None for name in PERSONS})
    given, spoken = {}, {}
    for row in db.execute(select(mentions).where(alive(mentions, revision)).order_by(mentions.c.key)).all():
        chosen = random.Random(row.key) if dice.random() < 0.8 else dice
        if row.kind != "date":
            given[row.key, row.passage, chosen.choice(PERSONS), chosen.randrange(3), "surname", ""] = None
        if chosen.random() < 0.3:
            spoken[row.document, 0, row.passage, chosen.choice(PERSONS), chosen.randrange(3)] = None
    columns = ("mention", "passage", "entity", "tier", "reason", "detail")
    replace_living(db, attributions, revision, columns, given)
    replace_living(db, speakers, revision, ("document", "turn", "passage", "entity", "tier"), spoken)


def random_entity(dice: random.Random, entity: str) -> tuple[str, str, str, str]:
    """Some are gone: under the id that nothing names."""
    redirect = dice.choice(["", "", "", *PERSONS]).replace(entity, "")
    kind = dice.choice(["person", "person", "person", "organisation"])
    return (entity if dice.random() < 0.9 else f"{entity}x"), kind, dice.choice("AB"), redirect


def take_step(db: Connection, revision: int, written, seed: int | None) -> None:
    for path, text in written:
        write(db, revision, path, text)
    if seed is not None:
        resolve(db, revision, seed)


STEPS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(PATHS), st.none() | st.sampled_from(TEXTS)), max_size=3),
        st.none() | st.integers(0, 1000),
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_applied_to_any_revision_it_gives_any_later_one(kept_catalogue, steps):
    with kept_catalogue.engine.connect() as db:
        for revision, (written, seed) in enumerate(steps, 1):
            take_step(db, revision, written, seed)
        for base in range(len(steps) + 1):
            for revision in range(base, len(steps) + 1):
                assert list(apply_changes(db, base, revision).items()) == list(facts_at(db, revision).items())


def read_so(facts: PassageFacts, meant: Mapping[str, str]) -> PassageFacts:
    """A passage as it is read where some values stand for others; in no order."""

    def read(values):
        return tuple(sorted({meant.get(value, value) for value in values}))

    persons, organisations = read(facts.persons), read(facts.organisations)
    return replace(facts, persons=persons, organisations=organisations, speakers=read(facts.speakers))


@pytest.mark.parametrize("most", [0, 1, 9])
def test_what_an_index_is_behind_with_leads_to_who_is_meant(kept_catalogue, monkeypatch, most):
    monkeypatch.setattr(changes, "MANY", 0)
    monkeypatch.setattr(changes, "MOST_BEHIND", most)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def check(steps):
        held: dict[str, PassageFacts] = {}
        behind: tuple[str, ...] = ()
        with kept_catalogue.engine.connect() as db:
            for revision, (written, seed) in enumerate(steps, 1):
                take_step(db, revision, written, seed)
                at = open_snapshot(db, revision)
                found = read_changes(at, revision - 1, behind)
                follows = open_snapshot(db, revision, found.behind)
                new = {one.id: one for one in iterate_facts(follows, keys=found.changed)}
                held = {name: one for name, one in held.items() if name not in found.removed} | new
                behind = found.behind
                assert len(behind) <= most
                meant = {one: at.final(one) for one in behind}
                assert {name: read_so(one, meant) for name, one in held.items()} == {
                    name: read_so(one, {}) for name, one in facts_at(db, revision).items()
                }

    check()


# --- One change at a time ---


@pytest.fixture
def trial(db: Connection) -> Connection:
    """The trial at revision 1."""
    writer = Writer(db, 1)
    writer.write()
    writer.write_entities()
    return db


def replace_entities(db: Connection, revision: int, **changed: tuple[str, str, str] | None) -> None:
    wanted = {name: row for name, row in (ENTITIES | changed).items() if row is not None}
    rows = {(name, *row): None for name, row in wanted.items()}
    replace_living(db, entities, revision, ("id", "kind", "name", "redirect"), rows)


@pytest.fixture
def morning() -> str:
    return document_id(COLLECTION, "session-2.txt")


def test_nothing_differs_where_nothing_changed(trial):
    assert changes_between(trial, 1, 1) == changes_between(trial, 1, 4) == PassageChanges((), ())


def test_all_is_new_to_an_index_of_nothing(trial):
    assert changed_ids(trial, 0, 1) == list(facts_at(trial, 1))


def test_a_replaced_document_is_new_and_what_it_lost_is_removed(trial, morning):
    write(trial, 2, "session-2.txt", TEXTS[2])
    assert changed_ids(trial, 1, 2) == [f"{morning}.{n}" for n in range(3)]
    assert changes_between(trial, 1, 2).removed == (f"{morning}.3", f"{morning}.4")


def test_a_removed_document_is_removed_and_nothing_is_new(trial, morning):
    write(trial, 2, "session-2.txt", None)
    assert changes_between(trial, 1, 2) == PassageChanges(tuple(f"{morning}.{n}" for n in range(5)), ())


@pytest.mark.parametrize(
    ("entity", "row", "changed"),
    [
        ("pklim", ("person", "Osip Klim", "panna"), [1]),
        ("pklim", ("organisation", "Osip Klim", ""), [1]),
        ("pklim", None, [1]),
        ("pveresov", ("person", "Anton Veresov", "pklim"), [0, 1, 2, 4, 5]),
        ("porme", ("person", "Doctor Orme", ""), [4]),
        ("panna", ("person", "Anna", ""), []),
    ],
)
def test_who_stands_for_another_or_is_something_else_changes_its_passages(trial, entity, row, changed):
    replace_entities(trial, 2, **{entity: row})
    ids = list(facts_at(trial, 2))
    assert [ids.index(name) for name in changed_ids(trial, 1, 2)] == changed
    assert apply_changes(trial, 1, 2) == facts_at(trial, 2)


def test_a_new_attribution_changes_its_passage_where_it_is_at_least_probable(trial, morning):
    for tier, wanted in ((2, []), (1, [f"{morning}.0"])):
        row = trial.execute(select(mentions).where(mentions.c.text == "Anton Veresov")).one()
        values = {"mention": row.key, "passage": row.passage, "entity": "pklim", "tier": tier}
        trial.execute(attributions.insert().values(**values, reason="", detail="", born=2))
        assert changed_ids(trial, 1, 2) == wanted


@pytest.mark.parametrize("keys", [[], [3], [1, 4, 7]])
def test_facts_of_some_passages_are_those_of_all(trial, keys):
    at = open_snapshot(trial, 1)
    order = trial.execute(select(passages.c.key).order_by(passages.c.position)).scalars().all()
    everything = list(iterate_facts(at))
    chosen = [order[number] for number in keys]
    assert list(iterate_facts(at, keys=chosen)) == [everything[number] for number in keys]
