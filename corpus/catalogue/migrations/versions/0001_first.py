"""The tables as they were before there were versions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

revision = "0001"
down_revision = None

_metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)


def _lifetime() -> list[Column[int]]:
    return [Column("born", Integer, nullable=False), Column("died", Integer)]


Table(
    "state",
    _metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

Table(
    "generations",
    _metadata,
    Column("id", String, primary_key=True),
    Column("engine", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("created_at", Integer, nullable=False),
    Column("retired_at", Integer),
)

Table(
    "collections",
    _metadata,
    Column("id", String, primary_key=True),
    Column("title", Text, nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
)

Table(
    "documents",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("collection", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("origin", Text, nullable=False, server_default=""),
    Column("relative", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("recipe", String, nullable=False),
    Column("encoding", String, nullable=False),
    Column("length", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("published", String, nullable=False),
    Column("place", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("licence", Text, nullable=False),
    Column("url", Text, nullable=False),
    *_lifetime(),
    Index(None, "id"),
    Index(None, "sha256"),
    Index(None, "position"),
)

Table(
    "texts",
    _metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("tokens", LargeBinary, nullable=False),
)

Table(
    "failures",
    _metadata,
    Column("document", String, primary_key=True),
    Column("collection", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
)

Table(
    "ranges",
    _metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Index(None, "document", "start"),
)

Table(
    "sections",
    _metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("date", String, nullable=False),
    PrimaryKeyConstraint("document", "ordinal"),
)

Table(
    "turns",
    _metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("speech_start", Integer, nullable=False),
    PrimaryKeyConstraint("document", "ordinal"),
)

Table(
    "passages",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("position", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("text", Text, nullable=False),
    *_lifetime(),
    Index(None, "id"),
    Index(None, "document", "ordinal"),
    Index(None, "position"),
)

Table(
    "passage_turns",
    _metadata,
    Column("passage", ForeignKey("passages.key", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    PrimaryKeyConstraint("passage", "turn"),
)

Table(
    "mentions",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("passage", ForeignKey("passages.key", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("value", String, nullable=False),
    *_lifetime(),
    Index(None, "document", "start"),
    Index(None, "passage"),
)

Table(
    "attributions",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("mention", ForeignKey("mentions.key", ondelete="CASCADE"), nullable=False),
    Column("passage", ForeignKey("passages.key", ondelete="CASCADE"), nullable=False),
    Column("entity", String, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    *_lifetime(),
    Index(None, "mention"),
    Index(None, "passage"),
    Index(None, "entity", "passage"),
)

Table(
    "speakers",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("passage", ForeignKey("passages.key", ondelete="CASCADE"), nullable=False),
    Column("entity", String, nullable=False),
    Column("tier", Integer, nullable=False),
    *_lifetime(),
    Index(None, "passage"),
    Index(None, "document", "turn"),
    Index(None, "entity", "passage"),
)

Table(
    "entities",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("redirect", String, nullable=False, server_default=""),
    *_lifetime(),
    Index(None, "id"),
)

Table(
    "forms",
    _metadata,
    Column("key", Integer, primary_key=True),
    Column("entity", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("certain", Integer, nullable=False),
    Column("probable", Integer, nullable=False),
    Column("possible", Integer, nullable=False),
    *_lifetime(),
    Index(None, "entity"),
)

Table(
    "form_keys",
    _metadata,
    Column("form", ForeignKey("forms.key", ondelete="CASCADE"), nullable=False),
    Column("lookup", String, nullable=False),
    PrimaryKeyConstraint("form", "lookup"),
    Index(None, "lookup"),
)


def upgrade() -> None:
    """Make all tables."""
    _metadata.create_all(op.get_bind())
