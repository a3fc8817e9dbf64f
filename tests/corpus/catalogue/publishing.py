"""Publishing a revision and counting rows, for the tests of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, insert, inspect, select, update

from corpus.catalogue import schema
from corpus.catalogue.schema import alive, generations


def publish(db: Connection, revision: int) -> None:
    """Let readers see a revision, as the indexer does when its generation is built."""
    db.execute(update(generations).where(generations.c.state == "published").values(state="retired"))
    row = {
        "id": f"g{revision}",
        "engine": "test",
        "revision": revision,
        "state": "published",
        "created_at": 0,
    }
    db.execute(insert(generations).values(row))


def rows(db: Connection, revision: int, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table that hold in a revision, sorted; all columns but the lifetime unless named."""
    table = schema.metadata.tables[name]
    chosen = columns or [c.name for c in table.c if c.name not in ("born", "died")]
    query = select(*table.c[*chosen]).where(alive(table, revision))
    return sorted(tuple(row) for row in db.execute(query))


def counts(db: Connection, leave_out: Iterable[str] = ("state",)) -> dict[str, int]:
    """How many rows each table has; an older schema has fewer."""
    there = set(inspect(db).get_table_names()) - set(leave_out)
    tables = {name: t for name, t in schema.metadata.tables.items() if name in there}
    return {name: db.execute(select(func.count()).select_from(t)).scalar_one() for name, t in tables.items()}
