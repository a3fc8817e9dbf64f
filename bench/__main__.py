"""Runs benchmarks: `python -m bench [NAME...] [--shared DIR] [--data DIR] [--verbose]`.

Without names all of them, one after the other; `persons` stands for all that begin so. Each prints its
figures; one whose input is missing says so. Data that take long to make are kept in the data folder and
used again.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bench.setting import Setting

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A module of this package, what it measures, and what it needs of the shared texts."""

    name: str
    measures: str
    inputs: tuple[str, ...] = ()
    module: str = ""

    def missing(self, shared: Path) -> list[Path]:
        """The inputs that are not there."""
        return [shared / name for name in self.inputs if not (shared / name).exists()]

    def is_meant(self, names: Collection[str]) -> bool:
        """Whether it was asked for: by its name, or the first word of it for all of a kind."""
        return self.name in names or self.name.partition("-")[0] in names

    def run(self, setting: Setting) -> None:
        main: Callable[[Setting], None] = import_module(f"bench.{self.module or self.name}").main
        main(setting)


BENCHMARKS = (
    Benchmark(
        "persons-record",
        "passages that mention a person, in two annotated records",
        ("corpus", "bench/persons/mentions-dev.jsonl"),
        "persons.record",
    ),
    Benchmark(
        "persons-shared",
        "bare surnames that several persons share",
        ("corpus", "bench/persons/mentions-dev.jsonl"),
        "persons.shared_surnames",
    ),
    Benchmark("persons-litbank", "who is who in prose", ("bench/persons/litbank.jsonl",), "persons.litbank"),
    Benchmark("persons-bailey", "tagged persons of trials", ("corpus/old-bailey-tei",), "persons.old_bailey"),
    Benchmark(
        "persons-noise",
        "persons under scanning errors",
        ("corpus/moscow-trial-1936", "bench/persons/mentions-dev.jsonl"),
        "persons.noise",
    ),
    Benchmark(
        "persons-judgments",
        "persons named in judgments",
        ("bench/ner/court-judgments.jsonl",),
        "persons.judgments",
    ),
    Benchmark("persons-traditions", "invented records of many traditions", module="persons.traditions"),
    Benchmark(
        "names", "names: one person or two", ("bench/names/pairs.csv", "bench/names/latin-cyrillic.jsonl")
    ),
    Benchmark("russian", "persons in Russian texts", ("bench/persons/russian.jsonl",)),
    Benchmark("turns", "speaker turns", ("corpus", "bench/persons/turns-dev.jsonl")),
    Benchmark("dates", "dates and their values", ("bench/persons/dates-dev.jsonl", "bench/dates/gum.jsonl")),
    Benchmark("ingest", "speed of a whole ingest", ("corpus/moscow-trial-1936", "corpus/moscow-trial-1938")),
    Benchmark("http", "faceted search through HTTP", ("bench/scale/old-bailey-passages.jsonl.gz",)),
    Benchmark("start", "start of command line and server"),
    Benchmark("relevance", "order of relevance, on every engine", ("bench/relevance/cranfield",)),
    Benchmark("engines", "all engines side by side", ("bench/scale/old-bailey-passages.jsonl.gz",)),
    Benchmark("resolution", "who is who in a million mentions: time and memory"),
    Benchmark("curation", "how soon a decision is seen", ("bench/scale/old-bailey-passages.jsonl.gz",)),
    Benchmark("expansion", "speed of finding any name", ("bench/scale/old-bailey-passages.jsonl.gz",)),
    Benchmark("engine", "speed of the embedded engine", ("bench/scale/old-bailey-passages.jsonl.gz",)),
)


def main() -> None:
    """Run what was asked for."""
    options = read_options()
    setting = Setting(options.shared, options.data, options.verbose, options.passages)
    for benchmark in BENCHMARKS:
        if not options.names or benchmark.is_meant(options.names):
            run(benchmark, setting)


def run(benchmark: Benchmark, setting: Setting) -> None:
    """Run one benchmark, or say what it lacks."""
    print(f"{benchmark.name}: {benchmark.measures}", flush=True)
    if missing := benchmark.missing(setting.shared):
        print(f"  left out, not there: {', '.join(map(str, missing))}")
        return
    started = time.perf_counter()
    benchmark.run(setting)
    print(f"  ({time.perf_counter() - started:.0f} s)", flush=True)


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser("python -m bench", description="Measures quality and speed.")
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(names)}; default: all")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the shared texts")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "data" / "bench", help="what is kept between runs"
    )
    parser.add_argument("--verbose", action="store_true", help="show what went wrong, and more figures")
    parser.add_argument("--passages", type=int, metavar="N", help="so many of bench/scale (engines)")
    options = parser.parse_args()
    kinds = {name.partition("-")[0] for name in names}
    if unknown := set(options.names) - set(names) - kinds:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return options


if __name__ == "__main__":
    main()
