"""`make test` after its checks: starts servers, runs the tests on them phase by phase, and stops the servers.

python -m tests.servers.run [--workers 2] [--servers "8 9 cluster"] -- [arguments of pytest]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.servers import addresses
from tests.servers.machine import ROOT, NoJavaError, UnavailableError
from tests.servers.outcome import Outcome, closing_line, from_json, join_outcomes, left_out_lines
from tests.servers.phases import (
    NEEDS_SERVER,
    WITHOUT,
    Phase,
    Run,
    choose_phases,
    pytest_command,
    reason_against,
)
from tests.servers.sources import running_elasticsearch, running_postgresql

# Where pytest writes the outcome of a run, in place of its last lines.
REPORT = "STENOGRAM_TEST_REPORT"

NOTHING_SELECTED = 5
INTERRUPTED = 130


@dataclass(slots=True)
class Session:
    """All phases of one `make test`: what was asked for, and what came of it so far."""

    arguments: Sequence[str]
    workers: int
    environment: dict[str, str]
    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def run(self, phases: Sequence[Phase]) -> int:
        """Run the phases; gives the exit status."""
        with ExitStack() as stack:
            if WITHOUT in phases:
                self._leave_out("the tests that need a server", "SERVERS=none")
            elif not self._selects(NEEDS_SERVER):
                phases = [WITHOUT]
            else:
                self.environment |= self._start_postgresql(stack)
            for phase in phases:
                self._run_phase(phase)
        return self._close()

    def _close(self) -> int:
        outcome = join_outcomes(self.outcomes)
        print(*self.notes, *left_out_lines(outcome), closing_line(outcome), sep="\n", flush=True)
        return 0 if outcome.total and not outcome.failed else 1

    def _leave_out(self, tests: str, reason: str) -> None:
        self.notes.append(f"left out: {tests}: {reason}")

    def _selects(self, marked: str) -> bool:
        """Whether the user's arguments select tests of a kind: asked only where they may well not."""
        if not self.arguments:
            return True
        command = [*pytest_command(Run(marked, parallel=False), self.arguments, 0), "--collect-only", "-q"]
        collected = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True)
        return collected.returncode != NOTHING_SELECTED

    def _start_postgresql(self, stack: ExitStack) -> dict[str, str]:
        try:
            return stack.enter_context(running_postgresql(self.environment)).to_environment()
        except UnavailableError as error:
            return {addresses.NO_POSTGRESQL: f"no PostgreSQL: {error}"}

    def _start_elasticsearch(self, stack: ExitStack, phase: Phase) -> dict[str, str]:
        running = running_elasticsearch(self.environment, phase.major, phase.nodes, phase.secure)
        try:
            return stack.enter_context(running).to_environment()
        except UnavailableError as error:
            if phase.optional and isinstance(error, NoJavaError):
                raise
            return {addresses.NO_ELASTICSEARCH: f"no Elasticsearch {phase.major}: {error}"}

    def _run_phase(self, phase: Phase) -> None:
        given = self.environment.get(addresses.ELASTICSEARCH, "")
        if reason := reason_against(phase, given.split(",") if given else ()):
            self._leave_out(f"the tests on {phase.title}", reason)
            return
        print(f"\nTesting on {phase.title}", flush=True)
        with ExitStack() as stack:
            try:
                variables = self._start_elasticsearch(stack, phase) if phase.major else {}
            except NoJavaError as error:
                self._leave_out(f"the tests on {phase.title}", str(error))
                return
            self.outcomes += [self._run_tests(run, variables) for run in phase.runs]

    def _run_tests(self, run: Run, variables: Mapping[str, str]) -> Outcome:
        command = pytest_command(run, self.arguments, self.workers)
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "outcome.json"
            status = run_command(command, {**self.environment, **variables, REPORT: str(report)})
            outcome = from_json(report.read_text(encoding="utf-8")) if report.is_file() else Outcome()
        return judge(outcome, status, run, bool(self.arguments))


def judge(outcome: Outcome, status: int, run: Run, chosen: bool) -> Outcome:
    """A run that failed without a failed test counts as one; so does an empty one, if nobody chose tests."""
    if status == NOTHING_SELECTED and not chosen:
        print(f"No test is marked: {run.marked}", flush=True)
    fine = status == 0 or outcome.failed or (status == NOTHING_SELECTED and chosen)
    return outcome if fine else join_outcomes([outcome, Outcome(failed=1)])


def run_command(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run to the end, also when we are to stop: pytest has servers of its own to end. Gives the status."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # It got the same Ctrl-C.
        process.wait()
        raise
    except SystemExit:
        process.terminate()
        process.wait()
        raise


def stop(number: int, frame: FrameType | None) -> None:
    """Unwind, so that servers are stopped."""
    raise SystemExit(128 + number)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.run", allow_abbrev=False)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--servers", type=choose_phases, default="")
    parser.add_argument("arguments", nargs="*")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the tests; gives the exit status."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    asked = parse(arguments)
    try:
        return Session(asked.arguments, asked.workers, dict(os.environ)).run(asked.servers)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
