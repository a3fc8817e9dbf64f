"""docker-compose.yml as it is written, and the script in it that makes the secrets."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.deployment.dockerfile import ROOT, Stage, read_stages

FILE = ROOT / "docker-compose.yml"
SECRETS = "/run/secrets"

# A variable with what it is where none is given: ${NAME:-value}.
_VARIABLE = re.compile(r"(?<!\$)\$\{(\w+):-([^}]*)\}")


def read_compose() -> dict[str, Any]:
    """The file, variables and all."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def services() -> dict[str, dict[str, Any]]:
    """The services by name."""
    return read_compose()["services"]


def servers() -> dict[str, dict[str, Any]]:
    """The services that run on."""
    return {name: service for name, service in services().items() if name != "secrets"}


def resolved(value: object, given: Mapping[str, str] | None = None) -> str:
    """A value as compose sees it, with the variables that are given."""
    return _VARIABLE.sub(lambda match: (given or {}).get(match[1]) or match[2], str(value)).replace("$$", "$")


def environment(service: str, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a service's container."""
    variables = services()[service].get("environment", {})
    return {name: resolved(value, given) for name, value in variables.items()}


def app_image() -> Stage:
    """What the Dockerfile says of the image that it makes."""
    return read_stages((ROOT / "Dockerfile").read_text(encoding="utf-8"))[-1]


def user_of(name: str) -> str:
    """The user of a service, by number; the app's is that of its image."""
    return str(services()[name].get("user") or app_image().last("USER")[0])


def secrets_named(value: object) -> Iterator[str]:
    """The names of the files below /run/secrets that a value speaks of."""
    yield from re.findall(rf"{SECRETS}/(\w+)", str(value))


def make_secrets(folder: Path) -> None:
    """Run the script of the service `secrets` in a folder, as its container does in the volume."""
    service = services()["secrets"]
    assert service["working_dir"] == SECRETS
    command = [*service["entrypoint"], *map(resolved, service["command"])]
    subprocess.run(command, cwd=folder, env={"PATH": "/usr/bin:/bin"}, check=True)
