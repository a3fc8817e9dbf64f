"""The catalogue's schema: made where there is none, brought up to date where it is an older one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from corpus.catalogue.addresses import shown
from corpus.catalogue.schema import SCHEMA_VERSION, metadata
from corpus.catalogue.state import SCHEMA, get_state, mint_identity, set_state
from corpus.catalogue.writers import LOCKS
from corpus.errors import StenogramError

_PREPARING = 2
_MIGRATIONS = Path(__file__).with_name("migrations")

# Alembic's own table, as it makes it. The first version was there before alembic was.
_stamps = Table(
    "alembic_version",
    MetaData(naming_convention={"pk": "%(table_name)s_pkc"}),
    Column("version_num", String(32), primary_key=True),
)


def prepare(engine: Engine) -> None:
    """Make the tables, or bring them up to date, each version in a transaction; nothing where they are.

    Processes that do so at once wait for each other. Raises `StenogramError` for what a newer Stenogram
    made, or another program.
    """
    with engine.connect() as connection:
        found = read_version(connection)
    while found != SCHEMA_VERSION:
        with _alone(engine) as connection:
            found = _step(connection)


def read_version(connection: Connection) -> int | None:
    """The version of the schema, None where there is no table yet. Raises `StenogramError` for another's."""
    there = set(inspect(connection).get_table_names())
    if "state" not in there:
        if there & metadata.tables.keys():
            raise _foreign(connection)
        return None
    version = get_state(connection, SCHEMA)
    if version.isdecimal() and 1 <= int(version) <= SCHEMA_VERSION:
        return int(version)
    raise _newer(connection, version)


def make_version(connection: Connection, version: int) -> None:
    """Make one version of the schema of the one before it, in the caller's transaction."""
    # Here and not above: hardly ever needed, and slow to load.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, _name(version))
    set_state(connection, SCHEMA, str(version))


def _step(connection: Connection) -> int:
    """Go one version further, or all the way where there is nothing; returns the version reached."""
    found = read_version(connection)
    if found is None:
        _make_newest(connection)
        return SCHEMA_VERSION
    if found < SCHEMA_VERSION:
        _stamp(connection, found)
        make_version(connection, found + 1)
        return found + 1
    return found


def _make_newest(connection: Connection) -> None:
    _check_encoding(connection)
    metadata.create_all(connection)
    _stamp(connection, SCHEMA_VERSION)
    set_state(connection, SCHEMA, str(SCHEMA_VERSION))
    mint_identity(connection)


def _stamp(connection: Connection, version: int) -> None:
    """Tell alembic the version of a schema that it did not make."""
    if not inspect(connection).has_table(_stamps.name):
        _stamps.create(connection)
        connection.execute(insert(_stamps).values(version_num=_name(version)))


def _name(version: int) -> str:
    return f"{version:04d}"


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else makes or changes tables."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(LOCKS, _PREPARING)))
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # By hand: Python's driver begins a transaction before the first row is written, not before a table.
        connection.execute(text("BEGIN IMMEDIATE"))
        try:
            yield connection
        except BaseException:
            connection.execute(text("ROLLBACK"))
            raise
        connection.execute(text("COMMIT"))


def _check_encoding(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            name = connection.engine.url.database
            raise StenogramError(
                f"The database {name} keeps texts as {encoding}, which not all fit in.",
                "Make another one: CREATE DATABASE \"name\" ENCODING 'UTF8' TEMPLATE template0;",
            )


def _newer(connection: Connection, version: str) -> StenogramError:
    return StenogramError(
        f"The catalogue {shown(connection.engine.url)} was made by a newer Stenogram: "
        f"it has schema {version or 'without a number'}; this one reads schema {SCHEMA_VERSION}.",
        "Use the Stenogram that made it, or ingest into a new --data folder.",
    )


def _foreign(connection: Connection) -> StenogramError:
    return StenogramError(
        f"{shown(connection.engine.url)} is not a catalogue of Stenogram: its tables are another program's.",
        "Name another database, or another folder with --data.",
    )
