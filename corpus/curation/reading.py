"""Reading as much of the authority as decisions can concern: as decided now, or as the machine says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Select, select

from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, Given
from corpus.catalogue.schema import alive, attributions, entities, mentions
from corpus.curation.decisions import Act, Decision, Different, Known, Merge, Reach, persons_of, reach_of
from corpus.curation.locating import locate
from corpus.curation.state import Located, Place, State, Stated
from corpus.model import Finder, MentionKind, Tier

# Longer than any name: mentions are looked for so far before a place.
_LONGEST = 300

Entities = dict[str, EntityRow]

# The rank of the surest mentions that a reach comprises.
_LEAST = {Reach.ALL: Tier.CERTAIN.rank, Reach.POSSIBLE: Tier.POSSIBLE.rank, Reach.NONE: None}


def read_decided(
    connection: Connection, revision: int, act: Act, located: Located, others: Collection[str] = ()
) -> State:
    """What is decided now of the persons of an act, and of the mentions that it can change.

    Of the `others` it says only for whom they stand.
    """
    ids = {ref.id for ref in persons_of(act)}
    near = _read_near(connection, revision, located.places())
    found = _read_entities(connection, revision, {*ids, *others})
    if (least := _LEAST[reach_of(act)]) is not None:
        near |= _read_naming(connection, revision, ids_for(found, ids), least)
    rows = read_rows(connection, alive(attributions, revision), near)
    return State(found, read_mentions(connection, revision, near, rows))


def read_machines(
    connection: Connection, revision: int, decisions: Sequence[Decision]
) -> tuple[State, Located]:
    """What the machine says of all persons and mentions that decisions can concern, and where these are.

    To be asked of an authority that holds nothing else.
    """
    acts = [decision.act for decision in decisions]
    refs = [ref for act in acts for ref in persons_of(act)]
    there = _read_entities(connection, revision, {ref.id for ref in refs})
    unsure = {ref.id for ref in refs if ref.id not in there}
    unsure |= {ref.id for act in acts if isinstance(act, Different) for ref in persons_of(act)}
    located = locate(connection, revision, decisions, unsure)
    near = _read_near(connection, revision, located.places())
    rows = read_rows(connection, alive(attributions, revision), near)
    found = read_mentions(connection, revision, near, rows)
    entities = _read_entities(connection, revision, {*there, *entities_of(rows.values())})
    more: set[int] = set()
    for least, ids in _reached(acts, State(entities, found), located).items():
        more |= _read_naming(connection, revision, ids, least) - near
    found |= read_mentions(
        connection, revision, more, read_rows(connection, alive(attributions, revision), more)
    )
    ours = {place: one for place, one in found.items() if one.by != Finder.CURATOR.value}
    return State(entities, ours), located


def _reached(acts: Iterable[Act], state: State, located: Located) -> dict[int, set[str]]:
    """The ids of which mentions must be known, by the rank of the surest of these.

    Who are one, by the machine or by decisions, are reached together. Who is not there by id may be whoever
    is named at one of his anchors.
    """
    one: dict[str, set[str]] = {}

    def join(ids: Collection[str]) -> None:
        group = set().union(*(one.get(entity, {entity}) for entity in ids))
        one.update(dict.fromkeys(group, group))

    least: dict[str, int] = {}
    for entity in state.entities:
        join({entity, state.head(entity)})
    for act in acts:
        reach = _LEAST[Reach.ALL if _is_to_part(act, state) else reach_of(act)]
        for ref in persons_of(act):
            near = [state.near(place) for a in ref.anchors if (place := located.anchors.get(a))]
            join({ref.id, *entities_of(state.mentions[place].rows for place in near if place)})
            if reach is not None:
                least[ref.id] = min(least.get(ref.id, reach), reach)
        if isinstance(act, Merge | Different) or (isinstance(act, Known) and act.joined):
            join({ref.id for ref in persons_of(act)})
    found: dict[int, set[str]] = {}
    for group in {id(group): group for group in one.values()}.values():
        if ranks := [least[entity] for entity in group if entity in least]:
            found.setdefault(min(ranks), set()).update(group)
    return found


def _is_to_part(act: Act, state: State) -> bool:
    """Whether an act says of persons that they are two whom the machine may hold for one."""
    if not isinstance(act, Different):
        return False
    ids = {act.person.id, act.other.id}
    return not ids <= state.entities.keys() or len({state.head(entity) for entity in ids}) == 1


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


def _read_entities(connection: Connection, revision: int, ids: Iterable[str]) -> Entities:
    """The persons with these ids and all that they stand for."""
    living = select(*entities.c["id", "kind", "name", "redirect"]).where(alive(entities, revision))
    merged = {row.id: row.redirect for row in connection.execute(living.where(entities.c.redirect != ""))}
    wanted = closure(ids, merged)
    found: Entities = {}
    for batch in batches(sorted(wanted)):
        for row in connection.execute(living.where(entities.c.id.in_(batch))):
            found[row.id] = EntityRow(row.kind, row.name, row.redirect)
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


def read_rows(
    connection: Connection, chosen: ColumnElement[bool], keys: Iterable[int]
) -> dict[int, dict[Given, tuple[int, int]]]:
    """Whom mentions name by the attributions `chosen`: rows, each with key and first revision."""
    found: dict[int, dict[Given, tuple[int, int]]] = {key: {} for key in keys}
    for batch in batches(sorted(found)):
        query = select(attributions).where(attributions.c.mention.in_(batch), chosen)
        for row in connection.execute(query):
            given = Given(row.entity, row.tier, row.reason, row.detail)
            found[row.mention][given] = (row.key, row.born)
    return found


def _mentions() -> Select[tuple[int, int, int, int, str, str]]:
    return select(*mentions.c["key", "document", "start", "end", "form", "by"])
