"""Words, their stems, and where they stand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.analysis import Analyser, is_function_word, language_code
from corpus.text.folding import fold


@pytest.fixture(scope="module")
def analyser():
    return Analyser()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("—… _ *", []),
        ("The court sat.", ["The", "court", "sat"]),
        ("Harrow's", ["Harrow", "s"]),
        ("don’t", ["don", "t"]),
        ("U.S.S.R.", ["U", "S", "S", "R"]),
        ("counter-charge_2", ["counter", "charge", "2"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("\u0301lost", ["lost"]),
        ("Орло\u0301в и чай", ["Орло\u0301в", "и", "чай"]),
        ("har\u00adrow", ["har\u00adrow"]),
        ("x\ufe70y \ufe70 z", ["x\ufe70y", "z"]),
        ("a\u00a0b\u2028c\x85d", ["a", "b", "c", "d"]),
        ("हिन्दी", ["हिन्दी"]),
        ("法廷", ["法廷"]),
    ],
)
def test_words_where_they_stand(analyser, text, expected):
    tokens = analyser.analyse(text)
    assert [text[token.start : token.end] for token in tokens] == expected


@pytest.mark.parametrize(
    ("language", "text", "stems"),
    [
        ("en", "The letters were burnt", ["the", "letter", "were", "burnt"]),
        ("en-GB", "letters", ["letter"]),
        ("", "letters", ["letter"]),
        ("fr", "les juges jugés", ["le", "jug", "jug"]),
        ("la", "litteras", ["litteras"]),
        ("en", "Орлова свидетели", ["орлов", "свидетел"]),
        ("ru", "Орлову letters", ["орлов", "letters"]),
        ("ru", "Каменев Каменева Каменевым КАМЕНЕВ", ["каменев"] * 4),
        ("ru", "Королёв Королёву", ["королев", "королев"]),
        ("ru", "суд судов", ["суд", "суд"]),
    ],
)
def test_stems(analyser, language, text, stems):
    assert [token.stem for token in analyser.analyse(text, language)] == stems


def test_a_latin_word_keeps_its_spelling_in_a_russian_text(analyser):
    """There is no Latin stemmer for Russian; a query finds it by the exact word's Russian "stem"."""
    assert analyser.stems("letters", ["ru"]) == {"letters"}
    assert analyser.stems("letters", ["ru", "en"]) == {"letters", "letter"}


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        ("орлов", {"орл", "орлов"}),
        ("орлова", {"орлов"}),
        ("судов", {"суд", "судов"}),
        ("letters", {"letter"}),
    ],
)
def test_a_query_does_not_know_names(analyser, word, stems):
    assert analyser.stems(word, ["en"]) == stems


@pytest.mark.parametrize(("tag", "code"), [("en", "en"), ("EN_us", "en"), ("zh-Hant", "zh"), ("", "en")])
def test_language_code(tag, code):
    assert language_code(tag) == code


@pytest.mark.parametrize(
    ("text", "joins", "expected"),
    [
        ("Cap-\ntain Harrow", [(3, 5)], [("captain", "Cap-\ntain"), ("harrow", "Harrow")]),
        ("a-\nb-\nc", [(1, 3), (4, 6)], [("abc", "a-\nb-\nc")]),
        ("x [12] y", [(2, 6)], [("x", "x"), ("y", "y")]),
        ("Har\f\n-- 7 --\nrow", [(3, 13)], [("harrow", "Har\f\n-- 7 --\nrow")]),
        ("-\nend-\n", [(0, 2), (5, 7)], [("end", "end")]),
        ("-", [(0, 1)], []),
    ],
)
def test_a_word_runs_across_a_join(analyser, text, joins, expected):
    tokens = analyser.analyse(text, joins=joins)
    assert [(token.exact, text[token.start : token.end]) for token in tokens] == expected


@given(text=st.text() | st.text(alphabet="aé\u0301 й\u0306-'Ж\ufdfa\ufe70\u00ad", max_size=40))
def test_offsets_are_true(analyser, text):
    tokens = analyser.analyse(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(before.end <= after.start for before, after in pairwise(tokens))
    for token in tokens:
        alone = analyser.analyse(text[token.start : token.end])
        assert [(word.exact, word.stem) for word in alone] == [(token.exact, token.stem)]
    outside = set(range(len(text))).difference(*(range(token.start, token.end) for token in tokens))
    assert all(not text[place].isalnum() or not analyser.analyse(text[place]) for place in outside)


@given(text=st.text())
def test_the_index_gets_the_same_words_as_highlights(analyser, text):
    tokens = analyser.analyse(text, "fr")
    assert analyser.forms(text, "fr") == (
        [token.exact for token in tokens],
        [token.stem for token in tokens],
    )


@given(text=st.text(alphabet="ab -é\n", max_size=30), cuts=st.sets(st.integers(0, 30), max_size=6))
def test_joins_are_skipped_wherever_they_are(analyser, text, cuts):
    places = sorted(cut for cut in cuts if cut <= len(text))
    joins = [(start, end) for start, end in zip(places[::2], places[1::2], strict=False)]
    kept = [place for place in range(len(text)) if not any(start <= place < end for start, end in joins)]
    tokens = analyser.analyse(text, joins=joins)
    plain = analyser.analyse("".join(text[place] for place in kept))
    assert [(kept[word.start], kept[word.end - 1] + 1, *word[2:]) for word in plain] == tokens


def test_a_full_cache_starts_again():
    small, large = Analyser(cache_size=3), Analyser()
    text = "courts letters judges sessions courts letters witnesses"
    assert [small.analyse(text) for _ in range(3)] == [large.analyse(text)] * 3


def test_threads_share_one():
    """Stemmers are not safe to share; wrong stems would show within a few thousand words."""
    words = [f"{root}{number}ings" for number in range(300) for root in ("hear", "read", "sitt", "speak")]
    alone = Analyser()
    expected = [alone.analyse(word) for word in words]
    shared = Analyser(cache_size=50)
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert list(pool.map(shared.analyse, words)) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("the", True), ("из", True), ("harrow", False), ("will", True), ("letters", False)]
)
def test_function_words(word, expected):
    assert is_function_word(word) is expected


def test_function_words_are_written_as_they_are_looked_up():
    listed = files("corpus.text").joinpath("data/function_words.txt").read_text(encoding="utf-8")
    words = [word for line in listed.splitlines() if not line.startswith("#") for word in line.split()]
    assert [word for word in words if fold(word) != word] == []
