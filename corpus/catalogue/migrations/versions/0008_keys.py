"""The lookup keys of today: Chinese surnames stand first, Mac Namara is Macnamara."""

from __future__ import annotations

from alembic import op

from corpus.catalogue.form_keys import rewrite_form_keys

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forms that stay as they are would keep the keys of an earlier version."""
    rewrite_form_keys(op.get_bind())
