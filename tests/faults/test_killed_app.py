"""The program is killed while it publishes on servers: readers see the old answers or the new ones, whole,
and the same command ends what was begun."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.generations import read_generations
from search.engines.base import Generation
from search.engines.elastic import Connection, ElasticEngine
from search.query import SearchQuery
from search.service.service import Service
from tests.conftest import StenogramCommand
from tests.faults.conftest import Answer, Reader, compose, digest
from tests.servers.addresses import ElasticsearchServer
from tests.trial import Writer

pytestmark = pytest.mark.once

QUESTIONS = (SearchQuery(), SearchQuery("letters"), SearchQuery('"the harbour" -court', sort="record"))
DOCUMENTS = 20
# Seconds for the program to come to a point, on a machine that is busy with other tests.
WAIT = 90.0


@dataclass
class Site:
    """A catalogue and its index on servers, as seen from outside of the program that writes them."""

    command: StenogramCommand
    catalogue: Catalogue
    engine: ElasticEngine
    chance: random.Random = field(default_factory=lambda: random.Random(1938))

    def write(self, first: int, number: int) -> None:
        """Write documents, unpublished."""
        with self.catalogue.writing() as revision:
            records = [compose(self.chance, n) for n in range(first, first + number)]
            self.catalogue.transact(lambda db: Writer(db, revision).write(records))

    def run(self, *arguments: str | Path) -> None:
        """Run the program to its end."""
        done = self.command(*arguments)
        assert done.returncode == 0, done.stderr

    def run_until(self, point: Point, *arguments: str | Path) -> bool:
        """Kill the program at a point; False where it had ended before it was seen to be there."""
        before = frozenset(self.known())
        process = self.command.start(*arguments)
        deadline = time.monotonic() + WAIT
        while process.poll() is None and not point(self, before):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        return ended(process) != 0

    def known(self) -> dict[str, str]:
        """Generation -> state, as the catalogue tells."""
        with self.catalogue.engine.connect() as db:
            return {row.id: row.state for row in read_generations(db)}

    def reader(self) -> Reader:
        """A reader who knows what is right: as it is answered now."""
        service = Service(self.catalogue, self.engine)
        expected = {query: digest(service.search(query)) for query in QUESTIONS}
        return Reader(service, expected, pause=0.05)

    def answers(self) -> dict[SearchQuery, Answer]:
        """What a service that begins now answers."""
        with closing(Service(self.catalogue, self.engine)) as service:
            assert service.status().whole
            return {query: digest(service.search(query)) for query in QUESTIONS}


Point = Callable[[Site, frozenset[str]], bool]


def ended(process: subprocess.Popen[str]) -> int:
    _, said = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), said
    return process.returncode


def is_begun(site: Site, before: frozenset[str]) -> bool:
    return bool(set(site.engine.generations()) - before)


def is_whole(site: Site, before: frozenset[str]) -> bool:
    states = site.engine._indexes.states().items()
    whole = {str(Generation(revision, build)) for build, state in states for revision in state.whole}
    return bool(whole - before)


def is_published(site: Site, before: frozenset[str]) -> bool:
    return any(state == "published" for one, state in site.known().items() if one not in before)


POINTS = (is_begun, is_whole, is_published)


@pytest.fixture
def site(
    elasticsearch: ElasticsearchServer,
    postgresql_database: str,
    stenogram_command: StenogramCommand,
    tmp_path: Path,
) -> Iterator[Site]:
    user, password = elasticsearch.user, elasticsearch.password
    stenogram_command.environment.update(
        STENOGRAM_DATA=str(tmp_path / "data"),
        STENOGRAM_CATALOGUE=postgresql_database,
        STENOGRAM_ENGINE=elasticsearch.url,
        STENOGRAM_ENGINE_USER=user,
        STENOGRAM_ENGINE_PASSWORD=password,
    )
    connection = Connection(elasticsearch.addresses, user=user, password=password)
    with (
        closing(Catalogue.create(tmp_path / "data", postgresql_database)) as catalogue,
        closing(ElasticEngine(connection, catalogue.identity())) as engine,
    ):
        yield Site(stenogram_command, catalogue, engine)
        for generation in engine.generations():
            engine.drop(generation)


def kill_and_repeat(site: Site, point: Point, *command: str | Path) -> bool:
    """Kill the command at a point while a reader reads, then run it to its end; whether it was killed."""
    reader = site.reader()
    with reader.reading():
        killed = site.run_until(point, *command)
        found = site.answers()
        right = reader.right
        site.run(*command)
    new = site.answers()
    assert found in (reader.expected, new)
    assert all(answer == new[query] for query, answer in reader.wrong)
    assert (right > 0, reader.refused) == (True, 0)
    assert new != reader.expected
    return killed


def test_while_it_builds_an_index(site):
    site.write(0, DOCUMENTS)
    site.run("index")
    killed = [kill(site, point, DOCUMENTS + number) for number, point in enumerate(POINTS)]
    assert sum(killed) >= len(POINTS) - 1
    # What the killed ones had begun is cleared: the one that answers is left, and those within their grace.
    assert set(site.engine.generations()) == set(site.known())


def kill(site: Site, point: Point, number: int) -> bool:
    site.write(number, 1)
    return kill_and_repeat(site, point, "index")


def test_while_it_publishes_what_was_ingested(site, tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    command = ("ingest", folder, "--workers", "1")
    for number in range(8):
        write(folder, site.chance, number)
    site.run(*command)
    write(folder, site.chance, 8)
    kill_and_repeat(site, is_whole, *command)


def write(folder: Path, chance: random.Random, number: int) -> None:
    record = compose(chance, number)
    (folder / record.relative).write_text(record.text, encoding="utf-8")
