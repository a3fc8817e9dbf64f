"""The examples of the documentation: commands with their output, read from it, run, and renewed in it.

A block that begins with ```console is a session in a terminal of 100 columns, at the root of a checkout,
in which the sample collection has been ingested. Each line that begins with `$ ` is a command; what
follows it is its output.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Example:
    """A command as it is typed, and the output that is shown for it, without space at its end."""

    command: str
    shown: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command: its exit status, and all that it printed in the terminal."""

    status: int
    printed: str


def read_examples(text: str) -> Iterator[Example]:
    """The examples of a page, in order."""
    for block in _BLOCK.finditer(text):
        yield from _examples(block[0])


def renew_examples(text: str, answer: Callable[[str], str]) -> str:
    """The page with the output of each command as `answer` gives it."""

    def renewed(block: re.Match[str]) -> str:
        return "\n".join(
            _session(example.command, answer(example.command)) for example in _examples(block[0])
        )

    return _BLOCK.sub(renewed, text)


def environment(data: Path) -> dict[str, str]:
    """What examples are run with: the checkout's own commands, a data directory, a plain terminal."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    terminal = {"TERM": "dumb", "COLUMNS": "100", "LINES": "40", "LANG": "C.UTF-8"}
    return {"PATH": path, "HOME": str(data), "STENOGRAM_DATA": str(data), **terminal}


def run_example(command: str, variables: Mapping[str, str]) -> Ran:
    """Run a command as one would type it, in a terminal."""
    own, its = pty.openpty()
    process = subprocess.Popen(
        ["sh", "-c", command], cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=its, stderr=its
    )
    os.close(its)
    printed = b"".join(_read(own)).decode("utf-8").replace("\r\n", "\n")
    os.close(own)
    return Ran(process.wait(), "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n"))


def _examples(block: str) -> Iterator[Example]:
    for session in re.split(rf"^{re.escape(_PROMPT)}", block, flags=re.MULTILINE)[1:]:
        command, _, shown = session.partition("\n")
        yield Example(command, shown.rstrip())


def _session(command: str, printed: str) -> str:
    return f"{_PROMPT}{command}\n{printed}\n" if printed else f"{_PROMPT}{command}\n"


def _read(terminal: int) -> Iterator[bytes]:
    """What is printed, until the program has closed its end (which Linux calls an error)."""
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:
            return
        if not part:
            return
        yield part
