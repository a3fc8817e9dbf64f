"""What the servers need of the machine: ports, an account that is not root, a cache, Debian's packages."""

from __future__ import annotations

import os
import pwd
import random
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

# Below the ports that outgoing connections get (from 32768 on Linux): there, a client that tries again to
# reach a stopped server may take its port, or be connected to itself.
PORTS = range(20_000, 30_000)


MEMORY = Path("/dev/shm")
# Three nodes of Elasticsearch and PostgreSQL together keep some hundred megabytes.
ROOM = 4 << 30


class UnavailableError(Exception):
    """A server cannot be had here; the text says why and what would help."""


class NoJavaError(UnavailableError):
    """Java is missing, or too old for this version of Elasticsearch."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the servers run as. Elasticsearch and PostgreSQL refuse root; `None` leaves it at ourselves."""

    user: int | None = None
    group: int | None = None

    def options(self) -> dict[str, Any]:
        """What `subprocess` must be told."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def give(self, folder: Path) -> None:
        """Make the account the owner of a folder and of all that is in it."""
        if self.user is None or self.group is None:
            return
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, self.user, self.group, follow_symlinks=False)


def server_account() -> Account:
    """Ourselves, or `nobody` in the place of root: there wherever root is, and no trace of us remains."""
    if os.getuid() != 0:
        return Account()
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def memory_folder(folder: Path = MEMORY) -> Path | None:
    """A folder in memory where there is room: making an index takes a fifth of the time that a disk needs.

    None where it is small, as in most containers, or nothing may be run from it, as the servers do.
    """
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    fits = found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC
    return folder if fits and os.access(folder, os.W_OK) else None


def cache_folder(environment: Mapping[str, str], user: int) -> Path:
    """Where downloads stay from run to run. Root's is the system's: `nobody` may not enter root's home."""
    if user == 0:
        return Path("/var/cache/stenogram-tests")
    home = Path(environment.get("HOME") or Path.home())
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "stenogram-tests"


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as listener:
        # As servers do: a port whose last connections are still closing is free to them.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Different ports of 127.0.0.1 that nobody listens on right now."""
    candidates = random.sample(PORTS, len(PORTS))
    free = [port for _, port in zip(range(count), filter(is_free, candidates), strict=False)]
    if len(free) < count:
        raise UnavailableError("no free port on 127.0.0.1")
    return free


def run_quietly(command: list[str], **options: Any) -> None:
    """Run a program of a server to its end; it has nothing to say unless it fails."""
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"status {done.returncode}"]
        raise UnavailableError(f"{Path(command[0]).name} failed: {said[-1]}")


def install_packages(*names: str, tool: str = "install-packages") -> bool:
    """Install Debian packages where that is possible without asking; whether it was done."""
    installing = subprocess.run(
        [ROOT / "tools" / tool, *names], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return installing.returncode == 0
