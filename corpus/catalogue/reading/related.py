"""Whom a person is named with, and where."""

from __future__ import annotations

from sqlalchemy import Select, case, distinct, func, select

from corpus.catalogue.reading.entities import read_names
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import Counted, document_name
from corpus.catalogue.schema import attributions, documents, entities, passages
from corpus.model import Tier


def read_named_with(at: Snapshot, person: str, *, limit: int) -> list[Counted]:
    """The persons mentioned in the same passages, most passages first; both at least probable."""
    own = at.ids_of(person)
    other = case((entities.c.redirect != "", entities.c.redirect), else_=entities.c.id)
    shared = func.count(distinct(attributions.c.passage))
    rows = at.db.execute(
        select(other.label("person"), shared.label("passages"))
        .join(entities, entities.c.id == attributions.c.entity)
        .where(
            attributions.c.passage.in_(_mentioning(at, person)),
            attributions.c.entity.not_in(own),
            attributions.c.tier <= Tier.PROBABLE.rank,
            entities.c.kind == "person",
            at.alive(attributions),
            at.alive(entities),
        )
        # By label: PostgreSQL takes two bound copies of the expression for different ones.
        .group_by("person")
        .order_by(shared.desc(), "person")
        .limit(limit)
    ).all()
    names = read_names(at, [row.person for row in rows])
    return [
        Counted(names[row.person].id, names[row.person].name, row.passages)
        for row in rows
        if row.person in names
    ]


def read_person_documents(at: Snapshot, person: str) -> list[Counted]:
    """The documents whose passages mention the person, at least probable, in the order of the record."""
    rows = at.db.execute(
        select(*documents.c["id", "title", "label", "relative"], func.count().label("passages"))
        .join(passages, passages.c.document == documents.c.key)
        .where(passages.c.key.in_(_mentioning(at, person)))
        .group_by(*documents.c["id", "title", "label", "relative", "position"])
        .order_by(documents.c.position)
    )
    return [Counted(row.id, document_name(row.title, row.label, row.relative), row.passages) for row in rows]


def _mentioning(at: Snapshot, person: str) -> Select[tuple[int]]:
    return select(attributions.c.passage).where(
        attributions.c.entity.in_(at.ids_of(person)),
        attributions.c.tier <= Tier.PROBABLE.rank,
        at.alive(attributions),
    )
