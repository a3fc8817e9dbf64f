"""What alembic runs: the versions, on the connection that `corpus.catalogue.versions` gives it."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
