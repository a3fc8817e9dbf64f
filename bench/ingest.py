"""Words a second of a whole ingest, against bare spaCy over the same stretches of text.

    python -m bench ingest [--verbose]

The command reads four copies of the 1936 and 1938 records into an empty data folder with two workers:
its time holds the start of processes, tagging, catalogue, persons and index. Bare is `nlp.pipe` of a
pipeline as spaCy loads it, with the components that ingest keeps, in one process of its own that has
loaded its model before the clock starts. Both run in turn, and the medians are compared. Processor
time (of all processes) stands beside the time by the clock: it tells where others use the machine too.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from bench.figures import Target, show, show_load
from bench.setting import MODEL, Setting
from ingest.cleaning import clean
from ingest.readers import media_type_of, read
from ingest.tagging import load_tagger

if TYPE_CHECKING:
    from spacy.language import Language

Result = TypeVar("Result")

COPIES = 4
WORKERS = 2
ROUNDS = 3
FASTER = Target(1.5, at_least=True)
RECORDS = ("moscow-trial-1936", "moscow-trial-1938")
# As many texts at a time as ingest gives: the default of 1,000 makes spaCy slower.
BATCH = 32


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of processors."""

    wall: float
    processor: float


def main(setting: Setting) -> None:
    """Print the speed of ingest and of spaCy alone."""
    with TemporaryDirectory() as scratch:
        records = copy_records(setting.shared / "corpus", Path(scratch) / "records")
        stretches = read_stretches(records)
        words = sum(len(stretch.split()) for stretch in stretches)
        print(f"  {words:,} words in {len(stretches):,} stretches; {ROUNDS} rounds")
        bare, whole = [], []
        for number in range(ROUNDS):
            show_load()
            bare.append(in_process(bare_pipe, stretches))
            whole.append(run_command(records, Path(scratch) / f"data-{number}"))
        show_speed("bare nlp.pipe", words, bare)
        show_speed(f"stenogram ingest --workers {WORKERS}", words, whole)
        show("ingest against bare nlp.pipe", ratio(bare, whole), "times", FASTER)
        if setting.verbose:
            tuned = [in_process(tuned_pipe, stretches)]
            show_speed("one process with the pipeline as ingest loads it", words, tuned)


def copy_records(corpus: Path, to: Path) -> Path:
    """Copies of the records, each in a folder of its own below `to`."""
    for number in range(COPIES):
        for name in RECORDS:
            shutil.copytree(corpus / name, to / f"copy-{number}" / name)
    return to


def read_stretches(records: Path) -> list[str]:
    """The stretches of text that ingest tags."""
    return [stretch for file in sorted(records.rglob("*.txt")) for stretch in stretches_of(file)]


def stretches_of(file: Path) -> list[str]:
    reading = read(media_type_of(file.name) or "text/plain", file.read_bytes())
    found = clean(reading.text, reading.ranges)
    return [found.text[start:end] for start, end in found.stretches]


def in_process(measure: Callable[[Sequence[str]], Result], stretches: Sequence[str]) -> Result:
    """Measure in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, stretches).result()


def bare_pipe(stretches: Sequence[str]) -> Spent:
    """spaCy as it comes, with the components that ingest keeps."""
    import spacy

    pipeline = spacy.load(MODEL)
    pipeline.select_pipes(enable=kept_components())
    return measure_pipe(pipeline, stretches)


def tuned_pipe(stretches: Sequence[str]) -> Spent:
    """The pipeline as ingest loads it, in one process with one thread."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    return measure_pipe(load_tagger(MODEL)._pipeline, stretches)


def kept_components() -> list[str]:
    """Asked in a process of its own: loading a tagger changes how spaCy multiplies."""
    return in_process(components_of_tagger, ())


def components_of_tagger(_: Sequence[str]) -> list[str]:
    return list(load_tagger(MODEL)._pipeline.pipe_names)


def measure_pipe(pipeline: Language, stretches: Sequence[str]) -> Spent:
    pipeline(stretches[0])
    wall, processor = time.perf_counter(), time.process_time()
    for _ in pipeline.pipe(stretches, batch_size=BATCH):
        pass
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


def run_command(records: Path, data: Path) -> Spent:
    """The whole command, as a user runs it."""
    program = str(Path(sys.executable).with_name("stenogram"))
    command = [program, "ingest", str(records), "--data", str(data), "--workers", str(WORKERS)]
    wall, processor = time.perf_counter(), processor_of_children()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return Spent(time.perf_counter() - wall, processor_of_children() - processor)


def processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ratio(bare: Sequence[Spent], whole: Sequence[Spent]) -> float:
    return median(spent.wall for spent in bare) / median(spent.wall for spent in whole)


def show_speed(name: str, words: int, rounds: Sequence[Spent]) -> None:
    show(name, words / median(spent.wall for spent in rounds), "words/s")
    times = ", ".join(f"{spent.wall:.1f} ({spent.processor:.1f})" for spent in rounds)
    print(f"      seconds (of processors): {times}")
