"""What an index keeps of each passage beside its text, for all passages in the order of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, select

from corpus.catalogue.reading.skipped import blank, cut, read_skipped
from corpus.catalogue.reading.snapshot import BATCH, Snapshot, batches
from corpus.catalogue.schema import attributions, documents, entities, mentions, passages, sections, speakers
from corpus.model import MentionKind, RangeKind, Tier


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """A passage with whom and what it names (ids; at least probable) and its dates (EDTF).

    `text` is what can be searched: joins cut out, noise blanked. `forms` are how persons are written in it,
    `dates` those that it names; `section_date` and `published` say when it was spoken and printed, empty
    where unknown.
    """

    id: str
    position: str
    text: str
    language: str
    document: str
    collection: str
    persons: tuple[str, ...]
    organisations: tuple[str, ...]
    speakers: tuple[str, ...]
    forms: tuple[str, ...]
    dates: tuple[str, ...]
    section_date: str
    published: str


def iterate_facts(
    at: Snapshot, *, keys: Sequence[int] | None = None, size: int = BATCH
) -> Iterator[PassageFacts]:
    """All passages in the order of the record, read in lists of `size`; or those with the row keys given.

    These keys come in the order of the record.
    """
    for rows in _all(at, size) if keys is None else _some(at, keys, size):
        yield from _facts(at, rows)


def _all(at: Snapshot, size: int) -> Iterator[Sequence[Row[Any]]]:
    after = ""
    while rows := at.db.execute(_passages(at).where(passages.c.position > after).limit(size)).all():
        yield rows
        after = rows[-1].position


def _some(at: Snapshot, keys: Sequence[int], size: int) -> Iterator[Sequence[Row[Any]]]:
    for batch in batches(keys, size):
        yield at.db.execute(_passages(at).where(passages.c.key.in_(batch))).all()


def _passages(at: Snapshot) -> Select[Any]:
    return (
        select(
            *passages.c["key", "id", "position", "start", "text"],
            *documents.c["language", "collection", "published"],
            documents.c.id.label("document"),
            sections.c.date.label("section_date"),
        )
        .join(documents, documents.c.key == passages.c.document)
        .outerjoin(
            sections,
            (sections.c.document == passages.c.document) & (sections.c.ordinal == passages.c.section),
        )
        .where(at.alive(passages))
        .order_by(passages.c.position)
    )


def _facts(at: Snapshot, rows: Sequence[Row[Any]]) -> Iterator[PassageFacts]:
    keys = [row.key for row in rows]
    named, speaks, written = _read_named(at, keys), _read_speaking(at, keys), _read_written(at, keys)
    skipped = read_skipped(at, keys)
    noise, joins = skipped[RangeKind.NOISE], skipped[RangeKind.JOIN]
    for row in rows:
        text = blank(row.text, row.start, noise[row.key])
        yield PassageFacts(
            id=row.id,
            position=row.position,
            text=cut(text, row.start, joins[row.key]),
            language=row.language,
            document=row.document,
            collection=row.collection,
            persons=tuple(named["person"][row.key]),
            organisations=tuple(named["organisation"][row.key]),
            speakers=tuple(speaks[row.key]),
            forms=tuple(written["person"][row.key]),
            dates=tuple(written["date"][row.key]),
            section_date=row.section_date or "",
            published=row.published,
        )


_Values = Mapping[int, dict[str, None]]


def _read_named(at: Snapshot, keys: Sequence[int]) -> Mapping[str, _Values]:
    """Kind -> passage -> entities, in order, each once."""
    rows = at.db.execute(
        select(*attributions.c["passage", "entity"], entities.c.kind)
        .join(entities, entities.c.id == attributions.c.entity)
        .where(
            attributions.c.passage.in_(keys),
            attributions.c.tier <= Tier.PROBABLE.rank,
            at.alive(attributions),
            at.alive(entities),
        )
        .order_by(attributions.c.key)
    )
    found: dict[str, dict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        found[row.kind][row.passage][at.final(row.entity)] = None
    return found


def _read_speaking(at: Snapshot, keys: Sequence[int]) -> _Values:
    rows = at.db.execute(
        select(*speakers.c["passage", "entity"])
        .where(speakers.c.passage.in_(keys), speakers.c.tier <= Tier.PROBABLE.rank, at.alive(speakers))
        .order_by(speakers.c.turn, speakers.c.tier, speakers.c.key)
    )
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for row in rows:
        found[row.passage][at.final(row.entity)] = None
    return found


def _read_written(at: Snapshot, keys: Sequence[int]) -> Mapping[str, _Values]:
    """Kind -> passage -> the values of dates, the forms of persons, in order, each once."""
    rows = at.db.execute(
        select(*mentions.c["passage", "kind", "form", "value"])
        .where(mentions.c.passage.in_(keys), is_indexed(mentions), at.alive(mentions))
        .order_by(mentions.c.start)
    )
    found: dict[str, dict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        text = row.value if row.kind == MentionKind.DATE.value else row.form
        found[row.kind][row.passage][text] = None
    return found


def is_indexed(table: Table) -> ColumnElement[bool]:
    """Which rows of mentions an index is told of as they stand: dates that have a value, and persons."""
    dates = (table.c.kind == MentionKind.DATE.value) & (table.c.value != "")
    return dates | (table.c.kind == MentionKind.PERSON.value)
