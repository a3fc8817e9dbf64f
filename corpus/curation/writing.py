"""Writing what decisions changed, and nothing else: mentions, attributions, forms, speakers, entities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, func, select

from corpus.catalogue.authority import NewMention, mention_rows, write_speakers
from corpus.catalogue.form_keys import renew_unclaimed_forms, write_forms
from corpus.catalogue.living import end_rows, insert_rows, next_key
from corpus.catalogue.overruled import (
    keep_overruled,
    keep_overruled_entities,
    read_overruled,
    read_overruled_entities,
)
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, FormRow, Given
from corpus.catalogue.schema import alive, attributions, entities, forms, mentions
from corpus.curation.reading import closure, read_rows
from corpus.curation.state import Place, Stated
from corpus.model import Finder

_Key = TypeVar("_Key")
Names = Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to hold: of mentions whom they name, of entities their rows (None: there is none of that id).

    `names` are the names by which persons are found without any mention, all there are.
    """

    mentions: Mapping[Place, Stated] = field(default_factory=dict)
    entities: Mapping[str, EntityRow | None] = field(default_factory=dict)
    names: Names = ()


def write_difference(connection: Connection, revision: int, wanted: Difference) -> None:
    """Make the authority hold what is wanted from a revision on, and keep what the machine says of it."""
    keys = _write_mentions(connection, revision, wanted.mentions)
    given = {keys[place]: stated for place, stated in wanted.mentions.items() if place in keys}
    before = read_rows(connection, alive(attributions, revision), given)
    _keep_said(connection, given, before)
    write_rows(connection, revision, given, before)
    _end_unused(connection, revision, given)
    changes = form_counts(given, before)
    change_forms(connection, revision, changes, wanted.entities, wanted.names)
    renew_unclaimed_forms(connection, revision, {stated.form for stated in given.values()})
    write_speakers(connection, revision, {place.document for place in wanted.mentions})
    touched = {row.entity for rows in before.values() for row in rows} | {e for e, _ in changes}
    gone = _write_entities(connection, revision, wanted.entities, touched)
    _end_names(connection, revision, gone)


