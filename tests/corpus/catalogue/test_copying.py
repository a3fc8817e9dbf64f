"""A catalogue copied to another database says the same of everything that holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text

from corpus.catalogue import copying, schema
from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.catalogue.copying import copy_catalogue
from corpus.catalogue.reading.documents import read_documents, read_text
from corpus.catalogue.reading.exports import export_mentions, export_passages, export_turns
from corpus.catalogue.reading.holdings import read_holdings
from corpus.catalogue.reading.indexing import iterate_facts
from corpus.catalogue.reading.persons import rank_persons, read_candidates, read_persons
from corpus.catalogue.reading.snapshot import open_snapshot
from corpus.catalogue.writing import put_document
from corpus.errors import InvalidError, StenogramError, UnavailableError
from corpus.names.keys import lookup_keys
from tests.corpus.catalogue.databases import empty_address
from tests.corpus.catalogue.publishing import counts, publish, rows
from tests.trial import NAMES, TRIAL, Record, Writer, make_document, write_trial

TO_POSTGRESQL = pytest.param(("sqlite", "postgresql"), marks=pytest.mark.postgresql)
WAYS = [
    ("sqlite", "sqlite"),
    TO_POSTGRESQL,
    pytest.param(("postgresql", "sqlite"), marks=pytest.mark.postgresql),
    pytest.param(("postgresql", "postgresql"), marks=pytest.mark.postgresql),
]
FEW_WAYS = [WAYS[0], TO_POSTGRESQL]
CHANGED = Record("session-2.txt", "Anna Lind came in.\nVERESOV: I was gone by 4 May 1931.")


@pytest.fixture(params=WAYS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Catalogue, Catalogue]]:
    """A catalogue with a published revision and changes that are not published, and an empty one."""
    with ExitStack() as stack:
        addresses = [stack.enter_context(empty_address(request, kind)) for kind in request.param]
        source, target = (
            stack.enter_context(closing(Catalogue.create(tmp_path / name, address)))
            for name, address in zip(("source", "target"), addresses, strict=True)
        )
        fill(source)
        yield source, target


def fill(catalogue: Catalogue) -> None:
    with catalogue.engine.begin() as db:
        write_trial(db, 1)
        publish(db, 1)
        Writer(db, 2).write([CHANGED])
        set_state(db, "indexed", "7")
        set_state(db, "resolved", "3")


def facts(db: Connection, revision: int) -> list[object]:
    """What can be asked of a revision, as far as it does not name the revision."""
    at = open_snapshot(db, revision)
    documents = [document for _, document in read_documents(at, limit=100)]
    persons = list(rank_persons(at))
    return [
        documents,
        [read_text(at, document.id) for document in documents],
        *(list(export(at)) for export in (export_mentions, export_turns, export_passages, iterate_facts)),
        read_persons(at, persons, rank_persons(at)),
        sorted(map(str, read_candidates(at, lookup_keys("Lind")))),
        at.redirects,
        replace(read_holdings(at), revision=0),
    ]


def test_the_copy_says_the_same(pair):
    source, target = pair
    copied = copy_catalogue(source, target)
    with source.engine.connect() as one, target.engine.connect() as two:
        assert facts(two, 1) == facts(one, 2)
        for table in ("documents", "mentions", "attributions", "speakers", "entities", "forms", "form_keys"):
            assert rows(two, 1, table) == rows(one, 2, table)
        assert copied == counts(two, ("state", "generations"))
        assert copied["documents"] == 2
        assert counts(two)["generations"] == 0
    assert target.published_revision() == 0


@pytest.mark.parametrize("pair", FEW_WAYS, indirect=True)
def test_the_copy_is_another_catalogue_with_an_index_to_be_built(pair):
    source, target = pair
    identity = target.identity()
    copy_catalogue(source, target)
    assert target.identity() == identity != source.identity()
    with target.engine.connect() as two:
        assert get_state(two, "resolved") == "3"
        assert get_state(two, "changes") != ""
        assert get_state(two, "indexed") == ""


@pytest.mark.parametrize("pair", FEW_WAYS, indirect=True)
def test_the_copy_can_be_written_on(pair):
    source, target = pair
    copy_catalogue(source, target)
    for catalogue in pair:
        with catalogue.engine.begin() as db:
            put_document(db, make_document(TRIAL[0], NAMES), 3)
    with source.engine.connect() as one, target.engine.connect() as two:
        assert rows(two, 3, "passages", "id", "text") == rows(one, 3, "passages", "id", "text")


@pytest.mark.parametrize("pair", FEW_WAYS, indirect=True)
def test_progress_tells_the_rows_of_each_table(pair, monkeypatch):
    monkeypatch.setattr(copying, "_BATCH", 3)
    told: dict[str, list[int]] = {}
    copied = copy_catalogue(*pair, lambda table, count: told.setdefault(table, []).append(count))
    assert {table: count[-1] for table, count in told.items()} == {t: n for t, n in copied.items() if n}
    assert told["passages"] == [3, 5]


@pytest.mark.parametrize("pair", FEW_WAYS, indirect=True)
def test_a_catalogue_that_holds_something_is_not_copied_to(pair):
    source, target = pair
    with pytest.raises(InvalidError, match=r"documents \(3\)") as caught:
        copy_catalogue(target, source)
    assert caught.value.remedy
    with pytest.raises(InvalidError, match="not empty"):
        copy_catalogue(source, source)
    with target.engine.begin() as db:
        publish(db, 1)
    with pytest.raises(InvalidError, match=r"generations \(1\)"):
        copy_catalogue(source, target)


@pytest.mark.parametrize("pair", FEW_WAYS, indirect=True)
@pytest.mark.parametrize("written", [0, 1])
def test_a_catalogue_that_is_being_written_is_not_copied(pair, written):
    source, target = pair
    with pair[written].writing(), pytest.raises(UnavailableError, match="writing"):
        copy_catalogue(source, target)
    copy_catalogue(source, target)


@pytest.mark.parametrize("pair", FEW_WAYS, indirect=True)
def test_a_copy_that_fails_leaves_the_target_empty(pair, monkeypatch):
    source, target = pair

    def fail(table: str, _count: int) -> None:
        if table == "forms":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_catalogue(source, target, fail)
    monkeypatch.setattr(copying, "insert_many", lambda writer, table, rows: None)
    with pytest.raises(StenogramError, match="not hold as many rows"):
        copy_catalogue(source, target)
    monkeypatch.undo()
    with target.engine.connect() as db:
        assert not any(counts(db).values())
    copy_catalogue(source, target)


@pytest.mark.parametrize(
    "pair", [pytest.param(("sqlite", "postgresql"), marks=pytest.mark.postgresql)], indirect=True
)
def test_a_connection_that_is_cut_while_copying_costs_a_second_try(pair):
    source, target = pair
    cuts = []

    def cut(table: str, _count: int) -> None:
        if table == "mentions" and not cuts:
            cuts.append(table)
            with target.engine.begin() as db:
                db.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid != pg_backend_pid()"
                    )
                )

    copied = copy_catalogue(source, target, cut)
    with target.engine.connect() as db:
        assert copied == counts(db, ("state", "generations"))


@pytest.mark.parametrize(
    "pair", [pytest.param(("sqlite", "postgresql"), marks=pytest.mark.postgresql)], indirect=True
)
def test_what_postgresql_cannot_keep_is_named_and_nothing_is_copied(pair):
    """Only what an older Stenogram wrote can hold it."""
    source, target = pair
    with source.engine.begin() as db:
        row = {"id": "old", "title": "a\0b", "description": ""}
        db.execute(insert(schema.collections).values(row))
    with pytest.raises(StenogramError, match="collections cannot be kept") as caught:
        copy_catalogue(source, target)
    assert caught.value.remedy
    with target.engine.connect() as db:
        assert db.execute(select(schema.documents)).all() == []
