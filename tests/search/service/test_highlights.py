"""What is marked in passages that answer."""

from __future__ import annotations

import pytest

from corpus.text.analysis import Analyser
from corpus.text.highlights import Wanted
from search.language import QueryLanguage
from search.service.highlights import wanted_words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("letters -burnt", "en", Wanted(frozenset({"letter"}))),
        ("juges", "fr", Wanted(frozenset({"jug"}))),
        ("Орлова", "en", Wanted(frozenset({"орлов"}))),
        ("Орлов", "en", Wanted(frozenset({"орл", "орлов"}))),
        ('"the let*" -"no"', "en", Wanted(phrases=((("the", "let"), (False, True)),))),
        ("", "en", Wanted()),
    ],
)
def test_all_that_is_wanted_is_marked(text, language, expected):
    analyser = Analyser()
    assert wanted_words(QueryLanguage(analyser).parse(text), analyser, language) == expected
