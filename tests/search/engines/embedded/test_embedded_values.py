"""The numbered values of a facet, and the ranks of positions, as they lie in a file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.base import IndexedPassage, RebuildNeededError
from search.engines.embedded.numbering import LIMIT, first_numbers, numbers_behind, numbers_between
from search.engines.embedded.spool import Spool
from search.engines.embedded.values import (
    extend_positions,
    extend_values,
    number_positions,
    number_values,
    open_values,
)
from search.query import Facet

NONE: dict[Facet, set[str]] = {facet: set() for facet in Facet}
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def listed(values):
    """All values, by their numbers in order."""
    return {values.value(number): number for number in values.numbers}


@settings(max_examples=50, deadline=None)
@given(person=st.sets(TEXT), year=st.sets(TEXT), asked=TEXT)
def test_numbers_follow_the_order_of_values(person, year, asked):
    with TemporaryDirectory() as folder:
        given_numbers = number_values(Path(folder), NONE | {Facet.PERSON: person, Facet.YEAR: year})
        opened = open_values(Path(folder))
    for facet, values in ((Facet.PERSON, person), (Facet.YEAR, year), (Facet.SPEAKER, set())):
        assert list(opened[facet]) == sorted(values)
        assert listed(opened[facet]) == given_numbers[facet]
        assert sorted(given_numbers[facet].values()) == list(given_numbers[facet].values())
        assert {value: opened[facet].number(value) for value in values} == given_numbers[facet]
        assert (opened[facet].number(asked) is None) == (asked not in values)


@settings(max_examples=100, deadline=None)
@given(first=st.sets(TEXT), later=st.lists(st.sets(TEXT), max_size=4))
def test_new_values_find_their_place(first, later):
    with TemporaryDirectory() as folder:
        known = dict(number_values(Path(folder), NONE | {Facet.PERSON: first})[Facet.PERSON])
        for values in later:
            numbers = extend_values(Path(folder), NONE | {Facet.PERSON: values})[Facet.PERSON]
            assert set(numbers) == values
            assert {value: numbers[value] for value in values & set(known)} == {
                value: known[value] for value in values & set(known)
            }
            known.update(numbers)
            opened = open_values(Path(folder))[Facet.PERSON]
            assert list(opened) == sorted(known)
            assert listed(opened) == known
        assert [known[value] for value in sorted(known)] == sorted(set(known.values()))


@pytest.mark.parametrize("value", ["b", "d", "a", "c", "e", ""])
def test_numbers_of_values(tmp_path, value):
    numbers = number_values(tmp_path, NONE | {Facet.YEAR: {"d", "b"}})[Facet.YEAR]
    assert open_values(tmp_path)[Facet.YEAR].number(value) == numbers.get(value)


@pytest.mark.parametrize("number", [-1, 0, 1, 2**32 + 1, 10**12, 2**63])
def test_a_number_without_a_value(tmp_path, number):
    number_values(tmp_path, NONE | {Facet.YEAR: {"1911", "1912"}})
    with pytest.raises(LookupError):
        open_values(tmp_path)[Facet.YEAR].value(number)


def test_a_position_keeps_its_rank(tmp_path):
    old = dict(zip("bdfh", number_positions(tmp_path, "bdfh"), strict=True))
    new = dict(zip("abcdefghij", extend_positions(tmp_path, "abcdefghij"), strict=True))
    assert {position: new[position] for position in old} == old
    assert list(new.values()) == sorted(set(new.values()))
    assert list(extend_positions(tmp_path, "cg")) == [new["c"], new["g"]]


def test_a_file_that_another_generation_shares_stays_as_it_was(tmp_path):
    base, revision = tmp_path / "base", tmp_path / "revision"
    base.mkdir(), revision.mkdir()
    number_positions(base, "bd")
    file, link = base / "position.values", revision / "position.values"
    before = file.read_bytes()
    link.hardlink_to(file)
    extend_positions(revision, "bd")
    assert link.samefile(file)  # nothing is new: nothing is written
    extend_positions(revision, "ac")
    assert not link.samefile(file)
    assert file.read_bytes() == before


# --- Numbers ---


@pytest.mark.parametrize("count", [0, 1, 2, 1000, 10**6, 10**9, 10**15])
def test_first_numbers_leave_room_on_all_sides(count):
    numbers = first_numbers(count)
    assert len(numbers) == count
    if count:
        assert numbers[0] == numbers.step >= 4
        assert 2 * numbers[-1] <= LIMIT


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [(0, 2, 1), (7, 9, 1), (7, 10, 2), (0, 101, 100), (0, 2**32, 1), (5, 2**32, 100), (0, 900, 100)],
)
def test_numbers_between_two(low, high, count):
    numbers = numbers_between(low, high, count)
    assert len(numbers) == count
    assert low < numbers[0]
    assert numbers[-1] < high
    assert all(one < two for one, two in pairwise(numbers))


@pytest.mark.parametrize(("low", "high", "count"), [(0, 1, 1), (7, 9, 2), (0, 100, 100), (3, 2**20, 2**20)])
def test_no_room_between_two(low, high, count):
    with pytest.raises(RebuildNeededError):
        numbers_between(low, high, count)


def test_a_place_takes_many_documents_one_after_another():
    """Each of 100 passages, behind the one before it, between two that are there."""
    low, high = 2**32, 2**33
    for _ in range(20):
        low = numbers_between(low, high, 100)[-1]
    assert low < high


@pytest.mark.parametrize(("last", "count"), [(0, 3), (2**52, 10), (LIMIT - 2**32, 5), (LIMIT - 2, 1)])
def test_numbers_behind_the_last(last, count):
    numbers = numbers_behind(last, count, 10)
    assert len(numbers) == count
    assert last < numbers[0] <= numbers[-1] < LIMIT


def test_no_room_behind_the_last():
    with pytest.raises(RebuildNeededError):
        numbers_behind(LIMIT - 2, 2, 10)


# --- What is set aside ---


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
    assert spool.positions == ["0", "1", "2"]
    assert spool.languages == {"en"}
