"""The set-up scripts on machines that lack something: they find what runs, or say what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = sorted(path for path in (ROOT / "tools").iterdir() if path.suffix == "")

THIS_PYTHON = f'exec "{sys.executable}" "$@"'
TOO_OLD = "exit 3"
WITHOUT_VENV = "exit 4"
BROKEN_SHIM = "echo 'command not found' >&2; exit 127"


def run(tool: str, commands: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a tool on a machine that has only the given commands, and nobody who may install packages."""
    return subprocess.run(
        [ROOT / "tools" / tool],
        env={"PATH": str(commands), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A folder for PATH with the few basic commands that the tools themselves use."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "dirname").symlink_to("/usr/bin/dirname")
    put_command(folder, "id", "echo 1000")
    return folder


def put_command(folder: Path, name: str, body: str) -> None:
    """Put a shell script on the PATH of the made-up machine."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda path: path.name)
def test_tools_are_sound_shell_scripts(tool: Path) -> None:
    assert os.access(tool, os.X_OK)
    assert subprocess.run(["sh", "-n", tool], capture_output=True).returncode == 0


@pytest.mark.parametrize(
    "installed",
    [
        {"python3": THIS_PYTHON},
        {"python3.13": THIS_PYTHON},
        {"python3": TOO_OLD, "python3.12": THIS_PYTHON},
        {"python3.11": BROKEN_SHIM, "python3": THIS_PYTHON},
        {"python3.11": WITHOUT_VENV, "python3.12": THIS_PYTHON},
    ],
    ids=str,
)
def test_find_python_takes_the_first_that_will_do(commands: Path, installed: dict[str, str]) -> None:
    for name, body in installed.items():
        put_command(commands, name, body)
    found = run("find-python", commands)
    assert (found.returncode, found.stdout.strip()) == (0, sys.executable)


@pytest.mark.parametrize(
    ("installed", "advice"),
    [
        ({}, "needs Python 3.11 or newer"),
        ({"python3": TOO_OLD}, "needs Python 3.11 or newer"),
        ({"python3": WITHOUT_VENV}, "sudo apt install python3-venv"),
    ],
    ids=str,
)
def test_find_python_says_what_to_do(commands: Path, installed: dict[str, str], advice: str) -> None:
    for name, body in installed.items():
        put_command(commands, name, body)
    found = run("find-python", commands)
    assert (found.returncode, found.stdout) == (1, "")
    assert advice in found.stderr


def test_find_python_takes_the_one_asked_for(commands: Path) -> None:
    put_command(commands, "python3", TOO_OLD)
    assert run("find-python", commands, PYTHON=sys.executable).stdout.strip() == sys.executable


def test_find_python_insists_on_the_one_asked_for(commands: Path) -> None:
    put_command(commands, "python3", THIS_PYTHON)
    found = run("find-python", commands, PYTHON="python2.7")
    assert found.returncode == 1
    assert "python2.7" in found.stderr


def test_find_chromium_passes_over_what_does_not_run(commands: Path) -> None:
    put_command(commands, "chromium", "echo 'install the snap' >&2; exit 1")
    put_command(commands, "chromium-browser", "echo 'Chromium 150'")
    found = run("find-chromium", commands)
    assert (found.returncode, found.stdout.strip()) == (0, str(commands / "chromium-browser"))


def test_find_chromium_takes_only_the_one_asked_for(commands: Path) -> None:
    put_command(commands, "chromium", "echo 'Chromium 150'")
    assert run("find-chromium", commands, STENOGRAM_CHROMIUM="/nowhere/chromium").returncode == 1


def test_packages_are_installed_by_root_alone(commands: Path) -> None:
    put_command(commands, "apt-get", "exit 0")
    assert run("install-packages", commands).returncode == 1
    put_command(commands, "id", "echo 0")
    assert run("install-packages", commands).returncode == 0


def test_postgresql_is_installed_by_root_alone(commands: Path) -> None:
    put_command(commands, "apt-get", "exit 0")
    assert run("install-postgresql", commands).returncode == 1
