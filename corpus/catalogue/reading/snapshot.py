"""A revision of the catalogue, open for reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.sql.elements import ColumnElement

from corpus.catalogue import schema

# Rows asked for in one statement: far below what SQLite (32,766) and PostgreSQL (65,535) bind.
BATCH = 1000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A connection that reads at `revision`, and where merged entities went (id -> id, to the end)."""

    db: Connection
    revision: int
    redirects: Mapping[str, str] = field(default_factory=dict)

    def alive(self, table: Table) -> ColumnElement[bool]:
        """The rows of `table` that hold at this revision."""
        return schema.alive(table, self.revision)

    def final(self, entity: str) -> str:
        """The entity that `entity` was merged into, or itself."""
        return self.redirects.get(entity, entity)

    def ids_of(self, entity: str) -> tuple[str, ...]:
        """The entity's own id and all ids that were merged into it."""
        return (entity, *(old for old, new in self.redirects.items() if new == entity))

    def owners(self, entities: Iterable[str]) -> dict[str, str]:
        """All ids that stand for one of these entities -> that entity, the entities themselves first."""
        owners = {entity: entity for entity in entities}
        return owners | {old: new for old, new in self.redirects.items() if new in owners}


def read_redirects(db: Connection, revision: int, stops: Collection[str] = ()) -> dict[str, str]:
    """Where each merged entity went; see `follow`."""
    return follow(read_steps(db, revision), stops)


def read_steps(db: Connection, revision: int) -> dict[str, str]:
    """What each merged entity was merged into, which may have been merged itself."""
    table = schema.entities
    rows = db.execute(
        select(table.c.id, table.c.redirect).where(table.c.redirect != "", schema.alive(table, revision))
    )
    return {row.id: row.redirect for row in rows}


def follow(merged: Mapping[str, str], stops: Collection[str] = ()) -> dict[str, str]:
    """Where steps lead, followed to the end, or to the first of `stops`, which go nowhere.

    A circle, which no merge makes, ends at once.
    """
    steps = {old: new for old, new in merged.items() if old not in stops}
    return {old: _follow(old, steps) for old in steps}


def open_snapshot(db: Connection, revision: int, stops: Collection[str] = ()) -> Snapshot:
    """A snapshot with its redirects; those of `stops` are not followed."""
    return Snapshot(db, revision, read_redirects(db, revision, stops))


def batches(items: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """The items in lists of up to `size`, in order."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _follow(entity: str, steps: Mapping[str, str]) -> str:
    seen = {entity}
    while (following := steps.get(entity)) is not None and following not in seen:
        entity = following
        seen.add(entity)
    return entity
