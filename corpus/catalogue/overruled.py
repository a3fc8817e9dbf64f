"""What the machine says where decisions overrule it: kept, so that it can be put back without resolving."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, or_, select

from corpus.catalogue.living import insert_rows, next_key
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, Given
from corpus.catalogue.schema import alive, attributions, forms, mentions, overruled, overruled_entities
from corpus.model import Finder, Tier

Form = tuple[str, str]


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


def put_back_entities(
    connection: Connection, persons: dict[str, str], redirects: dict[str, EntityRow]
) -> None:
    """Make names and redirects by id, as the catalogue holds them, those that the machine gave."""
    for entity, row in read_overruled_entities(connection).items():
        persons.pop(entity, None)
        redirects.pop(entity, None)
        if row is not None and row.redirect:
            redirects[entity] = row
        elif row is not None:
            persons[entity] = row.name


def put_back_mentions(connection: Connection, sure: dict[int, list[str]]) -> None:
    """Make the sure persons of mentions, as the catalogue holds them, those that the machine gave."""
    for mention, rows in read_overruled(connection, sorted(overruled_mentions(connection))).items():
        sure[mention] = [row.entity for row in sorted(rows) if row.tier <= Tier.PROBABLE.rank]


def form_changes(connection: Connection, revision: int) -> dict[Form, bool]:
    """The forms (entity, text) whose counts decisions changed: whether the machine gave any mention of it."""
    less = _decided(connection, revision)
    more = _machines(connection)
    changed = less.keys() | more.keys()
    held: dict[Form, int] = defaultdict(int)
    total = (forms.c.certain + forms.c.probable + forms.c.possible).label("total")
    for batch in batches(sorted({entity for entity, _ in changed})):
        query = select(forms.c.entity, forms.c.text, total)
        for row in connection.execute(query.where(forms.c.entity.in_(batch), alive(forms, revision))):
            held[row.entity, row.text] = row.total
    return {form: held[form] - less[form] + more[form] > 0 for form in changed}


def _decided(connection: Connection, revision: int) -> Counter[Form]:
    """What decisions gave, by form. What ended in this revision is still counted in the forms."""
    there = alive(attributions, revision) | (attributions.c.died == revision)
    chosen = or_(mentions.c.key.in_(select(overruled.c.mention)), mentions.c.by == Finder.CURATOR.value)
    query = select(attributions.c.entity, mentions.c.form).join(mentions).where(chosen, there)
    return Counter((row.entity, row.form) for row in connection.execute(query))


def _machines(connection: Connection) -> Counter[Form]:
    query = select(overruled.c.entity, mentions.c.form).join(mentions).where(overruled.c.entity != "")
    return Counter((row.entity, row.form) for row in connection.execute(query))
