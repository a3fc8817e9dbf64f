"""Aligning two words: the cheapest way from one to the other."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from corpus.names.alignment import EDIT, Change, align, read_tables

NOTHING = read_tables()
TABLE = read_tables(("rn", "m", 0.3, "scanning"), ("ff$", "v$", 0.0, "ending"), ("e$", "$", 0.1, "ending"))
LETTERS = st.text("bcdfgmrtv", max_size=12)


@pytest.mark.parametrize(
    ("left", "right", "cost"),
    [
        ("varga", "varga", 0.0),
        ("varga", "vargo", 0.7),  # a vowel
        ("varga", "varba", 1.0),
        ("varga", "vagra", 0.9),  # two letters that changed places
        ("varga", "varg", 0.8),
        ("vargga", "varga", 0.15),
        ("vargha", "varga", 0.4),
        ("", "", 0.0),
        ("", "b", 1.0),
    ],
)
def test_what_no_table_has_costs_about_one_a_letter(left, right, cost):
    assert align(left, right, NOTHING).cost == pytest.approx(cost)
    assert align(right, left, NOTHING).cost == pytest.approx(cost)


@pytest.mark.parametrize(
    ("left", "right", "cost", "changes"),
    [
        ("varna", "vama", 0.3, [("rn", "m", "scanning")]),
        ("vargoff", "vargov", 0.0, [("ff", "v", "ending")]),
        ("offa", "ova", 1.15, [("f", "v", EDIT), ("f", "", "doubled")]),  # ff not at the end
        ("holte", "holt", 0.1, [("e", "", "ending")]),
        ("holt", "holt", 0.0, []),
    ],
)
def test_a_table_explains_what_it_lists(left, right, cost, changes):
    found = align(left, right, TABLE)
    assert found.cost == pytest.approx(cost)
    assert sorted((c.left, c.right, c.kind) for c in found.changes) == sorted(changes)


def test_the_way_back_has_the_same_steps():
    there = align("varnoff", "vamov", TABLE)
    assert there.reversed.cost == there.cost
    assert there.reversed.changes[0] == Change("m", "rn", "scanning", there.changes[0].cost)
    assert there.reversed.reversed == there


@given(LETTERS, LETTERS)
def test_without_a_table_it_is_never_more_than_the_plain_distance(left, right):
    assert align(left, right, NOTHING).cost <= OSA.distance(left, right) + 1e-9


@given(LETTERS, LETTERS)
def test_it_is_nothing_only_for_the_same_word(left, right):
    assert (align(left, right, NOTHING).cost == 0) == (left == right)


@given(LETTERS, LETTERS)
def test_the_steps_add_up_to_the_distance(left, right):
    found = align(left, right, TABLE)
    assert sum(change.cost for change in found.changes) == pytest.approx(found.cost)


def test_long_words_are_cut():
    start = time.process_time()
    align("ab" * 5_000, "ba" * 5_000, TABLE)
    assert time.process_time() - start < 0.1
