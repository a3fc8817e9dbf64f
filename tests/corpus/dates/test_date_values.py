"""EDTF values: building them, and the years they cover."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import years_of
from corpus.dates.values import MOST_YEARS, approximate, day_value, interval, week_value

YEARS = [
    ("1926-05-03", ("1926",)),
    ("1926-23", ("1926",)),
    ("1926/1929", ("1926", "1927", "1928", "1929")),
    ("1926-10~/1927-02~", ("1926", "1927")),
    ("192X", tuple(str(year) for year in range(1920, 1930))),
    ("17XX", tuple(str(year) for year in range(1700, 1800))),
    ("../1926", ("1926",)),
    ("1926/..", ("1926",)),
    ("[1926-05-03,1928]", ("1926", "1928")),
    ("XXXX-05", ()),
    ("-0043", ()),
    ("", ()),
]


@pytest.mark.parametrize(("value", "years"), YEARS)
def test_years_of(value, years):
    assert years_of(value) == years


@given(st.integers(1000, 2099), st.integers(0, 1000))
def test_an_interval_has_all_its_years_up_to_the_limit(first, length):
    years = years_of(f"{first}/{min(first + length, 9999)}")
    assert years == tuple(str(year) for year in range(first, first + min(length, MOST_YEARS - 1) + 1))


BUILT = [
    (day_value(1928, 2, 29), "1928-02-29"),
    (day_value(1927, 2, 29), ""),
    (day_value(1927, 13, 1), ""),
    (interval("1926", "1926"), "1926"),
    (interval("1926", ""), ""),
    (approximate("1926/1927~"), "1926~/1927~"),
    (approximate("1926-23"), "1926-23"),
    (approximate("1926-23/1927"), "1926-23/1927~"),
    (week_value(date(1931, 10, 14)), "1931-10-12/1931-10-18"),
]


@pytest.mark.parametrize(("value", "expected"), BUILT)
def test_built_values(value, expected):
    assert value == expected
