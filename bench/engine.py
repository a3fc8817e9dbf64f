"""Speed of the embedded engine on 206,411 real passages (../shared/bench/scale).

    python -m bench engine

Prints the time and memory of a build, bytes on disk, what opening costs, the time of questions with
ten hits and three facets, and how fast one pages to the last hit.
"""

from __future__ import annotations

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

from bench.setting import Setting
from search.engines.base import Index, IndexedPassage
from search.engines.embedded import EmbeddedEngine
from search.query import Facet, SearchQuery

GENERATION = "bench"
QUERIES = 300
FACETS = {Facet.PERSON: 10, Facet.DOCUMENT: 10, Facet.YEAR: 10}


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


def measure(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def resident_mb() -> float:
    """Resident memory now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def report(name: str, seconds: list[float]) -> None:
    centiles = statistics.quantiles(seconds, n=100, method="inclusive")
    print(f"{name:44}median {centiles[49] * 1e3:6.1f} ms   99% {centiles[98] * 1e3:6.1f} ms", flush=True)


def build(engine: EmbeddedEngine, root: Path, passages: Path) -> None:
    seconds = measure(lambda: engine.build(GENERATION, read_passages(passages)))
    size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"build {seconds:.1f} s, {size / 1e6:.0f} MB on disk, {peak:.0f} MB resident at most")


def ask(index: Index, queries: list[SearchQuery]) -> None:
    _times(index, queries[:20], FACETS)
    report(f"{len(queries)} questions, ten hits", _times(index, queries, {}))
    report(f"{len(queries)} questions, three facets as well", _times(index, queries, FACETS))
    picked = [query.select(Facet.YEAR, "1830") for query in queries]
    report("the same with a year selected", _times(index, picked, FACETS))
    for text in ("", "prisoner", "t*", "t* s* p*", '"the pris*"', '"t* p*"'):
        report(f"{text!r}, three facets", _times(index, [SearchQuery(text=text)] * 5, FACETS))


def _times(index: Index, queries: list[SearchQuery], facets: Mapping[Facet, int]) -> list[float]:
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


def main(setting: Setting) -> None:
    """Print times and sizes; the index is built in a folder that goes with the run."""
    file = setting.shared / "bench/scale/old-bailey-passages.jsonl.gz"
    with tempfile.TemporaryDirectory() as scratch:
        engine = EmbeddedEngine(Path(scratch))
        build(engine, Path(scratch), file)
        queries = sample_queries(file, QUERIES)
        before = resident_mb()
        index = engine.open(GENERATION)
        print(f"open: {resident_mb() - before:.0f} MB")
        ask(index, queries)
        print(f"after the questions: {resident_mb() - before:.0f} MB more than before opening")
        page_through(index, SearchQuery(text="watch"), 100)
        page_through(index, SearchQuery(text="prisoner", sort="record"), 100)
        print(f"all ids: {measure(lambda: list(index.ids(SearchQuery()))):.1f} s")
