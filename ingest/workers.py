"""Workers: documents made of files in processes beside this one or elsewhere, whatever becomes of those."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Protocol, runtime_checkable

from corpus.errors import StenogramError
from corpus.model import Document, Failure
from ingest.processing import Task, process

# A worker gets files of about this many bytes at a time: half a second of tagging.
_CHUNK = 24 * 1024
# Chunks that a worker has or that wait for it, so that it need never wait for this process.
AHEAD = 3

ExecutorFactory = Callable[[], Executor]
_Running = dict[Future[list[Document | Failure]], list[Task]]


@runtime_checkable
class Elastic(Protocol):
    """An executor that knows how much it can take: its workers come and go, or files travel to them."""

    def has_room(self, chunks: int, size: int) -> bool:
        """Whether it takes another chunk, beside those that run, of so many bytes together."""


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Workers on this machine, started afresh so that they share no connection with this process."""
    with _uninterrupted():
        return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: a pool that has started by halves can neither work nor end."""
    if threading.current_thread() is not threading.main_thread():
        # Only the main thread is ever interrupted.
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    for number in came[:1]:
        signal.raise_signal(number)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends: a killed run leaves no worker behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OPENBLAS", "OMP", "MKL"):
        # A worker is a core: threads of its own would only wait for each other. Read when numpy is loaded.
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def run_tasks(tasks: Sequence[Task], model: str, executor: ExecutorFactory) -> Iterator[Document | Failure]:
    """What becomes of the tasks, in the order in which they are done. What breaks is tried again alone.

    Raises the errors that are no file's fault, such as that of a model that is not installed.
    """
    broken: list[Task] = []
    todo = deque(chunks(tasks))
    while todo:
        with executor() as pool:
            yield from _run(pool, todo, model, broken)
    while broken:
        with executor() as pool:
            yield from _run_alone(pool, broken, model)


def _run(
    pool: Executor, todo: deque[list[Task]], model: str, broken: list[Task]
) -> Iterator[Document | Failure]:
    """Keep the workers busy with a bounded number of chunks, until none is left or the pool is broken.

    The tasks of chunks that break go to `broken`.
    """
    running: _Running = {}
    while True:
        _submit(pool, todo, model, running)
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = running.pop(future)
            try:
                yield from future.result()
            except StenogramError:
                raise
            except Exception:
                broken += chunk


def _submit(pool: Executor, todo: deque[list[Task]], model: str, running: _Running) -> None:
    """Hand over chunks while there is room. A broken pool takes no more: the next one will."""
    with suppress(BrokenExecutor):
        while todo and _has_room(pool, running):
            running[_start(pool, todo[0], model)] = todo[0]
            todo.popleft()


def _start(pool: Executor, chunk: list[Task], model: str) -> Future[list[Document | Failure]]:
    # The first chunks start the pool's workers.
    with _uninterrupted():
        return pool.submit(process, chunk, model)


def _has_room(pool: Executor, running: _Running) -> bool:
    if isinstance(pool, Elastic):
        return pool.has_room(len(running), sum(task.size for chunk in running.values() for task in chunk))
    return len(running) < AHEAD * (getattr(pool, "_max_workers", 0) or 8)


def _run_alone(pool: Executor, tasks: list[Task], model: str) -> Iterator[Document | Failure]:
    """Take tasks one by one, until none is left or one has broken the pool."""
    while tasks:
        task = tasks.pop(0)
        try:
            yield from _start(pool, [task], model).result()
        except StenogramError:
            raise
        except BrokenExecutor:
            remedy = (
                "It may need more memory than there is: "
                "split the file, or use fewer --workers (in a cluster, ones with more memory)."
            )
            yield Failure(task.source, "the worker that read it died, twice", remedy)
            return
        except Exception as error:
            reason = f"reading it failed: {type(error).__name__}: {error}".splitlines()[0]
            yield Failure(task.source, reason, "This is a fault of Stenogram: report it, with the file.")


def chunks(tasks: Sequence[Task], size: int = _CHUNK) -> Iterator[list[Task]]:
    """Tasks in groups of about `size` bytes."""
    group: list[Task] = []
    total = 0
    for task in tasks:
        group.append(task)
        total += task.size
        if total >= size:
            yield group
            group, total = [], 0
    if group:
        yield group
