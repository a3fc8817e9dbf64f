"""What all tests share: the real texts, a Chromium, the command line, and the list of what was left out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers.fixtures import (
    MARKERS,
    cluster,
    elasticsearch,
    own_postgresql,
    postgresql,
    postgresql_database,
)
from tests.servers.outcome import NO_SHARED, left_out_lines, read_stats, skip_reason, to_json

__all__ = ["cluster", "elasticsearch", "own_postgresql", "postgresql", "postgresql_database"]

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("STENOGRAM_SHARED", ROOT.parent / "shared"))

NO_CHROMIUM = "no Chromium (make browser, or STENOGRAM_CHROMIUM=path of one)"

# Tests with these markers are not left out in continuous integration.
MUST_RUN = ("browser", "shared", "elasticsearch", "cluster", "postgresql")
ON_SERVER = ("elasticsearch", "cluster", "postgresql")

# The file for the outcome of this run, if `make test` sums it up with others.
REPORT = "STENOGRAM_TEST_REPORT"
REPORT_KEY = pytest.StashKey[str]()

# For root in a container (no sandbox), and so that a test run sends nothing to anybody.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def in_ci() -> bool:
    """Whether this is continuous integration, where nothing may be left out silently."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


# A developer's runs look for new cases, each time others. A submission is judged by the same cases as
# the one before; a busy machine is slow, which no case is to blame for.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if in_ci() else "developer")


# --- Collecting ---


def pytest_configure(config: pytest.Config) -> None:
    """Keep the report to this run: tests start others, with this environment."""
    config.stash[REPORT_KEY] = os.environ.pop(REPORT, "")
    # A run that a shell started in the background ignores Ctrl-C, and so would all that it starts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that they use; put the files with most server tests first, browsers last."""
    for item in items:
        mark_by_fixtures(item)
    sort_servers_first(items)
    sort_browser_last(items)


def mark_by_fixtures(item: pytest.Item) -> None:
    """Markers follow from the fixtures; without ../shared its tests are skipped.

    A fixture that is asked for only at run time does not show: a parameter that leads to
    `request.getfixturevalue("elasticsearch")` carries the marker itself, as
    `pytest.param(..., marks=pytest.mark.elasticsearch)`.
    """
    fixtures = set(getattr(item, "fixturenames", ()))
    for name in sorted({MARKERS[fixture] for fixture in fixtures & MARKERS.keys()}):
        item.add_marker(name)
    if "shared" in fixtures:
        item.add_marker(pytest.mark.shared)
    if fixtures & {"browser", "page"}:
        item.add_marker(pytest.mark.browser)
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        item.add_marker(pytest.mark.skip(reason=NO_SHARED))


def sort_servers_first(items: list[pytest.Item]) -> None:
    """Files that take minutes are begun before short ones, so that no process is idle while one ends them."""
    on_server = Counter(item.path for item in items if any(map(item.get_closest_marker, ON_SERVER)))
    items.sort(key=lambda item: -on_server[item.path])


def sort_browser_last(items: list[pytest.Item]) -> None:
    """Once a browser is open, playwright's event loop stays the running one until the session ends.

    `asyncio.run` would fail in any later test of the same process. Whole files move, because pytest-xdist
    hands out whole files, and in the order of this list.
    """
    in_browser = {id(item): item.get_closest_marker("browser") is not None for item in items}
    files = {item.path for item in items if in_browser[id(item)]}
    items.sort(key=lambda item: (item.path in files, in_browser[id(item)]))


# --- What was left out ---


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test of a browser or server, or on ../shared where that exists, must run: skipped is failed."""
    report = yield
    excused = item.get_closest_marker("shared") is not None and not SHARED.is_dir()
    must_run = any(item.get_closest_marker(name) for name in MUST_RUN)
    if in_ci() and must_run and not excused and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be left out in CI: {skip_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Print what was left out, a line for each reason, right before the closing line, or report it."""
    yield
    outcome = read_stats(terminalreporter.stats)
    if report := terminalreporter.config.stash[REPORT_KEY]:
        Path(report).write_text(to_json(outcome), encoding="utf-8")
        return
    for line in left_out_lines(outcome):
        terminalreporter.write_line(line, yellow=True)


# --- Fixtures ---


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts; a test that asks for it is marked `shared`, and left out without it."""
    return SHARED


@pytest.fixture
def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that runs."""
    found = subprocess.run([ROOT / "tools" / "find-chromium"], capture_output=True, text=True)
    if found.returncode != 0:
        pytest.skip(NO_CHROMIUM)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium, one for all tests of a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with cookies of its own. A script error on it fails the test."""
    with browser.new_context(locale="en-GB") as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []


@dataclass(frozen=True, slots=True)
class StenogramCommand:
    """The installed command line, in a folder of its own and without the caller's settings."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def program(self) -> str:
        """The path of the `stenogram` that belongs to the Python of this test run."""
        return str(Path(sys.executable).with_name("stenogram"))

    def __call__(
        self, *arguments: str | Path, timeout: float = 120, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; exit status, stdout and stderr are the caller's to judge."""
        return subprocess.run(
            [self.program, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Start and return at once, in a process group of its own; the caller must end it."""
        return subprocess.Popen(
            [self.program, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )


@pytest.fixture
def stenogram_command(tmp_path: Path) -> StenogramCommand:
    """Runs `stenogram ARGUMENTS` in `tmp_path`: `stenogram_command("status", "--data", folder)`."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "COLUMNS": "120"}
    return StenogramCommand(tmp_path, environment)
