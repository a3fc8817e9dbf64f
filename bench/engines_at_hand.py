"""All engines that can run on this machine, one after the other."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from search.engines.base import Engine
from search.engines.elastic import Connection, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from tests.servers.addresses import ELASTICSEARCH, ElasticsearchServer
from tests.servers.machine import UnavailableError
from tests.servers.sources import running_elasticsearch

MAJORS = (8, 9)


@dataclass(frozen=True, slots=True)
class AtHand:
    """An engine with nothing in it: the embedded one in a `folder`, or one on a `server`."""

    name: str
    engine: Engine
    folder: Path | None = None
    server: ElasticsearchServer | None = None


def engines_at_hand() -> Iterator[AtHand]:
    """The embedded engine, and Elasticsearch 8 and 9 where they can be started (on one node each)."""
    with TemporaryDirectory() as scratch, closing(EmbeddedEngine(Path(scratch))) as engine:
        yield AtHand("embedded", engine, folder=Path(scratch))
    for major in MAJORS:
        try:
            with elasticsearch(major) as found:
                yield found
        except UnavailableError as error:
            print(f"  left out: Elasticsearch {major}: {error}", flush=True)


@contextmanager
def elasticsearch(major: int) -> Iterator[AtHand]:
    """An Elasticsearch of one node. Raises `tests.servers.machine.UnavailableError`."""
    environment = {name: value for name, value in os.environ.items() if name != ELASTICSEARCH}
    with running_elasticsearch(environment, major, 1, secure=False) as server:
        for address in server.addresses:
            server.wait(address)
        engine = ElasticEngine(Connection(server.addresses), secrets.token_hex(4))
        with closing(engine):
            yield AtHand(f"Elasticsearch {major}", engine, server=server)
