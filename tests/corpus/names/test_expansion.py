"""A name seen from the question: which surnames are like it, and whether a form writes it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names.comparison import compare_names
from corpus.names.expansion import compare_asked, is_bare
from corpus.names.keys import inner_keys, inner_words, lookup_keys, sound_keys, surname_words
from corpus.names.reasons import Kind, Verdict
from corpus.names.vocabulary import Vocabulary

CERTAIN, PROBABLE, POSSIBLE, DIFFERENT = Verdict


@pytest.mark.parametrize(
    ("asked", "form", "verdict"),
    [
        ("Varga", "Varga", CERTAIN),
        ("Varga", "Anna Varga", CERTAIN),  # the surname is what was asked for
        ("Varga", "VARGA'S", CERTAIN),
        ("Chernov", "Tschernow", CERTAIN),
        ("Варгин", "Варгиным", CERTAIN),
        ("Vargin", "Варгиным", CERTAIN),
        ("Kamanin", "Kamenin", PROBABLE),
        ("Holt", "Anna Holt-Varga", POSSIBLE),
        ("Holt", "Halt", POSSIBLE),  # one wrong letter of four
        ("Varga", "Holt", DIFFERENT),
        ("Anna Varga", "Anna Varga", CERTAIN),
        ("Anna Varga", "A. Varga", PROBABLE),
        ("Anna Varga", "Varga", POSSIBLE),
        ("Anna Varga", "Berta Varga", DIFFERENT),
        ("Dr. Varga", "Anna Varga", CERTAIN),
        ("", "Varga", DIFFERENT),
    ],
)
def test_a_form_writes_the_name_or_not(asked, form, verdict):
    assert compare_asked(asked, form).verdict is verdict


@pytest.mark.parametrize(
    ("name", "bare"), [("Varga", True), ("Mr. Varga", True), ("A. Varga", False), ("", False), ("A.", False)]
)
def test_a_surname_alone_is_bare(name, bare):
    assert is_bare(name) is bare


def test_given_names_that_nobody_asked_for_are_no_reason():
    kinds = {reason.kind for reason in compare_asked("Varga", "Anna Varga").reasons}
    assert kinds == {Kind.SAME}


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_conflicts_stays_different_and_nothing_gets_worse(asked, form):
    found, compared = compare_asked(asked, form), compare_names(asked, form)
    assert compared.score <= found.score <= 1
    if not all(reason.kind.agrees for reason in compared.reasons):
        assert found == compared


WORDS = ["varga", "kamenin", "kamenev", "tschernow", "зиновьев", "hagrave", "holt", "כהן", "abcdefghijklm"]


@pytest.mark.parametrize(
    ("word", "like"),
    [
        ("varga", {"varga"}),
        ("vagra", {"varga"}),
        ("kamanin", {"kamenin"}),
        ("hargrave", {"hagrave"}),
        ("zinovief", {"зиновьев"}),
        ("зиновьевым", {"зиновьев"}),
        ("כהן", {"כהן"}),
        ("abcdefghijklm", {"abcdefghijklm"}),
        ("bacdefghijkml", {"abcdefghijklm"}),
        ("xyz", set()),
        ("", set()),
    ],
)
def test_like_surnames_are_found(word, like):
    assert Vocabulary(WORDS).like(word) == like


@given(st.text("abcdefghijklmnoprstuvz", min_size=6, max_size=12), st.data())
def test_a_wrong_letter_is_found_wherever_it_is(word, data):
    at = data.draw(st.integers(1, len(word) - 2))
    wrong = data.draw(
        st.sampled_from([word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]])
    )
    assert word in Vocabulary([word, "somebody", "nobody"]).like(wrong)


def test_many_surnames_are_scanned_at_once():
    letters = random.Random(4)
    words = {"".join(letters.choices("abdeiklmnorstuv", k=letters.randint(4, 11))) for _ in range(60_000)}
    known = Vocabulary(words | {"kamenev"})
    begun = time.perf_counter()
    assert "kamenev" in known.like("kamanev")
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Anna Varga", {"varga"}),
        ("Mary Holt-Varga", {"holtvarga", "holt", "varga"}),
        ("Г. Зиновьеву", {"зиновьеву"}),
        ("O'Brien", {"obrien"}),
        ("Dr.", set()),
        ("", set()),
    ],
)
def test_the_surnames_of_a_name(name, words):
    assert surname_words(name) == words
    assert {f".{word}" for word in words} == {key for key in lookup_keys(name) if key[0] == "."}


def test_keys_of_a_question():
    assert sound_keys("Tchernov") == {"^SRNV"}
    assert inner_keys("Anna Varga") == {"=varga"}
    assert inner_keys("Anna") == frozenset()  # everybody of that name
    assert "holt" in inner_words("Anna Holt Varga")
    assert "annavarga" in inner_words("Anna Varga")
