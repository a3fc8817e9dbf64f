"""A catalogue in each kind of database: the tests of this folder hold for SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from corpus.catalogue.catalogue import Catalogue
from tests.corpus.catalogue.databases import DATABASES, empty_address


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where there is no catalogue yet."""
    with empty_address(request, request.param) as made:
        yield made


@pytest.fixture
def catalogue(address: str, tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue of the test's own."""
    with closing(Catalogue.create(tmp_path / "data", address)) as made:
        yield made


@pytest.fixture(scope="module", params=DATABASES)
def kept_catalogue(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Catalogue]:
    """A catalogue that the tests of a module share, and write to only in transactions that are undone."""
    with (
        empty_address(request, request.param) as made,
        closing(Catalogue.create(tmp_path_factory.mktemp("data"), made)) as catalogue,
    ):
        yield catalogue


@pytest.fixture
def db(kept_catalogue: Catalogue) -> Iterator[Connection]:
    """A transaction in an empty catalogue, undone at the end."""
    with kept_catalogue.engine.connect() as connection:
        yield connection
