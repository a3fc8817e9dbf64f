"""What began or ended to hold after a revision is found without reading everything.

Changing an index asks for what began since the one before, forgetting a revision for what ended by then.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"

_BORN = ("documents", "mentions", "attributions", "speakers", "entities")
_DIED = (*_BORN, "passages", "forms")


def upgrade() -> None:
    """Most rows never ended, so only those that did are kept in the second kind of index."""
    ended = text("died IS NOT NULL")
    for table in _BORN:
        op.create_index(f"ix_{table}_born", table, ["born"])
    for table in _DIED:
        op.create_index(f"ix_{table}_died", table, ["died"], sqlite_where=ended, postgresql_where=ended)
