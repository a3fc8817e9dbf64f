"""The catalogue: opening it, its published revision, its writers and their transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from corpus.catalogue.addresses import SQLITE, is_lost, make_database, parse_address, refused, unanswered
from corpus.catalogue.persistence import PATIENCE, persist
from corpus.catalogue.state import (
    IDENTITY,
    get_state,
    mint_identity,
    published_revision,
    set_state,
)
from corpus.catalogue.versions import prepare
from corpus.catalogue.writers import FileWriters, ServerWriters, Writers
from corpus.errors import InvalidError, NotIndexedError

__all__ = ["Catalogue", "get_state", "published_revision", "set_state"]

T = TypeVar("T")


class Catalogue:
    """The system of record.

    Build one with `open` or `create`; it holds a pool of connections and may be shared by threads.
    """

    def __init__(self, engine: Engine, writers: Writers) -> None:
        self.engine = engine
        self._writers = writers
        self._identity = ""
        # What who writes the authority keeps in this process from one time to the next.
        self.kept: object = None

    @classmethod
    def create(cls, directory: Path, url: str = "") -> Self:
        """Open the catalogue of a data directory, or make it. `url` names one elsewhere.

        Raises `InvalidError` for an address that is none, `UnavailableError` where nothing answers there,
        `StenogramError` for what is no catalogue, or a newer Stenogram's. None of them tells a password.
        """
        _make_folder(directory)
        address = parse_address(url) if url else URL.create(SQLITE, database=str(_database(directory)))
        engine = make_database(address)
        try:
            prepare(engine)
            return cls(engine, _writers(engine, directory, elsewhere=bool(url)))
        except DBAPIError as error:
            failure = unanswered(address, error) if is_lost(error) else refused(address, error)
            engine.dispose()
        except BaseException:
            engine.dispose()
            raise
        raise failure  # here, where no error of the driver is told with it

    @classmethod
    def open(cls, directory: Path, url: str = "") -> Self:
        """Open the catalogue of a data directory. Raises `NotIndexedError` where there is none."""
        if not url and not _database(directory).exists():
            raise NotIndexedError(
                f"Nothing has been ingested into {directory} yet.",
                "Run: stenogram ingest PATH... (or name the right folder with --data DIR).",
            )
        return cls.create(directory, url)

    def identity(self) -> str:
        """Eight letters and digits that tell this catalogue from all others, minted once."""
        if not self._identity:
            with self.engine.connect() as connection:
                found = get_state(connection, IDENTITY)
            self._identity = found or self.transact(mint_identity)
        return self._identity

    def published_revision(self) -> int:
        """The revision that readers see; 0 before the first was published."""
        with self.engine.connect() as connection:
            return published_revision(connection)

    @contextmanager
    def writing(self, *, wait: float = -1) -> Iterator[int]:
        """Hold the writers' lock and give the revision to write: one after the published one.

        Writers queue: waits up to `wait` seconds, -1 without end. Raises `UnavailableError`.
        The lock goes with its process, however that ends.
        """
        with self._writers.held(wait):
            yield self.transact(published_revision) + 1

    def transact(self, action: Callable[[Connection], T], *, patience: float = PATIENCE) -> T:
        """What `action` returns, run in one transaction; where the connection is lost, run again in another.

        So what it does must bear being done twice: whether a transaction was kept is not known when the
        connection is lost at its very end. Raises `UnavailableError` where the server is away for longer
        than `patience` seconds, or where another writer took over meanwhile: then nothing is written.
        """
        return persist(lambda: self._attempt(action), self.engine.url, patience=patience)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _attempt(self, action: Callable[[Connection], T]) -> T:
        self._writers.keep()
        with self.engine.begin() as connection:
            self._writers.fence(connection)
            return action(connection)


def _writers(engine: Engine, directory: Path, *, elsewhere: bool) -> Writers:
    """How writers queue. The lock lies beside the file that it guards, whoever names that from wherever."""
    if engine.dialect.name != SQLITE:
        return ServerWriters(engine)
    if elsewhere and engine.url.database:
        return FileWriters(Path(f"{engine.url.database}.lock").absolute())
    return FileWriters(directory / "writer.lock")


def _make_folder(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidError(
            f"{directory} cannot be used as data folder: {error.strerror}.",
            "Name another folder with --data.",
        ) from error


def _database(directory: Path) -> Path:
    return directory / "catalogue.sqlite"
