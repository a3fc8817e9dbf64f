"""The fictional trial, indexed and served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.catalogue.catalogue import Catalogue
from search.engines.base import Engine
from search.engines.embedded.engine import EmbeddedEngine
from search.indexer import Indexing, refresh
from search.service.service import Service
from tests.trial import Writer, write_trial


@dataclass(slots=True)
class Clock:
    """Time that a test moves on."""

    seconds: float = 1_900_000_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class Archive:
    """A catalogue with the trial in it, its index, a service over both, and their clock."""

    catalogue: Catalogue
    engine: Engine
    service: Service
    clock: Clock
    documents: tuple[str, ...]

    def publish(self, *records, grace: int = 600) -> str:
        """Write more records and publish the next generation, whose id is given."""
        with self.catalogue.writing() as revision:
            with self.catalogue.engine.begin() as db:
                Writer(db, revision).write(records)
            return refresh(Indexing(self.catalogue, self.engine, revision, grace=grace, now=self.clock))

    def close(self) -> None:
        """Give up what is held open."""
        self.service.close()
        self.engine.close()
        self.catalogue.close()


def fill_archive(catalogue: Catalogue, engine: Engine) -> Archive:
    """Write the trial into an empty catalogue and index it."""
    clock = Clock()
    with catalogue.writing() as revision:
        documents = catalogue.transact(lambda db: write_trial(db, revision))
        refresh(Indexing(catalogue, engine, revision, now=clock))
    return Archive(catalogue, engine, Service(catalogue, engine, now=clock), clock, tuple(documents))


def make_archive(folder: Path) -> Archive:
    """An archive on one machine: SQLite and the embedded engine."""
    return fill_archive(Catalogue.create(folder), EmbeddedEngine(folder / "index", memory=15_000_000))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of the test's own."""
    with closing(make_archive(tmp_path)) as made:
        yield made


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that the tests of a module share and do not change."""
    with closing(make_archive(tmp_path_factory.mktemp("trial"))) as made:
        yield made
