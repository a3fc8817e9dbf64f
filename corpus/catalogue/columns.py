"""The types of the catalogue's columns: values are kept and compared alike in SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Text, func, select
from sqlalchemy.engine.default import DefaultExecutionContext

# Compared and sorted by code point, as Python and SQLite do, whatever language the database speaks.
CODE = String().with_variant(String(collation="C"), "postgresql")
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

# What may pass 2^31: keys, sizes, moments. SQLite's INTEGER holds that, and only INTEGER is its row number.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def key_column() -> Column[int]:
    """A row's number. Writers give it (they hold the lock); a single row without one gets the next."""
    return Column("key", NUMBER, primary_key=True, autoincrement=False, default=_next_key)


def reference(name: str, target: str, *, primary_key: bool = False) -> Column[int]:
    """The key of a row that this one goes with when it is deleted."""
    place = ForeignKey(f"{target}.key", ondelete="CASCADE")
    return Column(name, NUMBER, place, primary_key=primary_key, autoincrement=False, nullable=False)


def lifetime() -> tuple[Column[int], Column[int]]:
    """The first revision in which a row holds, and the first in which it holds no more."""
    return Column("born", Integer, nullable=False), Column("died", Integer)


def _next_key(context: DefaultExecutionContext) -> int:
    column = context.current_column
    return int(context.root_connection.scalar(select(func.max(column))) or 0) + 1
