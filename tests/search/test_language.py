"""What people type, and what it means."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from corpus.text.analysis import Analyser
from search.language import LONGEST_QUERY, MOST_CLAUSES, MOST_STARS, ParsedQuery, Phrase, QueryLanguage, Word

ANALYSER = Analyser()


@pytest.fixture(scope="module")
def language():
    return QueryLanguage(ANALYSER)


def shown(term):
    """A term in short: word, "a phrase", "a beginn*"."""
    if isinstance(term, Word):
        return term.exact
    return '"' + " ".join(w + "*" * star for w, star in zip(term.words, term.stars, strict=True)) + '"'


@pytest.mark.parametrize(
    ("text", "wanted", "excluded"),
    [
        ("", [], []),
        ("   ", [], []),
        ("Harrow letters", ["harrow", "letters"], []),
        ("Harrow, letters!", ["harrow", "letters"], []),
        ("café Ёлка", ["cafe", "елка"], []),
        ('"The letters"', ['"the letters"'], []),
        ('"letters"', ['"letters"'], []),
        ("“The letters” «were burnt» „say I“", ['"the letters"', '"were burnt"', '"say i"'], []),
        ('harrow"the letters"burnt', ["harrow", '"the letters"', "burnt"], []),
        ("harrow -letters", ["harrow"], ["letters"]),
        ('-"the letters" harrow', ["harrow"], ['"the letters"']),
        ('"a"-b', ['"a"'], ["b"]),
        ("--letters", [], ["letters"]),
        ("harbour-master", ['"harbour master"'], []),
        ('"harbour -master"', ['"harbour master"'], []),
        ("let*", ['"let*"'], []),
        ("-let*", [], ['"let*"']),
        ("**let**", ['"let*"'], []),
        ("*ters", ["ters"], []),
        ("l*rs", ['"l rs"'], []),
        ("let.*", ["let"], []),
        ('"the let* were"', ['"the let* were"'], []),
        ("Q.", ["q"], []),
        ("don't", ['"don t"'], []),
        ("-don’t", [], ['"don t"']),
        ("Harrow's Harrow’S,", ["harrow", "harrow"], []),
        ('"Harrow\'s"', ['"harrow s"'], []),
        ("U.S.S.R.", ['"u s s r"'], []),
        ("a:b", ['"a b"'], []),
        ("AND or (not)", ["and", "or", "not"], []),
        ("-", [], []),
        ("*", [], []),
        ("- * ? ( ) [", [], []),
        ('"', [], []),
        ('""', [], []),
        ('-""', [], []),
        ('harrow "the letters', ["harrow", '"the letters"'], []),
        ('harrow -"the letters', ["harrow"], ['"the letters"']),
        ('harrow "', ["harrow"], []),
        ("harrow\u00a0letters\tburnt\nnow", ["harrow", "letters", "burnt", "now"], []),
        ("\x00\ud800 harrow", ["harrow"], []),
    ],
)
def test_parse(language, text, wanted, excluded):
    query = language.parse(text)
    assert [shown(term) for term in query.wanted] == wanted
    assert [shown(term) for term in query.excluded] == excluded


def test_positions(language):
    text = 'Harrow -"the letters" let* don\'t'
    query = language.parse(text)
    assert query == ParsedQuery(
        text,
        (
            Word(0, 6, "harrow"),
            Phrase(22, 26, ("let",), (True,)),
            Phrase(27, 32, ("don", "t"), (False, False)),
        ),
        (Phrase(8, 21, ("the", "letters"), (False, False)),),
    )


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("x" * (LONGEST_QUERY + 1), LONGEST_QUERY, "1,001 characters"),
        ("x " * (MOST_CLAUSES + 1), 2 * MOST_CLAUSES, "65 words and phrases"),
        ('"a* b*" ' * 2 + '"c* d"', 16, f"more than {MOST_STARS} stars"),
    ],
)
def test_too_much(language, text, position, message):
    with pytest.raises(QueryError, match=message) as caught:
        language.parse(text)
    assert caught.value.position == position
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text", ["x" * LONGEST_QUERY, "x " * MOST_CLAUSES, "x* " * MOST_CLAUSES, '"a* b*" ' * 2]
)
def test_just_not_too_much(language, text):
    assert language.parse(text).wanted


@given(text=st.text(max_size=60) | st.text(alphabet="ab-\"'“»: .\n\u0301", max_size=60))
def test_nothing_typed_is_a_mistake(language, text):
    query = language.parse(text)
    for term in query.wanted + query.excluded:
        assert 0 <= term.start < term.end <= len(text)
        alone = language.parse(text[term.start : term.end])
        assert alone.wanted or alone.excluded
    assert len(query.wanted + query.excluded) <= MOST_CLAUSES


@given(words=st.lists(st.sampled_from(["court", "Orlov", "чай", "é1"]), max_size=8))
def test_words_are_read_in_order(language, words):
    expected = [ANALYSER.analyse(word)[0].exact for word in words]
    assert [shown(term) for term in language.parse(" ".join(words)).wanted] == expected


def test_threads_share_one(language):
    texts = [f'harrow{number} "the letters" -let* don\'t' for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        parsed = list(pool.map(language.parse, texts))
    assert parsed == [language.parse(text) for text in texts]


def test_parsing_is_fast(language):
    """Less than 1 ms; the best of five, since the machine may be busy."""
    text = 'harrow "the united letters" -court let* witness'

    def seconds():
        start = perf_counter()
        for _ in range(20):
            language.parse(text)
        return (perf_counter() - start) / 20

    assert min(seconds() for _ in range(5)) < 0.001


@pytest.mark.parametrize(
    ("text", "scored"),
    [
        ("letters", ["letters"]),
        ("the letters of Harrow", ["letters", "harrow"]),
        ("who was that", ["who", "was", "that"]),
        ('the "of the"', ['"of the"']),
        ("the harb*", ["the"]),
        ("harb*", []),
        ("кто писал это", ["писал"]),
        ("-letters the", ["the"]),
    ],
)
def test_what_ranks_passages(language, text, scored):
    assert [shown(term) for term in language.parse(text).scored] == scored


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ("the letters", ["the"]),
        ("who was that", []),
        ("the harb*", []),
        ('the "of the"', ["the"]),
        ("-the letters", []),
    ],
)
def test_what_gives_no_score(language, text, idle):
    assert [shown(term) for term in language.parse(text).idle] == idle
