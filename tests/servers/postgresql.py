"""PostgreSQL without Docker, from an installed one's programs: a server with data of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL

from tests.servers.guard import forget_process, note_process
from tests.servers.machine import (
    UnavailableError,
    free_ports,
    install_packages,
    run_quietly,
    server_account,
)

USER = "stenogram"
PATIENCE = 60.0
DEBIAN = Path("/usr/lib/postgresql")
# Data that are thrown away need not be safe from a power cut.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}


def find_programs() -> Path:
    """The folder with `initdb` and `postgres`; installs Debian's package where that may and must be."""
    found = installed_programs(os.environ)
    if found is None and install_packages(tool="install-postgresql"):
        found = installed_programs(os.environ)
    if found is None:
        raise UnavailableError("neither Docker nor PostgreSQL is here (apt install postgresql)")
    return found


def installed_programs(environment: Mapping[str, str], debian: Path = DEBIAN) -> Path | None:
    """The folder of the programs: where the PATH has them, else Debian's newest."""
    on_path = shutil.which("initdb", path=environment.get("PATH", ""))
    debians = sorted(debian.glob("*/bin/initdb"), key=lambda path: _version(path.parents[1].name))
    found = [Path(on_path).resolve()] if on_path else debians[-1:]
    return found[0].parent if found else None


def _version(name: str) -> int:
    number = re.match(r"\d+", name)
    return int(number[0]) if number else 0


@dataclass(slots=True)
class LocalPostgresql:
    """A server in a guarded folder, which can be stopped and started again on its data."""

    folder: Path
    programs: Path
    port: int
    password: str = field(repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @classmethod
    def create(cls, folder: Path, password: str) -> LocalPostgresql:
        """A running server with empty data in a new folder; the user `stenogram` may do everything."""
        server = cls(folder, find_programs(), free_ports(1)[0], password)
        folder.mkdir()
        server._make_data()
        server.start()
        return server

    @property
    def url(self) -> URL:
        """The address of the database `postgres`."""
        return URL.create("postgresql+psycopg", USER, self.password, "127.0.0.1", self.port, "postgres")

    def start(self) -> None:
        """Start on the data that are there; returns when it answers."""
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [str(self.programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *settings]
        with self._log.open("ab") as log:
            pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            self._process = subprocess.Popen(command, start_new_session=True, **pipes, **self._options())
        note_process(self.folder, self._process.pid, signal.SIGQUIT)
        process = self._process
        if not wait_until_it_answers(self.url, PATIENCE, lambda: process.poll() is None):
            raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Stop at once: connections break and what they had not committed is rolled back."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End as by a crash: the next start recovers from the log."""
        self._end(signal.SIGQUIT)

    def restart(self) -> None:
        """Stop, and start on the same data and port."""
        self.stop()
        self.start()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(timeout=60)
        self._process = None
        forget_process(self.folder)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _options(self) -> dict[str, Any]:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        return {"cwd": self.folder, "env": environment, **server_account().options()}

    def _make_data(self) -> None:
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password, encoding="ascii")
        server_account().give(self.folder)
        command = [str(self.programs / "initdb"), "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8"]
        command += [f"--username={USER}", f"--pwfile={secret}", f"--pgdata={self._data}"]
        run_quietly(command, **self._options())


def wait_until_it_answers(url: URL, seconds: float, lives: Callable[[], bool]) -> bool:
    """Wait until a server answers; gives up, with False, after `seconds` or when it no longer lives."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    deadline = time.monotonic() + seconds
    while lives() and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            psycopg.connect(address, connect_timeout=5).close()
            return True
        time.sleep(0.05)
    return False
