"""Putting the parts together: catalogue, engine, service, from the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.catalogue.catalogue import Catalogue
from corpus.text.analysis import Analyser
from search.engines.base import Engine
from search.engines.embedded.engine import EmbeddedEngine
from search.service.service import Service
from stenogram.settings import Settings


def make_engine(settings: Settings, analyser: Analyser | None = None) -> Engine:
    """The search engine that the settings name."""
    return EmbeddedEngine(settings.index, analyser)


@contextmanager
def catalogue_for(settings: Settings, *, create: bool = False) -> Iterator[Catalogue]:
    """The catalogue, closed afterwards; `create` makes one where there is none."""
    open_it = Catalogue.create if create else Catalogue.open
    catalogue = open_it(settings.data, settings.catalogue)
    try:
        yield catalogue
    finally:
        catalogue.close()


@contextmanager
def service_for(settings: Settings, *, create: bool = False) -> Iterator[Service]:
    """The service over the settings' catalogue and engine, closed afterwards."""
    with catalogue_for(settings, create=create) as catalogue:
        analyser = Analyser()
        service = Service(catalogue, make_engine(settings, analyser), analyser=analyser)
        try:
            yield service
        finally:
            service.close()
