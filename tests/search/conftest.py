"""The fictional trial, indexed and served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.catalogue.catalogue import Catalogue
from search.engines.embedded.engine import EmbeddedEngine
from search.indexer import rebuild
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
    engine: EmbeddedEngine
    service: Service
    clock: Clock
    documents: tuple[str, ...]

    def publish(self, *records, grace: int = 600) -> str:
        """Write more records and publish the next generation, whose id is given."""
        with self.catalogue.writing() as revision:
            with self.catalogue.engine.begin() as db:
                Writer(db, revision).write(records)
            return rebuild(self.catalogue, self.engine, revision, grace=grace, now=self.clock)


def make_archive(folder: Path) -> Archive:
    catalogue, clock = Catalogue.create(folder), Clock()
    engine = EmbeddedEngine(folder / "index", memory=15_000_000)
    with catalogue.writing() as revision:
        with catalogue.engine.begin() as db:
            documents = write_trial(db, revision)
        rebuild(catalogue, engine, revision, now=clock)
    return Archive(catalogue, engine, Service(catalogue, engine, now=clock), clock, tuple(documents))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of the test's own."""
    made = make_archive(tmp_path)
    yield made
    made.service.close()
    made.catalogue.close()


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that the tests of a module share and do not change."""
    made = make_archive(tmp_path_factory.mktemp("trial"))
    yield made
    made.service.close()
    made.catalogue.close()
