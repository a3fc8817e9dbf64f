"""Where an Elasticsearch is, who asks it, and whether it is one that Stenogram knows."""

from __future__ import annotations

import re
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from urllib.parse import SplitResult, unquote

from elasticsearch import Elasticsearch, ElasticsearchWarning

from corpus.errors import InvalidError, UnavailableError
from search.engines.addresses import split_address
from search.engines.elastic.errors import OTHER, Problem, failure, translated
from search.engines.elastic.schema import Json

# What one request may take unless it says otherwise, in seconds: more than a question may take on the server.
_PATIENCE = 40.0
# As many as the threads of a server that answers many readers; what goes beyond is opened and thrown away.
_CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Connection:
    """The addresses of one cluster's nodes, and what they are told about who asks.

    An API key (encoded, as it is given out) goes before a user, and both before a user and password that
    an address holds. `ca` is the file of the authority that signed the server's certificate.
    """

    addresses: tuple[str, ...] = field(repr=False)
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The addresses without users and passwords, each with its port."""
        return tuple(map(_place, map(split_address, self.addresses)))

    @property
    def at(self) -> str:
        """The places, for messages."""
        return ", ".join(self.places)

    def credentials(self) -> Json:
        """Who asks, as the client takes it."""
        if self.api_key:
            return {"api_key": _sendable(self.api_key)}
        if self.user:
            return {"basic_auth": (self.user, self.password)}
        for parts in map(split_address, self.addresses):
            if parts.username:
                return {"basic_auth": (unquote(parts.username), unquote(parts.password or ""))}
        return {}


class Server:
    """An Elasticsearch, asked for the first time when something is wanted of it."""

    def __init__(self, connection: Connection) -> None:
        self.at = connection.at
        self._client = _connect(connection)
        self._lock = Lock()
        self._is_known = False

    @contextmanager
    def asked(self) -> Iterator[Elasticsearch]:
        """The client; what it raises within is raised as an error of Stenogram's."""
        with translated(self.at):
            self._ensure_known()
            yield self._client

    def check(self) -> None:
        """Raise `UnavailableError` where it does not answer now."""
        with translated(self.at):
            self._recognise(self._client.options(request_timeout=5))

    def close(self) -> None:
        """Give up the connections."""
        self._client.close()

    def _ensure_known(self) -> None:
        with self._lock:
            if not self._is_known:
                self._recognise(self._client)
                self._is_known = True

    def _recognise(self, client: Elasticsearch) -> None:
        # The client itself refuses what does not call itself Elasticsearch.
        version = str(client.info().body.get("version", {}).get("number", ""))
        if not version:
            raise failure(Problem(0, OTHER), self.at)
        if not is_supported(version):
            raise UnavailableError(
                f"Elasticsearch at {self.at} has version {version}.", "Use 8.19 or later, or 9."
            )


def is_supported(version: str) -> bool:
    """Whether a server's version is 8.19 or later of 8, or one of 9."""
    match = re.match(r"(\d+)\.(\d+)", version)
    return match is not None and (8, 19) <= (int(match[1]), int(match[2])) < (10, 0)


def _connect(connection: Connection) -> Elasticsearch:
    # What a server hints at by a header is for its keeper, not for the terminal of who searches.
    warnings.simplefilter("ignore", ElasticsearchWarning)
    return Elasticsearch(
        list(connection.places),
        **connection.credentials(),
        **_trust(connection),
        request_timeout=_PATIENCE,
        connections_per_node=_CONNECTIONS,
        # Another node where one is away; what is answered with an error is judged by who asks.
        max_retries=len(connection.addresses),
        retry_on_status=(),
    )


def _trust(connection: Connection) -> Json:
    """Whose certificates are trusted, as the client takes it: the system's authorities, or the given one."""
    if connection.ca is None or not connection.at.startswith("https:"):
        return {}
    try:
        return {"ssl_context": ssl.create_default_context(cafile=connection.ca)}
    except (OSError, ssl.SSLError):
        problem = f"The certificate of the authority, {connection.ca}, cannot be read."
    raise InvalidError(problem, "Let STENOGRAM_ENGINE_CA name a file in PEM format, or unset it.")


def _place(parts: SplitResult) -> str:
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"


def _sendable(key: str) -> str:
    # What cannot stand in a header would be refused by a library whose message quotes it.
    if re.fullmatch(r"[!-~]+", key.strip()):
        return key.strip()
    raise InvalidError(
        "The API key of Elasticsearch holds characters that none has.", "Set STENOGRAM_ENGINE_API_KEY."
    )
