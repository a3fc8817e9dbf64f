"""The pipeline: which files need work, workers that do it, one transaction a document.

Killed anywhere, the next run goes on where this one stopped: a document is in the catalogue whole or
not at all.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.ids import document_id
from corpus.catalogue.writing import (
    Known,
    drop_failures,
    known_documents,
    put_collection,
    put_document,
    put_failure,
    remove_document,
)
from corpus.model import Document, Failure
from ingest.processing import Task, process
from ingest.recipe import recipe
from ingest.scan import FoundFile, Scan

# A worker gets files of about this many bytes at a time: a second of tagging.
_CHUNK = 48 * 1024
_AHEAD = 3


@dataclass(slots=True)
class IngestReport:
    """What a run did. `gone` are documents whose files lie no more where they were."""

    read: int = 0
    unchanged: int = 0
    removed: int = 0
    words: int = 0
    failures: list[Failure] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many files could not be read, without those that have no reader."""
        return sum(not failure.skipped for failure in self.failures)


Progress = Callable[[Document | Failure], None]
ExecutorFactory = Callable[[], Executor]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: tasks by size, what is unchanged, what has gone."""

    tasks: tuple[Task, ...]
    unchanged: tuple[str, ...]
    gone: tuple[Known, ...]
    failures: tuple[Failure, ...]

    @property
    def size(self) -> int:
        """The bytes of all tasks."""
        return sum(task.path.stat().st_size for task in self.tasks)


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Workers on this machine, started afresh so that they share no connection with this process."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends: a killed run leaves no worker behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def plan(catalogue: Catalogue, found: Scan, model: str, revision: int) -> Plan:
    """Compare files with the catalogue."""
    with catalogue.engine.connect() as connection:
        known = known_documents(connection, revision)
    clashes: list[Failure] = []
    tasks: list[Task] = []
    unchanged: list[str] = []
    for file in found.files:
        name = document_id(file.source.collection, file.source.relative)
        task = _task(file, model)
        before = known.get(name)
        if before is not None and _elsewhere(before, file):
            clashes.append(_clash(file, before))
        elif before is not None and (before.sha256, before.recipe) == (_digest(file.path), task.recipe):
            unchanged.append(name)
        else:
            tasks.append(task)
    seen = {document_id(file.source.collection, file.source.relative) for file in found.files}
    gone = [k for k in known.values() if k.id not in seen and _is_gone(k, found)]
    tasks.sort(key=lambda task: -task.path.stat().st_size)
    return Plan(tuple(tasks), tuple(unchanged), tuple(gone), (*found.failures, *clashes))


def ingest(
    catalogue: Catalogue,
    found: Scan,
    todo: Plan,
    revision: int,
    *,
    model: str,
    executor: ExecutorFactory,
    progress: Progress = lambda _: None,
    remove_gone: bool = False,
) -> IngestReport:
    """Do what a plan says, under the writers' lock. A broken file becomes a failure, the rest goes on."""
    report = IngestReport(unchanged=len(todo.unchanged), gone=list(todo.gone))
    with catalogue.engine.begin() as connection:
        for name, manifest in found.manifests.items():
            put_collection(connection, name, manifest.title, manifest.description)
        drop_failures(connection, todo.unchanged)
    for failure in todo.failures:
        _write(catalogue, failure, revision, report, progress)
    for result in _results(todo.tasks, model, executor):
        _write(catalogue, result, revision, report, progress)
    if remove_gone:
        with catalogue.engine.begin() as connection:
            report.removed = sum(remove_document(connection, gone.id, revision) for gone in todo.gone)
    return report


def _write(
    catalogue: Catalogue, result: Document | Failure, revision: int, report: IngestReport, progress: Progress
) -> None:
    with catalogue.engine.begin() as connection:
        if isinstance(result, Document):
            put_document(connection, result, revision)
            report.read += 1
            report.words += result.words
        else:
            put_failure(connection, result)
            report.failures.append(result)
    progress(result)


def _results(tasks: Sequence[Task], model: str, executor: ExecutorFactory) -> Iterator[Document | Failure]:
    """Documents in the order in which they are done; what breaks its worker is tried once more alone."""
    broken: list[Task] = []
    if tasks:
        with executor() as pool:
            yield from _run(pool, chunks(tasks), model, broken)
    for task in broken:
        alone: list[Task] = []
        with executor() as pool:
            yield from _run(pool, iter([[task]]), model, alone)
        if alone:
            yield Failure(
                task.source,
                "the worker that read it died, twice",
                "It may need more memory than there is: split the file, or use fewer --workers.",
            )


def _run(
    pool: Executor, todo: Iterator[list[Task]], model: str, broken: list[Task]
) -> Iterator[Document | Failure]:
    """Keep the workers busy with a bounded number of chunks; chunks of dead workers go to `broken`."""
    ahead = _AHEAD * (getattr(pool, "_max_workers", 0) or 8)
    running: dict[Future[list[Document | Failure]], list[Task]] = {}
    while True:
        for chunk in islice(todo, ahead - len(running)):
            try:
                running[pool.submit(process, chunk, model)] = chunk
            except BrokenProcessPool:
                broken += chunk
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = running.pop(future)
            try:
                yield from future.result()
            except BrokenProcessPool:
                broken += chunk


def chunks(tasks: Sequence[Task], size: int = _CHUNK) -> Iterator[list[Task]]:
    """Tasks in groups of about `size` bytes."""
    group: list[Task] = []
    total = 0
    for task in tasks:
        group.append(task)
        total += task.path.stat().st_size
        if total >= size:
            yield group
            group, total = [], 0
    if group:
        yield group


def _task(file: FoundFile, model: str) -> Task:
    stated = file.manifest.bibliography_for(file.source.relative)
    return Task(
        file.path,
        file.source,
        file.media_type,
        recipe(model, stated),
        file.manifest,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _elsewhere(before: Known, file: FoundFile) -> bool:
    """Whether the document's id belongs to another file that still exists."""
    other = Path(before.source)
    return other.resolve() != file.path.resolve() and other.is_file()


def _clash(file: FoundFile, before: Known) -> Failure:
    reason = f"{before.source} is already {file.source.relative} in the collection {before.collection}"
    return Failure(file.source, reason, "Give it another collection with --collection NAME.")


def _is_gone(known: Known, found: Scan) -> bool:
    """Whether a document of one of the scanned collections lies no more where it was read."""
    return known.collection in found.manifests and not Path(known.source).is_file()
