"""Reading as much of the authority as decisions can concern: as decided now, or as the machine says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, Select, select

from corpus.catalogue.overruled import overruled_mentions, read_overruled, read_overruled_entities
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, Given
from corpus.catalogue.schema import alive, attributions, entities, mentions, overruled
from corpus.curation.decisions import Act, Reach, persons_of, reach_of
from corpus.curation.state import Located, Place, State, Stated
from corpus.model import Finder, MentionKind, Tier

# Longer than any name: mentions are looked for so far before a place.
_LONGEST = 300

Entities = dict[str, EntityRow]


def read_decided(
    connection: Connection, revision: int, act: Act, located: Located, others: Collection[str] = ()
) -> State:
    """What is decided now of the persons of an act, and of the mentions that it can change.

    Of the `others` it says only for whom they stand.
    """
    ids = {ref.id for ref in persons_of(act)}
    near = _read_near(connection, revision, located.places())
    found = _read_entities(connection, revision, {*ids, *others}, {})
    reach = reach_of(act)
    if reach is not Reach.NONE:
        least = Tier.POSSIBLE.rank if reach is Reach.POSSIBLE else Tier.CERTAIN.rank
        near |= _read_naming(connection, revision, ids_for(found, ids), least)
    rows = _read_rows(connection, revision, near)
    return State(found, read_mentions(connection, revision, near, rows))


def read_machines(connection: Connection, revision: int, ids: Collection[str], located: Located) -> State:
    """What the machine says of the same, and of every mention of which decisions say otherwise."""
    near = _read_near(connection, revision, located.anchored())
    named = {**_read_rows(connection, revision, near), **read_overruled(connection, sorted(near))}
    ids = {*ids, *entities_of(named.values())}
    found = _read_entities(connection, revision, ids, read_overruled_entities(connection))
    keys = _read_naming(connection, revision, found) | _read_near(connection, revision, located.places())
    keys |= overruled_mentions(connection)
    for batch in batches(sorted(found)):
        keys.update(
            connection.execute(select(overruled.c.mention).where(overruled.c.entity.in_(batch))).scalars()
        )
    said = {**_read_rows(connection, revision, keys), **read_overruled(connection, sorted(keys))}
    stated = read_mentions(connection, revision, keys, said)
    return State(found, {place: one for place, one in stated.items() if one.by != Finder.CURATOR.value})


def read_mentions(
    connection: Connection, revision: int, keys: Iterable[int], rows: Mapping[int, Collection[Given]]
) -> dict[Place, Stated]:
    """The mentions with these keys that are there, with the rows given for each."""
    found: dict[Place, Stated] = {}
    for batch in batches(sorted(keys)):
        query = _mentions().where(mentions.c.key.in_(batch), alive(mentions, revision))
        for row in connection.execute(query):
            place = Place(row.document, row.start, row.end)
            found[place] = Stated(row.form, frozenset(rows.get(row.key, ())), row.key, row.by)
    return found


def read_near(connection: Connection, revision: int, places: Collection[Place]) -> list[int]:
    """The keys of the mentions of persons at some places, or near them, that ingest found."""
    return sorted(_read_near(connection, revision, places))


def entities_of(rows: Iterable[Collection[Given]]) -> set[str]:
    """The entities that some rows name."""
    return {given.entity for several in rows for given in several}


def ids_for(found: Entities, ids: Iterable[str]) -> set[str]:
    """The ids that stand for the same persons as these."""
    return closure(ids, {entity: row.redirect for entity, row in found.items() if row.redirect})


def closure(ids: Iterable[str], redirects: Mapping[str, str]) -> set[str]:
    """These ids, all that they lead to, and all that lead there."""
    leading: dict[str, list[str]] = defaultdict(list)
    for old, new in redirects.items():
        leading[new].append(old)
    found: set[str] = set()
    todo = list(ids)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += leading[one]
            todo += [redirects[one]] if one in redirects else []
    return found


def _read_entities(
    connection: Connection, revision: int, ids: Iterable[str], put_back: Mapping[str, EntityRow | None]
) -> Entities:
    """The persons with these ids and all that they stand for; `put_back` goes before what is held."""
    living = select(*entities.c["id", "kind", "name", "redirect"]).where(alive(entities, revision))
    merged = {row.id: row.redirect for row in connection.execute(living.where(entities.c.redirect != ""))}
    merged |= {entity: row.redirect if row else "" for entity, row in put_back.items()}
    wanted = closure(ids, {old: new for old, new in merged.items() if new})
    found: Entities = {}
    for batch in batches(sorted(wanted)):
        for row in connection.execute(living.where(entities.c.id.in_(batch))):
            found[row.id] = EntityRow(row.kind, row.name, row.redirect)
    for entity in wanted & put_back.keys():
        found.pop(entity, None)
        said = put_back[entity]
        if said is not None:
            found[entity] = said
    return found


def _read_naming(connection: Connection, revision: int, ids: Iterable[str], least: int = 0) -> set[int]:
    """The mentions that name one of these ids, of a tier or less sure."""
    found: set[int] = set()
    for batch in batches(sorted(ids)):
        query = select(attributions.c.mention).where(
            attributions.c.entity.in_(batch), attributions.c.tier >= least
        )
        found.update(connection.execute(query.where(alive(attributions, revision))).scalars())
    return found


def _read_near(connection: Connection, revision: int, places: Collection[Place]) -> set[int]:
    found: set[int] = set()
    for place in sorted(places):
        query = select(mentions.c.key).where(
            mentions.c.document == place.document,
            mentions.c.start.between(place.start - _LONGEST, place.end),
            mentions.c.end > place.start,
            mentions.c.start < place.end,
            mentions.c.kind == MentionKind.PERSON.value,
            alive(mentions, revision),
        )
        found.update(connection.execute(query).scalars())
    return found


def _read_rows(connection: Connection, revision: int, keys: Iterable[int]) -> dict[int, set[Given]]:
    found: dict[int, set[Given]] = defaultdict(set)
    columns = attributions.c["mention", "entity", "tier", "reason", "detail"]
    for batch in batches(sorted(keys)):
        query = select(*columns).where(attributions.c.mention.in_(batch), alive(attributions, revision))
        for row in connection.execute(query):
            found[row.mention].add(Given(row.entity, row.tier, row.reason, row.detail))
    return found


def _mentions() -> Select[tuple[int, int, int, int, str, str]]:
    return select(*mentions.c["key", "document", "start", "end", "form", "by"])
