"""Publishing generations: one statement decides what readers see; what nobody may read any more goes.

All of it is done under the writers' lock (`Catalogue.writing`).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from corpus.catalogue.reading.generations import BUILDING, PUBLISHED, RETIRED
from corpus.catalogue.schema import generations, metadata

# How long a replaced generation is kept for the cursors that belong to it.
GRACE_SECONDS = 600


def begin_generation(
    db: Connection, generation: str, engine: str, revision: int, now: int, behind: Iterable[str] = ()
) -> None:
    """Note that a generation is being built; what killed builds left is forgotten.

    It is `behind` with some merged entities, ids that no space is in.
    """
    db.execute(delete(generations).where(generations.c.state == BUILDING))
    db.execute(
        insert(generations).values(
            id=generation,
            engine=engine,
            revision=revision,
            state=BUILDING,
            created_at=now,
            behind=" ".join(behind),
        )
    )


def publish_generation(db: Connection, generation: str, passages: int, now: int) -> None:
    """Make a built generation the one that answers, and retire the one before."""
    db.execute(
        update(generations).where(generations.c.state == PUBLISHED).values(state=RETIRED, retired_at=now)
    )
    db.execute(
        update(generations).where(generations.c.id == generation).values(state=PUBLISHED, passages=passages)
    )


def forget_generations(db: Connection, before: int) -> None:
    """Forget the generations retired before a moment, and all rows that no kept one can see."""
    db.execute(delete(generations).where(generations.c.state == RETIRED, generations.c.retired_at < before))
    oldest = db.execute(
        select(func.min(generations.c.revision)).where(generations.c.state != BUILDING)
    ).scalar()
    if oldest is not None:
        _purge(db, oldest)


def _purge(db: Connection, oldest: int) -> None:
    """Delete what had died by the oldest revision that is kept."""
    for table in reversed(metadata.sorted_tables):
        if "died" in table.c:
            db.execute(delete(table).where(table.c.died <= oldest))
