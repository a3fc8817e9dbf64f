from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InvalidError
from search.cursors import Cursor, decode_cursor, encode_cursor

places = st.lists(
    st.one_of(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 10**9))
).map(tuple)


@given(st.text(), places, st.text())
def test_a_cursor_comes_back_as_it_was(generation, place, question):
    cursor = Cursor(generation, place)
    assert decode_cursor(encode_cursor(cursor, question), question) == cursor


@given(places, st.text(), st.text())
def test_a_cursor_belongs_to_its_question(place, question, other):
    text = encode_cursor(Cursor("1", place), question)
    if question != other:
        with pytest.raises(InvalidError):
            decode_cursor(text, other)


@given(st.text())
def test_other_texts_are_no_cursors(text):
    with pytest.raises(InvalidError):
        decode_cursor(text, "question")


@pytest.mark.parametrize("text", ["", "e30", "W10", "WzEsMiwzXQ", "[" * 4000, "WyJhIixbXSwiYiJd"])
def test_made_up_cursors(text):
    with pytest.raises(InvalidError):
        decode_cursor(text, "question")


def test_a_changed_place_is_noticed():
    text = encode_cursor(Cursor("1", ("a", 2.5)), "q")
    for at in range(len(text)):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        with suppress(InvalidError):
            # Only the spare bits of the last digit can change without a difference.
            assert decode_cursor(changed, "q") == Cursor("1", ("a", 2.5))
