"""A collection on the cluster, with its right answers, and a reader who asks for them all the time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from corpus.catalogue.catalogue import Catalogue
from corpus.errors import UnavailableError
from search.app import create_app
from search.engines.elastic import Connection, ElasticEngine
from search.indexer import Indexing, rebuild, refresh
from search.query import Facet, SearchQuery
from search.service.service import Service
from search.service.values import SearchAnswer
from stenogram.settings import Settings
from tests.servers.addresses import ElasticsearchServer
from tests.serving import serving
from tests.trial import Record, Writer

SHARDS = 3
DOCUMENTS = 40
LINES = 50

QUESTIONS = (
    SearchQuery(),
    SearchQuery("letters"),
    SearchQuery('"the harbour"', sort="record"),
    SearchQuery("court -letters").select(Facet.PERSON, "panna"),
)
# What is said to a reader is exact or an error; how soon it is exact again is up to the cluster.
RECOVERY = 90.0

Answer = tuple[int, tuple[str, ...], tuple[tuple[str, int], ...]]


def compose(chance: random.Random, number: int) -> Record:
    """A document of fictional passages, a line each."""
    lines = [
        f"{chance.choice(('Anna Lind', 'Osip Klim', 'The clerk'))} spoke of "
        f"{chance.choice(('the letters', 'the court', 'the harbour', 'nothing'))} on day {line}."
        for line in range(LINES)
    ]
    return Record(f"session-{number}.txt", "\n".join(lines))


def digest(answer: SearchAnswer) -> Answer:
    """What must not differ: total, first passages, facet counts. Scores may, in their last digits."""
    counts = tuple((v.value, v.count) for facet in answer.facets for v in facet.values)
    ids = tuple(found.passage.id for found in answer.items) if answer.query.sort == "record" else ()
    return answer.total, ids, counts


@dataclass
class Reader:
    """Asks all questions again and again; remembers what was wrong, and how often no answer was given."""

    service: Service
    expected: dict[SearchQuery, Answer]
    # Seconds between two rounds: who starts programs meanwhile must not wait for the reader.
    pause: float = 0.0
    right: int = 0
    refused: int = 0
    wrong: list[tuple[SearchQuery, Answer]] = field(default_factory=list)

    def ask(self) -> bool:
        """Whether all questions are answered now."""
        for query, expected in self.expected.items():
            try:
                found = digest(self.service.search(query))
            except UnavailableError:
                self.refused += 1
                return False
            if found == expected:
                self.right += 1
            else:
                self.wrong.append((query, found))
        return True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Ask while the block runs."""
        done = Event()

        def ask() -> None:
            while not done.is_set():
                self.ask()
                time.sleep(self.pause)

        threads = [Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            done.set()
            for thread in threads:
                thread.join()

    def recovers(self) -> bool:
        """Whether all questions are answered within the time that a cluster may take."""
        deadline = time.monotonic() + RECOVERY
        while not self.ask():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.5)
        return True


@dataclass
class Fleet:
    """A catalogue and its index on the cluster."""

    server: ElasticsearchServer
    connection: Connection
    catalogue: Catalogue
    engine: ElasticEngine
    chance: random.Random
    fallen: list[str] = field(default_factory=list)

    def kill(self, nodes: int = 1) -> None:
        """Kill nodes without warning."""
        for address in self.server.addresses[-nodes:]:
            self.fallen.append(address)
            self.server.kill(address)

    def resume(self) -> None:
        """Start all killed nodes again."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(self.server.resume, self.fallen))
        self.fallen.clear()

    def write(self, first: int, number: int) -> None:
        """Write documents, unpublished."""
        with self.catalogue.writing() as revision:
            records = [compose(self.chance, n) for n in range(first, first + number)]
            self.catalogue.transact(lambda db: Writer(db, revision).write(records))

    def index(
        self,
        *,
        anew: bool = False,
        engine: ElasticEngine | None = None,
        report: Callable[[int, int], None] | None = None,
    ) -> str:
        """Index and publish what was written."""
        with self.catalogue.writing() as revision:
            work = Indexing(self.catalogue, engine or self.engine, revision, report=report)
            return rebuild(work) if anew else refresh(work)

    def reader(self) -> Reader:
        """A reader who knows what is right: as it is answered now, with no fault."""
        service = Service(self.catalogue, self.engine)
        return Reader(service, {query: digest(service.search(query)) for query in QUESTIONS})

    @contextmanager
    def serving(self) -> Iterator[httpx.Client]:
        """The pages and the API over it, as long as the block runs."""
        app = create_app(Service(self.catalogue, self.engine), Settings(host="127.0.0.1"))
        with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
            yield client

    def is_whole(self) -> bool:
        """Whether each passage of the catalogue is found once, in order, and no other."""
        with closing(Service(self.catalogue, self.engine)) as service:
            passages = [passage.id for passage in service.export_passages()]
            with service._generations.view() as view:
                return list(view.index.ids(SearchQuery())) == passages


@pytest.fixture
def fleet(cluster: ElasticsearchServer, tmp_path: Path) -> Iterator[Fleet]:
    """A published collection on three shards with replicas; every node lives at the end."""
    catalogue = Catalogue.create(tmp_path)
    connection = Connection(cluster.addresses, user=cluster.user, password=cluster.password)
    engine = ElasticEngine(connection, catalogue.identity(), shards=SHARDS)
    fleet = Fleet(cluster, connection, catalogue, engine, random.Random(1936))
    fleet.write(0, DOCUMENTS)
    fleet.index()
    yield fleet
    fleet.resume()
    for generation in engine.generations():
        engine.drop(generation)
    engine.close()
    catalogue.close()
