"""Speed of `names?q=`: what a name could be, among the names of real passages and among 200,000 made-up ones.

    python -m bench expansion

Half of the names that are asked for have a wrong letter. The first answer includes reading the surnames
once for a generation; the others are to names that were not asked before.
"""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.figures import Target, centile, show, show_load
from bench.scale import ensure_loaded, read_lines
from bench.setting import Setting
from corpus.catalogue.catalogue import Catalogue
from search.engines.embedded import EmbeddedEngine
from search.service.service import Service

PASSAGES = "bench/scale/old-bailey-passages.jsonl.gz"
FORMS = 200_000
TIMES = 200
TARGET = Target(200)
_SEED = 11
_LETTERS = "abcdefghijklmnoprstuvwy"


class Spent(NamedTuple):
    """Milliseconds by the clock and of the processor, which others on the machine do not lengthen."""

    clock: float
    processor: float


def main(setting: Setting) -> None:
    """Print the times on both catalogues."""
    show_load()
    known = sorted({name for line in read_lines(setting.shared / PASSAGES) for name in line["persons"]})
    report("206,411 passages", ensure_loaded(setting.shared / PASSAGES, setting.data / "scale"), known)
    made = sorted(make_names(known))
    report(f"{FORMS:,} forms", ensure_made(made, setting.data / "forms"), made)


def report(what: str, data: Path, known: list[str]) -> None:
    """Ask for names of a catalogue, half of them with a wrong letter."""
    asked = random.Random(_SEED).sample([name for name in known if len(name) > 8], TIMES + 1)
    with closing(Catalogue.open(data)) as catalogue:
        service = Service(catalogue, EmbeddedEngine(data / "index"))
        times = [ask(service, misspell(name, n) if n % 2 else name) for n, name in enumerate(asked)]
    show(f"{what}: the first name", times[0].clock, "ms")
    show(f"{what}: median of {TIMES} names", median(one.clock for one in times[1:]), "ms", TARGET)
    show(f"{what}: 99%", centile([one.clock for one in times[1:]], 99), "ms")
    show(f"{what}: median, of the processor", median(one.processor for one in times[1:]), "ms")


def ask(service: Service, name: str) -> Spent:
    """The milliseconds of an answer."""
    clock, processor = time.perf_counter(), time.process_time()
    service.names(name, limit=100)
    return Spent((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000)


def misspell(name: str, seed: int) -> str:
    """A name with one letter of its last word left out, exchanged, put in, or in its neighbour's place."""
    chosen = random.Random(seed)
    before, _, word = name.rpartition(" ")
    if len(word) < 4:
        return name
    at, other = chosen.randrange(1, len(word) - 1), chosen.choice(_LETTERS)
    wrong = (word[:at] + other + word[at:], word[:at] + word[at + 1 :], word[:at] + other + word[at + 1 :])
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return f"{before} {chosen.choice((*wrong, swapped))}".strip()


def make_names(known: list[str]) -> set[str]:
    """Given names and surnames of known names, put together anew."""
    chosen = random.Random(_SEED)
    parts = [name.title().rpartition(" ") for name in known]
    given, surnames = [part[0] for part in parts], [part[2] for part in parts]
    found: set[str] = set()
    while len(found) < FORMS:
        found.add(f"{chosen.choice(given)} {chosen.choice(surnames)}".strip())
    return found


def ensure_made(names: list[str], data: Path) -> Path:
    """A catalogue in which each name is mentioned once."""
    file = data.with_suffix(".jsonl.gz")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(file, "wt", encoding="utf-8", compresslevel=1) as lines:
            lines.writelines(json.dumps(line) + "\n" for line in make_lines(names))
    return ensure_loaded(file, data)


def make_lines(names: list[str]) -> Iterator[dict[str, object]]:
    """Passages of ten names, a hundred in a document."""
    for number, first in enumerate(range(0, len(names), 10)):
        persons = names[first : first + 10]
        document = f"{number // 100:06}"
        yield {
            "id": f"{document}.{number}",
            "doc": document,
            "year": 1800,
            "text": "; ".join(persons),
            "persons": persons,
        }
