"""Persons of authority files in the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.schema import decisions, known_persons


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as an authority file knows one. Dates are EDTF, unknown ones empty.

    `person` is who that is here, empty for one who is in no document; `uid` the decision that says so.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    birth: str
    death: str
    links: tuple[str, ...]
    source: str
    person: str = ""
    uid: str = ""


def put_known(connection: Connection, known: Iterable[KnownPerson]) -> None:
    """Keep these, in place of what is known under the same ids."""
    rows = [
        {name: getattr(one, name) for name in KnownPerson.__slots__}
        | {"aliases": json.dumps(one.aliases), "links": json.dumps(one.links)}
        for one in known
    ]
    for batch in batches(row["id"] for row in rows):
        connection.execute(delete(known_persons).where(known_persons.c.id.in_(batch)))
    if rows:
        connection.execute(insert(known_persons), rows)


def read_known(at: Snapshot, person: str | None = None) -> list[KnownPerson]:
    """What is known of a person, or of all persons, by the files' ids.

    A link that was undone holds no more: such a person is known, and is nobody here.
    """
    query = select(known_persons).order_by(known_persons.c.id)
    if person is not None:
        query = query.where(known_persons.c.person.in_(at.ids_of(person)))
    undone = _undone(at.db)
    found = [
        KnownPerson(
            row.id,
            row.name,
            tuple(json.loads(row.aliases)),
            row.birth,
            row.death,
            tuple(json.loads(row.links)),
            row.source,
            "" if row.uid in undone else at.final(row.person),
            row.uid,
        )
        for row in at.db.execute(query)
    ]
    return [one for one in found if person is None or one.person]


def _undone(db: Connection) -> set[str]:
    """The uids of the decisions that do not hold: the last undo decides, and may be undone itself."""
    rows = db.execute(
        select(*decisions.c["number", "uid", "undoes"]).order_by(decisions.c.number.desc())
    ).all()
    taken: set[int] = set()
    for row in rows:
        if row.undoes is not None and row.number not in taken:
            taken.add(row.undoes)
    return {row.uid for row in rows if row.number in taken}
