"""A catalogue in another database: all that holds now, with its keys, and nothing of what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, insert, literal, select, text
from sqlalchemy.exc import DBAPIError

from corpus.catalogue.addresses import is_lost, reason_of, shown
from corpus.catalogue.bulk import insert_many
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.schema import generations, metadata, state, texts
from corpus.catalogue.state import IDENTITY, INDEXED, SCHEMA, WRITER
from corpus.errors import InvalidError, StenogramError

Progress = Callable[[str, int], None]

# Rows held in memory at a time; texts are long.
_BATCH, _FEW = 2000, 10

# The target has its own, or gets it when its index is built.
_NOT_COPIED = (SCHEMA, IDENTITY, WRITER, INDEXED)
_TABLES = tuple(table for table in metadata.sorted_tables if table not in (state, generations))


def copy_catalogue(
    source: Catalogue, target: Catalogue, progress: Progress = lambda _table, _rows: None
) -> Mapping[str, int]:
    """Copy to an empty catalogue, in one transaction; the number of rows by table.

    What was written counts, published or not; index generations do not, so an index must be built. Holds
    the writers' locks of both. `progress` is told a table and how many of its rows are copied. Raises
    `InvalidError` where the target holds anything, `UnavailableError` where one of them is being written.
    """
    _check_empty(target)

    def copy(writer: Connection) -> Mapping[str, int]:
        with source.engine.connect() as reader:
            return _copy(reader, writer, progress)

    with source.writing(wait=0), target.writing(wait=0):
        return target.transact(copy)


def _copy(reader: Connection, writer: Connection, progress: Progress) -> Mapping[str, int]:
    """Nothing is left to do where a connection was lost after all was copied."""
    expected = {table.name: _count(reader, _living(table)) for table in _TABLES}
    if _counts(writer) != expected:
        for table in _TABLES:
            _copy_table(reader, writer, table, progress)
        _copy_state(reader, writer)
        _verify(_counts(writer), expected)
        if writer.dialect.name == "postgresql":
            writer.execute(text("ANALYZE"))
    return expected


def _copy_table(reader: Connection, writer: Connection, table: Table, progress: Progress) -> None:
    copied = 0
    for batch in _batches(reader, _living(table), _FEW if table is texts else _BATCH):
        _insert(writer, table, batch)
        copied += len(batch)
        progress(table.name, copied)


def _batches(reader: Connection, query: Select[Any], size: int) -> Iterator[Sequence[Mapping[str, Any]]]:
    with reader.execute(query.execution_options(yield_per=size)) as rows:
        for batch in rows.mappings().partitions():
            yield [dict(row) for row in batch]


def _living(table: Table) -> Select[Any]:
    """The rows that hold now, as rows of the first revision; parts of a row that does go with it."""
    columns = [literal(1).label("born") if column.name == "born" else column for column in table.c]
    query = select(*(column for column in columns if column.name != "died"))
    if "died" in table.c:
        return query.where(table.c.died.is_(None)).order_by(table.c.key)
    for key in table.foreign_keys:
        query = query.join(key.column.table, key.column == key.parent).where(
            key.column.table.c.died.is_(None)
        )
    return query.order_by(*(table.primary_key or table.c[:2]))


def _insert(writer: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    try:
        insert_many(writer, table, rows)
    except DBAPIError as error:
        if is_lost(error):
            raise
        failure = StenogramError(
            f"A row of {table.name} cannot be kept there, and nothing was copied: {reason_of(error)}.",
            "Correct the file that it comes from, ingest that again, and copy then.",
        )
    else:
        return
    raise failure


def _copy_state(reader: Connection, writer: Connection) -> None:
    kept = select(state).where(state.c.name.not_in(_NOT_COPIED))
    writer.execute(delete(state).where(state.c.name.not_in(_NOT_COPIED)))
    for row in reader.execute(kept).mappings():
        writer.execute(insert(state), dict(row))


def _check_empty(target: Catalogue) -> None:
    with target.engine.connect() as connection:
        held = _counts(connection) | {"generations": _count(connection, select(generations))}
    found = [f"{name} ({count:,})" for name, count in sorted(held.items()) if count]
    if found:
        raise InvalidError(
            f"{shown(target.engine.url)} is not empty: it holds rows of {', '.join(found)}.",
            "Name an empty database to copy to.",
        )


def _counts(connection: Connection) -> dict[str, int]:
    return {table.name: _count(connection, select(table)) for table in _TABLES}


def _count(connection: Connection, query: Select[Any]) -> int:
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    return connection.execute(counted).scalar_one()


def _verify(found: Mapping[str, int], expected: Mapping[str, int]) -> None:
    if found != expected:
        raise StenogramError(
            "The copy does not hold as many rows as the catalogue, so it was undone.",
            "Try again; if this repeats, report it.",
        )
