"""Servers in Docker, of the official images, by testcontainers; its reaper removes them if we are killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import docker
from docker.errors import DockerException
from docker.models.containers import Container
from sqlalchemy.engine import URL
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from tests.servers.machine import UnavailableError, free_ports
from tests.servers.postgresql import PATIENCE, USER, wait_until_it_answers

ELASTICSEARCH = {8: "elasticsearch:8.19.12", 9: "elasticsearch:9.4.3"}
POSTGRESQL = "postgres:17-bookworm"
JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"

# In a node's folder: the id of its container.
CONTAINER = "container"


def engine_answers() -> bool:
    """Whether a Docker engine runs here; the client alone is no use."""
    # In a process of its own: where no engine runs, the library leaves an open socket behind.
    command = [sys.executable, "-c", "import docker; docker.from_env(timeout=5).ping()"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def start_nodes(folder: Path, major: int, count: int, password: str) -> tuple[str, ...]:
    """Start a node or a cluster; gives the addresses at once, before they answer."""
    ports = free_ports(count)
    network = Network().create() if count > 1 else None
    for port in ports:
        container = _bound(ELASTICSEARCH[major], 9200, port).with_envs(**settings(port, ports, password))
        if network is not None:
            container.with_network(network).with_network_aliases(f"node-{port}")
        _start(folder / str(port), container)
    return tuple(f"http://127.0.0.1:{port}" for port in ports)


def settings(port: int, ports: list[int], password: str) -> dict[str, str]:
    """The environment of a node's container; the image takes settings of Elasticsearch by their names."""
    names = ",".join(f"node-{port}" for port in ports)
    cluster = {"discovery.seed_hosts": names, "cluster.initial_master_nodes": names}
    return {
        "ES_JAVA_OPTS": JAVA_OPTIONS,
        "node.name": f"node-{port}",
        # A cluster must pass checks of the machine, which needs a setting of the kernel for memory maps.
        "node.store.allow_mmap": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "xpack.security.enabled": "true" if password else "false",
        "xpack.security.http.ssl.enabled": "false",
        **({"ELASTIC_PASSWORD": password} if password else {}),
        **(cluster if len(ports) > 1 else {"discovery.type": "single-node"}),
    }


def _bound(image: str, inside: int, port: int) -> DockerContainer:
    container = DockerContainer(image)
    # Reachable from this machine alone: testcontainers' own way leaves the port open to all.
    container.ports[str(inside)] = ("127.0.0.1", port)  # type: ignore[assignment]
    return container


def _start(folder: Path, container: DockerContainer) -> None:
    folder.mkdir()
    try:
        container.start()
    except DockerException as error:
        raise UnavailableError(f"Docker could not start {container.image}: {error}") from error
    (folder / CONTAINER).write_text(container.get_wrapped_container().id, encoding="ascii")


def is_container(folder: Path) -> bool:
    """Whether the node of a folder runs in Docker."""
    return (folder / CONTAINER).is_file()


@contextmanager
def _container(folder: Path) -> Iterator[Container]:
    with closing(docker.from_env()) as client:
        yield client.containers.get((folder / CONTAINER).read_text(encoding="ascii"))


def kill(folder: Path) -> None:
    """Kill a node without warning."""
    with _container(folder) as container:
        container.kill()
        container.wait()


def resume(folder: Path) -> None:
    """Start a killed node again on its data."""
    with _container(folder) as container:
        container.start()


def remove(folder: Path) -> None:
    """Remove all containers whose nodes have their folders in `folder`."""
    for node in folder.glob("*/"):
        if is_container(node):
            with _container(node) as container:
                container.remove(force=True, v=True)


@dataclass(slots=True)
class DockerPostgresql:
    """A PostgreSQL in a container, which can be stopped and started again on its data."""

    folder: Path
    url: URL = field(repr=False)

    @classmethod
    def create(cls, folder: Path, password: str) -> DockerPostgresql:
        """A running server with empty data; the user `stenogram` may do everything."""
        port = free_ports(1)[0]
        container = _bound(POSTGRESQL, 5432, port)
        container.with_envs(POSTGRES_USER=USER, POSTGRES_PASSWORD=password, POSTGRES_DB="postgres")
        _start(folder, container)
        url = URL.create("postgresql+psycopg", USER, password, "127.0.0.1", port, "postgres")
        server = cls(folder, url)
        server._wait()
        return server

    def start(self) -> None:
        """Start on the data that are there; returns when it answers."""
        resume(self.folder)
        self._wait()

    def stop(self) -> None:
        """Stop at once: connections break and what they had not committed is rolled back."""
        with _container(self.folder) as container:
            container.stop()

    def kill(self) -> None:
        """End as by a crash: the next start recovers from the log."""
        kill(self.folder)

    def restart(self) -> None:
        """Stop, and start on the same data and port."""
        self.stop()
        self.start()

    def _wait(self) -> None:
        # The image's first server, for its set-up, listens on no port: one that answers is the real one.
        if not wait_until_it_answers(self.url, PATIENCE, lambda: True):
            raise RuntimeError("PostgreSQL did not start in Docker")
