"""The pipeline: which files need work, and one transaction for each document that workers make.

Killed anywhere, the next run goes on where this one stopped: a document is in the catalogue whole or
not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import Connection

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.ids import document_id
from corpus.catalogue.writing import (
    Known,
    forget_failures,
    known_documents,
    move_document,
    put_collection,
    put_document,
    put_failure,
    remove_document,
)
from corpus.errors import DocumentError
from corpus.model import Document, Failure, Source
from ingest.processing import Task
from ingest.recipe import in_language, recipe
from ingest.scan import FoundFile, Scan
from ingest.workers import ExecutorFactory, run_tasks


@dataclass(slots=True)
class IngestReport:
    """What a run did. `languages` counts the documents read by language; `gone` are documents whose files lie
    no more where they were."""

    read: int = 0
    unchanged: int = 0
    removed: int = 0
    words: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many files could not be read, without those that have no reader."""
        return sum(not failure.skipped for failure in self.failures)

    @property
    def found_nothing(self) -> bool:
        """Whether there was no file to read, now or before."""
        return not (self.read or self.unchanged or self.failed or self.gone or self.removed)


Progress = Callable[[Document | Failure], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: tasks by size, what is unchanged, what has gone.

    `moved` are unchanged documents, by id, whose files lie elsewhere now or were given otherwise.
    """

    tasks: tuple[Task, ...]
    unchanged: tuple[str, ...]
    moved: tuple[tuple[str, Source], ...]
    gone: tuple[Known, ...]
    failures: tuple[Failure, ...]

    @property
    def size(self) -> int:
        """The bytes of all tasks."""
        return sum(task.size for task in self.tasks)


def plan(catalogue: Catalogue, found: Scan, model: str, revision: int) -> Plan:
    """Compare files with the catalogue."""
    with catalogue.engine.connect() as connection:
        known = known_documents(connection, revision)
    clashes: list[Failure] = []
    tasks: list[Task] = []
    unchanged: list[str] = []
    moved: list[tuple[str, Source]] = []
    seen: dict[str, str] = {}
    for file in found.files:
        name = document_id(file.source.collection, file.source.relative)
        before = known.get(name)
        other = seen.get(name) or _elsewhere(before, file)
        if other:
            clashes.append(_clash(file, other))
            continue
        seen[name] = file.source.path
        task = _task(file, model)
        if before is None or not _is_current(before, task, model):
            tasks.append(task)
            continue
        unchanged.append(name)
        if (before.source, before.origin) != (file.source.path, file.source.origin):
            moved.append((name, file.source))
    gone = [k for k in known.values() if k.id not in seen and _is_gone(k, found)]
    tasks.sort(key=lambda task: -task.size)
    failures = (*found.failures, *clashes)
    return Plan(tuple(tasks), tuple(unchanged), tuple(moved), tuple(gone), failures)


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
    catalogue.transact(partial(_note, found, todo))
    for failure in todo.failures:
        _write(catalogue, failure, revision, report, progress)
    for result in run_tasks(todo.tasks, model, executor):
        _write(catalogue, result, revision, report, progress)
    if remove_gone:
        report.removed = catalogue.transact(
            lambda db: sum(remove_document(db, gone.id, revision) for gone in todo.gone)
        )
    _forget_failures(catalogue, found, report)
    return report


def _note(found: Scan, todo: Plan, db: Connection) -> None:
    """Note what is known before any file is read: collections, and where unchanged files lie now."""
    for name, manifest in found.manifests.items():
        put_collection(db, name, manifest.title, manifest.description)
    for name, source in todo.moved:
        move_document(db, name, source)


def _forget_failures(catalogue: Catalogue, found: Scan, report: IngestReport) -> None:
    """Forget earlier failures of files that were looked at again, or have gone."""
    again = {document_id(failure.source.collection, failure.source.relative) for failure in report.failures}

    def outdated(name: str, collection: str, path: str) -> bool:
        gone = collection in found.manifests and not _unless_locked(Path(path).exists)
        return name not in again and (gone or path in found.looked_at)

    catalogue.transact(lambda db: forget_failures(db, outdated))


def _write(
    catalogue: Catalogue, result: Document | Failure, revision: int, report: IngestReport, progress: Progress
) -> None:
    result = _put(catalogue, result, revision)
    if isinstance(result, Document):
        report.read += 1
        report.words += result.words
        report.languages[result.reading.bibliography.language] += 1
    else:
        report.failures.append(result)
    progress(result)


def _put(catalogue: Catalogue, result: Document | Failure, revision: int) -> Document | Failure:
    """Write what became of a file; a document that cannot be kept becomes a failure."""
    if isinstance(result, Document):
        document = result
        try:
            catalogue.transact(lambda db: put_document(db, document, revision))
            return document
        except DocumentError as error:
            result = Failure(document.source, error.message.rstrip("."), error.remedy)
    failure = result
    catalogue.transact(lambda db: put_failure(db, failure))
    return failure


def _task(file: FoundFile, model: str) -> Task:
    stated = file.manifest.bibliography_for(file.source.relative)
    return Task(
        file.path,
        file.source,
        file.media_type,
        recipe(model, stated),
        file.manifest,
        file.size,
    )


def _is_current(before: Known, task: Task, model: str) -> bool:
    """Whether the same bytes would be read in the same way; the language is that of the last reading."""
    recipe = in_language(task.recipe, before.language, model)
    return before.recipe == recipe and before.sha256 == _digest(task.path)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty for one that cannot be read, which its worker will say."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _elsewhere(before: Known | None, file: FoundFile) -> str:
    """The path of another file that still exists and has the document's id; else empty."""
    if before is None:
        return ""
    other = before.path
    if other == file.path or not _unless_locked(other.is_file):
        return ""
    return "" if _unless_locked(partial(other.samefile, file.path), otherwise=False) else before.source


def _clash(file: FoundFile, other: str) -> Failure:
    reason = f"{other} is already {file.source.relative} in the collection {file.source.collection}"
    # The id belongs to the other file: this one's failure goes by its whole path.
    source = replace(file.source, relative=file.source.path)
    return Failure(source, reason, "Give it another collection with --collection NAME.")


def _is_gone(known: Known, found: Scan) -> bool:
    """Whether a document of one of the scanned collections lies no more where it was read."""
    return known.collection in found.manifests and not _unless_locked(known.path.is_file)


def _unless_locked(look: Callable[[], bool], *, otherwise: bool = True) -> bool:
    """What a look at a file says; `otherwise` where its folder is locked: what lies in there has not gone."""
    try:
        return look()
    except OSError:
        return otherwise
