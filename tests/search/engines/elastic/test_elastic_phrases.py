"""Phrases with beginnings: exact, however many words begin so."""

from __future__ import annotations

from contextlib import closing
from itertools import product

import pytest

from corpus.errors import QueryError
from search.query import SearchQuery

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Three letters behind "ta" and "pa": more words begin with "t" than a query may have clauses (8,192 where
# a node has 512 MB).
TAILS = ["".join(tail) for tail in product(LETTERS, repeat=3)]


@pytest.fixture(scope="module")
def texts():
    return [f"a ta{tail} pa{tail} b tab{tail} x pa{tail} zebra{tail} lion" for tail in TAILS[:12_000]] + [
        "pa ta",
        "t p",
        "tt x pp",
    ]


@pytest.fixture(scope="module")
def index(elastic, passage, texts, raw):
    engine = elastic()
    engine.build("000001-b", [passage(number, text) for number, text in enumerate(texts)])
    # The limit holds for each segment by itself, and how many a load leaves is the server's affair.
    raw.indices.forcemerge(index=engine._indexes.name("b"), max_num_segments=1)
    with closing(engine.open("000001-b")) as index:
        yield index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"t* p*"', 12_001),
        ('"p* t*"', 1),
        ('"ta* pa*"', 12_000),
        ('"a t* p* b"', 12_000),
        ('"p* b ta* x"', 12_000),
        ('"t* x p*"', 12_001),
        ('"taa* paa*"', 676),
        ('"taaa* paaa* b"', 26),
        ('"taaaa paaa*"', 1),
        ('"taaaa paaab*"', 0),
        ('"z* lion"', 12_000),
        ("t*", 12_003),
        ("zebra*", 12_000),
        ("-t*", 0),
        ('zebra* -"t* p*"', 0),
    ],
)
def test_beginnings(index, text, expected):
    assert index.count(SearchQuery(text=text)) == expected
    assert index.search(SearchQuery(text=text), limit=3).total == expected


def test_too_many_words_that_begin_alike_say_so(index):
    """Beginnings of three letters and more are looked up word by word, up to a node's limit."""
    with pytest.raises(QueryError, match=r"fits too many words.*Write more of its letters"):
        index.count(SearchQuery(text='"zebra* lion"'))


def test_letters_beyond_the_basic_plane(elastic, passage):
    engine = elastic()
    words = ["\U00010330\U00010331\U00010332", "\U00010330\U00010331", "\U00010330" * 150]
    engine.build("000001-b", [passage(number, f"one {word} two") for number, word in enumerate(words)])
    with closing(engine.open("000001-b")) as index:
        for beginning, expected in (("\U00010330", 3), ("\U00010330\U00010331", 2), (words[0], 1)):
            assert index.count(SearchQuery(text=f"{beginning}*")) == expected
            assert index.count(SearchQuery(text=f'"one {beginning}* two"')) == expected
        for word in words:
            assert index.count(SearchQuery(text=f'"one {word} two"')) == 1
