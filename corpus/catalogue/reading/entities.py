"""Names of entities."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from corpus.catalogue import schema
from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import Named


def read_names(at: Snapshot, ids: Iterable[str]) -> dict[str, Named]:
    """Each asked id with the entity that it stands for now; ids that do not exist are left out."""
    asked = {entity: at.final(entity) for entity in ids}
    names: dict[str, str] = {}
    for batch in batches(sorted(set(asked.values()))):
        rows = at.db.execute(_names(at.revision), {"ids": batch})
        names.update((row.id, row.name) for row in rows)
    return {old: Named(new, names[new]) for old, new in asked.items() if new in names}


@lru_cache(maxsize=16)
def _names(revision: int) -> Select[Any]:
    table = schema.entities
    asked = table.c.id.in_(bindparam("ids", expanding=True))
    return select(table.c.id, table.c.name).where(asked, schema.alive(table, revision))


def read_kind(at: Snapshot, entity: str) -> str | None:
    """The kind of an entity, None where it does not exist."""
    table = schema.entities
    return at.db.execute(select(table.c.kind).where(table.c.id == entity, at.alive(table))).scalar()
