"""From the catalogue to a published index: a generation is made beside the published one, counted, published.

Where little differs from the published one it is a later revision of the same build, made of the passages
concerned; else a build of its own. Killed at any moment, the published generation stays as it was; the next
run clears what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import Connection

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.changes import PassageChanges, read_changes
from corpus.catalogue.reading.generations import read_generations, read_published
from corpus.catalogue.reading.indexing import PassageFacts, iterate_facts
from corpus.catalogue.reading.passages import count_passages
from corpus.catalogue.reading.snapshot import Snapshot, open_snapshot
from corpus.catalogue.reading.values import GenerationRow
from corpus.dates import years_of
from corpus.errors import NotIndexedError, UnavailableError
from search.engines.base import Engine, Generation, IndexedPassage, RebuildNeededError
from search.publication import GRACE_SECONDS, begin_generation, forget_generations, publish_generation

Report = Callable[[int, int], None]
# Makes a generation of a snapshot that holds so many passages; gives how many the engine then holds.
_Make = Callable[[str, Snapshot, int], int]

# What a date may cover to count as naming its years: a decade and its borders.
MOST_YEARS = 11

# Where more than this part of all passages differs, a new build costs less than changing the old one, which
# keeps what is replaced until nobody reads it.
MOST_CHANGED = 0.25


@dataclass(frozen=True, slots=True)
class Indexing:
    """What indexing works with. The caller holds the writers' lock, which gives the `revision`.

    `grace` is how many seconds a replaced generation is kept; `report` is told (passages indexed, passages
    to index).
    """

    catalogue: Catalogue
    engine: Engine
    revision: int
    grace: int = GRACE_SECONDS
    report: Report | None = None
    now: Callable[[], float] = time.time


def refresh(work: Indexing) -> str:
    """Index what differs from the published generation, publish, and return the new generation's id.

    Builds anew where that costs less, or where there is nothing to begin with. Errors as in `rebuild`.
    """
    base = _published(work)
    if base is None:
        return rebuild(work)
    try:
        changes = _few_changes(work, base)
        return rebuild(work) if changes is None else _update(work, base, changes)
    except (RebuildNeededError, NotIndexedError):
        return rebuild(work)


def rebuild(work: Indexing) -> str:
    """Index the catalogue as it is, publish that revision, and return the generation's id.

    Raises `UnavailableError` where the engine does not hold every passage: then nothing is published.
    """

    def build(generation: str, at: Snapshot, expected: int) -> int:
        stream = map(indexed_passage, iterate_facts(at))
        return work.engine.build(generation, _reported(stream, expected, work.report))

    return _publish(work, Generation(work.revision, token_hex(4)), build)


def clear(work: Indexing) -> None:
    """Forget generations beyond their grace, the rows only they could see, and unfinished builds."""
    work.catalogue.transact(lambda db: forget_generations(db, int(work.now()) - work.grace))
    with work.catalogue.engine.connect() as db:
        kept = {row.id for row in read_generations(db)}
    for generation in work.engine.generations():
        if generation not in kept:
            work.engine.drop(generation)


def indexed_passage(facts: PassageFacts) -> IndexedPassage:
    """A passage as an engine gets it."""
    return IndexedPassage(
        id=facts.id,
        position=facts.position,
        text=facts.text,
        language=facts.language,
        document=facts.document,
        collection=facts.collection,
        persons=facts.persons,
        speakers=facts.speakers,
        organisations=facts.organisations,
        years=passage_years(facts.dates, facts.section_date, facts.published),
        forms=facts.forms,
    )


def passage_years(dates: Iterable[str], section_date: str, published: str) -> tuple[str, ...]:
    """The years a passage is about: those it names and that of its session, else that of publication.

    A century is no year: what covers more than a decade is left out.
    """
    years = {year for value in (*dates, section_date) if value for year in _few_years(value)}
    if not years and published:
        years.update(_few_years(published))
    return tuple(sorted(years))


def _few_years(value: str) -> tuple[str, ...]:
    years = years_of(value)
    return years if len(years) <= MOST_YEARS else ()


def _published(work: Indexing) -> GenerationRow | None:
    """The published generation, where this engine made it."""
    with work.catalogue.engine.connect() as db:
        row = read_published(db)
    return row if row and row.engine == work.engine.name else None


def _few_changes(work: Indexing, base: GenerationRow) -> PassageChanges | None:
    """What differs from the published revision; None where that is too much."""
    with work.catalogue.engine.connect() as db:
        changes = read_changes(open_snapshot(db, work.revision), base.revision, base.behind)
    few = len(changes.removed) + len(changes.changed) <= MOST_CHANGED * base.passages
    return changes if few else None


def _update(work: Indexing, base: GenerationRow, changes: PassageChanges) -> str:
    def update(generation: str, at: Snapshot, _expected: int) -> int:
        stream = map(indexed_passage, iterate_facts(at, keys=changes.changed))
        passages = _reported(stream, len(changes.changed), work.report)
        return work.engine.update(base.id, generation, changes.removed, passages)

    named = Generation(work.revision, Generation.parse(base.id).build)
    return _publish(work, named, update, changes.behind)


def _publish(work: Indexing, named: Generation, make: _Make, behind: Collection[str] = ()) -> str:
    """Make a generation beside the published one, compare its count with the catalogue's, publish it."""
    generation, name = str(named), work.engine.name
    now = int(work.now())
    work.catalogue.transact(lambda db: begin_generation(db, generation, name, work.revision, now, behind))
    expected = work.catalogue.transact(lambda db: _make(work, generation, db, make, behind))
    work.catalogue.transact(lambda db: publish_generation(db, generation, expected, int(work.now())))
    work.engine.publish(generation)
    clear(work)
    return generation


def _make(work: Indexing, generation: str, db: Connection, make: _Make, behind: Collection[str]) -> int:
    at = open_snapshot(db, work.revision, behind)
    expected = count_passages(at)
    built = make(generation, at, expected)
    if built != expected:
        raise UnavailableError(
            f"The index holds {built:,} passages, the catalogue {expected:,}; it was not published.",
            "Run stenogram index; if this repeats, report it.",
        )
    return expected


def _reported(
    passages: Iterable[IndexedPassage], expected: int, report: Report | None
) -> Iterator[IndexedPassage]:
    for number, passage in enumerate(passages, 1):
        yield passage
        if report and (number % 1000 == 0 or number == expected):
            report(number, expected)
