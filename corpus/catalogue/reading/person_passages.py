"""The passages that concern a person, in the order of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select, union

from corpus.catalogue.reading.mentions import mentions_of, read_person_mentions
from corpus.catalogue.reading.passages import read_passages_by_key
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import PersonPassage, RelationCounts
from corpus.catalogue.schema import attributions, in_label, mentions, passages, speakers, turns
from corpus.model import Relation, Tier


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which mentions of a person count: `tier` is the lowest; `forms` as they are written, none for all.

    A turn counts by its label, which is a mention too.
    """

    person: str
    tier: Tier = Tier.PROBABLE
    forms: tuple[str, ...] = ()


def count_relations(at: Snapshot, chosen: Chosen) -> RelationCounts:
    """In how many passages a mention of the person lies, and in how many they speak without one."""
    counts = dict.fromkeys(Relation, 0)
    for relation in Relation:
        concerned = _concerned(at, chosen, relation).subquery()
        counts[relation] = at.db.execute(select(func.count()).select_from(concerned)).scalar_one()
    return RelationCounts(counts[Relation.MENTIONED], counts[Relation.SPOKEN])


def read_person_passages(
    at: Snapshot, chosen: Chosen, *, relation: Relation | None = None, after: str = "", limit: int
) -> list[PersonPassage]:
    """Up to `limit` passages after a position, each with its relation and the mentions that answer."""
    concerned = _concerned(at, chosen, relation).subquery()
    rows = at.db.execute(
        select(passages.c.key)
        .where(passages.c.key.in_(select(concerned.c.passage)), passages.c.position > after)
        .where(at.alive(passages))
        .order_by(passages.c.position)
        .limit(limit)
    )
    return _answers(at, chosen, [row.key for row in rows])


def _answers(at: Snapshot, chosen: Chosen, keys: Sequence[int]) -> list[PersonPassage]:
    answering = read_person_mentions(at, chosen.person, keys, chosen.tier, chosen.forms)
    return [
        PersonPassage(
            passage,
            Relation.MENTIONED if passage.key in answering else Relation.SPOKEN,
            tuple(answering.get(passage.key, ())),
        )
        for passage in read_passages_by_key(at, keys)
    ]


def _concerned(at: Snapshot, chosen: Chosen, relation: Relation | None) -> Select[Any] | CompoundSelect[Any]:
    """The row keys of the passages, each once."""
    mentioned, speaks = _mentioned(at, chosen), _speaks(at, chosen)
    if relation is Relation.MENTIONED:
        return mentioned.distinct()
    if relation is Relation.SPOKEN:
        return speaks.where(speakers.c.passage.not_in(mentioned)).distinct()
    return union(mentioned, speaks)


def _mentioned(at: Snapshot, chosen: Chosen) -> Select[Any]:
    query = select(attributions.c.passage).where(
        attributions.c.entity.in_(at.ids_of(chosen.person)),
        attributions.c.tier <= chosen.tier.rank,
        at.alive(attributions),
    )
    if not chosen.forms:
        return query
    return query.join(mentions, mentions.c.key == attributions.c.mention).where(mentions_of(at, chosen.forms))


def _speaks(at: Snapshot, chosen: Chosen) -> Select[Any]:
    query = select(speakers.c.passage).where(
        speakers.c.entity.in_(at.ids_of(chosen.person)),
        speakers.c.tier <= chosen.tier.rank,
        at.alive(speakers),
    )
    if not chosen.forms:
        return query
    in_turn = (turns.c.document == speakers.c.document) & (turns.c.ordinal == speakers.c.turn)
    return query.join(turns, in_turn).join(mentions, in_label()).where(mentions_of(at, chosen.forms))
