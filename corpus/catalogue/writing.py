"""Writing documents: one transaction each, under the writers' lock (`Catalogue.writing`)."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from corpus.catalogue.ids import document_id, document_position, passage_id, passage_position
from corpus.catalogue.living import insert_rows, next_key
from corpus.catalogue.schema import (
    alive,
    attributions,
    collections,
    documents,
    failures,
    mentions,
    passage_turns,
    passages,
    ranges,
    sections,
    speakers,
    texts,
    turns,
)
from corpus.catalogue.state import get_state, set_state
from corpus.catalogue.storable import as_storable, check_storable
from corpus.model import Document, Failure, Passage, Source


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue holds of a document: enough to tell whether it must be read again."""

    id: str
    key: int
    collection: str
    source: str
    origin: str
    sha256: str
    recipe: str
    language: str

    @property
    def path(self) -> Path:
        """Where its file was read: the absolute path, if known."""
        return Path(self.origin or self.source)


def known_documents(connection: Connection, revision: int) -> dict[str, Known]:
    """All documents of a revision by id."""
    names = ("id", "key", "collection", "source", "origin", "sha256", "recipe", "language")
    columns = [documents.c[name] for name in names]
    rows = connection.execute(select(*columns).where(alive(documents, revision)))
    return {row.id: Known(*row) for row in rows}


def put_collection(connection: Connection, name: str, title: str = "", description: str = "") -> None:
    """Make a collection known, or change what is said of it."""
    known = as_storable(name)
    values = {"title": as_storable(title), "description": as_storable(description)}
    changed = connection.execute(update(collections).where(collections.c.id == known).values(values))
    if changed.rowcount == 0:
        connection.execute(insert(collections).values(id=known, **values))


def put_document(connection: Connection, document: Document, revision: int) -> str:
    """Write a document with all its facts in place of its earlier version, and return its id.

    The earlier version stays visible in the revisions that it belongs to. Raises `DocumentError` for one
    that cannot be kept, before anything is written. Done twice in a revision it is done once.
    """
    check_storable(document)
    name = document_id(document.source.collection, document.source.relative)
    remove_document(connection, name, revision)
    connection.execute(delete(failures).where(failures.c.document == name))
    key = next_key(connection, documents)
    _insert_document(connection, document, name, key, revision)
    first_passage = _insert_passages(connection, document, name, key, revision)
    _insert_mentions(connection, document, key, first_passage, revision)
    for table, rows in (
        (ranges, [{"document": key, **asdict(r)} for r in document.reading.ranges]),
        (sections, [{"document": key, "ordinal": n, **asdict(s)} for n, s in enumerate(document.sections)]),
        (turns, [{"document": key, "ordinal": n, **asdict(t)} for n, t in enumerate(document.turns)]),
    ):
        insert_rows(connection, table, rows)
    mark_changed(connection)
    return name


