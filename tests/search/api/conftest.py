"""The fictional trial behind the API, on a real server of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from search.app import create_app
from search.service.service import Service
from tests.serving import serving


@dataclass(frozen=True, slots=True)
class Settings:
    """What the application is told."""

    host: str = "127.0.0.1"
    key: str = ""


Connect = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def address(trial) -> Iterator[str]:
    """The address of a server of the trial that the module's tests share."""
    with serving(create_app(Service(trial.catalogue, trial.engine, now=trial.clock), Settings())) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=address, timeout=20) as client:
        yield client


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Connects to a server of its own over a service, with settings."""
    with ExitStack() as stack:

        def to(service, **settings: str) -> httpx.Client:
            address = stack.enter_context(serving(create_app(service, Settings(**settings))))
            return stack.enter_context(httpx.Client(base_url=address, timeout=20))

        yield to
