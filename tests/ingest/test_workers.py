"""Workers in processes, and what becomes of tasks whose process dies; no text is read here."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from corpus.errors import UnavailableError
from corpus.manifest import CollectionManifest
from corpus.model import Failure, Source
from ingest.processing import Task
from ingest.workers import AHEAD, run_tasks

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

# Each task is a chunk of its own.
SIZE = 24 * 1024


def make_tasks(names: list[str]) -> list[Task]:
    return [
        Task(Path(name), Source("harbour", name, name), "text/plain", "", CollectionManifest("harbour"), SIZE)
        for name in names
    ]


def note(tasks: list[Task], _model: str) -> list[Failure]:
    """Stands in for `process`: says which files came, and dies of those called killer."""
    if any(task.path.name.startswith("killer") for task in tasks):
        os._exit(7)
    return [Failure(task.source, "seen", "") for task in tasks]


class Noting:
    """An executor that calls `note` in place of what it is given."""

    def __init__(self, pool, workers: int = 1) -> None:
        self._pool, self._max_workers = pool, workers

    def submit(self, _process: Callable, *arguments) -> Future:
        return self._pool.submit(note, *arguments)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._pool.shutdown()


def forked() -> Noting:
    return Noting(ProcessPoolExecutor(1, mp_context=get_context("fork")))


MANY = [f"{number:02}.txt" for number in range(5 * AHEAD)]


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["a.txt"],
        MANY,
        ["killer.txt"],
        ["killer.txt", *MANY],
        [*MANY, "killer.txt"],
        [*MANY[:7], "killer-1.txt", *MANY[7:], "killer-2.txt"],
    ],
)
def test_every_task_comes_back_once_wherever_the_killers_are(names):
    came = Counter(
        (failure.source.path, failure.reason) for failure in run_tasks(make_tasks(names), "", forked)
    )
    died = "the worker that read it died, twice"
    assert came == Counter((name, died if name.startswith("killer") else "seen") for name in names)


class Narrow(Noting):
    """Takes one chunk at a time, and notes what it was asked."""

    def __init__(self) -> None:
        super().__init__(ThreadPoolExecutor(1))
        self.asked: list[tuple[int, int]] = []

    def has_room(self, chunks: int, size: int) -> bool:
        self.asked.append((chunks, size))
        return not chunks


def test_an_executor_that_knows_its_room_is_asked_and_gets_no_more():
    pool = Narrow()
    assert len(list(run_tasks(make_tasks(MANY), "", lambda: pool))) == len(MANY)
    assert set(pool.asked) == {(0, 0), (1, SIZE)}


class Away(Noting):
    """An executor whose scheduler went away."""

    def submit(self, _process: Callable, *arguments) -> Future:
        raise UnavailableError("The scheduler went away.")


def test_workers_that_are_away_end_the_run():
    with pytest.raises(UnavailableError, match="went away"):
        list(run_tasks(make_tasks(MANY), "", lambda: Away(ThreadPoolExecutor(1))))


class Interrupted(Noting):
    """An executor that is interrupted while it starts its workers."""

    started = False

    def submit(self, _process: Callable, *arguments) -> Future:
        signal.raise_signal(signal.SIGINT)
        self.started = True
        return super().submit(_process, *arguments)


def test_an_interruption_waits_until_a_worker_has_started():
    pool = Interrupted(ThreadPoolExecutor(1))
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        list(run_tasks(make_tasks(MANY), "", lambda: pool))
    assert pool.started
    assert signal.getsignal(signal.SIGINT) is before
