"""Where generations live: an index for each build, and in it its revisions.

A revision is whole when its index says so, which is written last, in one step (revisions.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from corpus.text.analysis import Analyser
from search.engines.base import Generation, IndexedPassage
from search.engines.elastic.beside import Beside
from search.engines.elastic.connection import Connection, Server
from search.engines.elastic.indexes import Indexes
from search.engines.elastic.moment import Moments
from search.engines.elastic.schema import LAYOUT
from search.engines.elastic.search import ElasticIndex
from search.engines.elastic.writing import Writer
from search.language import QueryLanguage


class ElasticEngine:
    """Keeps the generations of one catalogue on an Elasticsearch, 8.19 or later of 8, or 9.

    `identity` is the catalogue's: several share a server without touching one another. A new index gets
    `shards`. Nothing is asked of the server before something is wanted of the engine.
    """

    name = "elasticsearch"

    def __init__(
        self, connection: Connection, identity: str, analyser: Analyser | None = None, shards: int = 1
    ) -> None:
        self._analyser = analyser or Analyser()
        self._language = QueryLanguage(self._analyser)
        self._server = Server(connection)
        self._indexes = Indexes(self._server, identity)
        self._beside = Beside()
        self._writer = Writer(self._indexes, self._analyser, shards)

    def build(self, generation: str, passages: Iterable[IndexedPassage]) -> int:
        """Fill a new generation; see the contract."""
        return self._writer.build(Generation.parse(generation), passages)

    def update(
        self, base: str, generation: str, removed: Collection[str], passages: Iterable[IndexedPassage]
    ) -> int:
        """Make a later revision of the build of `base`; see the contract."""
        return self._writer.update(Generation.parse(base), Generation.parse(generation), removed, passages)

    def publish(self, generation: str) -> None:
        """Let the alias `stenogram-IDENTITY` lead to this generation's passages, and to no others."""
        self._indexes.publish(Generation.parse(generation))

    def open(self, generation: str) -> ElasticIndex:
        """Open a whole generation. Raises `NotIndexedError` where there is none of that id."""
        parsed = Generation.parse(generation)
        languages = self._indexes.whole(parsed)
        moments = Moments(self._server, self._indexes, parsed)
        return ElasticIndex(moments, self._language, self._analyser, languages, parsed.revision, self._beside)

    def drop(self, generation: str) -> None:
        """Delete a generation, and its index with the last one. Who holds a point in time of it keeps that
        until the server gives it up or the index is deleted."""
        revision, build = Generation.parse(generation)
        state = self._indexes.states().get(build)
        if state is None or revision not in state.revisions():
            return
        rest = state.without(revision)
        if not rest.whole:
            self._indexes.delete(build)
        elif state.layout == LAYOUT:
            # Until all is done it is one that is being written: who is killed here does it again.
            leaving = state.leaving(revision)
            self._indexes.note(build, leaving)
            self._indexes.purge(build, leaving)
            self._indexes.note(build, rest)
        else:
            self._indexes.note(build, rest)

    def generations(self) -> tuple[str, ...]:
        """The ids of all that exist, whole or not."""
        states = self._indexes.states()
        return tuple(
            sorted(
                str(Generation(revision, build))
                for build, state in states.items()
                for revision in state.revisions()
            )
        )

    def check(self) -> None:
        """Raise `UnavailableError` where the server does not answer now."""
        self._server.check()

    def close(self) -> None:
        """Give up connections."""
        self._beside.close()
        self._server.close()
