"""Opening a catalogue, its published revision, and the queue of writers."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.catalogue.schema import SCHEMA_VERSION
from corpus.errors import NotIndexedError, StenogramError, UnavailableError
from tests.corpus.catalogue.publishing import publish


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue.create(tmp_path / "data")
    yield made
    made.close()


def test_a_catalogue_is_made_with_its_folder_and_opened_again(tmp_path):
    folder = tmp_path / "a" / "b"
    Catalogue.create(folder).close()
    opened = Catalogue.open(folder)
    assert opened.published_revision() == 0
    with opened.engine.connect() as db:
        assert get_state(db, "schema") == str(SCHEMA_VERSION)
    opened.close()


def test_there_is_nothing_to_open_before_the_first_ingest(tmp_path):
    with pytest.raises(NotIndexedError, match="stenogram ingest"):
        Catalogue.open(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_published_revision_is_the_published_generations(catalogue):
    for revision in (1, 2, 7):
        with catalogue.engine.begin() as db:
            publish(db, revision)
        assert catalogue.published_revision() == revision


def test_state_is_kept_by_name(catalogue):
    with catalogue.engine.begin() as db:
        assert get_state(db, "colour") == ""
        assert get_state(db, "colour", "grey") == "grey"
        set_state(db, "colour", "red")
        set_state(db, "colour", "")
        assert get_state(db, "colour", "grey") == ""


@pytest.mark.parametrize("version", ["0", "99", "next"])
def test_another_schema_version_is_refused_and_named(tmp_path, version):
    made = Catalogue.create(tmp_path)
    with made.engine.begin() as db:
        set_state(db, "schema", version)
    made.close()
    with pytest.raises(StenogramError, match=f"schema {version}.*reads schema {SCHEMA_VERSION}") as caught:
        Catalogue.open(tmp_path)
    assert caught.value.remedy


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\x00" + b"\x07" * 4096])
def test_a_file_that_is_no_database_gives_one_clear_error(tmp_path, content):
    (tmp_path / "catalogue.sqlite").write_bytes(content)
    with pytest.raises(StenogramError, match="is not a catalogue") as caught:
        Catalogue.open(tmp_path)
    assert "catalogue.sqlite" in str(caught.value)
    assert "--data" in caught.value.remedy


def test_a_file_in_place_of_the_folder_gives_one_clear_error(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(StenogramError, match="data") as caught:
        Catalogue.create(tmp_path / "data")
    assert caught.value.remedy


@pytest.mark.parametrize("url", ["nonsense", "oracle9://user:secret@host/x"])
def test_an_address_that_cannot_be_used_gives_one_clear_error(tmp_path, url):
    with pytest.raises(StenogramError, match="address") as caught:
        Catalogue.create(tmp_path, url)
    assert "secret" not in str(caught.value)


def test_a_catalogue_elsewhere_is_named_by_its_address(tmp_path):
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    Catalogue.create(tmp_path / "data", url).close()
    assert (tmp_path / "elsewhere.sqlite").exists()
    Catalogue.open(tmp_path / "data", url).close()


def test_a_writer_gets_the_revision_after_the_published_one(catalogue):
    with catalogue.writing() as revision:
        assert revision == 1
        with catalogue.engine.begin() as db:
            publish(db, revision)
    with catalogue.writing() as revision:
        assert revision == 2


def test_a_reader_is_not_held_up_by_a_writer(catalogue):
    with catalogue.writing() as revision, catalogue.engine.begin() as db:
        publish(db, revision)
        assert catalogue.published_revision() == 0
    assert catalogue.published_revision() == 1


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
with Catalogue.create(Path(sys.argv[1])).writing() as revision:
    print(revision, flush=True)
    time.sleep(60)
"""


def test_the_lock_goes_with_its_process(tmp_path):
    catalogue = Catalogue.create(tmp_path)
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
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
