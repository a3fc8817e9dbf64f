"""Speed of the embedded engine on 206,411 real passages (../shared/bench/scale).

    python -m bench engine
    python -m bench.engine --index DIR [--passages PASSAGES.jsonl.gz]

Prints the time and memory of a build, bytes on disk, what opening costs, the time of questions with
ten hits and no, three and six facets (by the clock and of the processor), and how fast one pages to the
last hit. With `--index` the index is kept in DIR, and one that is there is not built again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.setting import Setting
from corpus.errors import UnavailableError
from search.engines.base import Index, IndexedPassage
from search.engines.embedded import EmbeddedEngine
from search.query import Facet, SearchQuery

GENERATION = "000001-bench"
QUERIES = 300
PASSAGES = "bench/scale/old-bailey-passages.jsonl.gz"
THREE = {Facet.PERSON: 10, Facet.DOCUMENT: 10, Facet.YEAR: 10}
SIX = dict.fromkeys(Facet, 10)


class Spent(NamedTuple):
    """Seconds by the clock and of the processor: the first alone says little on a machine that is shared."""

    clock: float
    processor: float


def read_rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_passages(path: Path) -> Iterator[IndexedPassage]:
    """The file's rows in its own order, which is that of the record."""
    for number, row in enumerate(read_rows(path)):
        yield IndexedPassage(
            id=str(row["id"]),
            position=f"{number:09}",
            text=str(row["text"]),
            language="en",
            document=str(row["doc"]),
            collection="old-bailey",
            persons=tuple(row["persons"]),  # type: ignore[arg-type]
            years=(str(row["year"]),),
        )


def sample_queries(path: Path, number: int) -> list[SearchQuery]:
    """Questions as people ask them: one to three words of a passage, a phrase, a filter now and then."""
    chance = random.Random(5)
    rows = list(read_rows(path))
    return [_question(chance, chance.choice(rows)) for _ in range(number)]


def _question(chance: random.Random, row: dict[str, object]) -> SearchQuery:
    words = [word.strip(".,;:") for word in str(row["text"]).split() if len(word) > 3] or ["prisoner"]
    first = chance.randrange(len(words))
    text = " ".join(chance.sample(words, min(len(words), chance.randint(1, 3))))
    if chance.random() < 0.15:
        text = f'"{" ".join(words[first : first + 1])}"'
    query = SearchQuery(text=text, sort=chance.choice(("relevance", "relevance", "record")))
    if chance.random() < 0.2:
        query = query.select(Facet.YEAR, str(row["year"]))
    return query


def measure(action: Callable[[], object]) -> Spent:
    """What an action takes."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


def resident_mb() -> float:
    """Resident memory now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def report(name: str, spent: list[Spent]) -> None:
    """Print the median and the 99th percentile of both times, in milliseconds."""
    columns = [statistics.quantiles(times, n=100, method="inclusive") for times in zip(*spent, strict=True)]
    clock, processor = ((f"{1e3 * column[49]:6.2f}", f"{1e3 * column[98]:6.2f}") for column in columns)
    print(
        f"{name:44}clock: median {clock[0]}, 99% {clock[1]} ms   "
        f"processor: median {processor[0]}, 99% {processor[1]} ms",
        flush=True,
    )


def ensure_built(engine: EmbeddedEngine, root: Path, passages: Path) -> None:
    """Build the index below `root` where there is none that can be opened."""
    try:
        engine.open(GENERATION).close()
    except UnavailableError:
        build(engine, root, passages)


def build(engine: EmbeddedEngine, root: Path, passages: Path) -> None:
    spent = measure(lambda: engine.build(GENERATION, read_passages(passages)))
    size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    times = f"build {spent.clock:.1f} s ({spent.processor:.1f} s of the processor)"
    print(f"{times}, {size / 1e6:.0f} MB on disk, {peak:.0f} MB resident at most")


def ask(index: Index, queries: list[SearchQuery]) -> None:
    _times(index, queries[:20], SIX)
    picked = [query.select(Facet.YEAR, "1830") for query in queries]
    for facets in ({}, THREE, SIX):
        report(f"{len(queries)} questions, {len(facets)} facets", _times(index, queries, facets))
        report("  the same with a year selected", _times(index, picked, facets))
    for text in ("", "prisoner", "t*", "t* s* p*", '"the pris*"', '"t* p*"'):
        report(f"{text!r}, six facets", _times(index, [SearchQuery(text=text)] * 5, SIX))


def _times(index: Index, queries: list[SearchQuery], facets: Mapping[Facet, int]) -> list[Spent]:
    return [measure(partial(index.search, query, limit=10, facets=facets)) for query in queries]


def page_through(index: Index, query: SearchQuery, limit: int) -> None:
    """Page to the last hit, and check that none is lost."""
    after, seen, start = None, 0, time.perf_counter()
    while page := index.search(query, limit=limit, after=after).hits:
        seen, after = seen + len(page), page[-1].after
    seconds = time.perf_counter() - start
    assert seen == index.count(query)
    name = f"{query.text!r} by {query.sort}, {limit} a page"
    print(
        f"{name:44}{seen:,} hits, {seen / seconds:,.0f} a second, {seen / limit / seconds:.0f} pages a second"
    )


def run(root: Path, file: Path) -> None:
    """Print times and sizes of the passages of a file, with the index below `root`."""
    engine = EmbeddedEngine(root)
    ensure_built(engine, root, file)
    queries = sample_queries(file, QUERIES)
    before = resident_mb()
    index = engine.open(GENERATION)
    print(f"open: {resident_mb() - before:.0f} MB")
    ask(index, queries)
    print(f"after the questions: {resident_mb() - before:.0f} MB more than before opening")
    page_through(index, SearchQuery(text="watch"), 100)
    page_through(index, SearchQuery(text="prisoner", sort="record"), 100)
    print(f"all ids: {measure(lambda: list(index.ids(SearchQuery()))).clock:.1f} s")


def main(setting: Setting) -> None:
    """Print times and sizes; the index is built in a folder that goes with the run."""
    with tempfile.TemporaryDirectory() as scratch:
        run(Path(scratch), setting.shared / PASSAGES)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="where the index is kept")
    parser.add_argument("--passages", type=Path, default=Path("../shared") / PASSAGES)
    asked = parser.parse_args()
    run(asked.index, asked.passages)
