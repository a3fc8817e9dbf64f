"""`catalogue copy`: the catalogue in another database."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy.engine import make_url

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.copying import copy_catalogue
from stenogram.output import notes
from stenogram.parts import catalogue_for, with_password
from stenogram.settings import Settings


def run_copy(settings: Settings, address: str) -> None:
    """Copy the catalogue of the settings to an empty database, and say how to go on."""
    out = notes()
    with (
        catalogue_for(settings) as source,
        closing(Catalogue.create(settings.data, with_password(settings, address))) as target,
        out.status("Copying") as status,
    ):
        counts = copy_catalogue(
            source, target, lambda table, rows: status.update(f"Copying {table}: {rows:,}")
        )
    shown = make_url(address).render_as_string(hide_password=True)
    out.print(f"Copied {counts['documents']:,} documents and {counts['passages']:,} passages.")
    out.print(f"Now set STENOGRAM_CATALOGUE={shown} and run: stenogram index", markup=False, soft_wrap=True)
