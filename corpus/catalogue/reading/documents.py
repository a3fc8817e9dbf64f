"""Documents: lists in the order of the record, one with its sections, copies of the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import DocumentView, SectionView, document_name
from corpus.catalogue.schema import collections, documents, passages, sections, texts

_FACTS = documents.c[
    "id",
    "collection",
    "source",
    "relative",
    "media_type",
    "sha256",
    "size",
    "encoding",
    "length",
    "words",
    "title",
    "label",
    "publisher",
    "published",
    "place",
    "language",
    "licence",
    "url",
]


def read_document(at: Snapshot, document: str) -> DocumentView | None:
    """The document with this id, None where there is none."""
    row = at.db.execute(_documents(at).where(documents.c.id == document)).one_or_none()
    return _view(row) if row else None


def read_documents(
    at: Snapshot, *, collection: str | None = None, after: str = "", limit: int
) -> list[tuple[str, DocumentView]]:
    """Up to `limit` documents after a position in the order of the record, each with its position."""
    query = _documents(at, documents.c.position).where(documents.c.position > after)
    if collection is not None:
        query = query.where(documents.c.collection == collection)
    rows = at.db.execute(query.order_by(documents.c.position).limit(limit))
    return [(row.position, _view(row)) for row in rows]


def count_documents(at: Snapshot, collection: str | None = None) -> int:
    """How many documents there are."""
    query = select(func.count()).select_from(documents).where(at.alive(documents))
    if collection is not None:
        query = query.where(documents.c.collection == collection)
    return at.db.execute(query).scalar_one()


def read_copies(at: Snapshot, document: DocumentView) -> list[DocumentView]:
    """Other documents with the same bytes."""
    query = _documents(at).where(documents.c.sha256 == document.sha256, documents.c.id != document.id)
    return [_view(row) for row in at.db.execute(query.order_by(documents.c.position))]


def read_sections(at: Snapshot, document: str) -> list[SectionView]:
    """The sections of a document, in order, each with the first passage that begins in it."""
    first = (
        select(passages.c.document, passages.c.section, func.min(passages.c.ordinal).label("passage"))
        .join(documents, documents.c.key == passages.c.document)
        .where(documents.c.id == document, at.alive(documents))
        .group_by(passages.c.document, passages.c.section)
        .subquery()
    )
    rows = at.db.execute(
        select(sections, first.c.passage)
        .join(documents, documents.c.key == sections.c.document)
        .outerjoin(first, (first.c.document == sections.c.document) & (first.c.section == sections.c.ordinal))
        .where(documents.c.id == document, at.alive(documents))
        .order_by(sections.c.ordinal)
    )
    return [SectionView(r.ordinal, r.start, r.end, r.title, r.date, r.passage) for r in rows]


def read_text(at: Snapshot, document: str) -> str | None:
    """The stored text of a document, None where there is no such document."""
    return at.db.execute(
        select(texts.c.text)
        .join(documents, documents.c.key == texts.c.document)
        .where(documents.c.id == document, at.alive(documents))
    ).scalar()


def read_document_names(at: Snapshot, ids: Iterable[str]) -> dict[str, str]:
    """Id -> display name; ids that do not exist are left out."""
    names: dict[str, str] = {}
    for batch in batches(ids):
        rows = at.db.execute(
            select(*documents.c["id", "title", "label", "relative"]).where(
                documents.c.id.in_(batch), at.alive(documents)
            )
        )
        names.update((row.id, document_name(row.title, row.label, row.relative)) for row in rows)
    return names


def read_collection_titles(at: Snapshot, ids: Iterable[str]) -> dict[str, str]:
    """Id -> title, the id itself where a collection has none."""
    rows = at.db.execute(select(collections.c.id, collections.c.title).where(collections.c.id.in_(list(ids))))
    return {row.id: row.title or row.id for row in rows}


def iterate_document_keys(at: Snapshot) -> Iterator[tuple[int, str]]:
    """All documents in the order of the record: row key and source path."""
    after, found = "", True
    while found:
        found = False
        for row in at.db.execute(
            select(documents.c.key, documents.c.source, documents.c.position)
            .where(documents.c.position > after, at.alive(documents))
            .order_by(documents.c.position)
            .limit(1000)
        ).all():
            after, found = row.position, True
            yield row.key, row.source


def _documents(at: Snapshot, *more: ColumnElement[Any]) -> Select[Any]:
    count = (
        select(func.count())
        .select_from(passages)
        .where(passages.c.document == documents.c.key)
        .correlate(documents)
        .scalar_subquery()
    )
    return select(*_FACTS, count.label("passages"), *more).where(at.alive(documents))


def _view(row: Row[Any]) -> DocumentView:
    facts = row._mapping
    return DocumentView(passages=facts["passages"], **{column.name: facts[column.name] for column in _FACTS})
