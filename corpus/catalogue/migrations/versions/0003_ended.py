"""What ended by a revision, or after one, is found without reading everything."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"

_TABLES = ("documents", "passages", "mentions", "attributions", "speakers", "entities", "forms")


def upgrade() -> None:
    """Most rows never ended: SQLite leaves them out, PostgreSQL knows how many there are."""
    for table in _TABLES:
        op.create_index(f"ix_{table}_died", table, ["died"], sqlite_where=text("died IS NOT NULL"))
