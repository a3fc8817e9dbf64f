"""A catalogue's address: from text to an engine, and what to say where it leads nowhere. Shows no secret."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from corpus.errors import InvalidError, StenogramError, UnavailableError

POSTGRESQL, SQLITE = "postgresql+psycopg", "sqlite"

# What is asked of a connection where its address does not say otherwise. One that was cut without a word is
# noticed after about a minute.
_ASKED = {
    "application_name": "stenogram",
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}

_EXAMPLES = "Use postgresql+psycopg://user@host/database or sqlite:///path/to/file"


def parse_address(address: str) -> URL:
    """An address as a value. Raises `InvalidError` for what is none, or names another kind of database."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    # A password with a / or @ that is not escaped ends up in another part, which would be shown.
    if url is None or (url.drivername != SQLITE and "@" in f"{url.host}{url.database}"):
        raise InvalidError(
            "The catalogue's address cannot be understood.",
            f"{_EXAMPLES}; give a password by STENOGRAM_CATALOGUE_PASSWORD.",
        )
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername=POSTGRESQL)
    if url.drivername not in (POSTGRESQL, SQLITE):
        raise InvalidError(f"A catalogue cannot be kept at an address of {url.drivername}.", f"{_EXAMPLES}.")
    return url


def make_database(url: URL) -> Engine:
    """An engine for an address; connects to nothing yet."""
    if url.drivername == SQLITE:
        engine = create_engine(url)
        event.listen(engine, "connect", _configure_sqlite)
        return engine
    asked = {name: value for name, value in _ASKED.items() if name not in url.query}
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=asked)
    except ImportError:
        raise StenogramError(
            "The driver for PostgreSQL cannot be loaded.", "Install psycopg[binary]."
        ) from None


def shown(url: URL) -> str:
    """An address without what may be secret in it."""
    return url.set(query={}).render_as_string(hide_password=True)


def is_lost(error: DBAPIError) -> bool:
    """Whether a connection was lost or could not be made: the same may succeed later."""
    code = getattr(error.orig, "sqlstate", "")
    if error.connection_invalidated:
        return True
    if code is None:  # PostgreSQL's driver has a code for what the server says on a connection, none before
        return isinstance(error, (OperationalError, InterfaceError))
    return code[:2] == "08" or code in ("57P01", "57P02", "57P03", "57P05", "53300")


def reason_of(error: DBAPIError) -> str:
    """What the driver says, without statement and values."""
    first, _, _ = str(error.orig).strip().partition("\n")
    return first.rpartition("FATAL:")[2].strip().rstrip(".")


def unanswered(url: URL, error: DBAPIError) -> UnavailableError:
    """What to say where a database does not answer, or not as a catalogue."""
    reason = reason_of(error)
    return UnavailableError(f"The catalogue {shown(url)} does not answer: {reason}.", _remedy(url, reason))


def refused(url: URL, error: DBAPIError) -> StenogramError:
    """What to say where a database answers, but cannot be used."""
    if url.drivername == SQLITE:
        return StenogramError(
            f"{shown(url)} is not a catalogue of Stenogram, or is damaged.",
            "Name another folder with --data, or move the file away and ingest again.",
        )
    return StenogramError(
        f"The catalogue {shown(url)} cannot be used: {reason_of(error)}.",
        "Its user must be able to make tables there: let it own the database.",
    )


def _remedy(url: URL, reason: str) -> str:
    """PostgreSQL gives no code for what goes wrong before there is a connection, only words."""
    if "does not exist" in reason and "database" in reason:
        return f"Make it: CREATE DATABASE \"{url.database}\" ENCODING 'UTF8' TEMPLATE template0;"
    if "password" in reason or "authentication" in reason or "role" in reason or "pg_hba" in reason:
        return "Check the user in STENOGRAM_CATALOGUE and STENOGRAM_CATALOGUE_PASSWORD."
    return "Check the address, start PostgreSQL, and run the command again: it goes on where it stopped."


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
    """Readers beside a writer (WAL); a crash loses no transaction that was synced at a checkpoint.

    The system's own cache does the rest: a mapped file and 64 MB a connection made a server over 206,000
    passages hold 400 MB instead of 190, and no faster.
    """
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-16384",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
