"""A cluster: documents made of files by the workers of a Dask scheduler, on whichever machines they run.

The bytes of files travel with the work, so workers need not see the files. A worker that dies costs
nothing but time, for the scheduler gives its work to another; a scheduler that goes away ends the run,
and the next one goes on from there. Dask is imported only where a cluster is asked for.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

from corpus.errors import InvalidError, StenogramError, UnavailableError
from ingest.crew import CONNECT, Client, Crew, Work, first_line, gone
from ingest.parcels import Parcel, pack, unpack
from ingest.processing import process
from ingest.workers import AHEAD, ExecutorFactory

P = ParamSpec("P")
T = TypeVar("T")

# `pack` as `submit` calls it, which cannot know the types of what it is given.
_pack: Callable[..., Parcel] = pack

# Seconds between looks at who works there.
LOOK = 2.0
# Bytes of files that are on their way or being read: scheduler and workers hold them in memory.
IN_FLIGHT = 512 * 1024 * 1024


def cluster_pool(address: str) -> ExecutorFactory:
    """The workers of the scheduler at an address such as tcp://host:8786. Connects when they are needed.

    Raises `InvalidError` where Dask is not installed or the address cannot be one.
    """
    if "@" in address:
        raise InvalidError("A scheduler's address has neither user nor password.", "Use tcp://host:8786.")
    try:
        dask = import_module("distributed")
    except ImportError:
        raise InvalidError("A cluster needs Dask.", "Install stenogram[cluster].") from None
    for name in ("distributed", "distributed.client"):
        # It would log tracebacks of what our errors say.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return partial(_open, dask, address)


def _open(dask: ModuleType, address: str) -> ClusterExecutor:
    try:
        _reach(dask, address)
        client: Client = dask.Client(address, timeout=CONNECT, set_as_default=False)
    except OSError:
        raise UnavailableError(
            f"No Dask scheduler answers at {address}.",
            "Start it with dask scheduler, or mend the address; then run the same command again.",
        ) from None
    except (ValueError, TypeError, ImportError) as error:
        raise InvalidError(
            f"The scheduler's address {address} cannot be used: {first_line(error)}.",
            "Use tcp://host:8786, or tls:// with the certificates in Dask's configuration.",
        ) from None
    try:
        crew = Crew(client, address)
        crew.gather()
    except BaseException:
        client.close()
        raise
    return ClusterExecutor(client, crew, dask.scheduler.KilledWorker)


def _reach(dask: ModuleType, address: str) -> None:
    """Ask who is there, for a bounded time. A client would wait without end for what is no scheduler."""

    async def ask() -> None:
        secrets = dask.Security().get_connection_args("client")
        async with dask.rpc(address, connection_args=secrets, timeout=CONNECT) as scheduler:
            await asyncio.wait_for(scheduler.identity(), CONNECT)

    # In a thread, for the caller's may have an event loop that runs.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, ask()).result()


class ClusterExecutor(Executor):
    """Has calls made by a crew. It closes the client.

    It is not Dask's own executor, whose futures wait for ever for a result that cannot be fetched.
    """

    def __init__(self, client: Client, crew: Crew, killed: type[Exception]) -> None:
        self._client, self._crew, self._killed = client, crew, killed
        self._running: set[Future[Any]] = set()
        self._lost: StenogramError | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._keep_looking, daemon=True)
        self._watch.start()

    def has_room(self, chunks: int, size: int) -> bool:
        """Work enough for all threads that are there now, of bounded bytes, but always some."""
        return not chunks or (chunks < AHEAD * self._crew.threads and size < IN_FLIGHT)

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a call made. The files of a call of `process` are read here, and travel along.

        The future raises `BrokenExecutor` where it killed several workers.
        """
        call = partial(unpack, _pack(*args)) if work is process else partial(work, *args, **kwargs)
        future: Future[T] = Future()
        with self._lock:
            if self._lost:
                raise self._lost
            self._running.add(future)
        self._client.loop.add_callback(self._hand_over, self._send(call), future)
        return future

    def _send(self, call: Callable[[], object]) -> Work:
        quiet = {"distributed.admin.large-graph-warning-threshold": f"{IN_FLIGHT}B"}
        try:
            with import_module("dask").config.set(quiet):
                return self._client.submit(call, pure=False)
        except Exception:
            if self._client.status == "running":
                raise
            raise gone(self._crew.address) from None

    async def _hand_over(self, work: Work, future: Future[object]) -> None:
        """Let a future end as its work does, however that is."""
        try:
            self._end(future, await work)
        except self._killed as error:
            self._fail(future, BrokenExecutor(first_line(error)))
        except BaseException as error:
            # Work without an error of its own was cancelled, or its result cannot be fetched.
            self._fail(future, error if work.status == "error" else gone(self._crew.address))

    def _end(self, future: Future[object], result: object) -> None:
        with self._lock:
            self._running.discard(future)
            if not future.done():
                future.set_result(result)

    def _fail(self, future: Future[Any], error: BaseException) -> None:
        with self._lock:
            self._running.discard(future)
            if not future.done():
                future.set_exception(error)

    def _keep_looking(self) -> None:
        """Follow who joins and leaves. Where nobody is left, what runs would never end."""
        while not self._closed.wait(LOOK):
            try:
                self._crew.look()
            except Exception as error:
                self._lose(error if isinstance(error, StenogramError) else gone(self._crew.address))
                return

    def _lose(self, error: StenogramError) -> None:
        with self._lock:
            self._lost = error
            running = list(self._running)
        for future in running:
            self._fail(future, error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster. What is not done is dropped."""
        self._closed.set()
        self._client.close()
        self._watch.join()
