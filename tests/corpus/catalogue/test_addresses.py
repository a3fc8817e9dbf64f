"""A catalogue's address: what is wrong with it is said in one line, and no secret with it."""

from __future__ import annotations

import traceback
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from corpus.catalogue.addresses import parse_address, shown
from corpus.catalogue.catalogue import Catalogue
from corpus.errors import InvalidError, StenogramError, UnavailableError

SECRET = "geheim"


def refused(address: str, folder: Path) -> StenogramError:
    """The error that opening a catalogue there gives. Whatever is printed of it, no secret is."""
    with pytest.raises(StenogramError) as caught:
        Catalogue.create(folder, address)
    printed = "".join(traceback.format_exception(caught.value))
    assert SECRET not in printed
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
        ("sqlite:///file", "sqlite"),
        ("sqlite://", "sqlite"),
    ],
)
def test_addresses_that_are_known(given, driver):
    assert parse_address(given).drivername == driver


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "https://geheim@host/d",
        "oracle9://user:geheim@host/x",
        "mysql://user:geheim@host/x",
        "postgresql+asyncpg://user:geheim@host/x",
        "postgresql+psycopg://user:ge@geheim@host/x",
        "postgresql+psycopg://user:geheim@host:port/x",
    ],
)
def test_an_address_that_is_none_gives_one_clear_error(tmp_path, address):
    error = refused(address, tmp_path)
    assert isinstance(error, InvalidError)
    assert "address" in error.message
    assert "postgresql+psycopg://" in error.remedy


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("postgresql+psycopg://u:geheim@h:1/d", "postgresql+psycopg://u:***@h:1/d"),
        ("postgresql+psycopg://u@h/d?password=geheim&sslmode=require", "postgresql+psycopg://u@h/d"),
        ("sqlite:////data/c.sqlite", "sqlite:////data/c.sqlite"),
    ],
)
def test_an_address_is_shown_without_secrets(address, seen):
    assert shown(parse_address(address)) == seen


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://u:geheim@127.0.0.1:{port}/d",
        "postgresql+psycopg://127.0.0.1:{port}/d?user=u&password=geheim",
        "postgresql+psycopg://u:geheim@nowhere.invalid/d",
    ],
)
def test_where_no_server_answers(tmp_path, free_port, address):
    error = refused(address.format(port=free_port), tmp_path)
    assert isinstance(error, UnavailableError)
    assert "does not answer" in error.message
    assert "start PostgreSQL" in error.remedy


def test_a_missing_database_is_named_with_what_makes_it(tmp_path, postgresql):
    error = refused(
        postgresql.url.set(database="missing_one").render_as_string(hide_password=False), tmp_path
    )
    assert isinstance(error, UnavailableError)
    assert '"missing_one"' in error.message
    assert 'CREATE DATABASE "missing_one"' in error.remedy


def test_a_wrong_password_or_user_is_said_to_be_wrong(tmp_path, own_postgresql):
    for url in (own_postgresql.url.set(password=SECRET), own_postgresql.url.set(username="nobody")):
        error = refused(url.render_as_string(hide_password=False), tmp_path)
        assert isinstance(error, UnavailableError)
        assert "STENOGRAM_CATALOGUE_PASSWORD" in error.remedy
        assert str(own_postgresql.url.password) not in str(error)


def test_who_may_make_no_tables_is_told_so(tmp_path, postgresql_database):
    catalogue = Catalogue.create(tmp_path, postgresql_database)
    with catalogue.engine.begin() as db:
        db.execute(text("DROP SCHEMA public CASCADE"))
        db.execute(text("CREATE SCHEMA public"))
        db.execute(text("DROP ROLE IF EXISTS stenogram_guest"))
        db.execute(text("CREATE ROLE stenogram_guest LOGIN PASSWORD 'geheim'"))
        db.execute(text("GRANT USAGE ON SCHEMA public TO stenogram_guest"))
    guest = make_url(postgresql_database).set(username="stenogram_guest", password=SECRET)
    error = refused(guest.render_as_string(hide_password=False), tmp_path)
    assert "own the database" in error.remedy
    with catalogue.engine.begin() as db:
        db.execute(text("DROP OWNED BY stenogram_guest"))
        db.execute(text("DROP ROLE stenogram_guest"))
    catalogue.close()


def test_a_database_in_another_encoding_is_refused(tmp_path, postgresql_database):
    url = make_url(postgresql_database)
    other = f"{url.database}_ascii"
    with (
        closing(Catalogue.create(tmp_path, postgresql_database)) as catalogue,
        catalogue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db,
    ):
        db.execute(text(f"CREATE DATABASE {other} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"))
        error = refused(url.set(database=other).render_as_string(hide_password=False), tmp_path)
        db.execute(text(f"DROP DATABASE {other} WITH (FORCE)"))
    assert "SQL_ASCII" in error.message
    assert "UTF8" in error.remedy
