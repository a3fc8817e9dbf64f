"""Rows that live for some revisions: writing what differs, ending what holds no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, true, update

from corpus.catalogue.bulk import insert_many
from corpus.catalogue.schema import alive

Row = tuple[Any, ...]

# Rows named in one statement: far below what SQLite (32,766) and PostgreSQL (65,535) take.
_BATCH = 1000


def replace_living(
    connection: Connection,
    table: Table,
    revision: int,
    names: tuple[str, ...],
    wanted: Collection[Row],
    more: Callable[[Row], Mapping[str, Any]] = lambda _: {},
    within: ColumnElement[bool] | None = None,
) -> dict[Row, int]:
    """Make the rows of a table that hold in a revision those of `wanted`, told apart by `names`.

    What stays the same is not touched, and neither is what lies not `within`. `more` gives a new row's
    other columns. Returns the keys of the rows that were added.
    """
    columns = [table.c[name] for name in ("key", "born", *names)]
    rows = connection.execute(
        select(*columns).where(alive(table, revision), true() if within is None else within)
    )
    before = {tuple(row[2:]): (row[0], row[1]) for row in rows}
    kept = set(wanted)
    end_rows(connection, table, revision, [place for row, place in before.items() if row not in kept])
    first = next_key(connection, table)
    added = {row: first + n for n, row in enumerate(row for row in wanted if row not in before)}
    insert_rows(
        connection,
        table,
        (
            {"key": key, "born": revision, **dict(zip(names, row, strict=True)), **more(row)}
            for row, key in added.items()
        ),
    )
    return added


def end_rows(connection: Connection, table: Table, revision: int, rows: Iterable[tuple[int, int]]) -> None:
    """End rows, given as (key, born); those born in this revision were never seen and are deleted."""
    fresh: list[int] = []
    old: list[int] = []
    for key, born in rows:
        (fresh if born == revision else old).append(key)
    for first in range(0, len(fresh), _BATCH):
        chosen = table.c.key.in_(fresh[first : first + _BATCH])
        connection.execute(delete(table).where(chosen))
    for first in range(0, len(old), _BATCH):
        chosen = table.c.key.in_(old[first : first + _BATCH])
        connection.execute(update(table).where(chosen).values(died=revision))


def revive_rows(connection: Connection, table: Table, revision: int) -> None:
    """Let rows live on that ended in a revision in which others that say the same began.

    The others are deleted: so nothing that is written twice on the way seems to have changed.
    """
    old, new = table.alias(), table.alias()
    said = [column.name for column in table.c if column.name not in ("key", "born", "died")]
    query = select(old.c.key, new.c.key).where(
        old.c.died == revision,
        old.c.born < revision,
        new.c.born == revision,
        new.c.died.is_(None),
        *(old.c[name] == new.c[name] for name in said),
    )
    pairs = connection.execute(query).all()
    for first in range(0, len(pairs), _BATCH):
        batch = pairs[first : first + _BATCH]
        connection.execute(delete(table).where(table.c.key.in_([begun for _, begun in batch])))
        living = update(table).where(table.c.key.in_([ended for ended, _ in batch]))
        connection.execute(living.values(died=None))


def insert_rows(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns; nothing happens for none."""
    insert_many(connection, table, list(rows))


def next_key(connection: Connection, table: Table) -> int:
    """The first key that is free; writers hold the lock, so it stays free."""
    return int(connection.execute(select(func.max(table.c.key))).scalar() or 0) + 1
