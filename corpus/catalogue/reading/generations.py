"""Built indexes as the catalogue knows them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from corpus.catalogue.reading.values import GenerationRow
from corpus.catalogue.schema import generations

BUILDING, PUBLISHED, RETIRED = "building", "published", "retired"


def read_published(db: Connection) -> GenerationRow | None:
    """The generation that answers, None before the first was published."""
    row = db.execute(_published()).one_or_none()
    return _generation(row) if row else None


def read_generation(db: Connection, generation: str) -> GenerationRow | None:
    """The generation with this id, None where there is none (any more)."""
    row = db.execute(select(generations).where(generations.c.id == generation)).one_or_none()
    return _generation(row) if row else None


def read_generations(db: Connection) -> list[GenerationRow]:
    """All that are known, oldest first."""
    rows = db.execute(select(generations).order_by(generations.c.created_at, generations.c.id))
    return [_generation(row) for row in rows]


@cache
def _published() -> Select[Any]:
    """Made once: every answer begins with it."""
    return select(generations).where(generations.c.state == PUBLISHED)


def _generation(row: Row[Any]) -> GenerationRow:
    return GenerationRow(
        id=row.id,
        engine=row.engine,
        revision=row.revision,
        state=row.state,
        passages=row.passages,
        created_at=_moment(row.created_at),
        retired_at=None if row.retired_at is None else _moment(row.retired_at),
        behind=tuple(row.behind.split()),
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
