"""The targets of the Makefile are listed and exist, and every document names existing ones."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as if from a new shell: a `make test` around it leaves its flags in the environment."""
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8"
    )


def defined_targets() -> set[str]:
    """Targets with a name of letters: files that make builds for itself are none."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, flags=re.MULTILINE))


def listed_targets() -> dict[str, str]:
    """Target -> explanation, as `make help` prints them."""
    return dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", make("help").stdout, flags=re.MULTILINE))


def test_help_lists_every_target() -> None:
    assert set(listed_targets()) == defined_targets()


def test_help_is_what_make_prints_alone() -> None:
    assert make().stdout == make("help").stdout


@pytest.mark.parametrize("target", ["demo", "test", "lint", "bench", "serve", "help"])
def test_promised_targets_exist(target: str) -> None:
    assert target in defined_targets()


@pytest.mark.parametrize("target", sorted(defined_targets()))
def test_targets_can_be_made(target: str) -> None:
    """Make knows the target and all that it depends on; nothing is carried out."""
    assert make("--dry-run", target).stderr == ""


def test_documents_name_existing_targets() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*.md"))
    named = re.findall(r"(?:`|^\$? *)make ([a-z][a-z-]*)", text, flags=re.MULTILINE)
    assert set(named) <= defined_targets()


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["demo"], ".venv/bin/stenogram demo --data .stenogram/demo"),
        (["demo", "PORT=9000"], ".venv/bin/stenogram demo --data .stenogram/demo --port 9000"),
        (["serve", "DATA=my data"], '.venv/bin/stenogram serve --data "my data"'),
        (["serve", "DATA=d", "PORT=9000"], '.venv/bin/stenogram serve --data "d" --port 9000'),
        (["bench", "BENCH=persons"], ".venv/bin/python -m bench persons"),
        (["test"], '.venv/bin/python -m tests.servers.run --workers 2 --servers "" --'),
        (
            ["test", 'ARGS=-k "a or b" tests/corpus', "WORKERS=4", "SERVERS=8 cluster"],
            ".venv/bin/python -m tests.servers.run --workers 4 "
            '--servers "8 cluster" -- -k "a or b" tests/corpus',
        ),
        (["servers", "SERVERS=9"], ".venv/bin/python -m tests.servers 9"),
    ],
)
def test_variables_reach_the_command(arguments: list[str], command: str) -> None:
    printed = [" ".join(line.split()) for line in make("--dry-run", *arguments).stdout.splitlines()]
    assert command in printed
