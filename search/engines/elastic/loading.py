"""Sending documents in bulk: in bounded memory, again where it fails for a while, never skipping one.

While requests are under way the caller goes on to analyse passages. Every operation says the same however
often it is sent, so a request whose answer was lost is sent again.
"""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import NamedTuple, NoReturn, Self, cast

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from corpus.errors import UnavailableError
from search.engines.elastic.errors import Problem, failure, problem_of, reported
from search.engines.elastic.schema import Json

# What one request holds at most. Larger ones are no faster, and a node keeps them all in memory.
MOST_OPERATIONS = 1_000
MOST_BYTES = 5_000_000
_UNDER_WAY = 2

# How long nothing may get through before it is given up, and what one request may take, in seconds.
PATIENCE = 120.0
_REQUEST = 60.0
# How long the server itself waits for a shard that has no node; what waited there is sent again by item.
_SHARD = "10s"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0
_NAMED = 3


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Operation(NamedTuple):
    """One line of a bulk request or two; `passage` is who it is about."""

    passage: str
    lines: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(len, self.lines))


def store(passage: str, document: str, source: Json) -> Operation:
    """Store a document in place of one of that id."""
    return Operation(passage, (_line({"index": {"_id": document}}), _line(source)))


def change(passage: str, document: str, fields: Json) -> Operation:
    """Change fields of a document that is there."""
    action = {"update": {"_id": document, "retry_on_conflict": 3}}
    return Operation(passage, (_line(action), _line({"doc": fields})))


class Loader:
    """Sends operations on one index from a few threads. Left by an exception, it sends no more.

    Raises `UnavailableError`, from any method, where something cannot be stored; it names the passages.
    """

    def __init__(self, client: Elasticsearch, index: str, at: str, patience: float | None = None) -> None:
        self._client = client.options(request_timeout=_REQUEST, max_retries=0)
        self._index = index
        self._at = at
        self._patience = PATIENCE if patience is None else patience
        self._stop = Event()
        self._pool = ThreadPoolExecutor(_UNDER_WAY, thread_name_prefix="bulk")
        self._flying: set[Future[None]] = set()
        self._waiting: list[Operation] = []
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        try:
            if kind is None:
                self._launch()
                self._land(len(self._flying))
        finally:
            self._stop.set()
            self._pool.shutdown(cancel_futures=True)

    def add(self, operation: Operation) -> None:
        """Send an operation together with those that come before and after."""
        if len(self._waiting) >= MOST_OPERATIONS or self._size + operation.size > MOST_BYTES:
            self._launch()
        self._waiting.append(operation)
        self._size += operation.size

    def _launch(self) -> None:
        self._land(len(self._flying) - _UNDER_WAY + 1)
        if self._waiting:
            self._flying.add(self._pool.submit(self._send, self._waiting))
        self._waiting, self._size = [], 0

    def _land(self, number: int) -> None:
        """Wait until at least so many requests are done."""
        while number > 0:
            done, self._flying = wait(self._flying, return_when=FIRST_COMPLETED)
            number -= len(done)
            for request in done:
                request.result()

    def _send(self, operations: list[Operation]) -> None:
        pause, deadline = _FIRST_PAUSE, time.monotonic() + self._patience
        while left := self._attempt(operations):
            if len(left.operations) < len(operations):
                pause, deadline = _FIRST_PAUSE, time.monotonic() + self._patience
            operations = left.operations
            if time.monotonic() > deadline:
                self._refuse(left, f", though tried for {self._patience:.0f} seconds")
            if self._stop.wait(pause * random.uniform(0.5, 1.0)):
                return
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _attempt(self, operations: list[Operation]) -> _Left | None:
        """Send operations; what did not get through and may the next time."""
        lines = [line for operation in operations for line in operation.lines]
        try:
            answer = self._client.bulk(
                operations=cast(list[Json], lines),
                index=self._index,
                filter_path="items.*.status,items.*.error",
                timeout=_SHARD,
            )
        except (ApiError, TransportError) as error:
            problem = problem_of(error)
        else:
            return self._sorted_out(operations, answer.body)
        # Outside of the handler: what the client raised knows the request.
        left = _Left(operations, problem)
        return left if problem.is_passing else self._refuse(left)

    def _sorted_out(self, operations: list[Operation], answer: Json) -> _Left | None:
        problems = map(_item_problem, answer["items"])
        failed = [(operation, found) for operation, found in zip(operations, problems, strict=True) if found]
        refused = [(operation, problem) for operation, problem in failed if not problem.is_passing]
        if refused:
            self._refuse(_left(refused))
        return _left(failed) if failed else None

    def _refuse(self, left: _Left, though: str = "") -> NoReturn:
        error = failure(left.problem, self._at)
        raise UnavailableError(
            f"{error.message} {_naming(left.operations)} not stored{though}.", error.remedy
        )


class _Left(NamedTuple):
    operations: list[Operation]
    problem: Problem


def _left(failed: list[tuple[Operation, Problem]]) -> _Left:
    return _Left([operation for operation, _ in failed], failed[0][1])


def _item_problem(item: Json) -> Problem | None:
    (outcome,) = item.values()
    return None if outcome["status"] < 300 else reported(outcome["status"], outcome)


def _naming(operations: list[Operation]) -> str:
    """The subject of a sentence, and its verb: the first passages by name, the others by number."""
    named = ", ".join(operation.passage for operation in operations[:_NAMED])
    more = len(operations) - _NAMED
    if len(operations) == 1:
        return f"Passage {named} was"
    return f"Passages {named}{f' and {more:,} more' if more > 0 else ''} were"


def _line(content: Json) -> bytes:
    return _encode(content).encode()
