"""Certificates of one's own, made by openssl, and a door that speaks TLS before a server that does not."""

from __future__ import annotations

import select
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs certificates for 127.0.0.1. `certificate` is its own, as PEM."""

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.pem"

    @classmethod
    def create(cls, folder: Path) -> Authority:
        """An authority with a key of its own, and a server's certificate that it has signed."""
        if shutil.which("openssl") is None:
            pytest.skip("no openssl")
        folder.mkdir()
        self = cls(folder)
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
        self._openssl(
            "req", "-x509", *key, "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem"
        )
        name = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE")
        self._openssl("req", "-x509", *key, *name, *signed, "-keyout", "key.pem", "-out", "server.pem")
        return self

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    @contextmanager
    def door(self, address: str) -> Iterator[str]:
        """An https address that leads to the http server at `address`."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "key.pem")
        behind = urlsplit(address)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            arguments = (listener, context, (behind.hostname or "", behind.port or 80))
            thread = Thread(target=_admit, args=arguments, daemon=True)
            thread.start()
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _admit(listener: socket.socket, context: ssl.SSLContext, behind: tuple[str, int]) -> None:
    """Serve whoever knocks until the listener is closed."""
    with suppress(OSError):
        while True:
            knocking, _ = listener.accept()
            Thread(target=_serve, args=(knocking, context, behind), daemon=True).start()


def _serve(knocking: socket.socket, context: ssl.SSLContext, behind: tuple[str, int]) -> None:
    with (
        suppress(OSError),
        knocking,
        context.wrap_socket(knocking, server_side=True) as secure,
        socket.create_connection(behind) as server,
    ):
        _carry(secure, server)


def _carry(secure: ssl.SSLSocket, server: socket.socket) -> None:
    """Carry what either side says to the other, until one has gone. In one thread: TLS is not for two."""
    others = {secure: server, server: secure}
    while True:
        ready = [secure] if secure.pending() else select.select([*others], [], [])[0]
        for source in ready:
            data = source.recv(_CHUNK)
            if not data:
                return
            others[source].sendall(data)
