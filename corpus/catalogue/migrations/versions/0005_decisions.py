"""Curators' decisions, what the machine says where they overrule it, and persons of authority files."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Index, Integer, MetaData, Table

from corpus.catalogue.columns import CODE, NUMBER, TEXT, key_column, reference

revision = "0005"
down_revision = "0004"

_metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)

# What is there already, as much of it as the new tables refer to.
Table("mentions", _metadata, Column("key", NUMBER, primary_key=True))

_decisions = Table(
    "decisions",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("uid", CODE, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("author", TEXT, nullable=False),
    Column("made_at", CODE, nullable=False),
    Column("comment", TEXT, nullable=False),
    Column("payload", TEXT, nullable=False),
    Column("undoes", Integer),
    Index(None, "uid", unique=True),
)

_unfitting = Table(
    "unfitting",
    _metadata,
    Column("decision", Integer, primary_key=True, autoincrement=False),
    Column("reason", TEXT, nullable=False),
)

_overruled = Table(
    "overruled",
    _metadata,
    key_column(),
    reference("mention", "mentions"),
    Column("entity", CODE, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("reason", CODE, nullable=False),
    Column("detail", TEXT, nullable=False),
    Index(None, "mention"),
    Index(None, "entity"),
)

_overruled_entities = Table(
    "overruled_entities",
    _metadata,
    Column("id", CODE, primary_key=True),
    Column("kind", CODE, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("redirect", CODE, nullable=False),
)

_known_persons = Table(
    "known_persons",
    _metadata,
    Column("id", CODE, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("aliases", TEXT, nullable=False),
    Column("birth", CODE, nullable=False),
    Column("death", CODE, nullable=False),
    Column("links", TEXT, nullable=False),
    Column("source", TEXT, nullable=False),
    Column("person", CODE, nullable=False),
    Column("uid", CODE, nullable=False),
    Index(None, "person"),
)


def upgrade() -> None:
    """Nothing is decided yet, so all tables are empty."""
    for table in (_decisions, _unfitting, _overruled, _overruled_entities, _known_persons):
        table.create(op.get_bind())
