"""The lock that makes writers queue: a file's with SQLite, the server's with PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from corpus.catalogue.persistence import PATIENCE, persist
from corpus.catalogue.schema import state
from corpus.catalogue.state import WRITER, set_state
from corpus.errors import UnavailableError

# Advisory locks are numbers, two of them: ours (the letters "Sten"), and what for.
LOCKS = 0x5374656E
_WRITERS = 1

# Who was waiting when the server went away lets the one who held the lock go first.
_COURTESY = 3.0
_LOCK_NOT_AVAILABLE = "55P03"


class Writers(Protocol):
    """How writers of one catalogue queue."""

    def held(self, wait: float) -> AbstractContextManager[None]:
        """Hold the lock; waits up to `wait` seconds, -1 without end. Raises `UnavailableError`."""

    def fence(self, connection: Connection) -> None:
        """Raise `UnavailableError` if another writer has taken over, else keep it out of this transaction."""

    def keep(self) -> None:
        """Take the lock again if it was held and lost."""


class FileWriters:
    """Writers of one machine: the system frees the lock however its process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the file's lock."""
        lock = FileLock(self._path)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise _busy() from None
        try:
            yield
        finally:
            lock.release()

    def fence(self, connection: Connection) -> None:
        """The system keeps others out."""

    def keep(self) -> None:
        """A file's lock is not lost."""


@dataclass(slots=True)
class _Held:
    """The lock as it is held: by a session of the server, and by a token in the catalogue."""

    session: Connection
    token: str


class ServerWriters:
    """Writers of any number of machines.

    The server frees the lock with its session, which may end while the writer lives on. So the lock alone
    is no proof: who takes it leaves a token, and each transaction of a writer checks that it is its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: _Held | None = None
        self._keeping = Lock()  # threads share the catalogue, but not at once a connection

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the server's lock, on a connection of its own."""
        tries = iter((0.0,))
        patience = PATIENCE if wait < 0 else 0
        taken = persist(lambda: self._take(wait, next(tries, _COURTESY)), self._engine.url, patience=patience)
        self._held = taken
        try:
            yield
        finally:
            self._held = None
            _give_back(taken.session)

    def fence(self, connection: Connection) -> None:
        """Whoever takes over waits until this transaction has ended."""
        if self._held is None:
            return
        query = select(state.c.value).where(state.c.name == WRITER).with_for_update(read=True)
        if connection.execute(query).scalar() != self._held.token:
            raise UnavailableError(
                "The connection to the catalogue was lost, and another process writes to it now.",
                "Run the command again when that has finished: what is in the catalogue stays there.",
            )

    def keep(self) -> None:
        """Take the lock again where its session has ended. Where that fails, the token decides."""
        with self._keeping:
            held = self._held
            if held is not None and not _answers(held.session):
                self._retake(held)

    def _retake(self, held: _Held) -> None:
        session = self._connect()
        if session.scalar(select(func.pg_try_advisory_lock(LOCKS, _WRITERS))):
            held.session = session
        else:
            _give_up(session)

    def _connect(self) -> Connection:
        """A connection out of the pool, without transactions: it may be held for hours."""
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        session.detach()
        return session

    def _take(self, wait: float, courtesy: float) -> _Held:
        session = self._connect()
        try:
            time.sleep(courtesy)
            _lock(session, wait)
            return _Held(session, _leave_token(session))
        except BaseException:
            _give_up(session)
            raise


def _lock(session: Connection, wait: float) -> None:
    # At least a moment: the transaction of a writer that lost its lock may be about to end.
    milliseconds = 0 if wait < 0 else max(int(wait * 1000), 1)
    session.execute(text(f"SET lock_timeout = {milliseconds}"))
    try:
        session.execute(select(func.pg_advisory_lock(LOCKS, _WRITERS)))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            raise _busy() from None
        raise
    session.execute(text("SET lock_timeout = 0"))


def _leave_token(session: Connection) -> str:
    """Waits for the last transaction of a writer that lost its lock."""
    token = token_hex(8)
    set_state(session, WRITER, token)
    return token


def _answers(session: Connection) -> bool:
    """Whether the session lives; what is left of one that does not is given up."""
    try:
        session.execute(select(1))
    except SQLAlchemyError:
        _give_up(session)
        return False
    return True


def _give_back(session: Connection) -> None:
    """Unlock, where the session still lives: the server itself takes a moment to see that it was closed."""
    with suppress(SQLAlchemyError):
        session.execute(select(func.pg_advisory_unlock(LOCKS, _WRITERS)))
    _give_up(session)


def _give_up(session: Connection) -> None:
    with suppress(SQLAlchemyError):
        session.close()


def _busy() -> UnavailableError:
    return UnavailableError(
        "Another process is writing to this catalogue.", "Try again when it has finished."
    )
