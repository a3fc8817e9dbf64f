"""All engines that can run on this machine, one after the other."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

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

    def size(self) -> int:
        """The bytes on disk of all that the engine keeps."""
        if self.server is None:
            assert self.folder is not None
            return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
        with urlopen(f"{self.server.addresses[0]}/stenogram-*/_stats/store") as answer:
            return int(json.load(answer)["_all"]["total"]["store"]["size_in_bytes"])


def engines_at_hand(identity: str = "") -> Iterator[AtHand]:
    """The embedded engine, and Elasticsearch 8 and 9 where they can be started (on one node each).

    `identity` is that of the catalogue that they index, where there is one.
    """
    with TemporaryDirectory() as scratch, closing(EmbeddedEngine(Path(scratch))) as engine:
        yield AtHand("embedded", engine, folder=Path(scratch))
    for major in MAJORS:
        try:
            with elasticsearch(major, identity or secrets.token_hex(4)) as found:
                yield found
        except UnavailableError as error:
            print(f"  left out: Elasticsearch {major}: {error}", flush=True)


@contextmanager
def elasticsearch(major: int, identity: str) -> Iterator[AtHand]:
    """An Elasticsearch of one node. Raises `tests.servers.machine.UnavailableError`."""
    environment = {name: value for name, value in os.environ.items() if name != ELASTICSEARCH}
    with running_elasticsearch(environment, major, 1, secure=False, on_disk=True) as server:
        for address in server.addresses:
            server.wait(address)
        engine = ElasticEngine(Connection(server.addresses), identity)
        with closing(engine):
            yield AtHand(f"Elasticsearch {major}", engine, server=server)
