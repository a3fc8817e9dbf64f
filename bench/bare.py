"""The queries that the engine sends to Elasticsearch, sent without Stenogram: what it takes itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import httpx

from bench.engines_at_hand import AtHand
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.generations import read_published
from corpus.text.analysis import Analyser
from search.engines.base import Generation
from search.engines.elastic.search import ElasticIndex
from search.language import QueryLanguage
from search.query import Facet, SearchQuery

FACETS = dict.fromkeys(Facet, 10)
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BareSearches:
    """An index on a server, asked by its address."""

    client: httpx.Client
    path: str
    index: ElasticIndex

    def ask(self, query: SearchQuery) -> float:
        """The milliseconds until the whole answer was there; ten hits and one more, six facets."""
        body = _overheard(self.index, query)
        started = time.perf_counter()
        self.client.post(self.path, json=body).raise_for_status()
        return 1000 * (time.perf_counter() - started)


@contextmanager
def bare_searches(at_hand: AtHand, data: Path) -> Iterator[BareSearches]:
    """What asks the published index of a catalogue."""
    assert at_hand.server is not None
    with closing(Catalogue.open(data)) as catalogue, catalogue.engine.connect() as db:
        published = read_published(db)
        assert published is not None
        generation, name = Generation.parse(published.id), f"stenogram-{catalogue.identity()}"
    analyser = Analyser()
    index = ElasticIndex(_Overhearing(), QueryLanguage(analyser), analyser, ["en"], generation.revision)  # type: ignore[arg-type]
    # Uncompressed, as the engine's own client asks for it.
    headers = {"accept-encoding": "identity"}
    with httpx.Client(base_url=at_hand.server.addresses[0], headers=headers, timeout=60) as client:
        path = f"/{name}-{generation.build}/_search?allow_partial_search_results=false"
        yield BareSearches(client, path, index)


class _HeardError(Exception):
    """Carries what would have been sent."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body


class _Overhearing:
    """In place of the points in time of one shard: hears what they are asked."""

    shards = 1

    def asked(self, question: Callable[[_Overhearing], object]) -> object:
        return question(self)

    def ask(self, body: Body) -> NoReturn:
        raise _HeardError(body)


def _overheard(index: ElasticIndex, query: SearchQuery) -> Body:
    try:
        index.search(query, limit=11, facets=FACETS)
    except _HeardError as heard:
        # Only the client has another name for this one.
        sent = {name.replace("source", "_source"): value for name, value in heard.body.items()}
        return {name: value for name, value in sent.items() if value is not None} | {"track_total_hits": True}
    raise AssertionError("nothing was sent")
