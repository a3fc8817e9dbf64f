"""The numbered values of a facet, as they lie in a file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.base import IndexedPassage
from search.engines.embedded.spool import Spool
from search.engines.embedded.values import number_values, open_values
from search.query import Facet

NONE: dict[Facet, set[str]] = {facet: set() for facet in Facet}
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=50, deadline=None)
@given(person=st.sets(TEXT), year=st.sets(TEXT), asked=TEXT)
def test_numbers_follow_the_order_of_values(person, year, asked):
    with TemporaryDirectory() as folder:
        given_numbers = number_values(Path(folder), NONE | {Facet.PERSON: person, Facet.YEAR: year})
        opened = open_values(Path(folder))
    for facet, values in ((Facet.PERSON, person), (Facet.YEAR, year), (Facet.SPEAKER, set())):
        listed = [opened[facet][number] for number in range(len(opened[facet]))]
        assert listed == sorted(values)
        assert [opened[facet].number(value) for value in listed] == list(range(len(values)))
        assert given_numbers[facet] == {value: number for number, value in enumerate(listed)}
        assert (opened[facet].number(asked) is None) == (asked not in values)


@pytest.mark.parametrize(
    ("value", "expected"), [("b", 0), ("d", 1), ("a", None), ("c", None), ("e", None), ("", None)]
)
def test_numbers_of_values(tmp_path, value, expected):
    number_values(tmp_path, NONE | {Facet.YEAR: {"d", "b"}})
    assert open_values(tmp_path)[Facet.YEAR].number(value) == expected


@pytest.mark.parametrize("number", [-1, 2, 10**9])
def test_a_number_without_a_value(tmp_path, number):
    number_values(tmp_path, NONE | {Facet.YEAR: {"1911", "1912"}})
    with pytest.raises(IndexError):
        open_values(tmp_path)[Facet.YEAR][number]


def test_passages_come_back_as_they_were(tmp_path):
    persons = (("orlov",), (), ("harrow", "orlov"))
    passages = [
        IndexedPassage(f"d.{n}", f"{n}", "Captain\nЗиновьев", "en", "d", "c", persons=persons[n])
        for n in range(3)
    ]
    with Spool(tmp_path) as spool:
        spool.fill(iter(passages))
        assert list(spool) == list(spool) == passages
    found = {Facet.PERSON: {"orlov", "harrow"}, Facet.DOCUMENT: {"d"}, Facet.COLLECTION: {"c"}}
    assert spool.values == NONE | found
