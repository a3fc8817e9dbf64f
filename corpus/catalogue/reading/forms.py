"""Written names, whoever they belong to: which there are, how often, and for whom they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, distinct, func, or_, select

from corpus.catalogue.form_keys import UNCLAIMED
from corpus.catalogue.reading.entities import read_names
from corpus.catalogue.reading.mentions import mentions_of, of_collection
from corpus.catalogue.reading.persons import PERSON
from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import Counted
from corpus.catalogue.schema import attributions, entities, form_keys, forms, mentions
from corpus.names.keys import WORD

# What comes after all keys that begin with `WORD`.
_AFTER = chr(ord(WORD) + 1)


@dataclass(frozen=True, slots=True)
class FormCounts:
    """A form's mentions, the passages that they lie in, and the mentions by the tier of their surest person.

    The rest of the mentions belongs to nobody.
    """

    mentions: int
    passages: int
    certain: int
    probable: int
    possible: int


def read_surnames(at: Snapshot) -> list[str]:
    """All surnames as they are written, each once; of forms that are no more, too."""
    words = select(form_keys.c.lookup).where(form_keys.c.lookup >= WORD, form_keys.c.lookup < _AFTER)
    return [lookup[1:] for lookup in at.db.execute(words.distinct()).scalars()]


def read_sounding(at: Snapshot, keys: Iterable[str]) -> set[str]:
    """The surnames of forms under one of the keys."""
    found: set[str] = set()
    other = form_keys.alias()
    for batch in batches(sorted(keys)):
        words = (
            select(other.c.lookup)
            .join(form_keys, form_keys.c.form == other.c.form)
            .where(form_keys.c.lookup.in_(batch), other.c.lookup >= WORD, other.c.lookup < _AFTER)
        )
        found.update(lookup[1:] for lookup in at.db.execute(words.distinct()).scalars())
    return found


def read_forms(at: Snapshot, keys: Iterable[str]) -> list[str]:
    """The forms of persons, and those that belong to nobody, under one of the keys: each once, in order."""
    found: set[str] = set()
    for batch in batches(sorted(keys)):
        query = (
            select(forms.c.text)
            .join(form_keys, form_keys.c.form == forms.c.key)
            .outerjoin(entities, (entities.c.id == forms.c.entity) & at.alive(entities))
            .where(form_keys.c.lookup.in_(batch), at.alive(forms))
            .where(or_(forms.c.entity == UNCLAIMED, entities.c.kind == PERSON))
        )
        found.update(at.db.execute(query.distinct()).scalars())
    return sorted(found)


def count_forms(at: Snapshot, texts: Iterable[str], collection: str | None = None) -> dict[str, FormCounts]:
    """The mentions of each form, by the surest person, and their passages; without those of no mention."""
    found: dict[str, FormCounts] = {}
    for batch in batches(texts):
        given = _surest(at, batch, collection).subquery()
        tiers = (func.sum(case((given.c.tier == rank, 1), else_=0)) for rank in range(3))
        rows = at.db.execute(
            select(given.c.form, func.count(), func.count(distinct(given.c.passage)), *tiers).group_by(
                given.c.form
            )
        )
        found.update((row[0], FormCounts(*map(int, row[1:]))) for row in rows)
    return found


def read_bearers(
    at: Snapshot, texts: Sequence[str], collection: str | None = None
) -> Mapping[str, list[Counted]]:
    """Whom the mentions of each form name, with the passages of these, most first."""
    counts: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for batch in batches(texts):
        query = (
            _mentions(at, batch, collection)
            .add_columns(attributions.c.entity)
            .join(attributions, (attributions.c.mention == mentions.c.key) & at.alive(attributions))
        )
        for row in at.db.execute(query):
            counts[row.form][at.final(row.entity)].add(row.passage)
    names = read_names(at, {entity for of_form in counts.values() for entity in of_form})
    return defaultdict(
        list,
        {
            form: sorted(
                (Counted(one, names[one].name, len(of)) for one, of in of_form.items() if one in names),
                key=lambda counted: (-counted.passages, counted.name, counted.id),
            )
            for form, of_form in counts.items()
        },
    )


def _mentions(at: Snapshot, texts: Collection[str], collection: str | None) -> Select[Any]:
    query = select(*mentions.c["key", "form", "passage"]).where(mentions_of(at, texts))
    return of_collection(query, collection)


def _surest(at: Snapshot, texts: Collection[str], collection: str | None) -> Select[Any]:
    """Each mention once, with the tier of its surest person, NULL where it belongs to nobody."""
    return (
        _mentions(at, texts, collection)
        .add_columns(func.min(attributions.c.tier).label("tier"))
        .outerjoin(attributions, (attributions.c.mention == mentions.c.key) & at.alive(attributions))
        .group_by(*mentions.c["key", "form", "passage"])
    )
