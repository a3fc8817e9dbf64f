"""`serve` and `demo`: the pages and the API."""

from __future__ import annotations

import socket
import sys
from contextlib import closing, suppress
from importlib.metadata import version
from threading import Thread

import structlog
import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from corpus.errors import StenogramError
from corpus.manifest import sample_root
from search.app import check_bind, create_app
from search.service.service import Service
from stenogram.commands.ingesting import run_ingest
from stenogram.output import notes
from stenogram.parts import service_for
from stenogram.settings import Settings

_TRIES = 20


def run_serve(settings: Settings, *, fallback: bool) -> None:
    """Serve until interrupted. `fallback` takes the next free port where the wished one is taken."""
    check_bind(settings.host, settings.key)
    log_to_stderr()
    with (
        closing(listen(settings.host, settings.port, fallback=fallback)) as listener,
        service_for(settings, create=True) as service,
    ):
        app = create_app(service, settings, version=version("stenogram"))
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        notes().print(f"Stenogram is at http://{host}:{listener.getsockname()[1]}  (Ctrl-C ends it)")
        Thread(target=_prepare, args=(service,), daemon=True).start()
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _prepare(service: Service) -> None:
    """Spare the first visitor a wait; what goes wrong here, an answer will tell."""
    with suppress(StenogramError, SQLAlchemyError):
        service.prepare()


def log_to_stderr() -> None:
    """One line a request, as pairs of name and value."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def run_demo(settings: Settings) -> None:
    """Ingest the sample collection, where that has not been done, and serve it."""
    check_bind(settings.host, settings.key)
    report = run_ingest(settings, [sample_root()])
    if report.read:
        notes().print(f"Read the sample collection: {report.read} documents, {report.words:,} words.")
    run_serve(settings, fallback=True)


def listen(host: str, port: int, *, fallback: bool) -> socket.socket:
    """A listening socket; `fallback` tries the next ports too. Raises `StenogramError` if all are taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    error: OSError | None = None
    for number in range(port, port + (_TRIES if fallback and port else 1)):
        # With the protocol named, asyncio sends answers at once (TCP_NODELAY): else each waits 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(128)
        except OSError as failed:
            listener.close()
            error = failed
        else:
            return listener
    reason = error.strerror if error else "no port"
    raise StenogramError(f"{host}:{port} cannot be listened on: {reason}.", "Choose another with --port.")
