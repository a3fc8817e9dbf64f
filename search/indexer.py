"""From the catalogue to a published index: a new generation is built beside, counted, then published.

Killed at any moment, it leaves the published generation as it was; the next run clears what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from secrets import token_hex

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.generations import read_generations
from corpus.catalogue.reading.indexing import PassageFacts, iterate_facts
from corpus.catalogue.reading.passages import count_passages
from corpus.catalogue.reading.snapshot import open_snapshot
from corpus.dates import years_of
from corpus.errors import UnavailableError
from search.engines.base import Engine, IndexedPassage
from search.publication import GRACE_SECONDS, begin_generation, forget_generations, publish_generation

Report = Callable[[int, int], None]

# What a date may cover to count as naming its years: a decade and its borders.
MOST_YEARS = 11


def rebuild(
    catalogue: Catalogue,
    engine: Engine,
    revision: int,
    *,
    grace: int = GRACE_SECONDS,
    report: Report | None = None,
    now: Callable[[], float] = time.time,
) -> str:
    """Index the catalogue as it is at `revision`, publish that revision, and return the generation's id.

    The caller holds the writers' lock, which gives the revision (`Catalogue.writing`). `report` is told
    (passages indexed, passages in all). Raises `UnavailableError` where the engine does not hold every
    passage: then nothing is published.
    """
    generation = f"{revision:06d}-{token_hex(4)}"
    with catalogue.engine.begin() as db:
        begin_generation(db, generation, engine.name, revision, int(now()))
    _build(catalogue, engine, generation, revision, report)
    with catalogue.engine.begin() as db:
        publish_generation(db, generation, count_passages(open_snapshot(db, revision)), int(now()))
    clear(catalogue, engine, grace=grace, now=now)
    return generation


def clear(
    catalogue: Catalogue,
    engine: Engine,
    *,
    grace: int = GRACE_SECONDS,
    now: Callable[[], float] = time.time,
) -> None:
    """Forget generations beyond their grace, the rows only they could see, and unfinished builds.

    The caller holds the writers' lock.
    """
    with catalogue.engine.begin() as db:
        forget_generations(db, int(now()) - grace)
        kept = {row.id for row in read_generations(db)}
    for generation in engine.generations():
        if generation not in kept:
            engine.drop(generation)


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


def _build(
    catalogue: Catalogue, engine: Engine, generation: str, revision: int, report: Report | None
) -> None:
    with catalogue.engine.connect() as db:
        at = open_snapshot(db, revision)
        expected = count_passages(at)
        stream = map(indexed_passage, iterate_facts(at))
        built = engine.build(generation, _reported(stream, expected, report))
    if built != expected:
        raise UnavailableError(
            f"The index holds {built:,} passages, the catalogue {expected:,}; it was not published.",
            "Run stenogram index again; if this repeats, report it.",
        )


def _reported(
    passages: Iterable[IndexedPassage], expected: int, report: Report | None
) -> Iterator[IndexedPassage]:
    for number, passage in enumerate(passages, 1):
        yield passage
        if report and (number % 1000 == 0 or number == expected):
            report(number, expected)
