"""Mentions in passages and whom they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select

from corpus.catalogue.reading.entities import read_names
from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import AttributionView, MentionView, Named, PersonMention
from corpus.catalogue.schema import attributions, documents, mentions
from corpus.model import MentionKind, Tier

TIERS = tuple(Tier)


def read_mentions(
    at: Snapshot, passages: Sequence[int], forms: Collection[str] = ()
) -> Mapping[int, list[MentionView]]:
    """The mentions in each passage (by row key), in order, with all their attributions.

    With forms, only those of persons that are written so.
    """
    chosen = mentions_of(at, forms) if forms else at.alive(mentions)
    found: dict[int, list[MentionView]] = defaultdict(list)
    for batch in batches(passages):
        given = _read_attributions(at, batch)
        rows = at.db.execute(
            select(*mentions.c["key", "passage", "start", "end", "text", "kind", "by", "value"])
            .where(mentions.c.passage.in_(batch), chosen)
            .order_by(mentions.c.start, mentions.c.end, mentions.c.key)
        )
        for row in rows:
            found[row.passage].append(
                MentionView(row.start, row.end, row.text, row.kind, row.by, row.value, tuple(given[row.key]))
            )
    return found


def read_person_mentions(
    at: Snapshot, person: str, passages: Sequence[int], tier: Tier, forms: Collection[str] = ()
) -> Mapping[int, list[PersonMention]]:
    """The mentions of one person in each passage (by row key), in order, at least as sure as `tier`.

    With forms, only those that are written so.
    """
    chosen = mentions_of(at, forms) if forms else at.alive(mentions)
    best: dict[int, tuple[int, PersonMention]] = {}
    for batch in batches(passages):
        rows = at.db.execute(
            select(*mentions.c["key", "passage", "start", "end", "text"], *attributions.c["tier", "reason"])
            .join(attributions, attributions.c.mention == mentions.c.key)
            .where(
                attributions.c.passage.in_(batch),
                attributions.c.entity.in_(at.ids_of(person)),
                attributions.c.tier <= tier.rank,
                at.alive(attributions),
                chosen,
            )
            .order_by(mentions.c.start, mentions.c.end, attributions.c.tier, attributions.c.key)
        )
        for row in rows:
            mention = PersonMention(row.start, row.end, row.text, person, TIERS[row.tier], row.reason)
            best.setdefault(row.key, (row.passage, mention))
    found: dict[int, list[PersonMention]] = defaultdict(list)
    for passage, mention in best.values():
        found[passage].append(mention)
    return found


def mentions_of(at: Snapshot, forms: Collection[str]) -> ColumnElement[bool]:
    """The mentions of persons that have one of these forms."""
    return and_(mentions.c.form.in_(forms), mentions.c.kind == MentionKind.PERSON, at.alive(mentions))


def of_collection(query: Select[Any], collection: str | None) -> Select[Any]:
    """A question about mentions, asked of one collection; of all without."""
    if collection is None:
        return query
    return query.join(documents, documents.c.key == mentions.c.document).where(
        documents.c.collection == collection
    )


def _read_attributions(at: Snapshot, passages: Sequence[int]) -> Mapping[int, list[AttributionView]]:
    """Mention key -> attributions, surest first; merged entities once."""
    rows = at.db.execute(
        select(*attributions.c["mention", "entity", "tier", "reason", "detail"])
        .where(attributions.c.passage.in_(passages), at.alive(attributions))
        .order_by(attributions.c.tier, attributions.c.key)
    ).all()
    names = read_names(at, {row.entity for row in rows})
    found: dict[int, list[AttributionView]] = defaultdict(list)
    for row in rows:
        known = names.get(row.entity)
        if known and all(known.id != other.entity.id for other in found[row.mention]):
            found[row.mention].append(_attribution(row, known))
    return found


def _attribution(row: Row[Any], entity: Named) -> AttributionView:
    return AttributionView(entity, TIERS[row.tier], row.reason, row.detail)
