"""The same archive on one machine's own parts and on servers: the answers must be the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from corpus.catalogue.catalogue import Catalogue
from search.engines.elastic import Connection, ElasticEngine
from tests.search.conftest import Archive, fill_archive, make_archive
from tests.servers.fixtures import ElasticsearchServer, PostgresqlServer

KINDS = [
    "embedded",
    # What differs between versions of a server, the contract of engines tells.
    pytest.param("servers", marks=[pytest.mark.elasticsearch, pytest.mark.postgresql, pytest.mark.once]),
]


@contextmanager
def open_archive(request: pytest.FixtureRequest, folder: Path) -> Iterator[Archive]:
    if request.param == "embedded":
        with closing(make_archive(folder)) as made:
            yield made
        return
    postgresql: PostgresqlServer = request.getfixturevalue("postgresql")
    elasticsearch: ElasticsearchServer = request.getfixturevalue("elasticsearch")
    connection = Connection(elasticsearch.addresses, user=elasticsearch.user, password=elasticsearch.password)
    name = f"stenogram_test_{folder.parent.name}_{folder.name}".replace("-", "_")[:60]
    catalogue = Catalogue.create(folder, postgresql.create_database(name))
    identity = catalogue.identity()
    engine = ElasticEngine(connection, identity)
    try:
        with closing(fill_archive(catalogue, engine)) as made:
            yield made
    finally:
        with closing(ElasticEngine(connection, identity)) as cleaner:
            for generation in cleaner.generations():
                cleaner.drop(generation)
        postgresql.drop_database(name)


@pytest.fixture(params=KINDS)
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An archive of the test's own."""
    with open_archive(request, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=KINDS)
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that the tests of a module share and do not change."""
    with open_archive(request, tmp_path_factory.mktemp("trial")) as made:
        yield made
