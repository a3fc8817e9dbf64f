"""Passages that mention a person, against the gold of the 1936 and 1938 records.

    python -m bench persons [--verbose]

For each person of the gold the passages that hold a mention or a label of them (offices and proverbial
plurals left out) are compared with those that the catalogue gives, tier by tier. The person is chosen
as a user would: by asking for the name that the gold gives, or, where that finds none, a form of it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from bench.setting import Setting, ingested
from corpus.catalogue.schema import (
    alive,
    attributions,
    documents,
    entities,
    form_keys,
    forms,
    mentions,
    passages,
)
from corpus.names.compare import Grade, grade
from corpus.names.keys import lookup_keys


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold's persons: name, forms, passages (document key, ordinal) by id; and the documents read."""

    names: Mapping[str, str]
    forms: Mapping[str, Counter[str]]
    passages: Mapping[str, set[int]]
    mentions: Counter[str]
    documents: frozenset[int]


def main(setting: Setting) -> None:
    """Print recall and precision, pooled and for the persons that fall short."""
    with ingested(setting, "moscow") as (catalogue, revision), catalogue.engine.connect() as connection:
        gold = read_gold(connection, revision, setting.shared / "bench" / "persons")
        for tier, label in ((1, "probable and above"), (2, "possible included")):
            print(f"persons, {label}:")
            report(connection, revision, gold, tier, verbose=setting.verbose and tier == 1)


def read_gold(connection: Connection, revision: int, folder: Path) -> Gold:
    """Read the gold and lay its mentions into the catalogue's passages."""
    keys = {}
    for row in connection.execute(
        select(documents.c.key, documents.c.source).where(alive(documents, revision))
    ):
        keys["/".join(Path(row.source).parts[-2:])] = row.key
    starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    columns = (passages.c.document, passages.c.start, passages.c.key)
    for document, start, key in connection.execute(
        select(*columns).where(alive(passages, revision)).order_by(passages.c.start)
    ):
        starts[document].append((start, key))
    found: dict[str, set[int]] = defaultdict(set)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    seen = set()
    for line in (folder / "mentions-dev.jsonl").read_text().splitlines():
        row = json.loads(line)
        document = keys[row["file"]]
        seen.add(document)
        if row["kind"] in ("name", "speaker"):
            person = row["person_id"]
            found[person].add(max((s, k) for s, k in starts[document] if s <= row["start"])[1])
            written[person][row["text"]] += 1
            counts[person] += 1
    persons = json.loads((folder / "persons-dev.json").read_text())
    names = {person["id"]: person["name"] for person in persons}
    return Gold(names, written, found, counts, frozenset(seen))


def report(connection: Connection, revision: int, gold: Gold, tier: int, *, verbose: bool) -> None:
    """Print the figures of one tier."""
    pooled: Counter[str] = Counter()
    short, frequent = [], 0
    for person, wanted in sorted(gold.passages.items()):
        entity = choose_entity(connection, revision, gold, person)
        got = passages_of(connection, revision, entity, tier, gold.documents) if entity else set()
        pooled += Counter(hit=len(wanted & got), missed=len(wanted - got), wrong=len(got - wanted))
        if gold.mentions[person] >= 3:
            frequent += 1
            if len(wanted & got) < 0.95 * len(wanted):
                short.append(person)
        if verbose and wanted != got:
            explain(connection, person, entity, wanted, got)
    recall = pooled["hit"] / (pooled["hit"] + pooled["missed"])
    precision = pooled["hit"] / (pooled["hit"] + pooled["wrong"])
    print(f"  recall {recall:.4f}  precision {precision:.4f}  ({len(gold.passages)} persons, {dict(pooled)})")
    print(f"  persons with three or more mentions: {frequent}, of which short of 0.95: {len(short)} {short}")


def choose_entity(connection: Connection, revision: int, gold: Gold, person: str) -> str | None:
    """The person of the catalogue that the gold's name, else its most frequent forms, find first."""
    for name in (gold.names[person], *(form for form, _ in gold.forms[person].most_common())):
        keys = lookup_keys(name)
        query = (
            select(forms.c.entity, forms.c.text, forms.c.certain + forms.c.probable)
            .join(form_keys)
            .join(entities, entities.c.id == forms.c.entity)
            .where(form_keys.c.lookup.in_(keys), entities.c.kind == "person")
            .where(alive(forms, revision), alive(entities, revision))
        )
        ranked: dict[str, tuple[int, int]] = {}
        for entity, text, count in set(connection.execute(query).tuples()):
            best, total = ranked.get(entity, (0, 0))
            ranked[entity] = (max(best, grade(name, text)), total + count)
        good = {entity: rank for entity, rank in ranked.items() if rank[0] > Grade.PART}
        if good:
            return max(good, key=lambda entity: good[entity])
    return None


def passages_of(
    connection: Connection, revision: int, entity: str, tier: int, only: frozenset[int]
) -> set[int]:
    """The passages of an entity in some documents."""
    query = (
        select(attributions.c.passage)
        .join(mentions, mentions.c.key == attributions.c.mention)
        .where(attributions.c.entity == entity, attributions.c.tier <= tier, alive(attributions, revision))
        .where(mentions.c.document.in_(only))
    )
    return set(connection.execute(query).scalars())


def explain(connection: Connection, person: str, entity: str | None, wanted: set[int], got: set[int]) -> None:
    """Print what was missed and what is wrong for one person."""
    name = connection.execute(select(entities.c.name).where(entities.c.id == entity)).scalar()
    print(f"  {person} -> {name}: missed {len(wanted - got)}, wrong {len(got - wanted)} of {len(wanted)}")
    for sign, keys in (("-", wanted - got), ("+", got - wanted)):
        for key in sorted(keys)[:4]:
            text = connection.execute(select(passages.c.text).where(passages.c.key == key)).scalar_one()
            print(f"      {sign} {text[:160]!r}")
