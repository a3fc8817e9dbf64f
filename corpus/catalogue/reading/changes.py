"""Which passages an index of one revision must lose and get to be one of a later revision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select

from corpus.catalogue.reading.snapshot import Snapshot, batches, read_redirects
from corpus.catalogue.schema import alive, attributions, documents, entities, mentions, passages, speakers
from corpus.model import MentionKind, Tier

_When = Callable[[Table, int, int], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class PassageChanges:
    """Ids that are no passages any more, and row keys of passages that are new or differ, in order."""

    removed: tuple[str, ...]
    changed: tuple[int, ...]


def read_changes(at: Snapshot, base: int) -> PassageChanges:
    """What differs between the facts (`iterate_facts`) of revision `base` and those of the snapshot.

    A passage is named where a row that its facts are read from began or ceased to hold, even if another
    that says the same took its place.
    """
    new = _read_passages(at, _began(documents, base, at.revision))
    gone = _read_passages(at, _ended(documents, base, at.revision))
    keys = set(new) | _read_touched(at, base) | _read_named(at, _changed_entities(at, base))
    return PassageChanges(
        removed=tuple(sorted(set(gone.values()) - set(new.values()))),
        changed=tuple(_in_order(at, keys)),
    )


def _began(table: Table, base: int, revision: int) -> ColumnElement[bool]:
    """What holds in `revision` and began after `base`.

    Keys are given in the order in which rows are written, so these are the last: no index is needed to find
    them, and none is in the way of SQLite, which would take it for every question.
    """
    last = select(table.c.key).where(table.c.born <= base).order_by(table.c.key.desc()).limit(1)
    before = func.coalesce(last.scalar_subquery(), 0)
    return (table.c.key > before) & (table.c.born > base) & alive(table, revision)


def _ended(table: Table, base: int, revision: int) -> ColumnElement[bool]:
    """What held in `base` and does not in `revision`."""
    return (table.c.died > base) & (table.c.died <= revision) & (table.c.born <= base)


def _read_passages(at: Snapshot, chosen: ColumnElement[bool]) -> dict[int, str]:
    """Key -> id of the passages of some versions of documents, which live exactly as long as these."""
    rows = at.db.execute(
        select(passages.c.key, passages.c.id)
        .join(documents, documents.c.key == passages.c.document)
        .where(chosen)
    )
    return {row.key: row.id for row in rows}


def _read_touched(at: Snapshot, base: int) -> set[int]:
    """The passages of rows that began or ceased to hold."""
    found: set[int] = set()
    for table, counts in (
        (attributions, attributions.c.tier <= Tier.PROBABLE.rank),
        (speakers, speakers.c.tier <= Tier.PROBABLE.rank),
        (mentions, (mentions.c.kind == MentionKind.DATE.value) & (mentions.c.value != "")),
    ):
        for chosen in (_began(table, base, at.revision), _ended(table, base, at.revision)):
            found.update(at.db.execute(select(table.c.passage).where(chosen, counts)).scalars())
    return found


def _changed_entities(at: Snapshot, base: int) -> set[str]:
    """The entities that are of another kind (or none), or stand for another one; a name matters not."""
    before, now = (_read_kinds(at, base, _ended), _read_kinds(at, base, _began))
    changed = {entity for entity in before.keys() | now.keys() if before.get(entity) != now.get(entity)}
    old = read_redirects(at.db, base)
    merged = old.keys() | at.redirects.keys()
    return changed | {entity for entity in merged if old.get(entity) != at.redirects.get(entity)}


def _read_kinds(at: Snapshot, base: int, when: _When) -> dict[str, str]:
    rows = at.db.execute(select(entities.c.id, entities.c.kind).where(when(entities, base, at.revision)))
    return {row.id: row.kind for row in rows}


def _read_named(at: Snapshot, changed: Collection[str]) -> set[int]:
    """The passages that name these entities, or in which they speak."""
    found: set[int] = set()
    for batch in batches(sorted(changed)):
        for table in (attributions, speakers):
            found.update(at.db.execute(_naming(at, table, batch)).scalars())
    return found


def _naming(at: Snapshot, table: Table, ids: Collection[str]) -> Select[Any]:
    return (
        select(table.c.passage)
        .distinct()
        .where(table.c.entity.in_(ids), table.c.tier <= Tier.PROBABLE.rank, at.alive(table))
    )


def _in_order(at: Snapshot, keys: Iterable[int]) -> Iterator[int]:
    """Those of the passages that the snapshot has, in the order of the record."""
    positions: list[tuple[str, int]] = []
    for batch in batches(sorted(keys)):
        rows = at.db.execute(
            select(passages.c.position, passages.c.key).where(passages.c.key.in_(batch), at.alive(passages))
        )
        positions += [(row.position, row.key) for row in rows]
    return (key for _, key in sorted(positions))
