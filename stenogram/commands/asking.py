"""`search`, `persons`, `person`, `export`, `status`: questions to the service."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial

from corpus.catalogue.reading.values import PersonPassage, PersonView
from corpus.errors import AmbiguousError, NotFoundError
from corpus.model import MentionKind, Relation, Tier
from corpus.names.keys import surname_words
from search.query import Facet, SearchQuery
from search.service.service import Service
from search.service.values import Status
from stenogram import rows, tables
from stenogram.commands.naming import passages_of_name
from stenogram.commands.paging import pages
from stenogram.output import Format, console, harmless, notes, print_rows


def search(
    service: Service,
    text: str,
    *,
    person: str,
    forms: Iterable[str],
    match_any: bool,
    limit: int,
    form: Format,
) -> int:
    """Print the passages that answer, best first; returns how many there are in all.

    -1 where `person` fits several, who are listed.
    """
    query = SearchQuery(text=text, match="any" if match_any else "all")
    if person:
        meant = find_person(service, person, form)
        if meant is None:
            return -1
        query = query.select(Facet.PERSON, meant.id)
    for written in forms:
        query = query.select(Facet.FORM, written)
    total = 0

    def found() -> Iterator[rows.Row]:
        nonlocal total
        for page in pages(lambda n, cursor: service.search(query, limit=n, cursor=cursor, facets={}), limit):
            total = page.total
            yield from (rows.passage_row(item.passage) for item in page.items)

    shown = print_rows(found(), rows.PASSAGE, form, tables.print_passages)
    notes().print(f"{shown:,} of {total:,} passages.")
    return total


def persons(service: Service, name: str, *, limit: int | None, form: Format) -> int:
    """Print the persons one of whose forms matches, best first; returns how many there are in all."""
    total = 0

    def found() -> Iterator[rows.Row]:
        nonlocal total
        for page in pages(lambda n, cursor: service.persons(name, limit=n, cursor=cursor), limit):
            total = page.total
            yield from map(rows.person_row, page.items)

    shown = print_rows(found(), rows.PERSON, form, tables.print_persons)
    hint = "" if total or not name else " See all forms that could be it with: stenogram names."
    notes().print(f"{shown:,} of {total:,} persons.{hint}")
    return total


def person(
    service: Service,
    name: str,
    *,
    tier: Tier,
    relation: Relation | None,
    forms: Sequence[str] = (),
    limit: int | None,
    form: Format,
) -> int:
    """Print every passage that mentions the person, in the order of the record; returns how many.

    -1 where the name fits several persons, who are listed. Where it fits nobody, the passages of the forms
    that could be it.
    """
    try:
        meant = find_person(service, name, form)
    except NotFoundError:
        if forms or not surname_words(name):
            raise
        return passages_of_name(service, name, tier=tier, limit=limit, form=form)
    if meant is None:
        return -1
    counts: Counter[Relation] = Counter()

    def wanted(found: PersonPassage) -> bool:
        counts[found.relation] += 1
        return relation is None or found.relation is relation

    passages = filter(wanted, service.export_person_passages(meant.id, tier=tier, written=forms))
    answer = (
        rows.person_passage_row(found) for n, found in enumerate(passages) if limit is None or n < limit
    )
    shown = print_rows(answer, rows.PERSON_PASSAGE, form, tables.print_passages)
    others = f" In {counts[Relation.SPOKEN]:,} more they only speak." if counts[Relation.SPOKEN] else ""
    notes().print(
        f"{meant.name} ({meant.id}): mentioned in {counts[Relation.MENTIONED]:,} passages"
        f", {tier.value} and above.{others}",
        markup=False,
    )
    return shown


def movements(service: Service, name: str, *, limit: int | None, form: Format) -> int:
    """Print every passage that names followers or a doctrine of the person; returns how many in all.

    -1 where the name fits several persons, who are listed.
    """
    meant = find_person(service, name, form)
    if meant is None:
        return -1
    total, words = 0, ""

    def found() -> Iterator[rows.Row]:
        nonlocal total, words
        for page in pages(lambda n, cursor: service.movements(meant.id, limit=n, cursor=cursor), limit):
            total, words = page.total, ", ".join(word.name for word in page.words)
            yield from (rows.passage_row(item.passage) for item in page.items)

    shown = print_rows(found(), rows.PASSAGE, form, tables.print_passages)
    told = (
        f"{shown:,} of {total:,} passages that name followers or a doctrine of {meant.name} ({words})."
        " They are no mentions of the person."
    )
    none = f"No passage names followers or a doctrine of {meant.name}."
    notes().print(told if total else none, markup=False)
    return total


def find_person(service: Service, name: str, form: Format) -> PersonView | None:
    """The person who is meant; None where several may be, who are printed."""
    try:
        return service.find_person(name)
    except AmbiguousError as error:
        notes().print(f"{error.message} {error.remedy}", markup=False)
        print_rows(map(rows.person_row, error.candidates), rows.PERSON, form, tables.print_persons)
        return None


def export(service: Service, what: str, *, kind: MentionKind | None, form: Format) -> int:
    """Print every mention, passage or turn; returns how many."""
    if what == "mentions":
        found = map(rows.mention_row, service.export_mentions(kind))
        return print_rows(found, rows.MENTION, form, partial(tables.print_plain, rows.MENTION))
    if what == "passages":
        passages = map(rows.passage_row, service.export_passages())
        return print_rows(passages, rows.PASSAGE, form, tables.print_passages)
    turns = map(rows.turn_row, service.export_turns())
    return print_rows(turns, rows.TURN, form, partial(tables.print_plain, rows.TURN))


def status(service: Service, form: Format) -> bool:
    """Print the receipt; returns whether the engine holds what the catalogue holds."""
    found = service.status()
    if form is Format.TABLE:
        _print_status(found)
    else:
        row = asdict(found) | {"whole": found.whole}
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    return found.whole


def _print_status(found: Status) -> None:
    out, held = console(), found.holdings
    agree = "[green]agree[/green]" if found.whole else "[red]do not agree: run stenogram index[/red]"
    out.print(f"[bold]{held.documents:,}[/bold] documents read, {held.words:,} words")
    out.print(f"collections: {', '.join(held.collections)}", markup=False)
    out.print(
        f"[bold]{held.passages:,}[/bold] passages in the catalogue, {found.indexed:,} in the index: {agree}"
    )
    out.print(f"[dim]generation {found.generation}, revision {held.revision}, engine {found.engine}[/dim]")
    out.print(f"[bold]{held.persons:,}[/bold] persons, {held.organisations:,} organisations\n")
    if held.decisions:
        out.print(f"[bold]{held.decisions:,}[/bold] decisions of curators, {held.unfitting:,} do not fit\n")
    columns = ("kind", "by", "tier", "reason", "count")
    tables.print_counts(columns, [asdict(count) for count in held.mentions])
    if held.failures:
        out.print(f"\n[bold]{len(held.failures):,}[/bold] files were not read:")
        for failure in held.failures:
            out.print(harmless(f"  {failure.source}: {failure.reason}. {failure.remedy}"), markup=False)
