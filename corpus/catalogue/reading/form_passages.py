"""The passages that have a mention of some written names, whomever these name, in the order of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from corpus.catalogue.reading.mentions import mentions_of, of_collection, read_mentions
from corpus.catalogue.reading.passages import read_passages_by_key
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import MentionView, PassageView
from corpus.catalogue.schema import mentions, passages


@dataclass(frozen=True, slots=True)
class FormPassage:
    """A passage with its mentions of the written names that were asked for."""

    passage: PassageView
    mentions: tuple[MentionView, ...]


def count_form_passages(at: Snapshot, forms: Sequence[str], collection: str | None = None) -> int:
    """How many passages there are."""
    concerned = _concerned(at, forms, collection).distinct().subquery()
    return at.db.execute(select(func.count()).select_from(concerned)).scalar_one()


def read_form_passages(
    at: Snapshot, forms: Sequence[str], collection: str | None = None, *, after: str = "", limit: int
) -> list[FormPassage]:
    """Up to `limit` passages after a position, each with the mentions that answer."""
    rows = at.db.execute(
        select(passages.c.key)
        .where(passages.c.key.in_(_concerned(at, forms, collection)), passages.c.position > after)
        .where(at.alive(passages))
        .order_by(passages.c.position)
        .limit(limit)
    )
    keys = list(rows.scalars())
    found = read_mentions(at, keys, forms)
    return [FormPassage(passage, tuple(found[passage.key])) for passage in read_passages_by_key(at, keys)]


def _concerned(at: Snapshot, forms: Sequence[str], collection: str | None) -> Select[Any]:
    """The row keys of the passages."""
    return of_collection(select(mentions.c.passage).where(mentions_of(at, forms)), collection)
