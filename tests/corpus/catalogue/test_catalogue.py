"""Opening a catalogue, what it says of itself, and its published revision."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import delete

from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.catalogue.schema import SCHEMA_VERSION, state
from corpus.errors import NotIndexedError, StenogramError
from tests.corpus.catalogue.publishing import publish


def test_a_catalogue_is_made_with_its_folder_and_opened_again(tmp_path, address):
    folder = tmp_path / "a" / "b"
    Catalogue.create(folder, address).close()
    opened = Catalogue.open(folder, address)
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


def test_a_catalogue_has_an_identity_of_its_own_that_stays(catalogue, address, tmp_path):
    identity = catalogue.identity()
    assert re.fullmatch("[a-z0-9]{8}", identity)
    with closing(Catalogue.open(tmp_path / "data", address)) as again:
        assert again.identity() == identity
    with closing(Catalogue.create(tmp_path / "other")) as other:
        assert other.identity() != identity


def test_an_older_catalogue_gets_its_identity_when_it_is_first_asked(catalogue):
    with catalogue.engine.begin() as db:
        db.execute(delete(state).where(state.c.name == "identity"))
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: catalogue.identity(), range(8)))
    assert found == {catalogue.identity()}


def test_state_is_kept_by_name(catalogue):
    with catalogue.engine.begin() as db:
        assert get_state(db, "colour") == ""
        assert get_state(db, "colour", "grey") == "grey"
        set_state(db, "colour", "red")
        set_state(db, "colour", "")
        assert get_state(db, "colour", "grey") == ""


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
