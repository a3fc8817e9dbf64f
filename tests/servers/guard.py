"""A folder for servers and their data that outlives nobody: when its maker ends, however that happens, the
servers in it are stopped and the folder is removed.

A second process does that: it waits for the end of a pipe, which comes even when the maker is killed.
A server names itself in the file `NAME/process` of the folder: whom to send which signal, as in kill(2).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROCESS = "process"
PATIENCE = 10.0


@contextmanager
def guarded_folder(within: Path | None = None) -> Iterator[Path]:
    """An empty folder, which other accounts may enter: servers do not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="stenogram-servers-", dir=within))
    folder.chmod(0o755)
    command = [sys.executable, "-E", "-S", __file__, str(folder)]
    # In a session of its own, so that Ctrl-C does not end it before its work is done.
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    guard = subprocess.Popen(command, stdin=pipe, stdout=nothing, start_new_session=True)
    try:
        yield folder
    finally:
        # A word, not the mere end of the pipe: a forked child of ours may still hold that open.
        guard.communicate(b"end")


def note_process(folder: Path, process: int, signal: int) -> None:
    """Say whom to signal when the folder goes; a negative `process` is a group."""
    (folder / PROCESS).write_text(f"{process} {signal}", encoding="ascii")


def forget_process(folder: Path) -> None:
    """Its number may soon be somebody else's."""
    (folder / PROCESS).unlink(missing_ok=True)


def noted_process(folder: Path) -> tuple[int, int] | None:
    """Whom to signal with what, if a server runs in the folder."""
    try:
        process, signal = map(int, (folder / PROCESS).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return None
    return process, signal


def clear(folder: Path) -> None:
    """Stop the servers in the folder and remove it; a server may write a last file meanwhile."""
    for server in folder.glob("*/"):
        if noted := noted_process(server):
            with suppress(OSError):
                os.kill(*noted)
    deadline = time.monotonic() + PATIENCE
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.02)


if __name__ == "__main__":
    sys.stdin.buffer.read(1)
    clear(Path(sys.argv[1]))
