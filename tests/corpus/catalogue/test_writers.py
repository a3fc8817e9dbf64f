"""The queue of writers: one at a time, in whatever process or on whatever machine."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text

from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.errors import UnavailableError
from tests.corpus.catalogue.publishing import publish


def test_writers_of_one_process_queue(catalogue):
    """Eight threads add one each to a number that all of them read first: none is lost."""

    def add() -> None:
        with catalogue.writing() as revision, catalogue.engine.begin() as db:
            count = int(get_state(db, "count", "0"))
            time.sleep(0.01)
            set_state(db, "count", str(count + 1))
            publish(db, revision)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalogue.published_revision() == 8
    with catalogue.engine.connect() as db:
        assert get_state(db, "count") == "8"


def test_a_writer_that_will_not_wait_is_told_so(catalogue):
    with catalogue.writing():
        start = time.monotonic()
        with pytest.raises(UnavailableError, match="writing"), catalogue.writing(wait=0.2):
            pytest.fail("two writers at once")
        assert 0.1 < time.monotonic() - start < 5
    with catalogue.writing(wait=0) as revision:
        assert revision == 1


def test_the_lock_is_given_back_after_an_error(catalogue):
    with pytest.raises(ZeroDivisionError), catalogue.writing():
        _ = 1 / 0
    with catalogue.writing(wait=0) as revision:
        assert revision == 1


HOLD = """
import sys, time
from pathlib import Path
from corpus.catalogue.catalogue import Catalogue
with Catalogue.create(Path(sys.argv[1]), sys.argv[2]).writing() as revision:
    print(revision, flush=True)
    time.sleep(60)
"""


def test_the_lock_goes_with_its_process(tmp_path, address):
    catalogue = Catalogue.create(tmp_path, address)
    command = [sys.executable, "-c", HOLD, str(tmp_path), address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "1\n"
            with pytest.raises(UnavailableError), catalogue.writing(wait=0.1):
                pytest.fail("two writers at once")
        finally:
            process.kill()
    with catalogue.writing(wait=5) as revision:
        assert revision == 1
    catalogue.close()


# --- A lock that a server gives, and may take away ---


OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
HOLDERS = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid IN ({OTHERS})"


def end_sessions(catalogue: Catalogue, chosen: str = OTHERS, *, but: int = 0) -> None:
    """End sessions of the server without warning, as an administrator may: all others, or some."""
    with catalogue.engine.begin() as db:
        db.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({chosen}) AS found WHERE pid != {but}"))


@pytest.fixture
def server(tmp_path: Path, postgresql_database: str):
    """Two catalogue objects on one database, as on two machines."""
    with (
        closing(Catalogue.create(tmp_path / "one", postgresql_database)) as one,
        closing(Catalogue.create(tmp_path / "two", postgresql_database)) as two,
    ):
        yield one, two


def test_writers_of_two_machines_queue(server):
    one, two = server
    with one.writing():
        with pytest.raises(UnavailableError, match="writing"), two.writing(wait=0):
            pytest.fail("two writers at once")
        with pytest.raises(UnavailableError, match="writing"), two.writing(wait=0.2):
            pytest.fail("two writers at once")
    with two.writing(wait=0):
        pass


def test_a_writer_that_waits_gets_the_lock_when_it_is_given_back(server):
    one, two = server
    order = []

    def second() -> None:
        with two.writing():
            order.append("two")

    with one.writing():
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.3)
        order.append("one")
    waiting.join()
    assert order == ["one", "two"]


def test_a_writer_whose_lock_another_took_writes_nothing_more(server):
    one, two = server
    with one.writing():
        one.transact(lambda db: set_state(db, "first", "kept"))
        end_sessions(two, HOLDERS)
        with two.writing(wait=5):
            with pytest.raises(UnavailableError, match="another process writes"):
                one.transact(lambda db: set_state(db, "second", "lost"))
            two.transact(lambda db: set_state(db, "third", "kept"))
        with pytest.raises(UnavailableError, match="another process writes"):
            one.transact(lambda db: set_state(db, "second", "lost"))
    with two.engine.connect() as db:
        assert [get_state(db, name) for name in ("first", "second", "third")] == ["kept", "", "kept"]


def test_who_takes_over_waits_for_the_transaction_of_the_writer_before(server):
    """The lock is lost in the middle of a transaction, which goes on and is kept: it is not half seen."""
    one, two = server
    seen = []

    def take_over() -> None:
        with two.writing(wait=30), two.engine.connect() as db:
            seen.append(get_state(db, "count"))

    def slowly(db: Connection) -> None:
        end_sessions(two, HOLDERS, but=db.execute(select(func.pg_backend_pid())).scalar_one())
        thread.start()
        time.sleep(0.5)
        assert seen == []
        set_state(db, "count", "1")

    thread = threading.Thread(target=take_over)
    with one.writing():
        one.transact(slowly)
        thread.join()
    assert seen == ["1"]


def test_a_lost_lock_that_nobody_took_is_taken_again(server):
    one, two = server
    with one.writing():
        end_sessions(two)
        one.transact(lambda db: set_state(db, "count", "1"))
        with pytest.raises(UnavailableError, match="writing"), two.writing(wait=0):
            pytest.fail("two writers at once")
        one.transact(lambda db: set_state(db, "count", "2"))
    with two.writing(wait=0), two.engine.connect() as db:
        assert get_state(db, "count") == "2"


def test_the_lock_is_given_back_though_its_connection_was_lost(server):
    one, two = server
    with one.writing():
        end_sessions(two)
    with two.writing(wait=0):
        pass
