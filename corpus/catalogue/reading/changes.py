"""Which passages an index of one revision must lose and get to be one of a later revision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select

from corpus.catalogue.reading.indexing import is_indexed
from corpus.catalogue.reading.snapshot import Snapshot, batches, follow, read_redirects, read_steps
from corpus.catalogue.schema import alive, attributions, documents, entities, mentions, passages, speakers
from corpus.model import Tier

_When = Callable[[Table, int, int], ColumnElement[bool]]

# From so many passages on, those of an entity that was merged into another one stay as they are in an index.
MANY = 500
# Entities that an index may be behind with: each costs something in every question.
MOST_BEHIND = 16


@dataclass(frozen=True, slots=True)
class PassageChanges:
    """Ids that are no passages any more, and row keys of passages that are new or differ, in order.

    The index is `behind` with some entities, whose redirects it does not follow (see `open_snapshot`): where
    it holds one of them, the one that this was merged into is meant.
    """

    removed: tuple[str, ...]
    changed: tuple[int, ...]
    behind: tuple[str, ...] = ()


def read_changes(at: Snapshot, base: int, behind: Collection[str] = ()) -> PassageChanges:
    """What differs between the facts (`iterate_facts`) of revision `base` and those of the snapshot.

    `behind` is what the index of `base` is behind with. A passage is named where a row that its facts are
    read from began or ceased to hold, even if another that says the same took its place.
    """
    new = _read_passages(at, _began(documents, base, at.revision))
    gone = _read_passages(at, _ended(documents, base, at.revision))
    written, left = _follow_merges(at, base, behind)
    keys = set(new) | _read_touched(at, base) | _read_named(at, _changed_kinds(at, base) | written)
    return PassageChanges(
        removed=tuple(sorted(set(gone.values()) - set(new.values()))),
        changed=tuple(_in_order(at, keys)),
        behind=tuple(sorted(left)),
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
        (mentions, is_indexed(mentions)),
    ):
        for chosen in (_began(table, base, at.revision), _ended(table, base, at.revision)):
            found.update(at.db.execute(select(table.c.passage).where(chosen, counts)).scalars())
    return found


def _changed_kinds(at: Snapshot, base: int) -> set[str]:
    """The entities that are of another kind, or none; a name matters not."""
    before, now = (_read_kinds(at, base, _ended), _read_kinds(at, base, _began))
    return {entity for entity in before.keys() | now.keys() if before.get(entity) != now.get(entity)}


def _follow_merges(at: Snapshot, base: int, behind: Collection[str]) -> tuple[set[str], set[str]]:
    """The entities whose passages are to be written again, as an index holds another one for them than
    before; and those that it is behind with from now on."""
    before, steps = read_redirects(at.db, base, behind), read_steps(at.db, at.revision)
    left = {one for one in behind if _is_merged(at, one)}
    left |= _large(at, before, _moved(before, follow(steps, left)))
    if len(left) > MOST_BEHIND:
        left = set()
    return _moved(before, follow(steps, left)), left


def _moved(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The entities for which an index is to hold another one than before."""
    return {one for one in before.keys() | now.keys() if before.get(one, one) != now.get(one, one)}


def _large(at: Snapshot, before: Mapping[str, str], moved: Collection[str]) -> set[str]:
    """What an index holds in many passages that are to hold another one: what was merged since."""
    naming: Counter[str] = Counter()
    for entity, number in _count_naming(at, moved).items():
        naming[before.get(entity, entity)] += number
    return {one for one, number in naming.items() if number >= MANY and _is_merged(at, one)}


def _is_merged(at: Snapshot, entity: str) -> bool:
    """Whether it stands for another one, which stands for itself: a circle has no end."""
    return entity in at.redirects and at.final(entity) not in at.redirects


def _count_naming(at: Snapshot, ids: Iterable[str]) -> Counter[str]:
    """About how many passages name each entity."""
    found: Counter[str] = Counter()
    for batch in batches(sorted(ids)):
        for table in (attributions, speakers):
            query = select(table.c.entity, func.count()).where(_sure(at, table, batch))
            found.update({row[0]: row[1] for row in at.db.execute(query.group_by(table.c.entity))})
    return found


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
    return select(table.c.passage).distinct().where(_sure(at, table, ids))


def _sure(at: Snapshot, table: Table, ids: Collection[str]) -> ColumnElement[bool]:
    return table.c.entity.in_(ids) & (table.c.tier <= Tier.PROBABLE.rank) & at.alive(table)


def _in_order(at: Snapshot, keys: Iterable[int]) -> Iterator[int]:
    """Those of the passages that the snapshot has, in the order of the record."""
    positions: list[tuple[str, int]] = []
    for batch in batches(sorted(keys)):
        rows = at.db.execute(
            select(passages.c.position, passages.c.key).where(passages.c.key.in_(batch), at.alive(passages))
        )
        positions += [(row.position, row.key) for row in rows]
    return (key for _, key in sorted(positions))
