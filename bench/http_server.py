"""The server that `bench.http` measures: as `stenogram serve` starts it, without the command line."""

from __future__ import annotations

import uvicorn

from corpus.catalogue.catalogue import Catalogue
from search.app import create_app
from search.engines.embedded.engine import EmbeddedEngine
from search.service.service import Service
from stenogram.settings import load_settings


def main() -> None:
    """Serve the data folder of the settings."""
    settings = load_settings()
    service = Service(Catalogue.open(settings.data, settings.catalogue), EmbeddedEngine(settings.index))
    uvicorn.run(
        create_app(service, settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
