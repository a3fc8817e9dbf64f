"""Any name is found: mentions by their form, forms that belong to nobody, and the lookup keys of today."""

from __future__ import annotations

from alembic import op

from corpus.catalogue.form_keys import add_unclaimed_forms, rewrite_form_keys

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Keys are computed from the forms, so it does not matter by which version they were written."""
    op.create_index("ix_mentions_form", "mentions", ["form"], postgresql_using="hash")
    add_unclaimed_forms(op.get_bind())
    rewrite_form_keys(op.get_bind())
