"""The lookup keys of today: Hungarian surnames and Lim Swee Kok's stand first, QC is no surname."""

from __future__ import annotations

from alembic import op

from corpus.catalogue.form_keys import rewrite_form_keys

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Forms that stay as they are would keep the keys of an earlier version."""
    rewrite_form_keys(op.get_bind())
