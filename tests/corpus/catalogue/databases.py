"""The kinds of database that a catalogue may lie in, as parameters of tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from os import getpid

import pytest

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]

_numbers = count()


@contextmanager
def empty_address(request: pytest.FixtureRequest, kind: str) -> Iterator[str]:
    """An address for a catalogue; empty for the file in the data folder."""
    if kind == "sqlite":
        yield ""
        return
    server = request.getfixturevalue("postgresql")
    name = f"stenogram_catalogue_{getpid()}_{next(_numbers)}"
    yield server.create_database(name)
    server.drop_database(name)
