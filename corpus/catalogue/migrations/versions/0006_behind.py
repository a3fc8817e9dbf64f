"""Which merged entities an index is behind with."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from corpus.catalogue.columns import TEXT

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Indexes made before are behind with none."""
    op.add_column("generations", Column("behind", TEXT, nullable=False, server_default=""))
