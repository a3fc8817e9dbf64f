"""The indexes of one catalogue on a server: one for each build, with what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from elastic_transport import ObjectApiResponse
from elasticsearch import Elasticsearch

from corpus.errors import InvalidError, NotIndexedError, UnavailableError
from search.engines.base import Generation
from search.engines.elastic.connection import Server
from search.engines.elastic.loading import Loader
from search.engines.elastic.revisions import State, alive, killed_later, unseen
from search.engines.elastic.schema import ALIVE, DIED, LANGUAGE, LAYOUT, Json, index_settings, mapping

_REMEDY = "Run `stenogram index`."

# A cluster keeps a copy of each shard on another node; a single node has none to wait for.
_REPLICAS = "0-1"
_WAIT_FOR_REPLICAS = 30
# What one request deletes or changes, so that each ends in time.
_MOST = 50_000
_LONG = 300.0
_LANGUAGES = 1_000


class Indexes:
    """The indexes of the catalogue of one identity. Those of others are never touched."""

    def __init__(self, server: Server, identity: str) -> None:
        if not re.fullmatch(r"[a-z0-9]{1,32}", identity):
            raise InvalidError(f"{identity!r} cannot be a catalogue's identity.", "Use letters and digits.")
        self._server = server
        self._alias = f"stenogram-{identity}"

    def name(self, build: str) -> str:
        """The name of a build's index."""
        return f"{self._alias}-{build}"

    def states(self) -> dict[str, State]:
        """What each build says of itself; one that says nothing that can be read is left out."""
        with self._server.asked() as client:
            found = client.indices.get_mapping(
                index=f"{self._alias}-*", expand_wildcards="all", filter_path="*.mappings._meta"
            ).body
        states = {self._build(name): _readable(content) for name, content in found.items()}
        return {build: state for build, state in states.items() if build and state}

    def state(self, build: str) -> State:
        """What a build says of itself. Raises `NotIndexedError` where it does not exist."""
        name = self.name(build)
        with self._server.asked() as client:
            found = client.indices.get_mapping(index=name).body
        state = _readable(found[name])
        if state is None:
            raise UnavailableError(f"The index {name} is damaged.", _REMEDY)
        if state.layout != LAYOUT:
            age = "a newer" if state.layout > LAYOUT else "an older"
            remedy = "Upgrade Stenogram, or run `stenogram index`." if state.layout > LAYOUT else _REMEDY
            raise UnavailableError(f"The index {name} was built by {age} version of Stenogram.", remedy)
        return state

    def whole(self, generation: Generation) -> tuple[str, ...]:
        """The languages of a revision. Raises `NotIndexedError` where it is not there, or not whole."""
        languages = self.state(generation.build).whole.get(generation.revision)
        if languages is None:
            raise NotIndexedError(f"The index {generation} is not there, or not whole.", _REMEDY)
        return languages

    def create(self, build: str, state: State, shards: int) -> None:
        """An empty index in place of one of that build."""
        self.delete(build)
        mappings = {**mapping(), "_meta": state.to_meta()}
        with self._server.asked() as client:
            client.indices.create(index=self.name(build), mappings=mappings, settings=index_settings(shards))

    def note(self, build: str, state: State) -> None:
        """Let a build say this of itself, in one step."""
        with self._server.asked() as client:
            client.indices.put_mapping(index=self.name(build), meta=state.to_meta())

    def delete(self, build: str) -> None:
        """Delete a build with all of its revisions; nothing happens where it does not exist."""
        with self._server.asked() as client:
            client.indices.delete(index=self.name(build), ignore_unavailable=True)

    def loader(self, build: str) -> Loader:
        """What fills a build."""
        with self._server.asked() as client:
            return Loader(client, self.name(build), self._server.at)

    def refresh(self, build: str) -> None:
        """Let searches see all that was stored, on every copy of every shard."""
        with self._server.asked() as client:
            answer = client.options(request_timeout=_LONG).indices.refresh(index=self.name(build)).body
        _require_all_shards(answer, self._server.at)

    def replicate(self, build: str) -> None:
        """Copy a build to other nodes, and wait for that a while: it answers without, too."""
        name = self.name(build)
        with self._server.asked() as client:
            client.indices.put_settings(index=name, settings={"auto_expand_replicas": _REPLICAS})
            patient = client.options(request_timeout=_WAIT_FOR_REPLICAS + 10, ignore_status=408)
            patient.cluster.health(index=name, wait_for_status="green", timeout=f"{_WAIT_FOR_REPLICAS}s")

    def holdings(self, generation: Generation) -> tuple[int, tuple[str, ...]]:
        """How many passages a revision holds as the server counts them, and their languages in order."""
        query = {"bool": {"filter": alive(generation.revision)}}
        languages = {LANGUAGE: {"terms": {"field": LANGUAGE, "size": _LANGUAGES}}}
        body = {"query": query, "size": 0, "track_total_hits": True, "aggregations": languages}
        answer = self._search(generation.build, body)
        buckets = answer["aggregations"][LANGUAGE]["buckets"]
        return int(answer["hits"]["total"]["value"]), tuple(sorted(bucket["key"] for bucket in buckets))

    def purge(self, build: str, state: State) -> None:
        """Delete what none of the whole revisions can see, and revive what only a later one had set aside."""
        what: Json = {"index": self.name(build), "refresh": True, "conflicts": "proceed", "max_docs": _MOST}
        last = max(state.whole)
        is_later = state.writing is not None and state.writing > last
        if is_later:
            # What a killed update stored has not been seen by any search yet, these included.
            self.refresh(build)
        self._repeat(lambda client: client.delete_by_query(**what, query=unseen(state.whole)))
        if is_later:
            revive = {"source": f"ctx._source.{DIED} = params.alive", "params": {"alive": ALIVE}}
            aside = killed_later(last)
            self._repeat(lambda client: client.update_by_query(**what, query=aside, script=revive))

    def publish(self, generation: Generation) -> None:
        """Let the alias lead to the passages of this revision, and to no others, in one step."""
        only = {"bool": {"filter": alive(generation.revision)}}
        remove = {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}
        add = {"index": self.name(generation.build), "alias": self._alias, "filter": only}
        with self._server.asked() as client:
            client.indices.update_aliases(actions=[{"remove": remove}, {"add": add}])

    def documents(self, generation: Generation, passages: list[str]) -> list[tuple[str, str]]:
        """Which documents hold these passages in a revision: pairs of passage and document."""
        query = {"bool": {"filter": [{"terms": {"id": passages}}, *alive(generation.revision)]}}
        answer = self._search(generation.build, {"query": query, "size": len(passages), "source": False})
        ids = [str(hit["_id"]) for hit in answer["hits"]["hits"]]
        return [(identity.rpartition("@")[0], identity) for identity in ids]

    def _build(self, name: str) -> str:
        """The build of an index of this name; empty for one that is none of this catalogue's."""
        build = name.removeprefix(f"{self._alias}-")
        return build if re.fullmatch(r"[a-z0-9]{1,32}", build) else ""

    def _search(self, build: str, body: Json) -> Json:
        with self._server.asked() as client:
            answer = client.search(index=self.name(build), allow_partial_search_results=False, **body).body
        _require_all_shards(answer, self._server.at)
        return dict(answer)

    def _repeat(self, change: Callable[[Elasticsearch], ObjectApiResponse[Any]]) -> None:
        """Change all documents that a query finds, so many at once."""
        while True:
            with self._server.asked() as client:
                answer = change(client.options(request_timeout=_LONG)).body
            if answer["failures"] or answer["timed_out"]:
                raise UnavailableError(
                    f"Elasticsearch at {self._server.at} could not clear an old revision.", _REMEDY
                )
            if answer["total"] < _MOST and not answer["version_conflicts"]:
                return


def _readable(content: Json) -> State | None:
    try:
        return State.from_meta(content["mappings"].get("_meta", {}))
    except ValueError:
        return None


def _require_all_shards(answer: Json, at: str) -> None:
    if answer["_shards"]["failed"] or answer.get("timed_out"):
        raise UnavailableError(
            f"Elasticsearch at {at} cannot answer completely now.",
            "Try again, or look at its health.",
        )
