"""What Elasticsearch and its client report, as errors of Stenogram's: one table, translated at the edge.

Reports are quoted by their kind only, or cut short: a client's error knows addresses, headers and bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from elastic_transport import ConnectionError as AwayError
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from corpus.errors import NotIndexedError, QueryError, StenogramError, UnavailableError

AWAY, TIMEOUT, TLS, OTHER = "away", "timeout", "tls", "other product"

# The most specific first.
_WITHOUT_ANSWER: tuple[tuple[type[Exception], str], ...] = (
    (TlsError, TLS),
    (ConnectionTimeout, TIMEOUT),
    (AwayError, AWAY),
    (SerializationError, OTHER),
    (UnsupportedProductError, OTHER),
)
_LONGEST = 200


class Problem(NamedTuple):
    """What was reported: the status (0 without an answer), the kind in Elasticsearch's words, the reason."""

    status: int
    kind: str
    reason: str = ""

    @property
    def is_full(self) -> bool:
        """Whether the index is read-only, as Elasticsearch makes it when a disk fills up."""
        return self.kind == "cluster_block_exception" and self.status in (403, 429)

    @property
    def is_passing(self) -> bool:
        """Whether the same request may succeed a moment later."""
        if self.is_full:
            return False
        return self.kind in (AWAY, TIMEOUT) or self.status == 429 or self.status >= 500


class Fault(NamedTuple):
    """A line of the table: what a problem looks like, what is said of it, and what to do."""

    fits: Callable[[Problem], bool]
    says: str
    remedy: str
    error: type[StenogramError] = UnavailableError


def _kind(kind: str) -> Callable[[Problem], bool]:
    return lambda problem: problem.kind == kind


def _status(status: int) -> Callable[[Problem], bool]:
    return lambda problem: problem.status == status


FAULTS: tuple[Fault, ...] = (
    Fault(_kind(AWAY), "Elasticsearch at {at} does not answer.", "Check that it runs, and STENOGRAM_ENGINE."),
    Fault(_kind(TIMEOUT), "Elasticsearch at {at} did not answer in time.", "Try again in a moment."),
    Fault(
        _kind(TLS),
        "The certificate of Elasticsearch at {at} is not trusted.",
        "Let STENOGRAM_ENGINE_CA name the file of the authority that signed it.",
    ),
    Fault(
        lambda problem: problem.kind == OTHER or (problem.status == 404 and not problem.kind),
        "What answers at {at} is not Elasticsearch.",
        "Check STENOGRAM_ENGINE; it needs 8.19 or 9.",
    ),
    Fault(
        _kind("media_type_header_exception"),
        "Elasticsearch at {at} has a version that Stenogram does not know.",
        "Use 8.19 or later, or 9.",
    ),
    Fault(
        _status(401),
        "Elasticsearch at {at} does not know who asks.",
        "Set STENOGRAM_ENGINE_API_KEY, or STENOGRAM_ENGINE_USER and STENOGRAM_ENGINE_PASSWORD.",
    ),
    Fault(
        lambda problem: problem.is_full,
        "The index at {at} is read-only, most often because a disk is full.",
        "Make room there, and lift the block if it stays; what was published before is untouched.",
    ),
    Fault(
        _status(403),
        "Elasticsearch at {at} does not let this user do it.",
        "Grant the rights monitor on the cluster, and all on the indexes stenogram-*.",
    ),
    Fault(
        _kind("index_not_found_exception"),
        "The index is not there any more at {at}.",
        "Run `stenogram index`.",
        NotIndexedError,
    ),
    Fault(
        lambda problem: "too many" in problem.reason and problem.status in (400, 500),
        "A beginning within a phrase fits too many words.",
        "Write more of its letters.",
        QueryError,
    ),
    Fault(
        _status(413),
        "A passage is larger than Elasticsearch at {at} takes.",
        "Raise its http.max_content_length, or the limit of the proxy before it.",
    ),
    Fault(
        _status(429),
        "Elasticsearch at {at} has too much to do.",
        "Try again in a moment, or give it more memory.",
    ),
    Fault(
        _status(400),
        "Elasticsearch at {at} refuses what it was sent: {reason}.",
        "Run `stenogram index`, which makes a new index; if this repeats, report it.",
    ),
    Fault(
        lambda problem: True,
        "Elasticsearch at {at} cannot answer completely now: {reason}.",
        "Try again in a moment; if this repeats, look at its health.",
    ),
)


def failure(problem: Problem, at: str) -> StenogramError:
    """The error of Stenogram's for a problem; `at` is the address without credentials."""
    fault = next(fault for fault in FAULTS if fault.fits(problem))
    says = fault.says.format(at=at, reason=problem.reason or problem.kind or f"status {problem.status}")
    return QueryError(says, 0, fault.remedy) if fault.error is QueryError else fault.error(says, fault.remedy)


def problem_of(error: Exception) -> Problem:
    """What an exception of the client reports."""
    for kind, name in _WITHOUT_ANSWER:
        if isinstance(error, kind):
            return Problem(0, name)
    if isinstance(error, ApiError):
        return reported(error.meta.status, error.body)
    return Problem(0, AWAY)


def reported(status: int, body: object) -> Problem:
    """What an answer, or the answer to one item of many, reports under `error`."""
    told = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(told, Mapping):
        return Problem(status, "")
    causes = [*told.get("root_cause", ()), *_causes(told)]
    cause = next((cause for cause in causes if isinstance(cause, Mapping) and cause.get("type")), told)
    reason = _short(str(cause.get("reason", "")))
    return Problem(503 if _has_moved(status, reason) else status, str(cause.get("type", "")), reason)


def _has_moved(status: int, reason: str) -> bool:
    """Whether a shard left its node while a question was made ready there ("this Analyzer is closed").

    Elasticsearch says then that the question was wrong; asked again, another copy answers it.
    """
    return status == 400 and reason.endswith(" is closed")


@contextmanager
def translated(at: str) -> Iterator[None]:
    """Raise what the client raises within as an error of Stenogram's, without the client's own words."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise failure(problem_of(error), at) from None


def _causes(told: Mapping[str, Any]) -> Iterator[Any]:
    for failed in told.get("failed_shards", ()):
        yield failed.get("reason")


def _short(reason: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in reason)
    return printable[:_LONGEST].rstrip(". ")
