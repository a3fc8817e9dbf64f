"""Ids and sort keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.ids import document_id, document_position, entity_id, passage_id, passage_position

PATHS = st.text(st.sampled_from("ab019/-. ж"), min_size=1, max_size=8)


def test_ids_are_stable():
    """Ids are public and kept for ever: these must never change."""
    assert document_id("harbour", "session-2.txt") == "d2k7au6xqfdxjn4ys"
    assert entity_id("person", "Anna Lind", "", "0") == "p2y2zzigi6r4daxbw"
    assert passage_id("dharbour", 12) == "dharbour.12"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (document_id("a", "bc"), document_id("ab", "c")),
        (document_id("a", "b"), document_id("a", "b ")),
        (entity_id("person", "a", "b"), entity_id("person", "ab")),
        (entity_id("person", "a"), entity_id("organisation", "a")),
    ],
)
def test_other_things_have_other_ids(one, other):
    assert one != other


def test_an_id_can_stand_in_an_address():
    for found in (document_id("Ж ", "../a?b#c\ud800"), entity_id("person", "<Ж>")):
        assert found.isalnum()
        assert found.isascii()
        assert found == found.lower()


def test_the_kind_of_an_id_is_its_first_letter():
    assert [entity_id(kind, "x")[0] for kind in ("person", "organisation")] == ["p", "o"]
    assert document_id("x", "y")[0] == "d"


@pytest.mark.parametrize(
    "in_order",
    [
        ["2.txt", "10.txt"],
        ["day-2/part-10.txt", "day-10/part-2.txt"],
        ["2", "02", "3"],
        ["a.txt", "a2.txt", "a10.txt", "b1.txt"],
        ["9" * 30, "1" + "0" * 30],
        ["a/1", "a/2", "b"],
        ["0", "1"],
    ],
)
def test_documents_sort_by_path_with_numbers_in_numerical_order(in_order):
    assert sorted(in_order, key=lambda path: document_position("court", path)) == in_order


def test_collections_come_one_after_the_other():
    positions = [document_position(name, path) for name in ("a", "a b", "ab") for path in ("z", "zz")]
    assert positions == sorted(positions)


@given(PATHS, PATHS)
def test_no_two_documents_share_a_position(one, other):
    assert (document_position("c", one) == document_position("c", other)) == (one == other)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_sort_as_numbers(one, other):
    positions = document_position("c", f"day {one}.txt"), document_position("c", f"day {other}.txt")
    assert (positions[0] < positions[1]) == (one < other)


@given(PATHS, PATHS, st.integers(0, 10**7), st.integers(0, 10**7))
def test_passages_sort_by_document_then_number(one, other, first, second):
    documents = document_position("c", one), document_position("c", other)
    passages = passage_position(documents[0], first), passage_position(documents[1], second)
    if one == other:
        assert (passages[0] < passages[1]) == (first < second)
    else:
        assert (passages[0] < passages[1]) == (documents[0] < documents[1])
