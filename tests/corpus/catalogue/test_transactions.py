"""Transactions on a server that goes away: what was lost is done again, once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, distinct, func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from corpus.catalogue.bulk import insert_many
from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.catalogue.schema import documents, state
from corpus.catalogue.writing import put_document
from corpus.errors import UnavailableError
from tests.corpus.catalogue.publishing import counts, rows
from tests.servers.sources import OwnPostgresql
from tests.trial import NAMES, Record, make_document

TEXT = "Anna Lind came in.\nVERESOV: I was gone by 4 May 1931."


def document(number: int):
    return make_document(Record(f"session-{number}.txt", TEXT), NAMES)


def end_session(catalogue: Catalogue, db: Connection) -> None:
    """End a session of the server, as an administrator may."""
    pid = db.execute(select(func.pg_backend_pid())).scalar_one()
    with catalogue.engine.begin() as other:
        other.execute(select(func.pg_terminate_backend(pid)))


def test_what_an_action_returns_is_returned_and_what_it_wrote_is_kept(catalogue):
    assert catalogue.transact(lambda db: set_state(db, "colour", "red") or 7) == 7
    with catalogue.engine.connect() as db:
        assert get_state(db, "colour") == "red"


def test_an_action_that_fails_writes_nothing_and_is_not_tried_again(catalogue):
    tries = []

    def action(db: Connection) -> None:
        tries.append(1)
        set_state(db, "colour", "red")
        db.execute(state.insert().values(name="colour", value="blue"))

    with pytest.raises(IntegrityError):
        catalogue.transact(action)
    assert tries == [1]
    with catalogue.engine.connect() as db:
        assert get_state(db, "colour") == ""


def test_documents_are_written_by_number_and_at_once(catalogue):
    """Many rows go another way to PostgreSQL than few: both give the same rows."""
    few = document(1)
    many = make_document(Record("session-2.txt", TEXT * 40), NAMES)
    with catalogue.writing() as revision:
        for each in (few, many):
            catalogue.transact(lambda db, each=each: put_document(db, each, revision))
    with catalogue.engine.connect() as db:
        found = rows(db, revision, "mentions", "text", "kind", "by", "value")
    assert len(found) == len(few.mentions) + len(many.mentions)
    assert set(found) == {
        (m.text, m.kind.value, m.by.value, m.value) for m in (*few.mentions, *many.mentions)
    }


# --- A connection that is cut ---


@pytest.fixture
def served(tmp_path: Path, postgresql_database: str) -> Iterator[Catalogue]:
    with closing(Catalogue.create(tmp_path, postgresql_database)) as made:
        yield made


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("size", [1, 40])
def test_a_document_whose_connection_is_cut_is_written_once(served, when, size):
    """Few rows and many (which are copied), the cut before and after they are sent."""
    record = make_document(Record("session-1.txt", TEXT * size), NAMES)
    cuts = []
    with served.writing() as revision:

        def action(db: Connection) -> None:
            if when == "before" and not cuts:
                cuts.append(end_session(served, db))
            put_document(db, record, revision)
            if when == "after" and not cuts:
                cuts.append(end_session(served, db))

        served.transact(action)
    with served.engine.connect() as db:
        assert counts(db)["documents"] == 1
        assert counts(db)["mentions"] == len(record.mentions)


def test_a_connection_cut_while_rows_are_copied_is_a_lost_one(served):
    """The driver is called directly there: its errors must count as any other's."""
    name = Table("numbers", MetaData(), Column("number", Integer))
    served.transact(name.create)
    cuts = []

    def action(db: Connection) -> None:
        insert_many(db, name, [{"number": number} for number in range(50)])
        if not cuts:
            cuts.append(end_session(served, db))
        insert_many(db, name, [{"number": number} for number in range(50, 100)])

    served.transact(action)
    with served.engine.connect() as db:
        assert db.execute(select(func.count(), func.count(distinct(name.c.number)))).one() == (100, 100)


