"""Comparing two words: scripts, spellings, scanning errors, misprints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names.reasons import Kind
from corpus.names.wording import compare_words

SCHEMES = [
    "Zhukovyev",  # BGN/PCGN
    "Žukovʹev",  # ISO 9
    "Zhukov’ev",  # Library of Congress
    "Žukov'ev",  # scientific
    "Joukovieff",  # French newspapers
    "Shukowjew",  # German ones
    "Jukoviev",
]


@pytest.mark.parametrize("spelling", SCHEMES)
def test_romanisations_of_one_word_are_found_from_the_cyrillic(spelling):
    like = compare_words("Жуковьев", spelling)
    assert like.is_one_name
    assert like.kind is Kind.TRANSLITERATION
    assert compare_words(spelling, "Жуковьев").distance == like.distance


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chernikhov", "Tschernichow"),
        ("Chernikhov", "Tchernikhoff"),
        ("Chernikhov", "Černichov"),
        ("Vasilyev", "Wassiljew"),
        ("Yuryev", "Iourieff"),
        ("Shcheglov", "Schtscheglow"),
        ("Tsvetkov", "Zwetkow"),
        ("Aleksey", "Alexej"),
    ],
)
def test_two_romanisations_are_one_name(one, other):
    assert compare_words(one, other).kind is Kind.TRANSLITERATION
    assert compare_words(one, other).is_one_name


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Varga", "VARGA", Kind.SAME),
        ("Varga", "Várga", Kind.SAME),
        ("Варгина", "Варгиным", Kind.CASE),
        ("Варгинъ", "Варгину", Kind.CASE),
        ("Варгин", "Vargin", Kind.TRANSLITERATION),
        ("Варгиным", "Vargin", Kind.TRANSLITERATION),
        ("Smith", "Smythe", Kind.SPELLING),
        ("Clark", "Clerke", Kind.SPELLING),
        ("Reynolds", "Rennalls", Kind.SPELLING),
        ("Thompson", "Tomson", Kind.SPELLING),
        ("Simmonds", "Symmons", Kind.SPELLING),
        ("MacDonald", "M'Donald", Kind.SPELLING),
        ("Leigh", "Lee", Kind.SPELLING),
        ("Arnold", "Arnall", Kind.SPELLING),
        ("Barnes", "Bames", Kind.SCANNING),
        ("Holland", "HoIland", Kind.SCANNING),
        ("Mercer", "Mcrccr", Kind.SCANNING),
        ("Jefferson", "Jefferfon", Kind.SCANNING),  # a long s
        ("Варнин", "Варнии", Kind.SCANNING),
        ("Щукин", "Шукин", Kind.SCANNING),
        ("Mercer", "Marcer", Kind.SPELLING),
        ("Mercer", "Murcer", Kind.MISPRINT),
        ("Markovskaya", "Markovskayt", Kind.MISPRINT),
        ("Vаrga", "Varga", Kind.SAME),  # a Cyrillic letter among Latin ones
    ],
)
def test_how_two_words_agree(one, other, kind):
    like = compare_words(one, other)
    assert like.kind is kind
    assert like.is_one_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Varga", "Holt"),
        ("Holt", "Hart"),
        ("Mansfield", "Sheffield"),
        ("Petrov", "Petrovsky"),
        ("Castle", "Castellan"),
        ("Ivanov", "Иваненко"),
        ("Lee", "Low"),
        ("Varga", "محمد"),
        ("محمد", "احمد علي"),
        ("王", "Wang"),
    ],
)
def test_two_names_are_two(one, other):
    assert not compare_words(one, other).is_one_name


def test_the_steps_tell_what_stands_where():
    assert compare_words("Bames", "Barnes").steps == ("m for rn",)
    assert compare_words("Barnes", "Bames").steps == ("rn for m",)
    assert compare_words("Zhukov", "Жуков").steps == ()


WORD = st.text("aeioukrnmvwfhстинова", max_size=12) | st.text(st.characters(), max_size=20)


@given(WORD, WORD)
def test_distance_and_kind_do_not_depend_on_the_order(one, other):
    first, second = compare_words(one, other), compare_words(other, one)
    assert first.distance == pytest.approx(second.distance)
    assert first.is_one_name == second.is_one_name


@given(WORD)
def test_a_word_is_like_itself(word):
    like = compare_words(word, word)
    assert like.kind in (Kind.SAME, Kind.UNREADABLE)
    assert 0 <= like.score <= 1
