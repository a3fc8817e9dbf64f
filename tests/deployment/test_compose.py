"""docker-compose.yml: compose takes it, and it names only what code and Dockerfile know."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from search.engines.elastic.connection import is_supported
from stenogram.settings import Settings, settings_table
from tests.deployment.compose import (
    FILE,
    SECRETS,
    app_image,
    environment,
    read_compose,
    resolved,
    servers,
    services,
    user_of,
)
from tests.deployment.dockerfile import ROOT

NO_COMPOSE = "no docker-compose (tools/install-compose gets Debian's)"

SERVICES = sorted(services())
SERVERS = sorted(servers())

# Why each of these writes outside of its volumes.
WRITES = {"elasticsearch": "its entry script keeps the password in config/elasticsearch.keystore"}


# --- Compose takes it ---


def compose_command() -> list[str]:
    """The compose of this machine: the plug-in of docker, or the older program."""
    for command in (["docker", "compose"], ["docker-compose"]):
        found = shutil.which(command[0])
        if found and subprocess.run([*command, "version"], capture_output=True).returncode == 0:
            return command
    pytest.skip(NO_COMPOSE)


def test_compose_takes_the_file() -> None:
    run = subprocess.run(
        [*compose_command(), "--file", FILE, "config"],
        env={"PATH": os.environ["PATH"], "STENOGRAM_PORT": "9000"},
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert set(yaml.safe_load(run.stdout)["services"]) == set(services())


# --- Settings ---


def test_variables_of_the_app_are_settings() -> None:
    assert set(environment("app")) <= {row.variable for row in settings_table()}


def test_variables_of_the_file_are_settings_or_sizes() -> None:
    known = {row.variable for row in settings_table()}
    named = set(re.findall(r"\$\{(\w+)", FILE.read_text(encoding="utf-8")))
    assert {name for name in named - known if not name.endswith(("_MEMORY", "_HEAP"))} == set()


# --- What is reachable ---


def test_only_the_app_is_published_and_only_on_this_machine() -> None:
    published = {
        name: [resolved(port) for port in one["ports"]] for name, one in services().items() if "ports" in one
    }
    port = Settings.model_fields["port"].default
    assert published == {"app": [f"127.0.0.1:{port}:{port}"]}


def test_the_servers_networks_lead_nowhere_else() -> None:
    networks = read_compose()["networks"]
    for name in ("elasticsearch", "postgres"):
        assert all(networks[network]["internal"] for network in services()[name]["networks"])
    assert services()["secrets"]["network_mode"] == "none"


# --- Confinement ---


@pytest.mark.parametrize("name", SERVERS)
def test_servers_are_not_root(name: str) -> None:
    assert re.fullmatch(r"[1-9]\d*:\d+", user_of(name))


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_confined(name: str) -> None:
    service = services()[name]
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["CHOWN"] if name == "secrets" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("read_only", False) is (name not in WRITES)
    assert re.fullmatch(r"\d+[mg]", resolved(service["mem_limit"]))
    assert service["pids_limit"] > 0
    assert not {"privileged", "devices", "pid", "ipc"} & set(service)


@pytest.mark.parametrize("name", SERVERS)
def test_secrets_cannot_be_changed_by_who_reads_them(name: str) -> None:
    assert f"secrets:{SECRETS}:ro" in services()[name]["volumes"]


def test_volumes_are_declared() -> None:
    used = {volume.split(":")[0] for service in services().values() for volume in service["volumes"]}
    assert used == set(read_compose()["volumes"])


def test_the_heap_is_half_of_the_memory() -> None:
    heap = re.findall(r"-Xm[sx](\d+)g", environment("elasticsearch")["ES_JAVA_OPTS"])
    assert heap == [str(int(resolved(services()["elasticsearch"]["mem_limit"])[:-1]) // 2)] * 2


# --- Images and their start ---


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "app"])
def test_images_have_a_version(name: str) -> None:
    assert re.fullmatch(r"[a-z/.]+:\d+(\.\d+)*(-[a-z]+)?", services()[name]["image"])


def test_the_image_of_elasticsearch_has_a_version_that_is_supported() -> None:
    version = services()["elasticsearch"]["image"].partition(":")[2]
    assert is_supported(version)
    # The client speaks to servers of its own version and later.
    requirement = re.search(r'"elasticsearch>=(\d+)\.', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert requirement
    assert int(version.partition(".")[0]) >= int(requirement[1])


@pytest.mark.parametrize("name", SERVERS)
def test_servers_tell_whether_they_are_well_and_start_again(name: str) -> None:
    assert services()[name].get("healthcheck", {}).get("test") or (name == "app" and app_image().health_check)
    assert services()[name]["restart"] == "unless-stopped"


def waits(name: str) -> dict[str, Any]:
    return {other: one["condition"] for other, one in services()[name]["depends_on"].items()}


def test_each_waits_for_what_it_needs() -> None:
    made = {"secrets": "service_completed_successfully"}
    assert waits("elasticsearch") == waits("postgres") == made
    assert waits("app") == made | {"elasticsearch": "service_healthy", "postgres": "service_healthy"}
