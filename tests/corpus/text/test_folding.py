"""One spelling for every way of writing a word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.folding import LONGEST_WORD, fold, is_cyrillic


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Harrow", "harrow"),
        ("HARROW", "harrow"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Élise", "elise"),
        ("Straße", "strasse"),
        ("ﬁrst", "first"),
        ("Łukasz", "lukasz"),
        ("Øre", "ore"),
        ("Œuvre", "oeuvre"),
        ("İzmir", "izmir"),
        ("Ａ１", "a1"),
        ("x²", "x2"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Ёлка", "елка"),
        ("Е\u0308лка", "елка"),
        ("Орло\u0301в", "орлов"),
        ("Чай", "чай"),
        ("ЧАЙ", "чай"),
        ("чаи\u0306", "чай"),
        ("harr\u00adow", "harrow"),
        ("har\u200brow", "harrow"),
        ("\ufe70", ""),
        ("\ufdfa", "صلىاللهعليهوسلم"),
    ],
)
def test_fold(word, expected):
    assert fold(word) == expected


@pytest.mark.parametrize("word", ["a" * 1000, "é" * 1000, "\ufdfa" * 100])
def test_what_is_too_long_is_cut(word):
    assert len(fold(word)) == LONGEST_WORD


@pytest.mark.parametrize(("word", "expected"), [("чай", True), ("tea", False), ("tеa", True), ("τέα", False)])
def test_is_cyrillic(word, expected):
    assert is_cyrillic(word) is expected


@given(st.text(st.characters(categories=["L", "N", "M"])))
def test_only_letters_and_digits_are_left(word):
    assert all(letter.isalnum() for letter in fold(word))


@given(st.text(max_size=20))
def test_the_same_text_in_another_normal_form_is_the_same_word(word):
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word)) == fold(word)


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(word):
    assert fold(fold(word)) == fold(word)
