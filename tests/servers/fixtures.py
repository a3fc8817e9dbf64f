"""The real servers that tests ask for, as fixtures. Addresses come from the environment, which
`make test` fills; without one, the tests that need it are left out, and say so."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from itertools import count

import pytest

from tests.servers import addresses, sources
from tests.servers.addresses import ElasticsearchServer, PostgresqlServer
from tests.servers.machine import UnavailableError
from tests.servers.sources import OwnPostgresql, server_folder

NO_ELASTICSEARCH = "no Elasticsearch (make test starts one; STENOGRAM_TEST_ELASTICSEARCH=address names one)"
NO_CLUSTER = "no Elasticsearch of three nodes (make test starts one)"
NO_POSTGRESQL = "no PostgreSQL (make test starts one; STENOGRAM_TEST_POSTGRESQL=address names one)"

# Fixture -> the marker of the tests that use it.
MARKERS = {
    "elasticsearch": "elasticsearch",
    "cluster": "cluster",
    "postgresql": "postgresql",
    "postgresql_database": "postgresql",
    "own_postgresql": "postgresql",
}


@pytest.fixture(scope="session")
def elasticsearch() -> ElasticsearchServer:
    """A real Elasticsearch, of one node or three. It starts while the first tests run: wait for it."""
    server = ElasticsearchServer.from_environment(os.environ)
    if server is None:
        pytest.skip(os.environ.get(addresses.NO_ELASTICSEARCH) or NO_ELASTICSEARCH)
    for address in server.addresses:
        server.wait(address)
    return server


@pytest.fixture(scope="session")
def cluster(elasticsearch: ElasticsearchServer) -> ElasticsearchServer:
    """A real Elasticsearch of three nodes."""
    if len(elasticsearch.addresses) < 3:
        pytest.skip(NO_CLUSTER)
    return elasticsearch


@pytest.fixture(scope="session")
def postgresql() -> PostgresqlServer:
    """A real PostgreSQL."""
    server = PostgresqlServer.from_environment(os.environ)
    if server is None:
        pytest.skip(os.environ.get(addresses.NO_POSTGRESQL) or NO_POSTGRESQL)
    return server


_numbers = count()


@pytest.fixture
def postgresql_database(postgresql: PostgresqlServer) -> Iterator[str]:
    """The address of an empty database of the test's own."""
    name = f"stenogram_test_{os.getpid()}_{next(_numbers)}"
    yield postgresql.create_database(name)
    postgresql.drop_database(name)


@pytest.fixture
def own_postgresql() -> Iterator[OwnPostgresql]:
    """A PostgreSQL of the test's own, with `url`, `stop()`, `kill()`, `start()` and `restart()`."""
    with server_folder() as folder:
        try:
            server = sources.start_own_postgresql(folder / "postgresql", secrets.token_hex(8))
        except UnavailableError as error:
            pytest.skip(str(error))
        yield server
        server.stop()
