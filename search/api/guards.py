"""What every request passes through: host check, key, security headers, the access log; HEAD for all.

Plain ASGI, outermost first; each refusal is a problem like every other error.
"""

from __future__ import annotations

import hmac
import time
from base64 import b64decode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from traceback import format_exception

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.api.models import Problem
from search.api.problems import problem_response, reference

Clock = Callable[[], float]

OPEN = frozenset({"/healthz", "/readyz"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})

_READING = frozenset({"GET", "HEAD"})

_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class HostGuard:
    """Refuses requests for other hosts than this machine: a page elsewhere whose name was rebound to
    the loopback address cannot read what is served here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 421."""
        if scope["type"] == "http" and not is_loopback(Headers(scope=scope).get("host", "")):
            await _refuse(
                scope,
                receive,
                send,
                status=421,
                title="Misdirected request",
                detail="This server answers only for localhost.",
                headers={},
            )
            return
        await self._app(scope, receive, send)


class OriginGuard:
    """Refuses what a page of another site lets a browser send here, which may know the key: only pages of
    this server, and programs, which name no origin, can change anything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        if scope["type"] != "http" or scope["method"] in _READING or is_same_site(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        await _refuse(
            scope,
            receive,
            send,
            status=403,
            title="Forbidden",
            detail="A page of another site cannot change anything here.",
            headers={},
        )


class KeyGuard:
    """Asks for the access key: as a bearer token, or as the password of HTTP Basic by any user."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._digest = _digest(key)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 401."""
        if scope["type"] != "http" or scope["path"] in OPEN or self._admits(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        api = scope["path"].startswith("/api/")
        challenge = "Bearer" if api else 'Basic realm="Stenogram", charset="UTF-8"'
        await _refuse(
            scope,
            receive,
            send,
            status=401,
            title="Unauthorized",
            detail="This server asks for its access key.",
            headers={"www-authenticate": challenge},
        )

    def _admits(self, headers: Headers) -> bool:
        given = given_key(headers.get("authorization", ""))
        return given is not None and hmac.compare_digest(_digest(given), self._digest)


class SecurityHeaders:
    """Adds the headers that keep hostile documents from running script. A route may set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class ErrorGuard:
    """Answers for what no handler caught, inside the other guards, so that this answer has their headers
    and is logged like every other."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self._app = app
        self._answer = answer
        self._log = structlog.get_logger("stenogram.errors")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or log the error with its trace and answer 500."""
        started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting_start)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            # Written here: a log that shows local variables would tell the question.
            trace = "".join(format_exception(error))
            self._log.error("failed", method=scope["method"], path=scope["path"], exception=trace)
            response = await self._answer(Request(scope), error)
            await response(scope, receive, send)


class HeadAsGet:
    """Answers HEAD wherever GET is answered: the same status and headers, without the content."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as if GET had been asked, and keep the content back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_content(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_without_content)


class AccessLog:
    """Logs method, path, status and milliseconds; never the question, which may be confidential."""

    def __init__(self, app: ASGIApp, clock: Clock = time.perf_counter) -> None:
        self._app = app
        self._clock = clock
        self._log = structlog.get_logger("stenogram.access")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer and log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = self._clock(), 500

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        finally:
            took = round((self._clock() - start) * 1000, 1)
            self._log.info("request", method=scope["method"], path=scope["path"], status=status, ms=took)


def is_same_site(headers: Headers) -> bool:
    """Whether a request comes from a page of the host that it is sent to, or from no page."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("://")[2].lower() == headers.get("host", "").lower()


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine, with any port."""
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return host.lower() in LOOPBACK
    return port.isdigit() and name.lower() in LOOPBACK


def given_key(authorization: str) -> str | None:
    """The key in an Authorization header, None where there is none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return _as_utf8(value.strip())
    if scheme.lower() != "basic":
        return None
    try:
        _, colon, password = b64decode(value.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return password if colon else None


def _as_utf8(value: str) -> str:
    """The header's value as its sender meant it: ASGI reads every byte as Latin-1, clients send UTF-8."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _digest(key: str) -> bytes:
    """Of one length for all keys, so that comparing tells nothing about theirs."""
    return sha256(key.encode("utf-8", "surrogateescape")).digest()


async def _refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    status: int,
    title: str,
    detail: str,
    headers: dict[str, str],
) -> None:
    problem = Problem(
        type="about:blank", title=title, status=status, detail=detail, instance=reference(scope["path"])
    )
    await problem_response(problem, headers)(scope, receive, send)
