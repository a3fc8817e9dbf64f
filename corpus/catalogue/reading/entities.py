"""Names of entities."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select

from corpus.catalogue import schema
from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import Named


def read_names(at: Snapshot, ids: Iterable[str]) -> dict[str, Named]:
    """Each asked id with the entity that it stands for now; ids that do not exist are left out."""
    asked = {entity: at.final(entity) for entity in ids}
    table = schema.entities
    names: dict[str, str] = {}
    for batch in batches(sorted(set(asked.values()))):
        rows = at.db.execute(_names(at.revision).where(table.c.id.in_(batch)))
        names.update((row.id, row.name) for row in rows)
    return {old: Named(new, names[new]) for old, new in asked.items() if new in names}


@lru_cache(maxsize=16)
def _names(revision: int) -> Select[Any]:
    table = schema.entities
    return select(table.c.id, table.c.name).where(schema.alive(table, revision))


def read_kind(at: Snapshot, entity: str) -> str | None:
    """The kind of an entity, None where it does not exist."""
    table = schema.entities
    return at.db.execute(select(table.c.kind).where(table.c.id == entity, at.alive(table))).scalar()