def remove_document(connection: Connection, name: str, revision: int) -> bool:
    """End a document's life with the revision before this one; False where it has none."""
    query = select(documents.c.key, documents.c.born).where(
        documents.c.id == name, alive(documents, revision)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return False
    if row.born == revision:  # never published: nobody can still read it
        connection.execute(delete(documents).where(documents.c.key == row.key))
    else:
        _end(connection, row.key, revision)
    mark_changed(connection)
    return True


def put_failure(connection: Connection, failure: Failure) -> None:
    """Note that a document could not be read."""
    source = failure.source
    name = document_id(source.collection, source.relative)
    connection.execute(delete(failures).where(failures.c.document == name))
    connection.execute(
        insert(failures).values(
            document=name,
            collection=as_storable(source.collection),
            source=as_storable(source.path),
            reason=as_storable(failure.reason),
            remedy=as_storable(failure.remedy),
        )
    )


def forget_failures(connection: Connection, outdated: Callable[[str, str, str], bool]) -> None:
    """Forget the failures that are `outdated`, which is asked with id, collection and path of each."""
    query = select(*failures.c["document", "collection", "source"])
    for row in connection.execute(query).all():
        if outdated(*row):
            connection.execute(delete(failures).where(failures.c.document == row.document))


def move_document(connection: Connection, name: str, source: Source) -> None:
    """Note where a document's file lies now. Readers see it at once: it changes no answer."""
    living = (documents.c.id == name) & documents.c.died.is_(None)
    connection.execute(update(documents).where(living).values(source=source.path, origin=source.origin))


def mark_changed(connection: Connection) -> None:
    """Say that the documents changed: persons and index have to follow."""
    set_state(connection, "changes", str(int(get_state(connection, "changes", "0")) + 1))


def pack_tokens(document: Document) -> bytes:
    """The words that resolution needs, packed. The inverse of `unpack_tokens`."""
    content = {
        "capitals": [(part.start, part.end, part.word) for part in document.capitals],
        "lower": dict(document.lower_words),
        "otherwise": dict(document.tagged_otherwise),
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack_tokens(data: bytes) -> Mapping[str, Any]:
    """`capitals` (start, end, word), `lower` and `otherwise` (word: count)."""
    content: Mapping[str, Any] = json.loads(zlib.decompress(data))
    return content


def _insert_document(connection: Connection, document: Document, name: str, key: int, revision: int) -> None:
    source, reading = document.source, document.reading
    connection.execute(
        insert(documents).values(
            key=key,
            id=name,
            collection=source.collection,
            source=source.path,
            origin=source.origin,
            relative=source.relative,
            position=document_position(source.collection, source.relative),
            media_type=document.media_type,
            sha256=document.sha256,
            size=document.size,
            recipe=document.recipe,
            encoding=reading.encoding,
            length=len(reading.text),
            words=document.words,
            born=revision,
            **asdict(reading.bibliography),
        )
    )
    connection.execute(insert(texts).values(document=key, text=reading.text, tokens=pack_tokens(document)))


def _insert_passages(connection: Connection, document: Document, name: str, key: int, revision: int) -> int:
    first = next_key(connection, passages)
    position = document_position(document.source.collection, document.source.relative)
    rows = [
        {
            "key": first + passage.ordinal,
            "id": passage_id(name, passage.ordinal),
            "document": key,
            "ordinal": passage.ordinal,
            "position": passage_position(position, passage.ordinal),
            "start": passage.start,
            "end": passage.end,
            "section": passage.section,
            "text": document.reading.text[passage.start : passage.end],
            "born": revision,
        }
        for passage in document.passages
    ]
    insert_rows(connection, passages, rows)
    links = [{"passage": first + p.ordinal, "turn": turn} for p in document.passages for turn in p.turns]
    insert_rows(connection, passage_turns, links)
    return first


def _insert_mentions(
    connection: Connection, document: Document, key: int, first_passage: int, revision: int
) -> None:
    first = next_key(connection, mentions)
    starts = passage_starts(document.passages)
    rows = [
        {
            "key": first + number,
            "document": key,
            "passage": first_passage + passage_at(starts, mention.start),
            "born": revision,
            **asdict(mention),
        }
        for number, mention in enumerate(document.mentions)
    ]
    insert_rows(connection, mentions, rows)


def passage_starts(found: Iterable[Passage]) -> list[int]:
    """Where the passages of a document start, in order: what `passage_at` searches."""
    return [passage.start for passage in found]


def passage_at(starts: list[int], offset: int) -> int:
    """The ordinal of the passage in which an offset lies (the one before, for noise between two)."""
    return max(bisect_right(starts, offset) - 1, 0)


def _end(connection: Connection, key: int, revision: int) -> None:
    of_document = select(passages.c.key).where(passages.c.document == key)
    for table, condition in (
        (documents, documents.c.key == key),
        (passages, passages.c.document == key),
        (mentions, mentions.c.document == key),
        (speakers, speakers.c.document == key),
        (attributions, attributions.c.passage.in_(of_document)),
    ):
        unpublished = condition & table.c.died.is_(None) & (table.c.born == revision)
        connection.execute(delete(table).where(unpublished))
        connection.execute(update(table).where(condition, table.c.died.is_(None)).values(died=revision))
