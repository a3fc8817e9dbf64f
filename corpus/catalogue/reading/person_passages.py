"""The passages that concern a person, in the order of the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select, union

from corpus.catalogue.reading.mentions import read_person_mentions
from corpus.catalogue.reading.passages import read_passages_by_key
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import PersonPassage, RelationCounts
from corpus.catalogue.schema import attributions, passages, speakers
from corpus.model import Relation, Tier


def count_relations(at: Snapshot, person: str, tier: Tier) -> RelationCounts:
    """In how many passages a mention of the person lies, and in how many they speak without one."""
    counts = dict.fromkeys(Relation, 0)
    for relation in Relation:
        concerned = _concerned(at, person, tier, relation).subquery()
        counts[relation] = at.db.execute(select(func.count()).select_from(concerned)).scalar_one()
    return RelationCounts(counts[Relation.MENTIONED], counts[Relation.SPOKEN])


def read_person_passages(
    at: Snapshot, person: str, *, tier: Tier, relation: Relation | None, after: str = "", limit: int
) -> list[PersonPassage]:
    """Up to `limit` passages after a position, each with its relation and the mentions that answer."""
    concerned = _concerned(at, person, tier, relation).subquery()
    rows = at.db.execute(
        select(passages.c.key)
        .where(passages.c.key.in_(select(concerned.c.passage)), passages.c.position > after)
        .where(at.alive(passages))
        .order_by(passages.c.position)
        .limit(limit)
    )
    return _answers(at, person, tier, [row.key for row in rows])


def _answers(at: Snapshot, person: str, tier: Tier, keys: Sequence[int]) -> list[PersonPassage]:
    mentions = read_person_mentions(at, person, keys, tier)
    return [
        PersonPassage(
            passage,
            Relation.MENTIONED if passage.key in mentions else Relation.SPOKEN,
            tuple(mentions.get(passage.key, ())),
        )
        for passage in read_passages_by_key(at, keys)
    ]


def _concerned(
    at: Snapshot, person: str, tier: Tier, relation: Relation | None
) -> Select[Any] | CompoundSelect[Any]:
    """The row keys of the passages, each once."""
    ids = at.ids_of(person)
    mentioned = select(attributions.c.passage).where(
        attributions.c.entity.in_(ids), attributions.c.tier <= tier.rank, at.alive(attributions)
    )
    speaks = select(speakers.c.passage).where(
        speakers.c.entity.in_(ids), speakers.c.tier <= tier.rank, at.alive(speakers)
    )
    if relation is Relation.MENTIONED:
        return mentioned.distinct()
    if relation is Relation.SPOKEN:
        return speaks.where(speakers.c.passage.not_in(mentioned)).distinct()
    return union(mentioned, speaks)
