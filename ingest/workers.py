"""Workers: documents made of files in processes beside this one, whatever becomes of those."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from corpus.errors import StenogramError
from corpus.model import Document, Failure
from ingest.processing import Task, process

# A worker gets files of about this many bytes at a time: half a second of tagging.
_CHUNK = 24 * 1024
_AHEAD = 3

ExecutorFactory = Callable[[], Executor]


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Workers on this machine, started afresh so that they share no connection with this process."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)


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
    if tasks:
        with executor() as pool:
            yield from _run(pool, chunks(tasks), model, broken)
    while broken:
        with executor() as pool:
            yield from _run_alone(pool, broken, model)


def _run(
    pool: Executor, todo: Iterator[list[Task]], model: str, broken: list[Task]
) -> Iterator[Document | Failure]:
    """Keep the workers busy with a bounded number of chunks; the tasks of those that break go to `broken`."""
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
            except StenogramError:
                raise
            except Exception:
                broken += chunk


def _run_alone(pool: Executor, tasks: list[Task], model: str) -> Iterator[Document | Failure]:
    """Take tasks one by one, until none is left or one has broken the pool."""
    while tasks:
        task = tasks.pop(0)
        try:
            yield from pool.submit(process, [task], model).result()
        except StenogramError:
            raise
        except BrokenProcessPool:
            remedy = "It may need more memory than there is: split the file, or use fewer --workers."
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
