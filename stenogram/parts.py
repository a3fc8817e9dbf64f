"""Putting the parts together: catalogue, engine, service, from the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy.engine import make_url

from corpus.catalogue.catalogue import Catalogue
from corpus.text.analysis import Analyser
from search.engines.base import Engine
from search.engines.embedded.engine import EmbeddedEngine
from search.service.service import Service
from stenogram.settings import Settings


def make_engine(settings: Settings, catalogue: Catalogue, analyser: Analyser | None = None) -> Engine:
    """The search engine that the settings name, for one catalogue; the caller closes it."""
    if not settings.engine_addresses:
        return EmbeddedEngine(settings.index, analyser)
    # Here and not above: who uses the embedded engine need not wait for the client to be loaded.
    from search.engines.elastic import Connection, ElasticEngine

    connection = Connection(
        addresses=settings.engine_addresses,
        api_key=settings.engine_api_key.get_secret_value(),
        user=settings.engine_user,
        password=settings.engine_password.get_secret_value(),
        ca=settings.engine_ca,
    )
    return ElasticEngine(connection, catalogue.identity(), analyser, shards=settings.engine_shards)


def with_password(settings: Settings, address: str) -> str:
    """A database's address with the settings' password, where it is on a server and holds none."""
    password = settings.catalogue_password.get_secret_value()
    parts = make_url(address) if address and password else None
    if parts is None or parts.password or not parts.host:
        return address
    return parts.set(password=password).render_as_string(hide_password=False)


@contextmanager
def catalogue_for(settings: Settings, *, create: bool = False) -> Iterator[Catalogue]:
    """The catalogue, closed afterwards; `create` makes one where there is none."""
    open_it = Catalogue.create if create else Catalogue.open
    catalogue = open_it(settings.data, with_password(settings, settings.catalogue))
    try:
        yield catalogue
    finally:
        catalogue.close()


@contextmanager
def service_for(settings: Settings, *, create: bool = False) -> Iterator[Service]:
    """The service over the settings' catalogue and engine, closed afterwards."""
    analyser = Analyser()
    with (
        catalogue_for(settings, create=create) as catalogue,
        closing(make_engine(settings, catalogue, analyser)) as engine,
        closing(Service(catalogue, engine, analyser=analyser)) as service,
    ):
        yield service
