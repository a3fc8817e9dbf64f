"""Where servers come from: a given address, Docker, or this machine's programs; the first that is there."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from tests.servers import containers, elasticsearch
from tests.servers.addresses import ElasticsearchServer, PostgresqlServer
from tests.servers.containers import DockerPostgresql
from tests.servers.guard import guarded_folder
from tests.servers.machine import memory_folder
from tests.servers.postgresql import LocalPostgresql

OwnPostgresql = LocalPostgresql | DockerPostgresql


class Source(StrEnum):
    """Where a server comes from, the best first."""

    GIVEN = "given"
    DOCKER = "docker"
    LOCAL = "local"


def choose_source(given: bool, engine_answers: Callable[[], bool]) -> Source:
    """The first source that will do; programs may still turn out to be missing."""
    if given:
        return Source.GIVEN
    return Source.DOCKER if engine_answers() else Source.LOCAL


@contextmanager
def running_elasticsearch(
    environment: Mapping[str, str], major: int, nodes: int, secure: bool, *, on_disk: bool = False
) -> Iterator[ElasticsearchServer]:
    """Elasticsearch while the block runs, which may not answer yet. What is measured has to be `on_disk`."""
    given = ElasticsearchServer.from_environment(environment)
    if given is not None:
        yield given
        return
    password = secrets.token_hex(12) if secure else ""
    with server_folder(on_disk=on_disk) as folder:
        source = choose_source(False, containers.engine_answers)
        start = containers.start_nodes if source is Source.DOCKER else elasticsearch.start_nodes
        addresses = start(folder, major, nodes, password)
        yield ElasticsearchServer(addresses, "elastic" if secure else "", password, folder)


@contextmanager
def running_postgresql(environment: Mapping[str, str]) -> Iterator[PostgresqlServer]:
    """PostgreSQL while the block runs."""
    given = PostgresqlServer.from_environment(environment)
    if given is not None:
        yield given
        return
    with server_folder() as folder:
        yield PostgresqlServer(start_own_postgresql(folder / "postgresql", secrets.token_hex(12)).url)


@contextmanager
def server_folder(*, on_disk: bool = False) -> Iterator[Path]:
    """A guarded folder, in memory where that is possible, whose containers are removed too."""
    with guarded_folder(None if on_disk else memory_folder()) as folder:
        try:
            yield folder
        finally:
            containers.remove(folder)


def start_own_postgresql(folder: Path, password: str) -> OwnPostgresql:
    """A PostgreSQL in a new folder within a guarded one."""
    if choose_source(False, containers.engine_answers) is Source.DOCKER:
        return DockerPostgresql.create(folder, password)
    return LocalPostgresql.create(folder, password)
