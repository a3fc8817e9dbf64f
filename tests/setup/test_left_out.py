"""What a test run leaves out: said in one line for each reason, and a failure in CI.

Runs pytest on a small folder of tests with this project's own conftest as a plugin.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.fixtures import NO_POSTGRESQL
from tests.servers.outcome import from_json, left_out_lines

ROOT = Path(__file__).parents[2]

TESTS = """
import pytest

def test_page(page):
    page.goto("about:blank")

@pytest.mark.parametrize("number", [1, 2])
def test_texts(shared, number):
    assert shared.is_dir()

@pytest.mark.shared
def test_marked():
    pass

def test_elsewhere():
    pytest.skip("only on the moon")

def test_plain():
    pass

def test_found(elasticsearch):
    pass

@pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_kept(request, kind):
    request.getfixturevalue(kind)
"""

# The real servers of the tests around these must not be found.
NO_SERVERS = {
    "STENOGRAM_TEST_ELASTICSEARCH": "",
    "STENOGRAM_TEST_NO_ELASTICSEARCH": "no Elasticsearch: it rains",
    "STENOGRAM_TEST_POSTGRESQL": "",
    "STENOGRAM_TEST_NO_POSTGRESQL": "",
}

NO_CHROMIUM = "no Chromium (make browser, or STENOGRAM_CHROMIUM=path of one)"
CHROMIUM = f"left out: 1 browser test: {NO_CHROMIUM}"
TEXTS = "left out: 3 tests on ../shared: the folder is missing (STENOGRAM_SHARED may name another)"
MOON = "left out: 1 test: only on the moon"
SEARCH = "left out: 1 test: no Elasticsearch: it rains"
DATABASE = f"left out: 1 test: {NO_POSTGRESQL}"


def run_pytest(folder: Path, *arguments: str, texts: bool, ci: bool, **more: str) -> list[str]:
    """The lines of a run without a Chromium, trimmed of pytest's rulers."""
    (folder / "tests").mkdir()
    (folder / "tests" / "test_small.py").write_text(TESTS, encoding="utf-8")
    if texts:
        (folder / "shared").mkdir()
    environment = (
        os.environ
        | NO_SERVERS
        | {
            "CI": "true" if ci else "",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}",
            "STENOGRAM_CHROMIUM": str(folder / "no-such-browser"),
            "STENOGRAM_SHARED": str(folder / "shared"),
            **more,
        }
    )
    options = ["-p", "conftest", "-p", "no:cacheprovider", f"--config-file={ROOT / 'pyproject.toml'}"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", *arguments, "tests"],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    return [line.strip("= ") for line in run.stdout.splitlines()]


@pytest.mark.parametrize(
    ("texts", "ci", "left_out", "closing"),
    [
        (False, False, [CHROMIUM, SEARCH, DATABASE, MOON, TEXTS], "1 passed, 7 skipped"),
        (True, False, [CHROMIUM, SEARCH, DATABASE, MOON], "4 passed, 4 skipped"),
        (False, True, [MOON, TEXTS], "1 failed, 1 passed, 4 skipped, 2 errors"),
        (True, True, [MOON], "1 failed, 4 passed, 1 skipped, 2 errors"),
    ],
)
def test_says_last_what_was_left_out(
    tmp_path: Path, texts: bool, ci: bool, left_out: list[str], closing: str
) -> None:
    lines = run_pytest(tmp_path, texts=texts, ci=ci)
    assert lines[-1].startswith(closing), lines
    assert [line for line in lines if line.startswith("left out")] == left_out
    assert lines[-1 - len(left_out) : -1] == left_out


def test_says_why_a_browser_test_fails_in_ci(tmp_path: Path) -> None:
    lines = run_pytest(tmp_path, texts=True, ci=True)
    assert any(line.endswith(f"::test_page must not be left out in CI: {NO_CHROMIUM}") for line in lines)


def test_parallel_runs_say_the_same(tmp_path: Path) -> None:
    lines = run_pytest(tmp_path, "-p", "xdist", "-n2", texts=False, ci=False)
    assert lines[-6:-1] == [CHROMIUM, SEARCH, DATABASE, MOON, TEXTS]


def test_make_test_hears_of_a_run_in_a_file(tmp_path: Path) -> None:
    """It prints the lines itself, those of several runs together."""
    report = tmp_path / "outcome.json"
    lines = run_pytest(tmp_path, texts=False, ci=False, STENOGRAM_TEST_REPORT=str(report))
    outcome = from_json(report.read_text(encoding="utf-8"))
    assert (outcome.passed, outcome.failed, outcome.skipped) == (1, 0, 7)
    assert left_out_lines(outcome) == [CHROMIUM, SEARCH, DATABASE, MOON, TEXTS]
    assert [line for line in lines if line.startswith("left out")] == []
