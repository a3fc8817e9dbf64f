"""The command line over the sample collection, which is ingested once by the command itself.

A process takes a second to start, so questions about the sample are asked by calling `main` here; what
depends on the process (pipes, servers, ingest) is tested with real ones.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from corpus.manifest import sample_root
from stenogram.cli import main
from tests.conftest import StenogramCommand


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample collection; its data folder is named by STENOGRAM_DATA. Answers are kept."""

    command: StenogramCommand
    data: Path
    ingested: subprocess.CompletedProcess[str]
    answers: dict[tuple[str, ...], Done] = field(default_factory=dict)

    def __call__(self, *arguments: str) -> Done:
        """`stenogram ARGUMENTS`."""
        if arguments not in self.answers:
            self.answers[arguments] = self._run(arguments)
        return self.answers[arguments]

    def _run(self, arguments: tuple[str, ...]) -> Done:
        stdout, stderr = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(stdout), redirect_stderr(stderr):
            patch.setattr(sys, "argv", ["stenogram", *arguments])
            for name in [name for name in os.environ if name.startswith("STENOGRAM_")]:
                patch.delenv(name)
            patch.setenv("STENOGRAM_DATA", str(self.data))
            try:
                main()
            except SystemExit as ended:
                return Done(int(ended.code or 0), stdout.getvalue(), stderr.getvalue())
        return Done(0, stdout.getvalue(), stderr.getvalue())

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON lines that a command prints; it must succeed."""
        done = self(*arguments, "--format", "jsonl")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def cells(self, *arguments: str) -> list[dict[str, str]]:
        """The rows of the CSV that a command prints; it must succeed."""
        done = self(*arguments, "--format", "csv")
        assert done.returncode == 0, done.stderr
        return list(csv.DictReader(io.StringIO(done.stdout, newline="")))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample collection, ingested."""
    folder = tmp_path_factory.mktemp("command")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "STENOGRAM_DATA": str(folder / "data"),
    }
    command = StenogramCommand(folder, environment)
    return Sample(command, folder / "data", command("ingest", sample_root()))


@pytest.fixture(scope="session")
def texts() -> Mapping[str, str]:
    """The decoded plain text files of the sample collection by path, line ends as they are."""
    return {str(path): path.read_bytes().decode("utf-8-sig") for path in sorted(sample_root().rglob("*.txt"))}
