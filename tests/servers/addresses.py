"""The servers as tests see them, and the environment variables by which a test process hears of them."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from tests.servers import containers
from tests.servers.elasticsearch import has_failed, kill_node, last_lines, resume_node

ELASTICSEARCH = "STENOGRAM_TEST_ELASTICSEARCH"
ELASTICSEARCH_USER = "STENOGRAM_TEST_ELASTICSEARCH_USER"
ELASTICSEARCH_PASSWORD = "STENOGRAM_TEST_ELASTICSEARCH_PASSWORD"
# The guarded folder of the nodes, when they are ours to kill.
ELASTICSEARCH_FOLDER = "STENOGRAM_TEST_ELASTICSEARCH_FOLDER"
POSTGRESQL = "STENOGRAM_TEST_POSTGRESQL"
# Why there is none.
NO_ELASTICSEARCH = "STENOGRAM_TEST_NO_ELASTICSEARCH"
NO_POSTGRESQL = "STENOGRAM_TEST_NO_POSTGRESQL"

NOT_OURS = "the Elasticsearch is not ours to kill"
# Starting takes 10 seconds on an idle machine, 60 on a busy one.
PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class ElasticsearchServer:
    """One node or several, with the user who may do everything; `user` is empty without security."""

    addresses: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    folder: Path | None = None

    @property
    def url(self) -> str:
        """All addresses, as the setting STENOGRAM_ENGINE takes them."""
        return ",".join(self.addresses)

    def kill(self, address: str) -> None:
        """Kill a node without warning; returns when it is gone."""
        folder = self._node(address)
        if containers.is_container(folder):
            containers.kill(folder)
        else:
            kill_node(folder)

    def resume(self, address: str) -> None:
        """Start a killed node again on its data; returns when it answers and all nodes are together."""
        folder = self._node(address)
        if containers.is_container(folder):
            containers.resume(folder)
        else:
            resume_node(folder)
        self.wait(address)

    def wait(self, address: str) -> None:
        """Wait until a node answers and has found all the others."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers(address):
            broken = self.folder is not None and has_failed(self._node(address))
            if broken or time.monotonic() > deadline:
                raise RuntimeError(f"Elasticsearch did not start on {address}:\n{self._last_lines(address)}")
            time.sleep(0.2)

    def _answers(self, address: str) -> bool:
        nodes = f"wait_for_nodes=%3E%3D{len(self.addresses)}"
        request = Request(f"{address}/_cluster/health?wait_for_status=yellow&{nodes}&timeout=1s")
        if self.user:
            credentials = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {credentials}")
        try:
            with urlopen(request, timeout=10) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _node(self, address: str) -> Path:
        if self.folder is None:
            pytest.skip(NOT_OURS)
        return self.folder / str(make_url(address).port)

    def _last_lines(self, address: str) -> str:
        return last_lines(self._node(address)) if self.folder is not None else "(nobody answers)"

    def to_environment(self) -> dict[str, str]:
        """What tells a test process of this server."""
        return {
            ELASTICSEARCH: self.url,
            ELASTICSEARCH_USER: self.user,
            ELASTICSEARCH_PASSWORD: self.password,
            ELASTICSEARCH_FOLDER: str(self.folder or ""),
        }

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ElasticsearchServer | None:
        """The server that the environment tells of."""
        addresses = environment.get(ELASTICSEARCH, "")
        if not addresses:
            return None
        user, password = environment.get(ELASTICSEARCH_USER, ""), environment.get(ELASTICSEARCH_PASSWORD, "")
        folder = environment.get(ELASTICSEARCH_FOLDER, "")
        return cls(tuple(addresses.split(",")), user, password, Path(folder) if folder else None)


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A server and a user who may create databases."""

    url: URL

    def create_database(self, name: str) -> str:
        """An empty database in place of one of that name; its address."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever still uses it."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, *statements: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def to_environment(self) -> dict[str, str]:
        """What tells a test process of this server."""
        return {POSTGRESQL: self.url.render_as_string(hide_password=False)}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> PostgresqlServer | None:
        """The server that the environment tells of."""
        address = environment.get(POSTGRESQL, "")
        return cls(make_url(address)) if address else None
