"""`ingest` and `index`: from files to a published index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from corpus.authority import update_authority
from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.catalogue.reading.generations import read_published
from corpus.errors import UnavailableError
from corpus.model import Document, Failure
from ingest.cluster import cluster_pool
from ingest.languages import missing_taggers
from ingest.pipeline import IngestReport, Plan, ingest, plan
from ingest.scan import Scan, scan
from ingest.workers import ExecutorFactory, process_pool
from search.indexer import Indexing, rebuild, refresh
from stenogram.output import harmless, notes
from stenogram.parts import catalogue_for, make_engine
from stenogram.settings import Settings

_SHOWN = 20


def run_ingest(
    settings: Settings,
    paths: Sequence[Path],
    *,
    collection: str = "",
    remove_gone: bool = False,
    cluster: str = "",
) -> IngestReport:
    """Read what is new or changed, work out persons, publish an index. Prints progress and what failed.

    Reads in processes of this machine, or on the workers of a Dask scheduler at the address `cluster`.
    """
    found = scan(paths, collection, settings.max_file_mb * 1024 * 1024)
    with catalogue_for(settings, create=True) as catalogue, writing(catalogue) as revision:
        todo = plan(catalogue, found, settings.model, revision)
        executor = _executor(settings, todo, cluster)
        report = _ingest(settings, catalogue, found, todo, revision, executor, remove_gone=remove_gone)
        publish(settings, catalogue, revision)
    return report


def run_index(settings: Settings) -> int:
    """Build the index anew from the catalogue, without tagging. Returns how many passages it holds."""
    with catalogue_for(settings) as catalogue, writing(catalogue) as revision:
        publish(settings, catalogue, revision, anew=True)
        with catalogue.engine.connect() as connection:
            published = read_published(connection)
    return published.passages if published else 0


def publish(settings: Settings, catalogue: Catalogue, revision: int, *, anew: bool = False) -> bool:
    """Bring persons and index up to date with the documents; False where they were.

    `anew` builds the index whether it is needed or not.
    """
    with _saying("Working out who is who"):
        update_authority(catalogue, revision)
    with catalogue.engine.connect() as connection:
        changes = get_state(connection, "changes", "0")
        current = get_state(connection, "indexed") == changes
    if current and not anew and catalogue.published_revision():
        return False
    with _saying("Indexing"), closing(make_engine(settings, catalogue)) as engine:
        work = Indexing(catalogue, engine, revision)
        rebuild(work) if anew else refresh(work)
    catalogue.transact(lambda connection: set_state(connection, "indexed", changes))
    return True


@contextmanager
def writing(catalogue: Catalogue) -> Iterator[int]:
    """The writers' lock; says so where it has to wait for another writer."""
    with ExitStack() as stack:
        try:
            revision = stack.enter_context(catalogue.writing(wait=0))
        except UnavailableError:
            notes().print("Waiting for another process that writes to this catalogue ...")
            revision = stack.enter_context(catalogue.writing())
        yield revision


def _saying(what: str) -> AbstractContextManager[object]:
    """Say on a terminal what is going on; a log is not told."""
    out = notes()
    return out.status(what) if out.is_terminal else nullcontext()


def _executor(settings: Settings, todo: Plan, cluster: str) -> ExecutorFactory:
    if cluster:
        return cluster_pool(cluster)
    return partial(process_pool, max(1, min(settings.workers, len(todo.tasks))))


def _ingest(
    settings: Settings,
    catalogue: Catalogue,
    found: Scan,
    todo: Plan,
    revision: int,
    executor: ExecutorFactory,
    *,
    remove_gone: bool,
) -> IngestReport:
    with _Bar(len(todo.tasks) + sum(not failure.skipped for failure in todo.failures)) as bar:
        return ingest(
            catalogue,
            found,
            todo,
            revision,
            model=settings.model,
            executor=executor,
            progress=bar.advance,
            remove_gone=remove_gone,
        )


class _WordsPerSecond(ProgressColumn):
    """How fast the work goes."""

    def render(self, task: Task) -> Text:
        """Words a second since the start."""
        seconds = task.elapsed or 0
        speed = task.fields.get("words", 0) / seconds if seconds else 0
        return Text(f"{speed:,.0f} words/s", style="dim")


class _Bar:
    """The progress bar; nothing is shown where no terminal is."""

    def __init__(self, documents: int) -> None:
        self._words = 0
        self._progress = Progress(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            _WordsPerSecond(),
            TimeRemainingColumn(),
            console=notes(),
            transient=True,
            disable=not documents or not notes().is_terminal,
        )
        self._task = self._progress.add_task("", total=documents, words=0)

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self, result: Document | Failure) -> None:
        """Count a document that is done."""
        if isinstance(result, Failure) and result.skipped:
            return
        self._words += result.words if isinstance(result, Document) else 0
        self._progress.update(self._task, advance=1, words=self._words)


def print_report(report: IngestReport, model: str, *, removed: bool) -> None:
    """Say what was read, what was not and why, and what has gone."""
    out = notes()
    words = f" ({report.words:,} words)" if report.read else ""
    out.print(f"Read {report.read:,} documents{words}; {report.unchanged:,} unchanged.")
    _print_failures([failure for failure in report.failures if not failure.skipped])
    for reason, count in Counter(f.reason for f in report.failures if f.skipped).most_common():
        out.print(f"{count:,} files left alone: {reason}.", markup=False)
    for said in missing_taggers(report.languages, model):
        out.print(said, markup=False)
    if report.found_nothing:
        out.print("No text, Markdown or HTML file lies there.")
    if removed:
        out.print(f"Removed {report.removed:,} documents whose files have gone.")
    elif report.gone:
        out.print(f"{len(report.gone):,} documents lie no more where they were read; they are kept:")
        for known in report.gone[:_SHOWN]:
            out.print(harmless(f"  {known.source}"), markup=False)
        out.print("  Run again with --remove-gone to remove them.")


def _print_failures(failures: Sequence[Failure]) -> None:
    out = notes()
    if not failures:
        return
    out.print(f"[red]{len(failures):,} files could not be read:[/red]")
    for failure in failures[:_SHOWN]:
        line = f"  {failure.source.path}: {failure.reason}. {failure.remedy}"
        out.print(harmless(line), markup=False, soft_wrap=True)
    if len(failures) > _SHOWN:
        out.print(f"  and {len(failures) - _SHOWN:,} more: stenogram status lists all.")
