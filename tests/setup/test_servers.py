"""The fixtures of real servers: what they promise to the tests that use them."""

from __future__ import annotations

import base64
import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.servers.addresses import ElasticsearchServer, PostgresqlServer
from tests.servers.sources import OwnPostgresql

INDEX = "stenogram-test-of-servers"


def ask(
    server: ElasticsearchServer, path: str, method: str = "GET", address: str = "", **body: object
) -> dict:
    """An answer of Elasticsearch, by the first address unless another is given."""
    request = Request(f"{address or server.addresses[0]}/{path}", method=method)
    request.add_header("Content-Type", "application/json")
    if server.user:
        credentials = base64.b64encode(f"{server.user}:{server.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {credentials}")
    with urlopen(request, json.dumps(body).encode() if body else None, timeout=60) as answer:
        return dict(json.load(answer))


def connect(address: str) -> psycopg.Connection:
    url = make_url(address).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False))


def test_elasticsearch_answers(elasticsearch: ElasticsearchServer) -> None:
    number = ask(elasticsearch, "")["version"]["number"]
    assert number.split(".")[0] in ("8", "9")


def test_elasticsearch_with_users_refuses_strangers(elasticsearch: ElasticsearchServer) -> None:
    stranger = ElasticsearchServer(elasticsearch.addresses)
    if not elasticsearch.user:
        assert "version" in ask(stranger, "")
        return
    with pytest.raises(HTTPError) as refused:
        ask(stranger, "")
    refused.value.close()
    assert refused.value.code == 401


def test_the_password_is_not_shown(elasticsearch: ElasticsearchServer) -> None:
    assert not elasticsearch.password or elasticsearch.password not in repr(elasticsearch)


def test_the_cluster_is_together(cluster: ElasticsearchServer) -> None:
    seen = [ask(cluster, "_cluster/health", address=address) for address in cluster.addresses]
    assert [health["number_of_nodes"] for health in seen] == [3, 3, 3]


@pytest.mark.faults
def test_a_node_comes_back_with_its_data(cluster: ElasticsearchServer) -> None:
    first, second, _ = cluster.addresses
    ask(cluster, INDEX, "PUT", settings={"number_of_replicas": 1})
    ask(cluster, f"{INDEX}/_doc/1?refresh=true", "PUT", word="harbour")
    cluster.kill(second)
    with pytest.raises(OSError, match="refused"):
        ask(cluster, "", address=second)
    assert ask(cluster, f"{INDEX}/_count")["count"] == 1
    cluster.resume(second)
    assert ask(cluster, f"{INDEX}/_count", address=second)["count"] == 1
    assert ask(cluster, "_cluster/health", address=first)["number_of_nodes"] == 3
    ask(cluster, INDEX, "DELETE")


def test_a_database_is_empty_and_goes(postgresql: PostgresqlServer, postgresql_database: str) -> None:
    with connect(postgresql_database) as connection:
        connection.execute("CREATE TABLE words (word text)")
    with connect(postgresql.create_database(make_url(postgresql_database).database or "")) as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchone() == (0,)


@pytest.mark.faults
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_postgresql_comes_back_with_its_data(own_postgresql: OwnPostgresql, end: str) -> None:
    address = own_postgresql.url.render_as_string(hide_password=False)
    with connect(address) as connection:
        connection.execute("CREATE TABLE words AS SELECT 'harbour' AS word")
    getattr(own_postgresql, end)()
    with pytest.raises(psycopg.OperationalError):
        connect(address)
    own_postgresql.start()
    with connect(address) as connection:
        assert connection.execute("SELECT word FROM words").fetchone() == ("harbour",)


@pytest.mark.faults
def test_a_restart_breaks_connections(own_postgresql: OwnPostgresql) -> None:
    address = own_postgresql.url.render_as_string(hide_password=False)
    with connect(address) as connection:
        own_postgresql.restart()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
