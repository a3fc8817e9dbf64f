"""Counts that come when they are read."""

from __future__ import annotations

import pytest

from corpus.errors import UnavailableError
from search.engines.base import FacetCount
from search.engines.lazy import LazyFacets
from search.query import Facet

COUNTS = {Facet.YEAR: (FacetCount("1911", 2),), Facet.PERSON: ()}


def test_each_facet_is_counted_once_and_only_when_it_is_read():
    asked = []
    facets = LazyFacets(COUNTS, lambda facet: asked.append(facet) or COUNTS[facet])
    assert (list(facets), len(facets), asked) == ([Facet.YEAR, Facet.PERSON], 2, [])
    assert facets == COUNTS
    assert dict(facets) == COUNTS
    assert asked == [Facet.YEAR, Facet.PERSON]


def test_what_goes_wrong_is_raised_when_it_is_read():
    def fail(facet):
        raise UnavailableError(f"No {facet}.", "Wait.")

    with pytest.raises(UnavailableError, match="No year"):
        LazyFacets([Facet.YEAR], fail)[Facet.YEAR]
