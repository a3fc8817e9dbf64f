"""Elasticsearch without Docker: nodes on 127.0.0.1, each with a folder of its own, named by its port.

All that it takes to kill and resume a node lies in that folder, so that a test's process can do it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.servers.distribution import installed_elasticsearch
from tests.servers.guard import forget_process, note_process, noted_process
from tests.servers.java import find_java
from tests.servers.machine import free_ports, is_free, run_quietly, server_account

# The quick compiler alone halves what a start costs: 14 seconds of a processor in place of 28.
JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
LAUNCH = "launch.json"
LOG = "stdout.log"

# Runs the launcher; the last line of its log tells if it failed, whoever waits for the node.
FAILED = "The node did not start."
SUPERVISED = ["sh", "-c", '"$@" || { echo "$0"; exit 1; }', FAILED]


@dataclass(frozen=True, slots=True)
class Program:
    """Where Elasticsearch and its Java are installed."""

    home: Path
    java: Path

    def server_command(self, temp: Path) -> list[str]:
        """What starts a node. Since 9.4 the launcher is a class of its own, where no native one is used."""
        launcher = self.home / "lib" / "tools" / "server-launcher"
        if not launcher.is_dir():
            return [str(self.home / "bin" / "elasticsearch-cli")]
        options = ["-Xmx64m", "-XX:+UseSerialGC", *tool_options(temp).split(), "-cp", f"{launcher}/*"]
        return [str(self.java / "bin" / "java"), *options, "org.elasticsearch.server.launcher.ServerLauncher"]

    def environment(self, configuration: Path, tool: str) -> dict[str, str]:
        """What a tool of Elasticsearch, or the server, gets as environment: nothing of ours is in it."""
        temp = configuration.parent / "temp"
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "JAVA": str(self.java / "bin" / "java"),
            "JAVA_TYPE": "ES_JAVA_HOME",
            "ES_JAVA_HOME": str(self.java),
            "ES_HOME": str(self.home),
            "ES_DISTRIBUTION_TYPE": "zip",
            "ES_JAVA_OPTS": os.environ.get("ES_JAVA_OPTS", JAVA_OPTIONS),
            "ES_PATH_CONF": str(configuration),
            "ES_TMPDIR": str(temp),
            "CLI_JAVA_OPTS": tool_options(temp),
            "CLI_NAME": tool.removesuffix("-cli"),
            "CLI_LIBS": f"lib/tools/{tool}",
        }


def tool_options(temp: Path) -> str:
    """Java options of the tools, which would leave files of theirs in the temporary folder of the machine."""
    return f"-XX:-UsePerfData -Djava.io.tmpdir={temp}"


@dataclass(frozen=True, slots=True)
class Node:
    """A node, by the port that it answers on. `transport` is the one that nodes talk to each other on."""

    folder: Path
    port: int
    transport: int

    @property
    def name(self) -> str:
        return f"node-{self.port}"


def start_nodes(folder: Path, major: int, count: int, password: str) -> tuple[str, ...]:
    """Start a node or a cluster in a guarded folder; gives the addresses at once, before they answer.

    With a `password`, users must prove who they are: the user "elastic" by it. Nodes of a cluster would need
    certificates for that, so a cluster has no password.
    """
    if password and count > 1:
        raise ValueError("a cluster has no password")
    # Without a Java there is nothing to download for.
    java = find_java(major)
    program = Program(installed_elasticsearch(major), java)
    ports = free_ports(2 * count)
    pairs = zip(ports[:count], ports[count:], strict=True)
    nodes = [Node(folder / str(port), port, transport) for port, transport in pairs]
    for node in nodes:
        _prepare(program, node, settings(node, nodes, secure=bool(password)), password)
        _launch(node.folder)
    return tuple(f"http://127.0.0.1:{node.port}" for node in nodes)


def settings(node: Node, nodes: Sequence[Node], secure: bool) -> str:
    """The elasticsearch.yml of a node."""
    seeds = [f"127.0.0.1:{other.transport}" for other in nodes]
    names = [other.name for other in nodes]
    cluster = {"discovery.seed_hosts": seeds, "cluster.initial_master_nodes": names}
    values = {
        "cluster.name": f"tests-{nodes[0].port}",
        "node.name": node.name,
        "network.host": "127.0.0.1",
        "http.port": node.port,
        "transport.port": node.transport,
        "xpack.security.enabled": secure,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        **(cluster if len(nodes) > 1 else {"discovery.type": "single-node"}),
    }
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in values.items())


def _prepare(program: Program, node: Node, configuration: str, password: str) -> None:
    for name in ("data", "logs", "temp"):
        (node.folder / name).mkdir(parents=True)
    config = shutil.copytree(program.home / "config", node.folder / "config")
    (config / "elasticsearch.yml").write_text(configuration, encoding="utf-8")
    server_account().give(node.folder)
    if password:
        _set_password(program, config, password)
    command = [
        *SUPERVISED,
        *program.server_command(node.folder / "temp"),
        "-d",
        "-p",
        str(node.folder / "pid"),
    ]
    launch = {"args": command, "cwd": str(program.home), "env": program.environment(config, "server-cli")}
    (node.folder / LAUNCH).write_text(json.dumps(launch), encoding="utf-8")


def _set_password(program: Program, config: Path, password: str) -> None:
    program_file = str(program.home / "bin" / "elasticsearch-cli")
    run_quietly(
        [program_file, "add", "--force", "--stdin", "bootstrap.password"],
        cwd=program.home,
        env=program.environment(config, "keystore-cli"),
        input=password.encode(),
        **server_account().options(),
    )


def _launch(folder: Path) -> subprocess.Popen[bytes]:
    """The launcher ends when the node has started, or with a status other than 0."""
    launch = json.loads((folder / LAUNCH).read_text(encoding="utf-8"))
    (folder / "pid").unlink(missing_ok=True)
    with (folder / LOG).open("ab") as log:
        launcher = subprocess.Popen(
            **launch,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **server_account().options(),
        )
    note_process(folder, -launcher.pid, signal.SIGKILL)
    return launcher


def kill_node(folder: Path) -> None:
    """Kill a node without warning; returns when it is gone."""
    noted = noted_process(folder)
    if noted is None:
        raise ValueError(f"no node runs in {folder}")
    with suppress(ProcessLookupError):
        os.kill(*noted)
    forget_process(folder)
    while not is_free(int(folder.name)):
        time.sleep(0.02)


def resume_node(folder: Path) -> None:
    """Start a killed node again on its data; returns when it has started."""
    if noted_process(folder) is not None:
        raise ValueError(f"a node runs in {folder}")
    if _launch(folder).wait(timeout=120) != 0:
        raise RuntimeError(f"the node did not start again:\n{last_lines(folder)}")


def last_lines(folder: Path, count: int = 30) -> str:
    """The end of what the nodes in a folder have to say."""
    logs = [folder / LOG, *folder.glob("logs/tests-*.log")]
    lines = [line for log in logs if log.is_file() for line in log.read_text(errors="replace").splitlines()]
    return "\n".join(lines[-count:])


def has_failed(folder: Path) -> bool:
    """Whether the launcher said that the node did not start."""
    log = folder / LOG
    return log.is_file() and FAILED in log.read_text(errors="replace")
