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
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    func,
    text,
    true,
)
from sqlalchemy.sql.elements import ColumnElement

from corpus.catalogue.columns import CODE, NUMBER, TEXT, key_column, lifetime, reference

# The newest of `migrations/versions`; whoever changes a table adds one.
SCHEMA_VERSION = 9

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)


def _ended() -> Index:
    """An index of what ended: asked by who changes a search index, and by who forgets a revision.

    SQLite keeps rows that never ended out of it, most of them: it would take it to find these, too.
    """
    return Index(None, "died", sqlite_where=text("died IS NOT NULL"))


# What the catalogue says of itself: its schema's version, its identity, who writes, and the marks by which
# persons and index follow the documents.
state = Table(
    "state",
    metadata,
    Column("name", CODE, primary_key=True),
    Column("value", CODE, nullable=False),
)

# One row for each built index. `state` is building, published or retired; `retired_at` seconds UTC.
generations = Table(
    "generations",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("engine", CODE, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", CODE, nullable=False),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("created_at", NUMBER, nullable=False),
    Column("retired_at", NUMBER),
    # Ids, parted by spaces.
    Column("behind", TEXT, nullable=False, server_default=""),
)

collections = Table(
    "collections",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("title", TEXT, nullable=False, server_default=""),
    Column("description", TEXT, nullable=False, server_default=""),
)

# One row for each version of a document; `key` names the version, `id` the document.
documents = Table(
    "documents",
    metadata,
    key_column(),
    Column("id", CODE, nullable=False),
    Column("collection", CODE, nullable=False),
    Column("source", TEXT, nullable=False),
    # The absolute path of the file, empty where it is not known; shown to nobody.
    Column("origin", TEXT, nullable=False, server_default=""),
    Column("relative", TEXT, nullable=False),
    # Sortable: collection, then path with its numbers in numerical order.
    Column("position", TEXT, nullable=False),
    Column("media_type", CODE, nullable=False),
    Column("sha256", CODE, nullable=False),
    Column("size", NUMBER, nullable=False),
    Column("recipe", CODE, nullable=False),
    Column("encoding", CODE, nullable=False),
    Column("length", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("label", TEXT, nullable=False),
    Column("publisher", TEXT, nullable=False),
    Column("published", CODE, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("language", CODE, nullable=False),
    Column("licence", TEXT, nullable=False),
    Column("url", TEXT, nullable=False),
    *lifetime(),
    Index(None, "id"),
    Index(None, "sha256"),
    Index(None, "position"),
    _ended(),
)

texts = Table(
    "texts",
    metadata,
    reference("document", "documents", primary_key=True),
    Column("text", TEXT, nullable=False),
    # JSON: the sweep's capitalised words and lower-case vocabulary, read only by resolution.
    Column("tokens", LargeBinary, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("document", CODE, primary_key=True),
    Column("collection", CODE, nullable=False),
    Column("source", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("remedy", TEXT, nullable=False),
)

ranges = Table(
    "ranges",
    metadata,
    reference("document", "documents"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("value", TEXT, nullable=False),
    Index(None, "document", "start"),
)

sections = Table(
    "sections",
    metadata,
    reference("document", "documents"),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("date", CODE, nullable=False),
    PrimaryKeyConstraint("document", "ordinal"),
)

# `mention` is the label's own mention: its attributions say who speaks.
turns = Table(
    "turns",
    metadata,
    reference("document", "documents"),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label", TEXT, nullable=False),
    Column("speech_start", Integer, nullable=False),
    PrimaryKeyConstraint("document", "ordinal"),
)

# `id` is the document's id, a full stop and the ordinal; `position` sorts all passages in the order
# of the record. A passage lives exactly as long as its version of the document.
passages = Table(
    "passages",
    metadata,
    key_column(),
    Column("id", CODE, nullable=False),
    reference("document", "documents"),
    Column("ordinal", Integer, nullable=False),
    Column("position", TEXT, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("text", TEXT, nullable=False),
    *lifetime(),
    Index(None, "id"),
    Index(None, "document", "ordinal"),
    Index(None, "position"),
    _ended(),
)

# A turn that runs through a passage, by the turn's ordinal in its document.
passage_turns = Table(
    "passage_turns",
    metadata,
    reference("passage", "passages"),
    Column("turn", Integer, nullable=False),
    PrimaryKeyConstraint("passage", "turn"),
)

# `by` is what found it. What resolution finds (the sweep) comes and goes with revisions.
mentions = Table(
    "mentions",
    metadata,
    key_column(),
    reference("document", "documents"),
    reference("passage", "passages"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("by", CODE, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("form", TEXT, nullable=False),
    Column("value", CODE, nullable=False),
    *lifetime(),
    Index(None, "document", "start"),
    Index(None, "passage"),
    # As hashes in PostgreSQL, whose other indexes end at 2,704 bytes: a form has no such bound.
    Index(None, "form", postgresql_using="hash"),
    _ended(),
)

# Which entity a mention belongs to; several rows where several are possible.
attributions = Table(
    "attributions",
    metadata,
    key_column(),
    reference("mention", "mentions"),
    # Copied from the mention, so that a person's passages are one index range.
    reference("passage", "passages"),
    Column("entity", CODE, nullable=False),
    # 0 certain, 1 probable, 2 possible: the lowest that is asked for is a comparison.
    Column("tier", Integer, nullable=False),
    Column("reason", CODE, nullable=False),
    Column("detail", TEXT, nullable=False),
    *lifetime(),
    Index(None, "mention"),
    Index(None, "passage"),
    Index(None, "entity", "passage"),
    _ended(),
)

# Who speaks in which passage: the turns' speakers, spread over the passages they run through.
# `tier` is that of the label's attribution.
speakers = Table(
    "speakers",
    metadata,
    key_column(),
    reference("document", "documents"),
    Column("turn", Integer, nullable=False),
    reference("passage", "passages"),
    Column("entity", CODE, nullable=False),
    Column("tier", Integer, nullable=False),
    *lifetime(),
    Index(None, "passage"),
    Index(None, "document", "turn"),
    Index(None, "entity", "passage"),
    _ended(),
)

# `kind` is person or organisation; `redirect` the entity that it was merged into, else empty.
entities = Table(
    "entities",
    metadata,
    key_column(),
    Column("id", CODE, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("redirect", CODE, nullable=False, server_default=""),
    *lifetime(),
    Index(None, "id"),
    _ended(),
)

# The written names of an entity with their counts: mentions of that form, by tier. Names of persons that
# some mentions have who belong to nobody are those of the entity "", without counts.
forms = Table(
    "forms",
    metadata,
    key_column(),
    Column("entity", CODE, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("certain", Integer, nullable=False),
    Column("probable", Integer, nullable=False),
    Column("possible", Integer, nullable=False),
    *lifetime(),
    Index(None, "entity"),
    _ended(),
)

# Lookup keys of forms: folded words, transliterations, phonetic codes (see corpus.names.keys).
form_keys = Table(
    "form_keys",
    metadata,
    reference("form", "forms"),
    Column("lookup", CODE, nullable=False),
    PrimaryKeyConstraint("form", "lookup"),
    Index(None, "lookup"),
)

# What curators decided, for ever: rows are added and never changed. `payload` is JSON (corpus.curation),
# `undoes` the number of the decision that an undo takes back.
decisions = Table(
    "decisions",
    metadata,
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

# Which decisions do not fit the texts as they are, and why; made anew whenever all are applied.
unfitting = Table(
    "unfitting",
    metadata,
    Column("decision", Integer, primary_key=True, autoincrement=False),
    Column("reason", TEXT, nullable=False),
)

# What the machine says where decisions overrule it, so that an undo needs no resolution: all rows of such a
# mention, or one without an entity where it names nobody.
overruled = Table(
    "overruled",
    metadata,
    key_column(),
    reference("mention", "mentions"),
    Column("entity", CODE, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("reason", CODE, nullable=False),
    Column("detail", TEXT, nullable=False),
    Index(None, "mention"),
    Index(None, "entity"),
)

# The same for entities; without a kind for one that the machine does not know.
overruled_entities = Table(
    "overruled_entities",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("kind", CODE, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("redirect", CODE, nullable=False),
)

# Persons whom authority files know, by the files' ids. `person` is who they are here, empty for one who is
# in no document; `uid` the decision that says so. Lists are JSON.
known_persons = Table(
    "known_persons",
    metadata,
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


def in_label() -> ColumnElement[bool]:
    """Joins turns with the mentions that lie in their labels."""
    return (
        (mentions.c.document == turns.c.document)
        & (mentions.c.start >= turns.c.start)
        & (mentions.c.start < turns.c.start + func.length(turns.c.label))
    )


@lru_cache(maxsize=128)
def alive(table: Table, revision: int) -> ColumnElement[bool]:
    """The rows of `table` that hold in `revision`; all of them where rows have no lifetime.

    Kept, as are the statements that all answers share: building them took as long as running them.
    """
    if "born" not in table.c:
        return true()
    return (table.c.born <= revision) & (table.c.died.is_(None) | (table.c.died > revision))
