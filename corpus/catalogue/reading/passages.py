"""Passages: by id or key, in a document, in the order of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from corpus.catalogue.reading.entities import read_names
from corpus.catalogue.reading.skipped import read_skipped
from corpus.catalogue.reading.snapshot import BATCH, Snapshot, batches
from corpus.catalogue.reading.values import DocumentName, Named, PassageView, TurnView
from corpus.catalogue.schema import alive, documents, passage_turns, passages, sections, speakers, turns
from corpus.model import RangeKind, Tier


def read_passages(at: Snapshot, ids: Iterable[str]) -> dict[str, PassageView]:
    """The passages with these ids; ids that do not exist are left out."""
    found: dict[str, PassageView] = {}
    for batch in batches(ids):
        rows = at.db.execute(_passages_by_id(at.revision), {"ids": batch}).all()
        found.update((passage.id, passage) for passage in _views(at, rows))
    return found


def read_passages_by_key(at: Snapshot, keys: Sequence[int]) -> list[PassageView]:
    """The passages with these row keys, in the order of the record."""
    found: list[PassageView] = []
    for batch in batches(keys):
        rows = at.db.execute(_passages(at).where(passages.c.key.in_(batch))).all()
        found.extend(_views(at, rows))
    return sorted(found, key=lambda passage: passage.position)


def read_document_passages(at: Snapshot, document: str, *, first: int, limit: int) -> list[PassageView]:
    """Up to `limit` passages of a document, from the one with ordinal `first` on."""
    query = _passages(at).where(
        documents.c.id == document, passages.c.ordinal >= first, passages.c.ordinal < first + limit
    )
    return _views(at, at.db.execute(query.order_by(passages.c.ordinal)).all())


def count_passages(at: Snapshot) -> int:
    """How many passages there are: those of the documents there are, as they live exactly as long.

    Counted so, no page with text is read: half a second where 200,000 passages are not yet in memory.
    """
    return at.db.execute(
        select(func.count())
        .select_from(passages)
        .join(documents, documents.c.key == passages.c.document)
        .where(at.alive(documents))
    ).scalar_one()


def iterate_passages(at: Snapshot, *, size: int = BATCH) -> Iterator[list[PassageView]]:
    """All passages in the order of the record, in lists of up to `size`."""
    after = ""
    while True:
        query = _passages(at).where(passages.c.position > after)
        rows = at.db.execute(query.order_by(passages.c.position).limit(size)).all()
        if not rows:
            return
        after = rows[-1].position
        yield _views(at, rows)


def _passages(at: Snapshot) -> Select[Any]:
    return _passages_at(at.revision)


@lru_cache(maxsize=16)
def _passages_at(revision: int) -> Select[Any]:
    return (
        select(
            *passages.c["key", "id", "ordinal", "position", "start", "end", "text"],
            *(documents.c[name].label(f"document_{name}") for name in _DOCUMENT),
            sections.c.title.label("section_title"),
            sections.c.date.label("section_date"),
        )
        .join(documents, documents.c.key == passages.c.document)
        .outerjoin(
            sections,
            (sections.c.document == passages.c.document) & (sections.c.ordinal == passages.c.section),
        )
        .where(alive(passages, revision))
    )


# A question costs less where its statement is made once: SQLAlchemy keeps what it worked out of it.
@lru_cache(maxsize=16)
def _passages_by_id(revision: int) -> Select[Any]:
    return _passages_at(revision).where(passages.c.id.in_(bindparam("ids", expanding=True)))


_DOCUMENT = ("id", "title", "label", "collection", "source", "relative", "language")


def _views(at: Snapshot, rows: Sequence[Row[Any]]) -> list[PassageView]:
    keys = [row.key for row in rows]
    turns_of, skipped = _read_turns(at, keys), read_skipped(at, keys)
    return [
        PassageView(
            id=row.id,
            ordinal=row.ordinal,
            start=row.start,
            end=row.end,
            text=row.text,
            document=DocumentName(*(getattr(row, f"document_{name}") for name in _DOCUMENT)),
            section=row.section_title or "",
            section_date=row.section_date or "",
            turns=tuple(turns_of[row.key]),
            noise=tuple(skipped[RangeKind.NOISE][row.key]),
            joins=tuple(skipped[RangeKind.JOIN][row.key]),
            position=row.position,
            key=row.key,
        )
        for row in rows
    ]


def _read_turns(at: Snapshot, keys: Sequence[int]) -> Mapping[int, list[TurnView]]:
    found: dict[int, list[TurnView]] = defaultdict(list)
    rows = at.db.execute(_turns(), {"keys": keys}).all()
    speaks = _read_speakers(at, keys) if rows else {}
    for row in rows:
        speaker = speaks.get((row.passage, row.ordinal))
        found[row.passage].append(
            TurnView(row.ordinal, row.start, row.end, row.label, row.speech_start, speaker)
        )
    return found


@cache
def _turns() -> Select[Any]:
    return (
        select(passage_turns.c.passage, *turns.c["ordinal", "start", "end", "label", "speech_start"])
        .join(passages, passages.c.key == passage_turns.c.passage)
        .join(turns, (turns.c.document == passages.c.document) & (turns.c.ordinal == passage_turns.c.turn))
        .where(passage_turns.c.passage.in_(bindparam("keys", expanding=True)))
        .order_by(passage_turns.c.passage, turns.c.ordinal)
    )


def _read_speakers(at: Snapshot, keys: Sequence[int]) -> dict[tuple[int, int], Named]:
    """The surest speaker of each turn in each passage, where one is at least probable."""
    rows = at.db.execute(
        select(*speakers.c["passage", "turn", "entity"])
        .where(speakers.c.passage.in_(keys), speakers.c.tier <= Tier.PROBABLE.rank, at.alive(speakers))
        .order_by(speakers.c.tier, speakers.c.key)
    ).all()
    names = read_names(at, {row.entity for row in rows})
    found: dict[tuple[int, int], Named] = {}
    for row in rows:
        if row.entity in names:
            found.setdefault((row.passage, row.turn), names[row.entity])
    return found
