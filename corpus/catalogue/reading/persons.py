"""Persons: their forms, their counts, and who answers to a lookup key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, distinct, func, select

from corpus.catalogue.reading.entities import read_names
from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import FormView, PersonView
from corpus.catalogue.schema import attributions, entities, form_keys, forms
from corpus.model import Tier
from corpus.persons.offices import kind_of

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that shares a lookup key with what was asked, and the person that it names."""

    person: str
    form: str


def read_candidates(at: Snapshot, keys: Iterable[str]) -> list[Candidate]:
    """All forms of persons under one of the keys, each once."""
    found: dict[Candidate, None] = {}
    for batch in batches(sorted(keys)):
        rows = at.db.execute(
            select(forms.c.entity, forms.c.text)
            .join(form_keys, form_keys.c.form == forms.c.key)
            .join(entities, entities.c.id == forms.c.entity)
            .where(
                form_keys.c.lookup.in_(batch),
                entities.c.kind == PERSON,
                at.alive(forms),
                at.alive(entities),
            )
            .distinct()
        )
        found.update((Candidate(at.final(row.entity), row.text), None) for row in rows)
    return list(found)


def read_persons(at: Snapshot, ids: Sequence[str], passages: Mapping[str, int]) -> list[PersonView]:
    """The persons with these ids, in their order; `passages` holds their counts (see below)."""
    names = read_names(at, ids)
    of = _read_forms(at, ids)
    return [_person(names[person].name, person, of[person], passages) for person in ids if person in names]


def count_person_passages(at: Snapshot, ids: Iterable[str]) -> dict[str, int]:
    """In how many passages each of these persons is mentioned, at least probable."""
    persons = dict.fromkeys(ids, 0)
    merged = persons.keys() & set(at.redirects.values())
    for batch in batches(persons.keys() - merged):
        rows = at.db.execute(_counted().where(attributions.c.entity.in_(batch), at.alive(attributions)))
        persons.update({row.entity: row.passages for row in rows})
    return persons | _count_merged(at, merged)


def _count_merged(at: Snapshot, persons: Iterable[str]) -> dict[str, int]:
    """The same for persons into whom others were merged: a passage that names both counts once."""
    owners = at.owners(persons)
    found: dict[str, set[int]] = {person: set() for person in owners.values()}
    for batch in batches(owners):
        rows = at.db.execute(
            select(attributions.c.entity, attributions.c.passage).where(
                attributions.c.entity.in_(batch),
                attributions.c.tier <= Tier.PROBABLE.rank,
                at.alive(attributions),
            )
        )
        for row in rows:
            found[owners[row.entity]].add(row.passage)
    return {person: len(passages) for person, passages in found.items()}


def _counted() -> Select[tuple[str, int]]:
    return (
        select(attributions.c.entity, func.count(distinct(attributions.c.passage)).label("passages"))
        .where(attributions.c.tier <= Tier.PROBABLE.rank)
        .group_by(attributions.c.entity)
    )


def rank_persons(at: Snapshot) -> dict[str, int]:
    """All persons with the number of passages that mention them (at least probable), most first.

    Those with equally many are in the order of their ids.
    """
    counted = _counted().where(at.alive(attributions)).subquery()
    rows = at.db.execute(
        select(entities.c.id, func.coalesce(counted.c.passages, 0).label("passages"))
        .outerjoin(counted, counted.c.entity == entities.c.id)
        .where(entities.c.kind == PERSON, entities.c.redirect == "", at.alive(entities))
    )
    counts: dict[str, int] = {row.id: row.passages for row in rows}
    counts.update(_count_merged(at, counts.keys() & set(at.redirects.values())))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _read_forms(at: Snapshot, ids: Sequence[str]) -> Mapping[str, list[FormView]]:
    """The forms of persons, the most frequent first; names before offices, which others hold too."""
    owner = at.owners(ids)
    counts: dict[str, dict[str, FormView]] = defaultdict(dict)
    for batch in batches(owner):
        rows = at.db.execute(
            select(*forms.c["entity", "text", "certain", "probable", "possible"]).where(
                forms.c.entity.in_(batch), at.alive(forms)
            )
        )
        for row in rows:
            form = FormView(row.text, row.certain, row.probable, row.possible)
            known = counts[owner[row.entity]]
            known[form.text] = _sum(known[form.text], form) if form.text in known else form
    return defaultdict(
        list,
        {
            person: sorted(
                known.values(), key=lambda form: (bool(kind_of(form.text)), -form.total, form.text)
            )
            for person, known in counts.items()
        },
    )


def _sum(one: FormView, other: FormView) -> FormView:
    return FormView(
        one.text, one.certain + other.certain, one.probable + other.probable, one.possible + other.possible
    )


def _person(name: str, person: str, known: Sequence[FormView], passages: Mapping[str, int]) -> PersonView:
    return PersonView(
        id=person,
        name=name,
        certain=sum(form.certain for form in known),
        probable=sum(form.probable for form in known),
        possible=sum(form.possible for form in known),
        passages=passages.get(person, 0),
        forms=tuple(known),
    )
