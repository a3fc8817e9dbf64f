"""All engines side by side over the passages of bench/scale: the embedded one, Elasticsearch 8 and 9.

    python -m bench engines [--passages N]

Of each: the time of a build as `stenogram index` does it, bytes on disk, faceted questions, paging to the
last passage; and whether all engines give the same totals and facet counts. Of Elasticsearch also what the
API takes longer than the bare query does: the same body, sent by the same HTTP client to the server itself.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.bare import bare_searches
from bench.engines_at_hand import AtHand, engines_at_hand
from bench.figures import Target, centile, show, show_load
from bench.http import WARM_UP, ask, sample_questions, serving
from bench.mixed_questions import mixed_questions
from bench.scale import Line, ensure_loaded, read_lines
from bench.setting import Setting
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.generations import read_published
from search.engines.base import FacetCount, Index
from search.indexer import Indexing, rebuild
from search.query import Facet, SearchQuery

PASSAGES = "bench/scale/old-bailey-passages.jsonl.gz"
FACETS = dict.fromkeys(Facet, 10)
QUESTIONS, MIXED = 400, 200
OVERHEAD = Target(1.3)

Answer = tuple[int, dict[Facet, tuple[FacetCount, ...]]]


def main(setting: Setting) -> None:
    """Print the figures of each engine, and in how many answers they agree."""
    limit = setting.passages
    name = f"scale-{limit}" if limit else "scale"
    data = ensure_loaded(setting.shared / PASSAGES, setting.data / name, limit)
    lines = list(read_lines(setting.shared / PASSAGES))[:limit]
    show_load()
    answers: dict[str, list[Answer]] = {}
    with closing(Catalogue.open(data)) as catalogue:
        identity = catalogue.identity()
    for at_hand in engines_at_hand(identity):
        with TemporaryDirectory() as scratch:
            copy = shutil.copytree(data, Path(scratch) / "data", ignore=shutil.ignore_patterns("index"))
            answers[at_hand.name] = measure(at_hand, copy, lines)
    show_agreement(answers)
    show_load()


def measure(at_hand: AtHand, data: Path, lines: Sequence[Line]) -> list[Answer]:
    """Build the index of a catalogue, print the figures, and give the answers to the mixed questions."""
    questions = sample_questions(lines, WARM_UP + QUESTIONS)
    queries = [SearchQuery.from_params((name, str(value)) for name, value in pairs) for pairs in questions]
    generation = build(at_hand, data)
    with closing(at_hand.engine.open(generation)) as index:
        show_questions(at_hand, index, queries)
        show_paging(at_hand, index, SearchQuery(sort="record"))
        show_paging(at_hand, index, SearchQuery("prisoner"))
        answers = [answer(index, query) for query in mixed_questions(lines, MIXED)]
    if at_hand.server is not None:
        show_overhead(at_hand, data, queries)
    return answers


def build(at_hand: AtHand, data: Path) -> str:
    """Do what `stenogram index` does; gives the generation."""
    with closing(Catalogue.open(data)) as catalogue, catalogue.writing() as revision:
        started = time.perf_counter()
        generation = rebuild(Indexing(catalogue, at_hand.engine, revision))
        show(f"{at_hand.name}: build", time.perf_counter() - started, "s")
        with catalogue.engine.connect() as db:
            published = read_published(db)
    show(f"{at_hand.name}: on disk", at_hand.size() / 1e6, "MB")
    show(f"{at_hand.name}: passages", published.passages if published else 0, digits=0)
    return generation


def show_questions(at_hand: AtHand, index: Index, queries: Sequence[SearchQuery]) -> None:
    """The time of ten hits and six facets."""
    for query in queries[:WARM_UP]:
        search(index, query)
    times = []
    for query in queries[WARM_UP:]:
        started = time.perf_counter()
        search(index, query)
        times.append(1000 * (time.perf_counter() - started))
    show(f"{at_hand.name}: ten hits, six facets: median of {len(times)}", median(times), "ms")
    show(f"{at_hand.name}: ten hits, six facets: 99%", centile(times, 99), "ms")


def search(index: Index, query: SearchQuery) -> Answer:
    """The whole answer: facets may be counted when the hits are there already."""
    page = index.search(query, limit=10, facets=FACETS)
    return page.total, dict(page.facets)


def show_paging(at_hand: AtHand, index: Index, query: SearchQuery) -> None:
    """How fast one pages to the last hit, and that none is lost."""
    after, seen, started = None, 0, time.perf_counter()
    while page := index.search(query, limit=1000, after=after).hits:
        seen, after = seen + len(page), page[-1].after
    seconds = time.perf_counter() - started
    assert seen == index.count(query)
    asked = f"{query.text or 'everything'} by {query.sort}"
    show(f"{at_hand.name}: paging, {asked}: {seen:,}", seen / seconds, "a second", digits=0)


def answer(index: Index, query: SearchQuery) -> Answer:
    """What must not differ between engines."""
    page = index.search(query, limit=0, facets=FACETS)
    return page.total, dict(page.facets)


def show_overhead(at_hand: AtHand, data: Path, queries: Sequence[SearchQuery]) -> None:
    """The API against the bare query, turn by turn: each question goes first to the one, then to the other,
    and every second one the other way round, so that what the server remembers favours neither."""
    assert at_hand.server is not None
    with serving(data, "--engine", at_hand.server.url) as server, bare_searches(at_hand, data) as bare:
        api = [partial(ask, server.client, "/api/v1/search", _asked(query)) for query in queries]
        raw = [partial(bare.ask, query) for query in queries]
        for one, other in zip(api[:WARM_UP], raw[:WARM_UP], strict=True):
            one(), other()
        times: dict[str, list[float]] = {"api": [], "raw": []}
        for number in range(WARM_UP, len(queries)):
            turn = [("api", api[number]), ("raw", raw[number])]
            for name, send in turn if number % 2 else reversed(turn):
                times[name].append(send())
    show(f"{at_hand.name}: bare query: median of {len(times['raw'])}", median(times["raw"]), "ms")
    show(f"{at_hand.name}: the same by the API: median", median(times["api"]), "ms")
    show(f"{at_hand.name}: API to bare query", median(times["api"]) / median(times["raw"]), "times", OVERHEAD)


def _asked(query: SearchQuery) -> list[tuple[str, str | int | float | bool | None]]:
    return [*query.to_params(), ("limit", 10)]


def show_agreement(answers: dict[str, list[Answer]]) -> None:
    """In how many questions all engines give the same total and the same facet counts."""
    each = list(zip(*answers.values(), strict=True))
    equal = sum(all(one == same[0] for one in same) for same in each)
    found = sum(1 for same in each if same[0][0])
    print(f"  totals and facet counts on {', '.join(answers)}: {equal} of {len(each)} equal", flush=True)
    print(f"  ({found} of the questions find something)", flush=True)
