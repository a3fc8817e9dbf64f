"""Decisions over a whole resolution: what it found is changed before it is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection, select

from corpus.catalogue.authority import FOUND_LATER, NewMention
from corpus.catalogue.decisions import put_unfitting
from corpus.catalogue.overruled import forget_overruled, keep_overruled, keep_overruled_entities
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, FormRow, Given
from corpus.catalogue.schema import alive, mentions
from corpus.curation.applying import apply_decisions
from corpus.curation.decisions import Decision, in_force, names_given, persons_of
from corpus.curation.locating import locate
from corpus.curation.reading import closure, entities_of, read_mentions, read_near
from corpus.curation.records import load_decisions
from corpus.curation.state import Located, Place, State, Stated
from corpus.curation.writing import form_counts, with_mentions, with_names
from corpus.model import Finder


class Outcome(Protocol):
    """What resolution found, and what is to be written."""

    @property
    def entities(self) -> dict[str, EntityRow]:
        """Entities by id."""

    @property
    def forms(self) -> dict[tuple[str, str], FormRow]:
        """Counts by entity and form."""

    @property
    def given(self) -> dict[int, set[Given]]:
        """Whom a mention of ingest names, by its key."""

    @property
    def found(self) -> dict[NewMention, set[Given]]:
        """Whom the mentions name that resolution found."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the machine said of what decisions changed, to be kept once that is written."""

    mentions: Mapping[Place, Stated] = field(default_factory=dict)
    entities: Mapping[str, EntityRow | None] = field(default_factory=dict)
    unfitting: Mapping[int, str] = field(default_factory=dict)


def overrule(connection: Connection, revision: int, outcome: Outcome) -> Said:
    """Apply all decisions in force to what resolution found; returns what it had said."""
    decisions = in_force(load_decisions(connection))
    if not decisions:
        return Said()
    located = locate(connection, revision, decisions)
    state = _read_state(connection, revision, outcome, decisions, located)
    before = state.copy()
    unfitting = apply_decisions(state, decisions, located)
    changed = {p: one for p, one in state.mentions.items() if before.mentions.get(p) != one}
    said = {place: before.mentions.get(place, Stated(one.form)) for place, one in changed.items()}
    names = names_given(decisions)
    _put_mentions(outcome, changed)
    _put_forms(outcome, changed, said, names)
    touched = entities_of(one.rows for one in (*changed.values(), *said.values()))
    entities = _put_entities(outcome, before, state, touched)
    for name in names:
        if name[0] not in outcome.entities:
            outcome.forms.pop(name, None)
    return Said(said, entities, unfitting)


def keep_said(connection: Connection, revision: int, said: Said) -> None:
    """Keep what the machine said, in place of what was kept before."""
    forget_overruled(connection)
    put_unfitting(connection, said.unfitting)
    machines = {p: one for p, one in said.mentions.items() if one.by != Finder.CURATOR.value}
    keys = {place: one.key for place, one in machines.items() if one.key is not None}
    keys |= _read_keys(connection, revision, {place for place in machines if place not in keys})
    keep_overruled(connection, {keys[place]: one.rows for place, one in machines.items()})
    keep_overruled_entities(connection, said.entities)


def _read_keys(connection: Connection, revision: int, places: Collection[Place]) -> dict[Place, int]:
    """The keys of mentions that were found after ingest."""
    found: dict[Place, int] = {}
    for batch in batches(sorted({place.document for place in places})):
        query = select(*mentions.c["document", "start", "end", "key"]).where(
            mentions.c.document.in_(batch), mentions.c.by.in_(FOUND_LATER), alive(mentions, revision)
        )
        found.update((Place(*row[:3]), row[3]) for row in connection.execute(query))
    return {place: found[place] for place in places}


def _read_state(
    connection: Connection,
    revision: int,
    outcome: Outcome,
    decisions: Iterable[Decision],
    located: Located,
) -> State:
    """As much of the outcome as the decisions can concern."""
    near = read_near(connection, revision, located.places())
    ingested = read_mentions(connection, revision, near, outcome.given)
    there = {p: one for p, one in ingested.items() if one.by not in FOUND_LATER}
    there |= _found_near(outcome, located.places())
    ids = {ref.id for decision in decisions for ref in persons_of(decision.act)}
    anchored = State(mentions=dict(there))
    near_anchors = [anchored.near(place) for place in located.anchored()]
    ids |= entities_of(there[place].rows for place in near_anchors if place)
    merged = {entity: row.redirect for entity, row in outcome.entities.items() if row.redirect}
    ids = closure(ids, merged)
    keys = [key for key, rows in outcome.given.items() if any(row.entity in ids for row in rows)]
    there |= read_mentions(connection, revision, keys, outcome.given)
    there |= {
        _place(new): _stated(new, rows)
        for new, rows in outcome.found.items()
        if any(row.entity in ids for row in rows)
    }
    return State({e: outcome.entities[e] for e in ids if e in outcome.entities}, there)


def _found_near(outcome: Outcome, places: Iterable[Place]) -> dict[Place, Stated]:
    """The mentions that resolution found and that share a letter with one of these places."""
    of_document: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        of_document[place.document].append(place)
    return {
        _place(new): _stated(new, rows)
        for new, rows in outcome.found.items()
        if any(new.start < p.end and p.start < new.end for p in of_document.get(new.document, ()))
    }


def _place(new: NewMention) -> Place:
    return Place(new.document, new.start, new.end)


def _stated(new: NewMention, rows: Iterable[Given]) -> Stated:
    return Stated(new.form, frozenset(rows), by=new.by)


def _put_mentions(outcome: Outcome, changed: Mapping[Place, Stated]) -> None:
    for place, stated in changed.items():
        if stated.key is not None:
            outcome.given[stated.key] = set(stated.rows)
        elif stated.rows or stated.by != Finder.CURATOR.value:
            outcome.found[NewMention(*place, form=stated.form, by=stated.by)] = set(stated.rows)


def _put_forms(
    outcome: Outcome,
    changed: Mapping[Place, Stated],
    said: Mapping[Place, Stated],
    names: Collection[tuple[str, str]],
) -> None:
    counts = {form: row for form, row in outcome.forms.items() if any(row)}
    for form, change in form_counts(changed, {place: one.rows for place, one in said.items()}).items():
        counts[form] = counts.get(form, FormRow(0, 0, 0)).changed(change)
    outcome.forms.clear()
    outcome.forms.update(with_names(counts, names))


def _put_entities(
    outcome: Outcome, before: State, after: State, touched: Iterable[str]
) -> dict[str, EntityRow | None]:
    """Change the entities; returns what the machine said of those that differ."""
    changed = {e: row for e, row in after.entities.items() if before.entities.get(e) != row}
    machines = dict(outcome.entities)
    outcome.entities.update(changed)
    merged = {entity: row.redirect for entity, row in outcome.entities.items() if row.redirect}
    concerned = closure({*touched, *changed}, merged) & outcome.entities.keys()
    totals: Counter[str] = Counter()
    for (entity, _), row in outcome.forms.items():
        totals[entity] += sum(row)
    left = with_mentions({entity: outcome.entities[entity] for entity in concerned}, totals)
    for entity in concerned - left.keys():
        del outcome.entities[entity]
    differing = (e for e in concerned if outcome.entities.get(e) != machines.get(e))
    return {entity: machines.get(entity) for entity in differing}
