"""The crew: who works at a Dask scheduler, as long as it has work for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Protocol

from corpus.errors import UnavailableError
from ingest.parcels import compare, installed

# Seconds: to reach the scheduler, and to do without any worker. One that died is there again within
# ten, on a busy machine thirty.
CONNECT, PATIENCE = 10.0, 60.0


class Work(Awaitable[object], Protocol):
    """A call that somebody of the crew makes: of Dask's `Future` what is used."""

    status: str


class Loop(Protocol):
    """The event loop of a client, in a thread of its own."""

    def add_callback(self, callback: Callable[..., object], *args: object) -> None:
        """Have a coroutine function run there."""


class Client(Protocol):
    """Of Dask's `Client` what is used. All calls may raise `OSError` where the scheduler is away."""

    status: str
    loop: Loop

    def submit(self, call: Callable[[], object], *, pure: bool) -> Work:
        """Have a call made; `pure` where an equal one may answer it."""

    def run(
        self, call: Callable[[], str], *, workers: list[str], on_error: str
    ) -> dict[str, str | Exception]:
        """What each worker says, or how it failed."""

    def run_on_scheduler(self, call: Callable[[], str]) -> str:
        """What the scheduler says."""

    def nthreads(self) -> dict[str, int]:
        """The workers' threads, by address."""

    def wait_for_workers(self, n_workers: int, timeout: float) -> None:
        """Wait until there are some, else raise `TimeoutError`."""

    def close(self) -> None:
        """Leave the cluster, and drop what it does for this client."""


class Crew:
    """The workers, as seen last. One that has another version installed is an error."""

    def __init__(self, client: Client, address: str) -> None:
        self.address = address
        self.threads = 0
        self._client = client
        self._checked: set[str] = set()
        self._seen = monotonic()

    def gather(self) -> None:
        """Wait for the first worker; look at the scheduler, which needs Stenogram too, and at all workers."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
            _check(f"scheduler {self.address}", self._ask_scheduler())
        except TimeoutError:
            raise empty(self.address) from None
        except OSError:
            raise gone(self.address) from None
        self.look()

    def look(self) -> None:
        """See who works there now.

        Raises `InvalidError` for one of another version, `UnavailableError` where the scheduler or, for
        long, all workers have gone.
        """
        try:
            threads = self._client.nthreads()
            self._check_workers(sorted(threads.keys() - self._checked))
        except OSError:
            raise gone(self.address) from None
        self.threads = sum(threads.values())
        if threads:
            self._seen = monotonic()
        elif monotonic() - self._seen > PATIENCE:
            raise empty(self.address)

    def _ask_scheduler(self) -> str | Exception:
        try:
            return self._client.run_on_scheduler(installed)
        except OSError:
            raise
        except Exception as error:
            return error

    def _check_workers(self, new: list[str]) -> None:
        said = self._client.run(installed, workers=new, on_error="return") if new else {}
        for name, what in said.items():
            if not isinstance(what, OSError):  # one that cannot be asked has gone, or will be asked again
                _check(f"worker {name}", what)
                self._checked.add(name)


def _check(who: str, said: str | Exception) -> None:
    theirs = f"none that fits ({first_line(said)})" if isinstance(said, Exception) else said
    compare(who, theirs, installed())


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].rstrip(".:")


def gone(address: str) -> UnavailableError:
    """What to say where the scheduler was there, and is no more."""
    return UnavailableError(
        f"The Dask scheduler at {address} went away.",
        "Start it again, then run the same command again: it goes on from here.",
    )


def empty(address: str) -> UnavailableError:
    """What to say where nobody works."""
    return UnavailableError(
        f"The Dask scheduler at {address} has no workers.",
        f"Start some with dask worker {address} --nthreads 1, then run the same command again.",
    )
