"""Letters that scanners take for one another."""

from __future__ import annotations

import pytest

from corpus.names.confusions import as_letters, is_confusion, is_misread, misread


@pytest.mark.parametrize(
    ("word", "known", "alike"),
    [
        ("harnmond", "hammond", True),  # rn for m
        ("wanvick", "warwick", False),
        ("varnelc", "varnek", True),
        ("vamek", "varnek", True),
        ("clorvalek", "dorvalek", True),
        ("dorvaick", "dorvalek", True),
        ("eollins", "collins", True),  # e for c
        ("rorvalek", "dorvalek", False),
        ("fergus", "eergus", True),  # capitals at the beginning
        ("sfergus", "seergus", False),  # ... and there alone
    ],
)
def test_letters_that_look_alike(word, known, alike):
    way = misread(word, known)
    assert way is not None
    assert is_confusion(way) == alike


@pytest.mark.parametrize(
    ("word", "known"), [("orm", "orme"), ("dorvalek", "kamorin"), ("varnek", "varnekoska")]
)
def test_what_is_too_far_is_not_compared(word, known):
    assert misread(word, known) is None


@pytest.mark.parametrize(
    ("word", "title", "expected"),
    [
        ("comracle", "comrade", True),
        ("coinracles", "comrades", True),
        ("acciisecl", "accused", True),
        ("conrad", "comrade", False),
        ("arthur", "author", False),
    ],
)
def test_a_title_misread(word, title, expected):
    assert is_misread(word, title) == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("D0rva1ek", "Dorvalek"),
        ("5mith", "smith"),
        ("Ha|e", "Hale"),
        ("Orme", "Orme"),
        ("Hou\u017fe", "House"),
    ],
)
def test_digits_and_marks_read_for_letters(written, read):
    assert as_letters(written) == read