def form_counts(
    after: Mapping[_Key, Stated], before: Mapping[_Key, Collection[Given]]
) -> dict[tuple[str, str], FormRow]:
    """How the counts of forms (entity, text) change where mentions name others than before."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, stated in after.items():
        for rows, step in ((before.get(key, ()), -1), (stated.rows, 1)):
            for row in rows:
                counts[row.entity, stated.form][row.tier] += step
    return {form: FormRow(*several) for form, several in counts.items() if any(several)}


def _write_mentions(
    connection: Connection, revision: int, wanted: Mapping[Place, Stated]
) -> dict[Place, int]:
    """The keys of the mentions; those that curators found are added."""
    keys = {place: stated.key for place, stated in wanted.items() if stated.key is not None}
    new = [
        NewMention(*place, form=stated.form, by=stated.by)
        for place, stated in wanted.items()
        if stated.key is None and stated.rows
    ]
    first = next_key(connection, mentions)
    missing = {mention: first + n for n, mention in enumerate(new)}
    insert_rows(connection, mentions, mention_rows(connection, missing, revision))
    return keys | {Place(m.document, m.start, m.end): key for m, key in missing.items()}


def _keep_said(
    connection: Connection, given: Mapping[int, Stated], before: Mapping[int, Collection[Given]]
) -> None:
    """Keep what the machine says of mentions where that differs from what is wanted."""
    said = read_overruled(connection, given)
    keep: dict[int, Collection[Given] | None] = {}
    for key, stated in given.items():
        if stated.by != Finder.CURATOR.value:
            machines = said.get(key, frozenset(before[key]))
            keep[key] = None if machines == stated.rows else machines
    keep_overruled(connection, keep)


def write_rows(
    connection: Connection,
    revision: int,
    given: Mapping[int, Stated],
    before: Mapping[int, Mapping[Given, tuple[int, int]]],
) -> None:
    """Let mentions name whom they are `given`, where they named those of `before`."""
    ended = [
        place for key, rows in before.items() for row, place in rows.items() if row not in given[key].rows
    ]
    end_rows(connection, attributions, revision, ended)
    added = [
        (key, row)
        for key, stated in given.items()
        for row in sorted(stated.rows)
        if row not in before.get(key, {})
    ]
    passages = _read_passages(connection, {key for key, _ in added})
    first = next_key(connection, attributions)
    insert_rows(
        connection,
        attributions,
        (
            {"key": first + n, "mention": key, "passage": passages[key], "born": revision, **row._asdict()}
            for n, (key, row) in enumerate(added)
        ),
    )


def _read_passages(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for batch in batches(sorted(keys)):
        query = select(mentions.c.key, mentions.c.passage).where(mentions.c.key.in_(batch))
        found.update((row.key, row.passage) for row in connection.execute(query))
    return found


def _end_unused(connection: Connection, revision: int, given: Mapping[int, Stated]) -> None:
    """End the mentions that a curator found and that name nobody any more."""
    unused = [key for key, one in given.items() if one.by == Finder.CURATOR.value and not one.rows]
    for batch in batches(unused):
        query = select(mentions.c.key, mentions.c.born).where(mentions.c.key.in_(batch))
        rows = [(row.key, row.born) for row in connection.execute(query)]
        end_rows(connection, mentions, revision, rows)


def change_forms(
    connection: Connection,
    revision: int,
    changes: Mapping[tuple[str, str], FormRow],
    others: Iterable[str] = (),
    names: Names = (),
) -> None:
    """Change the counts of forms. Of their entities and the others only `names` stay without a mention."""
    concerned = {entity for entity, _ in changes}.union(others)
    for batch in batches(sorted(concerned)):
        within = forms.c.entity.in_(batch)
        counts: dict[tuple[str, str], FormRow] = {}
        for row in connection.execute(select(forms).where(within, alive(forms, revision))):
            counts[row.entity, row.text] = FormRow(row.certain, row.probable, row.possible)
        chosen = set(batch)
        for form, change in changes.items():
            if form[0] in chosen:
                counts[form] = counts.get(form, FormRow(0, 0, 0)).changed(change)
        named = {form for form in names if form[0] in chosen}
        write_forms(connection, revision, _with_names(counts, named), within)


def _with_names(counts: Mapping[tuple[str, str], FormRow], named: Names) -> dict[tuple[str, str], FormRow]:
    """Forms with the names that persons are found by without a mention; no others lack one."""
    found = {form: row for form, row in counts.items() if any(row)}
    return found | {form: FormRow(0, 0, 0) for form in named if form not in found}


def _write_entities(
    connection: Connection, revision: int, wanted: Mapping[str, EntityRow | None], touched: set[str]
) -> set[str]:
    """Write entities; who has lost all mentions is there no more. Returns the ids that are not there."""
    merged = _read_redirects(connection, revision)
    merged |= {entity: row.redirect if row else "" for entity, row in wanted.items()}
    ids = closure({*touched, *wanted}, {old: new for old, new in merged.items() if new})
    said = read_overruled_entities(connection)
    before = _read_entities(connection, revision, ids)
    after = {entity: row for entity, (row, _) in before.items()}
    after |= {entity: row for entity in ids - after.keys() if (row := said.get(entity))}
    for entity, wish in wanted.items():
        after.pop(entity, None)
        if wish is not None:
            after[entity] = wish
    after = _with_mentions(after, _count(connection, revision, ids))
    _replace(connection, revision, before, after)
    machines = {e: said[e] if e in said else before[e][0] if e in before else None for e in ids}
    differs = {entity: row for entity, row in machines.items() if row != after.get(entity)}
    keep_overruled_entities(connection, differs, machines.keys() - differs.keys())
    return ids - after.keys()


def _end_names(connection: Connection, revision: int, gone: Iterable[str]) -> None:
    """End the forms of those who are not there: only names without a mention are left of them."""
    for batch in batches(sorted(gone)):
        query = select(forms.c.key, forms.c.born).where(forms.c.entity.in_(batch), alive(forms, revision))
        end_rows(connection, forms, revision, [(row.key, row.born) for row in connection.execute(query)])


def _with_mentions(rows: Mapping[str, EntityRow], counts: Mapping[str, int]) -> dict[str, EntityRow]:
    """Those of these entities that stand for somebody who has a mention."""
    merged = {entity: row.redirect for entity, row in rows.items() if row.redirect}
    totals: Counter[str] = Counter()
    for entity in rows:
        totals[_end(entity, merged)] += counts.get(entity, 0)
    return {entity: row for entity, row in rows.items() if totals[_end(entity, merged)]}


def _end(entity: str, merged: Mapping[str, str]) -> str:
    seen = {entity}
    while (to := merged.get(entity)) and to not in seen:
        entity = to
        seen.add(entity)
    return entity


def _read_redirects(connection: Connection, revision: int) -> dict[str, str]:
    query = select(entities.c.id, entities.c.redirect)
    living = query.where(entities.c.redirect != "", alive(entities, revision))
    return {row.id: row.redirect for row in connection.execute(living)}


def _read_entities(
    connection: Connection, revision: int, ids: Iterable[str]
) -> dict[str, tuple[EntityRow, tuple[int, int]]]:
    found: dict[str, tuple[EntityRow, tuple[int, int]]] = {}
    for batch in batches(sorted(ids)):
        for row in connection.execute(
            select(entities).where(entities.c.id.in_(batch), alive(entities, revision))
        ):
            found[row.id] = (EntityRow(row.kind, row.name, row.redirect), (row.key, row.born))
    return found


def _count(connection: Connection, revision: int, ids: Iterable[str]) -> dict[str, int]:
    """How many mentions each entity has, of any tier."""
    total = func.sum(forms.c.certain + forms.c.probable + forms.c.possible).label("total")
    found: dict[str, int] = {}
    for batch in batches(sorted(ids)):
        query = select(forms.c.entity, total).where(forms.c.entity.in_(batch), alive(forms, revision))
        rows = connection.execute(query.group_by(forms.c.entity))
        found.update((row.entity, int(row.total)) for row in rows)
    return found


def _replace(
    connection: Connection,
    revision: int,
    before: Mapping[str, tuple[EntityRow, tuple[int, int]]],
    after: Mapping[str, EntityRow],
) -> None:
    ended = [place for entity, (row, place) in before.items() if after.get(entity) != row]
    end_rows(connection, entities, revision, ended)
    added = [(e, row) for e, row in sorted(after.items()) if e not in before or before[e][0] != row]
    first = next_key(connection, entities)
    insert_rows(
        connection,
        entities,
        (
            {"key": first + n, "id": entity, "born": revision, **row._asdict()}
            for n, (entity, row) in enumerate(added)
        ),
    )
