"""Errors as RFC 9457 problems: every error of every path under the API has this one shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError, TimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from corpus.errors import AmbiguousError, GoneError, QueryError, StenogramError, UnavailableError
from search.api.models import Counted, FieldError, Problem

MEDIA_TYPE = "application/problem+json"

# The database does not answer, or all connections are busy.
CATALOGUE_ERRORS = (OperationalError, TimeoutError)

# HEAD is answered wherever GET is (`HeadAsGet`). Only decisions are written.
_METHODS = "GET, HEAD"
_OTHER_METHODS = (
    (re.compile(r"/api/v1/decisions"), "GET, HEAD, POST"),
    (re.compile(r"/api/v1/decisions/[^/]+/undo"), "POST"),
)

_RETRY_AFTER = {"retry-after": str(UnavailableError.retry_after)}


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as it is sent."""
    return Response(
        problem.model_dump_json(exclude_none=True), problem.status, headers, media_type=MEDIA_TYPE
    )


def problem_of(error: Exception, request: Request) -> tuple[Problem, Mapping[str, str]]:
    """The problem that an error is, with the headers that belong to it. Nothing internal is told."""
    if isinstance(error, StenogramError):
        return _domain(error, request), _RETRY_AFTER if error.status == 503 else {}
    if isinstance(error, RequestValidationError):
        return _validation(error, request), {}
    if isinstance(error, HTTPException):
        return _http(error, request), _headers(error, request)
    if isinstance(error, CATALOGUE_ERRORS):
        problem = _plain(503, "The catalogue does not answer.", request, "Try again in a moment.")
        return problem, _RETRY_AFTER
    return _plain(500, "Something failed in the server; its log says what.", request), {}


def reference(path: str) -> str:
    """A decoded path as the address that it is: whatever is asked for, the answer holds a valid one."""
    return quote(path, errors="surrogatepass")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an operation, for its documentation."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _title(status), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def _domain(error: StenogramError, request: Request) -> Problem:
    return Problem(
        type="about:blank",
        title=error.title,
        status=error.status,
        detail=error.message,
        remedy=error.remedy or None,
        instance=reference(request.scope["path"]),
        restart=_restart(request) if isinstance(error, GoneError) else None,
        position=error.position if isinstance(error, QueryError) else None,
        candidates=_candidates(error) if isinstance(error, AmbiguousError) else None,
    )


def _validation(error: RequestValidationError, request: Request) -> Problem:
    found = [
        FieldError(field=".".join(str(part) for part in one["loc"][1:]), detail=one["msg"])
        for one in error.errors()
    ]
    detail = "; ".join(f"{one.field}: {one.detail}" for one in found)
    return _plain(422, detail, request).model_copy(update={"title": "Invalid request", "errors": found})


def _http(error: HTTPException, request: Request) -> Problem:
    if error.status_code == 404:
        return _plain(404, "There is nothing at this address.", request, "See /api/v1/openapi.json.")
    if error.status_code == 405:
        return _plain(405, f"{request.method} is not possible here.", request, f"Use {_methods(request)}.")
    return _plain(error.status_code, error.detail, request)


def _headers(error: HTTPException, request: Request) -> Mapping[str, str]:
    return {"allow": _methods(request)} if error.status_code == 405 else error.headers or {}


def _methods(request: Request) -> str:
    path = request.scope["path"]
    return next((methods for way, methods in _OTHER_METHODS if way.fullmatch(path)), _METHODS)


def _plain(status: int, detail: str, request: Request, remedy: str | None = None) -> Problem:
    return Problem(
        type="about:blank",
        title=_title(status),
        status=status,
        detail=detail,
        remedy=remedy,
        instance=reference(request.scope["path"]),
    )


def _title(status: int) -> str:
    return HTTPStatus(status).phrase.capitalize()


def _restart(request: Request) -> str:
    """The address of the list's first page."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in ("cursor", "seen")]
    path = reference(request.scope["path"])
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _candidates(error: AmbiguousError) -> list[Counted]:
    return [Counted(id=one.id, name=one.name, passages=one.passages) for one in error.candidates]
