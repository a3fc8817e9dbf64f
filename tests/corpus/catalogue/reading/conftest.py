"""The fictional trial at revision 1, with the morning session changed at revision 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.snapshot import Snapshot, open_snapshot
from tests.trial import Record, Writer, write_trial

CHANGED = "Anna Lind came in. VERESOV was gone."

Open = Callable[[int], Snapshot]


@pytest.fixture(scope="module")
def documents(kept_catalogue: Catalogue) -> tuple[Catalogue, list[str]]:
    with kept_catalogue.engine.begin() as db:
        ids = write_trial(db, 1)
        Writer(db, 2).write([Record("session-2.txt", CHANGED)])
    return kept_catalogue, ids


@pytest.fixture
def morning(documents: tuple[Catalogue, list[str]]) -> str:
    return documents[1][0]


@pytest.fixture
def evening(documents: tuple[Catalogue, list[str]]) -> str:
    return documents[1][1]


@pytest.fixture
def at(documents: tuple[Catalogue, list[str]]) -> Iterator[Open]:
    """Opens a snapshot of a revision."""
    with ExitStack() as stack:
        db = stack.enter_context(documents[0].engine.connect())
        yield lambda revision: open_snapshot(db, revision)
