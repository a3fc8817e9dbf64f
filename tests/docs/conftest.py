"""What the tests of the documentation share: its pages, and the sample collection, ingested once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI

from corpus.catalogue.catalogue import Catalogue
from docs.examples import PAGES, ROOT, environment, run_example
from search.app import create_app
from search.engines.embedded import EmbeddedEngine
from search.service.service import Service
from stenogram.settings import Settings


@pytest.fixture(scope="session")
def pages() -> Mapping[str, str]:
    """The text of each page of the documentation by its path in the checkout."""
    others = [ROOT / name for name in ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (*PAGES, *others)}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of a terminal with the sample collection ingested."""
    variables = environment(tmp_path_factory.mktemp("sample"))
    ran = run_example("stenogram ingest corpus/sample", variables)
    assert ran.status == 0, ran.printed
    return variables


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application over an empty catalogue: for what it says of itself."""
    folder = tmp_path_factory.mktemp("empty")
    catalogue = Catalogue.create(folder)
    service = Service(catalogue, EmbeddedEngine(folder / "index"))
    yield create_app(service, Settings(data=Path(folder)))
    service.close()
    catalogue.close()
