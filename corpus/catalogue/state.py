"""What the catalogue says of itself: values by name."""

from __future__ import annotations

from secrets import choice
from string import ascii_lowercase, digits

from sqlalchemy import Connection, select, text

from corpus.catalogue.schema import generations, state

SCHEMA, IDENTITY, WRITER, INDEXED = "schema", "identity", "writer", "indexed"

# As text, which both databases understand: loading what SQLAlchemy has for PostgreSQL takes 0.1 s.
_PUT = text(
    "INSERT INTO state (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value"
)
_PUT_ONCE = text("INSERT INTO state (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")


def published_revision(connection: Connection) -> int:
    """The revision that readers see; 0 before the first was published."""
    query = select(generations.c.revision).where(generations.c.state == "published")
    return int(connection.execute(query).scalar() or 0)


def get_state(connection: Connection, name: str, default: str = "") -> str:
    """One value of the catalogue's own state."""
    found = connection.execute(select(state.c.value).where(state.c.name == name)).scalar()
    return default if found is None else str(found)


def set_state(connection: Connection, name: str, value: str) -> None:
    """Set one value of the catalogue's own state."""
    connection.execute(_PUT, {"name": name, "value": value})


def mint_identity(connection: Connection) -> str:
    """The catalogue's identity: the one it has, or a new one. Whoever comes first is right."""
    new = "".join(choice(ascii_lowercase + digits) for _ in range(8))
    connection.execute(_PUT_ONCE, {"name": IDENTITY, "value": new})
    return get_state(connection, IDENTITY)
