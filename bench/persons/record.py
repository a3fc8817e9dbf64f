"""Passages that mention a person, against the gold of the 1936 and 1938 records.

    python -m bench persons-record [--verbose]

For each person of the gold the passages that hold a mention or a label of them (offices and proverbial
plurals left out) are compared with those that the catalogue gives, tier by tier. The person is chosen
as a user would: by asking for the name that the gold gives, or, where that finds none, a form of it.
Then every mention is counted by tier and reason, offices among them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from bench.figures import Target, show
from bench.persons.gold import Gold, GoldMention, read_gold
from bench.persons.scoring import Row, Truth, report_calibration, share
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
from corpus.model import Reason
from corpus.names.compare import Grade, grade
from corpus.names.keys import lookup_keys

_TARGETS = {1: (0.99, 0.98), 2: (0.998, 0.0)}


@dataclass(frozen=True, slots=True)
class Laid:
    """The gold, laid into the catalogue: keys of its files, passages (keys) of its persons."""

    gold: Gold
    keys: Mapping[str, int]
    wanted: Mapping[str, set[int]]
    counts: Counter[str]

    @property
    def documents(self) -> frozenset[int]:
        """The documents that were annotated."""
        return frozenset(self.keys[file] for file in self.gold.files)


def main(setting: Setting) -> None:
    """Print recall and precision of passages, and of mentions by tier and reason."""
    gold = read_gold(setting.shared / "bench" / "persons")
    with ingested(setting, "moscow") as (catalogue, revision), catalogue.engine.connect() as connection:
        laid = lay(connection, revision, gold)
        for tier, label in ((1, "probable and above"), (2, "possible included")):
            print(f"  passages, {label}:")
            report(connection, revision, laid, tier, verbose=setting.verbose)
        print("  mentions:")
        rows = rows_of(connection, revision, laid.documents)
        truths = [truth_of(mention, laid.keys) for mention in gold.mentions]
        report_calibration(rows, truths, verbose=str if setting.verbose else None)
        report_offices(rows, [t for t, m in zip(truths, gold.mentions, strict=True) if m.kind == "office"])


def lay(connection: Connection, revision: int, gold: Gold) -> Laid:
    """Find the documents and passages of the gold's mentions."""
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
    wanted: dict[str, set[int]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for mention in gold.mentions:
        if mention.kind in ("name", "speaker"):
            here = starts[keys[mention.file]]
            wanted[mention.person].add(max((s, k) for s, k in here if s <= mention.start)[1])
            counts[mention.person] += 1
    return Laid(gold, keys, wanted, counts)


def truth_of(mention: GoldMention, keys: Mapping[str, int]) -> Truth:
    """A mention of the gold in a document of the catalogue."""
    optional = mention.kind == "generic"
    return Truth(keys[mention.file], mention.start, mention.end, mention.person, optional)


def report(connection: Connection, revision: int, laid: Laid, tier: int, *, verbose: bool) -> None:
    """Print the figures of one tier."""
    pooled: Counter[str] = Counter()
    short, frequent = [], 0
    for person, wanted in sorted(laid.wanted.items()):
        entity = choose_entity(connection, revision, laid.gold, person)
        got = passages_of(connection, revision, entity, tier, laid.documents) if entity else set()
        pooled += Counter(hit=len(wanted & got), missed=len(wanted - got), wrong=len(got - wanted))
        if laid.counts[person] >= 3:
            frequent += 1
            if len(wanted & got) < 0.95 * len(wanted):
                short.append(person)
        if verbose and wanted != got:
            explain(connection, person, entity, wanted, got)
    print(f"  {len(laid.wanted)} persons, passages: {dict(pooled)}")
    for name, against, limit in zip(
        ("recall", "precision"), ("missed", "wrong"), _TARGETS[tier], strict=True
    ):
        show(name, share(pooled, against), target=Target(limit, at_least=True), digits=4)
    print(f"  persons with three or more mentions: {frequent}, of which short of 0.95: {len(short)} {short}")


def choose_entity(connection: Connection, revision: int, gold: Gold, person: str) -> str | None:
    """The person of the catalogue that the gold's name, else its most frequent forms, find first."""
    for name in gold.names[person]:
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
    """The passages of an entity in some documents, by its names: offices have figures of their own."""
    query = (
        select(attributions.c.passage)
        .join(mentions, mentions.c.key == attributions.c.mention)
        .where(attributions.c.entity == entity, attributions.c.tier <= tier, alive(attributions, revision))
        .where(mentions.c.document.in_(only), attributions.c.reason != Reason.OFFICE.value)
    )
    return set(connection.execute(query).scalars())


def rows_of(connection: Connection, revision: int, only: frozenset[int]) -> list[Row]:
    """All attributions of persons in some documents."""
    columns = (*mentions.c["document", "start", "end", "text"], *attributions.c["entity", "tier", "reason"])
    query = (
        select(*columns)
        .join(attributions, attributions.c.mention == mentions.c.key)
        .where(mentions.c.document.in_(only), mentions.c.kind == "person")
        .where(alive(mentions, revision), alive(attributions, revision))
    )
    return [Row(*row) for row in connection.execute(query)]


def report_offices(rows: Sequence[Row], truths: Sequence[Truth]) -> None:
    """Print how many of the gold's offices lead to a person at all."""
    found = [row for row in rows if row.reason == Reason.OFFICE.value and row.tier < 2]
    hit = sum(any(_overlap(row, truth) for row in found) for truth in truths)
    show(f"offices that lead to somebody ({hit} of {len(truths)})", hit / len(truths), digits=4)


def _overlap(row: Row, truth: Truth) -> bool:
    return row.document == truth.document and row.start < truth.end and truth.start < row.end


def explain(connection: Connection, person: str, entity: str | None, wanted: set[int], got: set[int]) -> None:
    """Print what was missed and what is wrong for one person."""
    name = connection.execute(select(entities.c.name).where(entities.c.id == entity)).scalar()
    print(f"  {person} -> {name}: missed {len(wanted - got)}, wrong {len(got - wanted)} of {len(wanted)}")
    for sign, keys in (("-", wanted - got), ("+", got - wanted)):
        for key in sorted(keys)[:4]:
            text = connection.execute(select(passages.c.text).where(passages.c.key == key)).scalar_one()
            print(f"      {sign} {text[:160]!r}")