def test_a_transaction_kept_though_nobody_heard_of_it_is_done_again_to_the_same_end(served):
    """The connection is lost right after the server has kept the transaction."""
    record, tries = document(1), []
    with served.writing() as revision:

        def action(db: Connection) -> None:
            tries.append(1)
            put_document(db, record, revision)
            if len(tries) == 1:
                db.connection.dbapi_connection.commit()
                end_session(served, db)
                db.execute(select(1))

        served.transact(action)
    assert tries == [1, 1]
    with served.engine.connect() as db:
        assert counts(db)["documents"] == 1
        assert counts(db)["passages"] == len(record.passages)


# --- Several processes ---

WRITE = """
import sys
from pathlib import Path
from corpus.catalogue.bulk import insert_many
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.writing import put_document
from tests.corpus.catalogue.test_transactions import document
catalogue = Catalogue.create(Path(sys.argv[1]), sys.argv[2])
first = int(sys.argv[3])
for number in range(first, first + 5):
    with catalogue.writing() as revision:
        catalogue.transact(lambda db: put_document(db, document(number), revision))
"""


def test_processes_that_write_at_once_lose_no_document_and_double_none(tmp_path, address):
    """Four processes, which also make the catalogue at once; they share two documents of every five."""
    command = [sys.executable, "-c", WRITE, str(tmp_path), address]
    root = Path(__file__).parents[3]
    running = [subprocess.Popen([*command, str(first)], cwd=root) for first in (0, 3, 6, 9)]
    assert [process.wait(120) for process in running] == [0, 0, 0, 0]
    with closing(Catalogue.open(tmp_path, address)) as catalogue, catalogue.engine.connect() as db:
        found = db.execute(select(documents.c.relative).order_by(documents.c.position)).scalars().all()
        assert found == [f"session-{number}.txt" for number in range(14)]
        assert counts(db)["passages"] == 14 * len(document(0).passages)
        assert counts(db)["mentions"] == 14 * len(document(0).mentions)


# --- A server that goes away ---


def own_catalogue(folder: Path, server: OwnPostgresql) -> Catalogue:
    return Catalogue.create(folder, server.url.render_as_string(hide_password=False))


def test_a_writer_outlives_a_restart_of_the_server(tmp_path, own_postgresql):
    with closing(own_catalogue(tmp_path, own_postgresql)) as catalogue, catalogue.writing() as revision:
        for number in range(6):
            if number == 2:
                own_postgresql.restart()
            if number == 4:  # away for a while, without warning
                own_postgresql.kill()
                threading.Timer(1.5, own_postgresql.start).start()
            catalogue.transact(lambda db, number=number: put_document(db, document(number), revision))
        with pytest.raises(UnavailableError, match="writing"), catalogue.writing(wait=0):
            pytest.fail("two writers at once")
        with catalogue.engine.connect() as db:
            assert counts(db)["documents"] == 6
            assert counts(db)["mentions"] == 6 * len(document(0).mentions)


def test_who_waits_lets_the_writer_go_first_after_a_restart(tmp_path, own_postgresql):
    done = []
    with (
        closing(own_catalogue(tmp_path / "one", own_postgresql)) as one,
        closing(own_catalogue(tmp_path / "two", own_postgresql)) as two,
    ):

        def second() -> None:
            with two.writing():
                done.append("two")

        with one.writing():
            waiting = threading.Thread(target=second)
            waiting.start()
            time.sleep(0.3)
            own_postgresql.restart()
            one.transact(lambda db: set_state(db, "one", "1"))
            done.append("one")
        waiting.join()
    assert done == ["one", "two"]


def test_a_server_that_stays_away_ends_a_writer_with_one_clear_line(tmp_path, own_postgresql):
    with closing(own_catalogue(tmp_path, own_postgresql)) as catalogue:
        with catalogue.writing() as revision:
            own_postgresql.stop()
            with pytest.raises(UnavailableError, match="does not answer") as caught:
                catalogue.transact(lambda db: put_document(db, document(1), revision), patience=1)
        with pytest.raises(OperationalError), catalogue.engine.connect():
            pytest.fail("a reader is told at once")
        with pytest.raises(UnavailableError, match="does not answer"), catalogue.writing(wait=0):
            pytest.fail("there is no server")
    assert str(own_postgresql.url.password) not in f"{caught.value}{caught.value.__cause__!r}"
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert "goes on where it stopped" in caught.value.remedy
    own_postgresql.start()
