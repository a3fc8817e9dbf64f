"""Servers and their data go with whoever made them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.guard import forget_process, guarded_folder, note_process, noted_process

ROOT = Path(__file__).parents[2]

# Makes a guarded folder with a server in it, says where, and waits to be ended.
MAKER = """
import signal, subprocess, sys, time
from tests.servers.guard import guarded_folder, note_process
from tests.servers.run import stop
signal.signal(signal.SIGTERM, stop)
with guarded_folder() as folder:
    (folder / "server").mkdir()
    server = subprocess.Popen(["sleep", "600"], start_new_session=True)
    note_process(folder / "server", -server.pid, signal.SIGKILL)
    print(folder, flush=True)
    print(server.pid, flush=True)
    sys.stdin.read()
"""


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def has_ended(process: int) -> bool:
    """Whether a process is gone; one that nobody waited for stays as a zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


@pytest.mark.parametrize("ending", ["end", signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=str)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_servers_go_with_their_maker(ending: signal.Signals | str) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-c", MAKER], cwd=ROOT, text=True, **pipes) as maker:
        folder, server = Path(maker.stdout.readline().strip()), int(maker.stdout.readline())
        assert (folder / "server").is_dir()
        assert not has_ended(server)
        if isinstance(ending, signal.Signals):
            maker.send_signal(ending)
        else:
            maker.stdin.close()
        maker.wait(timeout=20)
    assert until(lambda: has_ended(server))
    assert until(lambda: not folder.exists())


def test_a_fork_of_the_maker_does_not_keep_the_folder() -> None:
    with guarded_folder() as folder:
        child = os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
    assert not folder.exists()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_others_may_enter_the_folder() -> None:
    with guarded_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("text", ["", "12", "twelve 9", "1 2 3"])
def test_a_torn_note_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "process").write_text(text, encoding="ascii")
    assert noted_process(tmp_path) is None


def test_a_note_is_read_and_forgotten(tmp_path: Path) -> None:
    note_process(tmp_path, -12, signal.SIGKILL)
    assert noted_process(tmp_path) == (-12, signal.SIGKILL)
    forget_process(tmp_path)
    forget_process(tmp_path)
    assert noted_process(tmp_path) is None
