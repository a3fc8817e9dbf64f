"""Points in time: what one index answers from, however it changes, until the server gives them up.

A point in time is opened when something is asked, kept for minutes after each question, and opened anew
where the server has lost it: a node went, or nobody asked for long. The passages of a revision are the same
in every one; scores may differ, where copies of a shard have not forgotten the same documents yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock
from typing import TypeVar

from elasticsearch import ApiError, Elasticsearch

from corpus.errors import NotIndexedError, StenogramError, UnavailableError
from search.engines.base import Generation
from search.engines.elastic.connection import Server
from search.engines.elastic.errors import failure, problem_of
from search.engines.elastic.indexes import Indexes
from search.engines.elastic.schema import Json

_T = TypeVar("_T")

_KEEP_ALIVE = "10m"
# What a question may take on the server, in seconds: less than the client waits.
_SERVER_TIME = 30
# How long to wait before each try, in seconds: where a node went, another must take over first.
_PAUSES = (0.0, 0.05, 0.5, 1.0)


class _LostError(Exception):
    """The server does not have a point in time any more, or not all of it."""

    def __init__(self, reason: StenogramError) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Moment:
    """One point in time. `token` tells it from others; its `id` may change while it is used."""

    server: Server
    id: str
    shards: int
    token: str

    def ask(self, body: Json) -> Json:
        """A whole answer. Raises `UnavailableError` where shards or time were missing."""
        answer = self._search(body)
        shards = answer["_shards"]
        if shards["failed"] or shards["successful"] < shards["total"]:
            lacks = f"Elasticsearch at {self.server.at} lacks a part of the index now."
            raise _LostError(UnavailableError(lacks, "Try again in a moment."))
        if answer["timed_out"]:
            raise UnavailableError(
                f"Elasticsearch at {self.server.at} took more than {_SERVER_TIME} seconds.",
                "Ask for less, or try again in a moment.",
            )
        self.id = answer["pit_id"]
        return answer

    def _search(self, body: Json) -> Json:
        with _losing(self.server) as client:
            answer = client.search(
                **body,
                pit={"id": self.id, "keep_alive": _KEEP_ALIVE},
                # Over several shards, words must be as rare for all of them.
                search_type="dfs_query_then_fetch" if self.shards > 1 else "query_then_fetch",
                allow_partial_search_results=False,
                track_total_hits=True,
                timeout=f"{_SERVER_TIME}s",
            )
        return dict(answer)


class Moments:
    """The points in time of one generation, one after the other, for any number of threads."""

    def __init__(self, server: Server, indexes: Indexes, generation: Generation) -> None:
        self._server = server
        self._indexes = indexes
        self._generation = generation
        self._lock = Lock()
        self._held: Moment | None = None
        self._is_closed = False

    def asked(self, question: Callable[[Moment], _T]) -> _T:
        """The answer to a question, which may be asked again, of another point in time."""
        reason: StenogramError | None = None
        for pause in _PAUSES:
            if pause:
                time.sleep(pause)
            try:
                with self._current() as moment:
                    return question(moment)
            except _LostError as lost:
                reason = lost.reason
        assert reason is not None
        raise reason

    def close(self) -> None:
        """Give up what is held, on the server too where it answers."""
        with self._lock:
            self._is_closed, held, self._held = True, self._held, None
        if held is not None:
            self._give_up(held.id)

    @contextmanager
    def _current(self) -> Iterator[Moment]:
        with self._lock:
            if self._is_closed:
                raise UnavailableError("This index has been closed.", "Ask again: a newer one is open.")
            self._held = moment = self._held or self._open()
        try:
            yield moment
        except _LostError:
            self._forget(moment)
            raise

    def _open(self) -> Moment:
        name = self._indexes.name(self._generation.build)
        with _losing(self._server) as client:
            opened = client.open_point_in_time(
                index=name, keep_alive=_KEEP_ALIVE, allow_partial_search_results=False
            )
        # Afterwards, for a revision is struck off before its passages are deleted.
        self._indexes.whole(self._generation)
        return Moment(self._server, str(opened["id"]), int(opened["_shards"]["total"]), token_hex(4))

    def _forget(self, moment: Moment) -> None:
        with self._lock:
            if self._held is moment:
                self._held = None

    def _give_up(self, identity: str) -> None:
        with suppress(StenogramError), self._server.asked() as client:
            client.options(request_timeout=5, ignore_status=404).close_point_in_time(id=identity)


@contextmanager
def _losing(server: Server) -> Iterator[Elasticsearch]:
    """The client; where what is asked for has gone or is moving, `_LostError` is raised."""
    with server.asked() as client:
        try:
            yield client
            return
        except ApiError as error:
            problem = problem_of(error)
            reason = failure(problem, server.at)
            is_lost = problem.status == 404 or problem.status >= 500
        if is_lost and isinstance(reason, UnavailableError) and not isinstance(reason, NotIndexedError):
            raise _LostError(reason) from None
        raise reason from None
