"""The lookup keys of today, in which M'Phail is Macphail, and Brückmann is Brueckmann."""

from __future__ import annotations

from alembic import op

from corpus.catalogue.form_keys import rewrite_form_keys

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Forms that stay as they are would keep the keys of an earlier version."""
    rewrite_form_keys(op.get_bind())
