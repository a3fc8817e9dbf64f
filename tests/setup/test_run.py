"""The runner behind `make test`: what it counts as failed, says last, and refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.outcome import Outcome
from tests.servers.phases import PHASES, WITHOUT, Run
from tests.servers.run import judge, parse

ROOT = Path(__file__).parents[2]
SMALL = "tests/setup/test_outcome.py"


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize(
    ("outcome", "status", "chosen", "failed"),
    [
        (Outcome(passed=3), 0, False, 0),
        (Outcome(passed=3, failed=2), 1, False, 2),
        (Outcome(), 5, False, 1),
        (Outcome(), 5, True, 0),
        (Outcome(), 4, True, 1),
        (Outcome(passed=3), 3, False, 1),
        (Outcome(), -9, False, 1),
    ],
)
def test_failures(outcome: Outcome, status: int, chosen: bool, failed: int) -> None:
    judged = judge(outcome, status, Run("a"), chosen)
    assert (judged.passed, judged.failed) == (outcome.passed, failed)


@pytest.mark.parametrize(
    ("arguments", "phases", "rest"),
    [
        ([], PHASES, []),
        (["--workers", "3", "--servers", "", "--"], PHASES, []),
        (["--servers", "none", "--", "-k", "a or b", "tests"], (WITHOUT,), ["-k", "a or b", "tests"]),
    ],
)
def test_command_line(arguments: list[str], phases: object, rest: list[str]) -> None:
    parsed = parse(arguments)
    assert (parsed.servers, parsed.arguments) == (phases, rest)


@pytest.mark.parametrize(
    ("module", "arguments", "said"),
    [
        ("tests.servers.run", ["--servers", "moon"], "SERVERS is none, or some of 8, 9, cluster; not moon."),
        ("tests.servers.run", ["--workers", "many"], "invalid int value"),
        ("tests.servers", ["moon"], "python -m tests.servers [8 | 9 | cluster]"),
        ("tests.servers", ["8", "9"], "python -m tests.servers [8 | 9 | cluster]"),
    ],
)
def test_nonsense_is_refused(module: str, arguments: list[str], said: str) -> None:
    refused = run(module, *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_says_last_what_came_of_all() -> None:
    done = run("tests.servers.run", "--servers", "none", "--workers", "0", "--", SMALL)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert "Testing on no server" in lines
    assert lines[-2] == "left out: the tests that need a server: SERVERS=none"
    assert lines[-1].endswith(" passed, 0 failed, 0 skipped")


def test_no_test_at_all_is_a_failure() -> None:
    done = run("tests.servers.run", "--servers", "none", "--workers", "0", "--", SMALL, "-k", "no_such_name")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "0 passed, 0 failed, 0 skipped")


def test_servers_that_are_given_are_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STENOGRAM_TEST_ELASTICSEARCH", "http://127.0.0.1:1")
    monkeypatch.setenv("STENOGRAM_TEST_POSTGRESQL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    done = run("tests.servers.run", "--servers", "9 cluster", "--", "tests/setup/test_servers.py", "-q")
    reason = "STENOGRAM_TEST_ELASTICSEARCH names another"
    assert done.stdout.splitlines()[-3:] == [
        f"left out: the tests on Elasticsearch 9: {reason}",
        f"left out: the tests on a cluster of three Elasticsearch nodes: {reason}",
        "0 passed, 0 failed, 0 skipped",
    ]
    assert done.returncode == 1
