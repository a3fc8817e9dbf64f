"""Facets counted while the hits are read."""

from __future__ import annotations

from contextlib import closing
from threading import Event

import pytest

from corpus.errors import UnavailableError
from search.engines.base import FacetCount
from search.engines.elastic.beside import Beside
from search.query import Facet

COUNTS = {Facet.YEAR: (FacetCount("1936", 2),)}


def test_the_caller_goes_on_and_waits_when_it_reads():
    gate = Event()

    def count():
        gate.wait(10)
        return COUNTS

    with closing(Beside()) as beside:
        counts = beside.start([Facet.YEAR], count)
        assert list(counts) == [Facet.YEAR]
        gate.set()
        assert counts == COUNTS


def test_what_went_wrong_is_raised_where_it_is_read():
    def count():
        raise UnavailableError("It is away.", "Wait.")

    with closing(Beside()) as beside:
        counts = beside.start([Facet.YEAR], count)
        with pytest.raises(UnavailableError, match="It is away"):
            dict(counts)


def test_no_more_are_counted_beside_than_there_are_threads():
    gate = Event()
    with closing(Beside(threads=1)) as beside:
        first = beside.start([Facet.YEAR], lambda: gate.wait(10) and COUNTS)
        assert beside.start([Facet.YEAR], lambda: COUNTS) is None
        gate.set()
        assert first == COUNTS
        assert eventually(lambda: beside.start([Facet.YEAR], lambda: COUNTS)) == COUNTS


def eventually(attempt):
    """What an attempt gives when it gives something: a thread is free a moment after its answer is there."""
    for _ in range(1000):
        if (found := attempt()) is not None:
            return found
        Event().wait(0.001)
    raise AssertionError("no thread was set free")
