"""What the machine says where decisions overrule it: kept, so that it can be put back without resolving."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from corpus.catalogue.living import insert_rows, next_key
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, Given
from corpus.catalogue.schema import overruled, overruled_entities


def read_overruled(connection: Connection, keys: Iterable[int]) -> dict[int, frozenset[Given]]:
    """What the machine says of those of these mentions of which decisions say otherwise."""
    found: dict[int, set[Given]] = {}
    for batch in batches(keys):
        query = select(overruled).where(overruled.c.mention.in_(batch))
        for row in connection.execute(query.order_by(overruled.c.key)):
            rows = found.setdefault(row.mention, set())
            if row.entity:
                rows.add(Given(row.entity, row.tier, row.reason, row.detail))
    return {key: frozenset(rows) for key, rows in found.items()}


def overruled_mentions(connection: Connection) -> set[int]:
    """The keys of all mentions of which decisions say otherwise than the machine."""
    return set(connection.execute(select(overruled.c.mention).distinct()).scalars())


def read_overruled_entities(connection: Connection) -> dict[str, EntityRow | None]:
    """What the machine says of the entities of which decisions say otherwise; None: it knows none such."""
    rows = connection.execute(select(overruled_entities))
    return {row.id: EntityRow(row.kind, row.name, row.redirect) if row.kind else None for row in rows}


def forget_overruled(connection: Connection) -> None:
    """Forget everything that was kept: it is written anew."""
    connection.execute(delete(overruled))
    connection.execute(delete(overruled_entities))


def keep_overruled(connection: Connection, said: Mapping[int, Collection[Given] | None]) -> None:
    """Keep what the machine says of these mentions; None: decisions say the same."""
    for batch in batches(said):
        connection.execute(delete(overruled).where(overruled.c.mention.in_(batch)))
    rows = [
        (mention, given)
        for mention, several in said.items()
        if several is not None
        for given in (sorted(several) or [Given("", 0, "", "")])
    ]
    first = next_key(connection, overruled)
    insert_rows(
        connection,
        overruled,
        (
            {"key": first + n, "mention": mention, **given._asdict()}
            for n, (mention, given) in enumerate(rows)
        ),
    )


def keep_overruled_entities(
    connection: Connection, said: Mapping[str, EntityRow | None], same: Collection[str] = ()
) -> None:
    """Keep what the machine says of these entities (None: nothing); of `same`, decisions say the same."""
    for batch in batches([*said, *same]):
        connection.execute(delete(overruled_entities).where(overruled_entities.c.id.in_(batch)))
    rows = [{"id": entity, **(row or EntityRow("", "", ""))._asdict()} for entity, row in said.items()]
    if rows:
        connection.execute(insert(overruled_entities), rows)
