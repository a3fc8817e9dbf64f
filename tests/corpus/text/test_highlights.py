"""What is marked in a passage that answers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.analysis import Analyser
from corpus.text.highlights import Wanted, highlight

ANALYSER = Analyser()
LETTERS = "The letters were burnt; no letter, the letters said."


def phrase(*words, stars=()):
    return words, tuple(stars) or (False,) * len(words)


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        (LETTERS, Wanted(), []),
        (LETTERS, Wanted(frozenset({"letter"})), ["letters", "letter", "letters"]),
        (LETTERS, Wanted(phrases=(phrase("letters"),)), ["letters", "letters"]),
        (LETTERS, Wanted(phrases=(phrase("the", "letters"),)), ["The letters", "the letters"]),
        (LETTERS, Wanted(phrases=(phrase("the", "letters", "were"),)), ["The letters were"]),
        (LETTERS, Wanted(phrases=(phrase("letters", "the"),)), []),
        (LETTERS, Wanted(phrases=(phrase("letter", "the"),)), ["letter, the"]),
        (LETTERS, Wanted(phrases=(phrase("let", stars=[True]),)), ["letters", "letter", "letters"]),
        (
            LETTERS,
            Wanted(phrases=(phrase("the", "let", stars=[False, True]),)),
            ["The letters", "the letters"],
        ),
        (LETTERS, Wanted(frozenset({"burnt"}), (phrase("were", "burnt", "no"),)), ["were burnt; no"]),
        (
            LETTERS,
            Wanted(phrases=(phrase("the", "letters"), phrase("letters", "were"))),
            ["The letters were", "the letters"],
        ),
        ("no no no", Wanted(phrases=(phrase("no", "no"),)), ["no no no"]),
        ("ab", Wanted(phrases=(phrase("ab", "cd"),)), []),
        ("Cafe\u0301s, café", Wanted(frozenset({"cafe"})), ["Cafe\u0301s", "café"]),
        ("Орло\u0301в сказал", Wanted(frozenset({"орлов"})), ["Орло\u0301в"]),
    ],
)
def test_highlight(text, wanted, expected):
    assert [text[start:end] for start, end in highlight(ANALYSER.analyse(text), wanted)] == expected


def test_across_a_join():
    text = "said Har-\nrow today"
    tokens = ANALYSER.analyse(text, joins=[(8, 10)])
    assert highlight(tokens, Wanted(frozenset({"harrow"}))) == [(5, 13)]


@given(
    text=st.lists(st.sampled_from(["a", "b", "ab", "c."]), max_size=15).map(" ".join),
    words=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3),
    star=st.booleans(),
)
def test_marks_are_apart_and_hold_what_is_wanted(text, words, star):
    wanted = Wanted(frozenset({"c"}), (phrase(*words, stars=[star] * len(words)),))
    spans = highlight(ANALYSER.analyse(text), wanted)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    for start, end in spans:
        inside = highlight(ANALYSER.analyse(text[start:end]), wanted)
        assert inside == [(0, end - start)]


@given(
    text=st.lists(st.sampled_from(["a", "b", "ab", "ba"]), max_size=15).map(" ".join),
    words=st.lists(st.tuples(st.sampled_from(["a", "b", "ab"]), st.booleans()), max_size=8),
)
def test_many_words_mark_what_each_of_them_marks(text, words):
    tokens = ANALYSER.analyse(text)
    phrases = tuple(phrase(word, stars=[star]) for word, star in words)
    each = {span for one in phrases for span in highlight(tokens, Wanted(phrases=(one,)))}
    assert highlight(tokens, Wanted(phrases=phrases)) == sorted(each)
