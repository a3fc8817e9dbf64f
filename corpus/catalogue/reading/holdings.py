"""What the catalogue holds: the facts of a receipt."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from corpus.catalogue.decisions import count_decisions
from corpus.catalogue.reading.mentions import TIERS
from corpus.catalogue.reading.passages import count_passages
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import FailedDocument, Holdings, MentionCount
from corpus.catalogue.schema import attributions, documents, entities, failures, mentions


def read_holdings(at: Snapshot) -> Holdings:
    """Everything of a receipt at the snapshot's revision. Reads every mention: keep the answer."""
    count, words = at.db.execute(
        select(func.count(), func.coalesce(func.sum(documents.c.words), 0)).where(at.alive(documents))
    ).one()
    collections = at.db.execute(
        select(documents.c.collection).where(at.alive(documents)).distinct().order_by(documents.c.collection)
    ).scalars()
    decisions, unfitting = count_decisions(at.db)
    return Holdings(
        revision=at.revision,
        documents=count,
        words=words,
        passages=count_passages(at),
        persons=_count_entities(at, "person"),
        organisations=_count_entities(at, "organisation"),
        collections=tuple(collections),
        mentions=tuple(_count_mentions(at)),
        failures=tuple(read_failures(at.db)),
        decisions=decisions,
        unfitting=unfitting,
    )


def read_failures(db: Connection) -> list[FailedDocument]:
    """The files that could not be read, by collection and path."""
    rows = db.execute(
        select(*failures.c["document", "collection", "source", "reason", "remedy"]).order_by(
            failures.c.collection, failures.c.source
        )
    )
    return [FailedDocument(*row) for row in rows]


def count_failures(db: Connection) -> int:
    """How many files could not be read."""
    return db.execute(select(func.count()).select_from(failures)).scalar_one()


def _count_entities(at: Snapshot, kind: str) -> int:
    return at.db.execute(
        select(func.count())
        .select_from(entities)
        .where(entities.c.kind == kind, entities.c.redirect == "", at.alive(entities))
    ).scalar_one()


def _count_mentions(at: Snapshot) -> list[MentionCount]:
    """Mentions by kind, source, tier and reason, each once: where several persons fit, by the surest."""
    order = (
        func.row_number()
        .over(partition_by=attributions.c.mention, order_by=(attributions.c.tier, attributions.c.key))
        .label("place")
    )
    given = (
        select(*attributions.c["mention", "tier", "reason"], order).where(at.alive(attributions)).subquery()
    )
    groups = (mentions.c.kind, mentions.c.by, given.c.tier, given.c.reason)
    rows = at.db.execute(
        select(*groups, func.count())
        .outerjoin(given, (given.c.mention == mentions.c.key) & (given.c.place == 1))
        .where(at.alive(mentions))
        .group_by(*groups)
        .order_by(*(group.nulls_first() for group in groups))
    )
    return [
        MentionCount(kind, by, "" if tier is None else TIERS[tier].value, reason or "", count)
        for kind, by, tier, reason, count in rows
    ]
