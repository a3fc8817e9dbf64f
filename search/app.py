"""The web application: the API and the pages over one service, behind the same guards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from ipaddress import ip_address
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus.errors import InvalidError, NotFoundError, StenogramError, UnavailableError
from search.api import health, routes
from search.api.guards import (
    OPEN,
    AccessLog,
    ErrorGuard,
    HeadAsGet,
    HostGuard,
    KeyGuard,
    OriginGuard,
    SecurityHeaders,
)
from search.api.models import Problem
from search.api.problems import CATALOGUE_ERRORS, problem_of, problem_response
from search.api.shaping import PREFIX
from search.service.service import Service
from search.web.rendering import STATIC
from search.web.routes import create_router, error_response

_DESCRIPTION = """Finds every passage that mentions a person in published trial records.

Lists answer `{"items": [...], "total": exact number, "next": cursor or null}`. A cursor belongs to the
revision that it was given for, which is kept for some minutes after a newer one was published; then it
answers 410 with a link to start again. Errors are RFC 9457 problems."""


class ServerSettings(Protocol):
    """What the application needs to know."""

    @property
    def host(self) -> str:
        """The address to listen on."""

    @property
    def key(self) -> str:
        """The access key, empty where none is set."""


def create_app(service: Service, settings: ServerSettings, *, version: str = "") -> FastAPI:
    """The application over a service, which it closes when it stops.

    Raises `InvalidError` for an address that needs an access key where none is set.
    """
    check_bind(settings.host, settings.key)
    app = FastAPI(
        title="Stenogram",
        version=version or "0",
        description=_DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its scripts come from elsewhere
        redoc_url=None,
        lifespan=_lifespan(service),
    )
    app.include_router(routes.create_router(service))
    app.include_router(health.create_router(service))
    app.include_router(create_router(service))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _add_errors(app)
    _add_guards(app, settings)
    _complete_document(app, keyed=bool(settings.key))
    return app


def check_bind(host: str, access_key: str) -> None:
    """Refuse to listen to other machines without an access key. Raises `InvalidError`."""
    if access_key or is_loopback_address(host):
        return
    raise InvalidError(
        f"Listening on {host or 'all addresses'} would let everyone on the network read everything.",
        "Set STENOGRAM_ACCESS_KEY to a long secret, or leave --host at 127.0.0.1.",
    )


def is_loopback_address(host: str) -> bool:
    """Whether only this machine can reach an address to listen on."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _lifespan(service: Service) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    return lifespan


def _add_guards(app: FastAPI, settings: ServerSettings) -> None:
    """Outermost is what is added last."""
    app.add_middleware(ErrorGuard, answer=_answer_error)
    app.add_middleware(HeadAsGet)
    app.add_middleware(OriginGuard)
    if settings.key:
        app.add_middleware(KeyGuard, key=settings.key)
    else:
        app.add_middleware(HostGuard)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AccessLog)


def _add_errors(app: FastAPI) -> None:
    for kind in (StenogramError, HTTPException, RequestValidationError, *CATALOGUE_ERRORS):
        app.add_exception_handler(kind, _answer_error)


async def _answer_error(request: Request, error: Exception) -> Response:
    """A problem, or a page where a page was asked for."""
    problem, headers = problem_of(error, request)
    path = request.url.path
    if path.startswith("/api/") or path in ("/healthz", "/readyz") or request.method != "GET":
        return problem_response(problem, headers)
    page = error_response(_as_domain(problem), request)
    page.headers.update(headers)
    return page


def _as_domain(problem: Problem) -> StenogramError:
    """The problem as an error that a page can show."""
    kinds = {kind.status: kind for kind in (NotFoundError, InvalidError, UnavailableError)}
    return kinds.get(problem.status, StenogramError)(problem.detail, problem.remedy or "")


def _complete_document(app: FastAPI, *, keyed: bool) -> None:
    """Add to the OpenAPI document what stands outside the routes: the shape of problems, to which
    operations refer, and the key, where one is asked for."""
    describe = app.openapi

    def openapi() -> dict[str, object]:
        document = describe()
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = document["components"]["schemas"]
        schemas.update(schema.pop("$defs", {}))
        schemas["Problem"] = schema
        if keyed:
            document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
            document["security"] = [{"key": []}]
            for path in OPEN:
                document["paths"][path]["get"]["security"] = []
        return document

    app.openapi = openapi  # type: ignore[method-assign]
