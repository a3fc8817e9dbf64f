"""The tables of the catalogue, the system of record.

Rows that belong to answers carry the revisions in which they hold: `born` is the first, `died` the
first in which they hold no more (NULL: they still do). A writer works on the revision after the
published one; nothing that it writes is seen until that revision is published in one statement.
So a reader (and a cursor, for as long as its revision is kept) never sees half of a change, and an
ingest that was killed leaves nothing to clean up before the next.
"""

from __future__ import annotations

from functools import lru_cache

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
    true,
)
from sqlalchemy.sql.elements import ColumnElement

SCHEMA_VERSION = 1

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)


def _lifetime() -> list[Column[int]]:
    return [Column("born", Integer, nullable=False), Column("died", Integer)]


# One row: schema version, the published revision and its generation.
state = Table(
    "state",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

# One row for each built index. `state` is building, published or retired; `retired_at` seconds UTC.
generations = Table(
    "generations",
    metadata,
    Column("id", String, primary_key=True),
    Column("engine", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("created_at", Integer, nullable=False),
    Column("retired_at", Integer),
)

collections = Table(
    "collections",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", Text, nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
)

# One row for each version of a document; `key` names the version, `id` the document.
documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("collection", String, nullable=False),
    Column("source", Text, nullable=False),
    # The absolute path of the file, empty where it is not known; shown to nobody.
    Column("origin", Text, nullable=False, server_default=""),
    Column("relative", Text, nullable=False),
    # Sortable: collection, then path with its numbers in numerical order.
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

texts = Table(
    "texts",
    metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    # JSON: the sweep's capitalised words and lower-case vocabulary, read only by resolution.
    Column("tokens", LargeBinary, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("document", String, primary_key=True),
    Column("collection", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
)

ranges = Table(
    "ranges",
    metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Index(None, "document", "start"),
)

sections = Table(
    "sections",
    metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("date", String, nullable=False),
    PrimaryKeyConstraint("document", "ordinal"),
)

# `mention` is the label's own mention: its attributions say who speaks.
turns = Table(
    "turns",
    metadata,
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("speech_start", Integer, nullable=False),
    PrimaryKeyConstraint("document", "ordinal"),
)

# `id` is the document's id, a full stop and the ordinal; `position` sorts all passages in the order
# of the record. A passage lives exactly as long as its version of the document.
passages = Table(
    "passages",
    metadata,
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

# A turn that runs through a passage, by the turn's ordinal in its document.
passage_turns = Table(
    "passage_turns",
    metadata,
    Column("passage", ForeignKey("passages.key", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    PrimaryKeyConstraint("passage", "turn"),
)

# `by` is what found it. What resolution finds (the sweep) comes and goes with revisions.
mentions = Table(
    "mentions",
    metadata,
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

# Which entity a mention belongs to; several rows where several are possible.
attributions = Table(
    "attributions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("mention", ForeignKey("mentions.key", ondelete="CASCADE"), nullable=False),
    # Copied from the mention, so that a person's passages are one index range.
    Column("passage", ForeignKey("passages.key", ondelete="CASCADE"), nullable=False),
    Column("entity", String, nullable=False),
    # 0 certain, 1 probable, 2 possible: the lowest that is asked for is a comparison.
    Column("tier", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    *_lifetime(),
    Index(None, "mention"),
    Index(None, "passage"),
    Index(None, "entity", "passage"),
)

# Who speaks in which passage: the turns' speakers, spread over the passages they run through.
# `tier` is that of the label's attribution.
speakers = Table(
    "speakers",
    metadata,
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

# `kind` is person or organisation; `redirect` the entity that it was merged into, else empty.
entities = Table(
    "entities",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("redirect", String, nullable=False, server_default=""),
    *_lifetime(),
    Index(None, "id"),
)

# The written names of an entity with their counts: mentions of that form, by tier.
forms = Table(
    "forms",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("entity", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("certain", Integer, nullable=False),
    Column("probable", Integer, nullable=False),
    Column("possible", Integer, nullable=False),
    *_lifetime(),
    Index(None, "entity"),
)

# Lookup keys of forms: folded words, transliterations, phonetic codes (see corpus.names.keys).
form_keys = Table(
    "form_keys",
    metadata,
    Column("form", ForeignKey("forms.key", ondelete="CASCADE"), nullable=False),
    Column("lookup", String, nullable=False),
    PrimaryKeyConstraint("form", "lookup"),
    Index(None, "lookup"),
)


@lru_cache(maxsize=128)
def alive(table: Table, revision: int) -> ColumnElement[bool]:
    """The rows of `table` that hold in `revision`; all of them where rows have no lifetime.

    Kept, as are the statements that all answers share: building them took as long as running them.
    """
    if "born" not in table.c:
        return true()
    return (table.c.born <= revision) & (table.c.died.is_(None) | (table.c.died > revision))
