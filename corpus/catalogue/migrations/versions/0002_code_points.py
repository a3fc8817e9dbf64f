"""PostgreSQL compares texts by code point, as SQLite does, and keys and sizes may pass 2^31."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Connection, String, Text, inspect, text

revision = "0002"
down_revision = "0001"

_TABLES = (
    "state",
    "generations",
    "collections",
    "documents",
    "texts",
    "failures",
    "ranges",
    "sections",
    "turns",
    "passages",
    "passage_turns",
    "mentions",
    "attributions",
    "speakers",
    "entities",
    "forms",
    "form_keys",
)

_BIG = {
    "key": ("documents", "passages", "mentions", "attributions", "speakers", "entities", "forms"),
    "document": ("texts", "ranges", "sections", "turns", "passages", "mentions", "speakers"),
    "passage": ("passage_turns", "mentions", "attributions", "speakers"),
    "mention": ("attributions",),
    "form": ("form_keys",),
    "size": ("documents",),
    "created_at": ("generations",),
    "retired_at": ("generations",),
}


def upgrade() -> None:
    """SQLite has both already."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _compare_by_code_point(connection)
        _enlarge(connection)


def _compare_by_code_point(connection: Connection) -> None:
    found = inspect(connection)
    for table in _TABLES:
        for column in found.get_columns(table):
            if isinstance(column["type"], String):
                type_ = Text if isinstance(column["type"], Text) else String
                op.alter_column(table, column["name"], type_=type_(collation="C"))


def _enlarge(connection: Connection) -> None:
    for column, tables in _BIG.items():
        for table in tables:
            op.alter_column(table, column, type_=BigInteger())
            if column == "key":  # writers number their rows themselves
                connection.execute(text(f'ALTER TABLE {table} ALTER COLUMN "key" DROP DEFAULT'))
                connection.execute(text(f"DROP SEQUENCE {table}_key_seq"))
