"""Both engines on the same real passages: the same terms, the same answers, the same ranking.

They may differ, as documented, in how a phrase with beginnings scores: tantivy takes it for as rare as can
be, Elasticsearch counts how often it stands in a passage.
"""

from __future__ import annotations

import gzip
import json
import random
import unicodedata
from itertools import islice, pairwise

import pytest

from search.engines.base import IndexedPassage
from search.engines.elastic.schema import STEMS, WORDS
from search.engines.embedded import EmbeddedEngine
from search.query import Facet, SearchQuery

GENERATION = "000001-b"
# The last digits of sums of single-precision numbers differ with their order.
CLOSE = 1e-4


def read_english(shared, number):
    with gzip.open(shared / "bench/scale/old-bailey-passages.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, number))


def read_russian(shared, number):
    with (shared / "bench/persons/russian.jsonl").open(encoding="utf-8") as lines:
        pieces = (piece for line in lines for piece in json.loads(line)["text"].split("\n") if piece.strip())
        yield from islice(pieces, number)


def stressed(text):
    """With a stress mark on each vowel, as dictionaries and primers print them."""
    return "".join(letter + "\u0301" * (letter in "аеиоуыэюя") for letter in text)


@pytest.fixture(scope="module")
def both(tmp_path_factory, elastic):
    """Build the same generation with both engines and open it: `both(passages)`."""
    engines = [EmbeddedEngine(tmp_path_factory.mktemp("agreement")), elastic(), elastic(shards=3)]
    opened = []

    def build(generation, passages):
        for engine in engines:
            assert engine.build(generation, passages) == len(passages)
            opened.append(engine.open(generation))
        return opened[-3:], engines[1]

    yield build
    for index in opened:
        index.close()


# --- Terms ---


@pytest.fixture(scope="module")
def texts(shared):
    english = [(row["text"], "en") for row in read_english(shared, 300)]
    russian = [(text, "ru") for text in read_russian(shared, 200)]
    decomposed = [(unicodedata.normalize("NFD", text), language) for text, language in english[:50] + russian]
    marked = [(stressed(text), "ru") for text, _ in russian[:50]]
    hard = [
        "Cafe\u0301 ﬁne ＦＵＬＬ ① x\u00adray",
        "\U00010330" * 199,
        "ё" * 300,
        "a\u2003b\u3000c\u0085d",
        "№ 5½",
    ]
    return english + russian + decomposed + marked + [(text, "") for text in hard]


def elastic_terms(raw, name, field):
    """Every term of a field with the number of passages that have it, as the index answers."""
    ids = [hit["_id"] for hit in raw.search(index=name, size=2_000, source=False)["hits"]["hits"]]
    vectors = raw.mtermvectors(index=name, ids=ids, fields=[field], realtime=False, positions=False)["docs"]
    found = (one["term_vectors"] for one in vectors)
    terms = sorted({term for one in found if one for term in one[field]["terms"]})
    counts = {}
    for start in range(0, len(terms), 500):
        asked = {str(place): {"term": {field: terms[place]}} for place in range(start, len(terms))[:500]}
        answer = raw.search(index=name, size=0, aggs={"terms": {"filters": {"filters": asked}}})
        buckets = answer["aggregations"]["terms"]["buckets"]
        counts |= {terms[int(place)]: bucket["doc_count"] for place, bucket in buckets.items()}
    return counts


def test_both_engines_hold_the_same_terms(both, texts, raw):
    passages = [
        IndexedPassage(f"d.{number}", f"{number:06}", text, language, "d", "c")
        for number, (text, language) in enumerate(texts)
    ]
    (embedded, *_), engine = both(GENERATION, passages)
    for field in (WORDS, STEMS):
        expected = dict(embedded._searcher.terms_with_prefix(field, ""))
        assert len(expected) > 3_000
        assert elastic_terms(raw, engine._indexes.name("b"), field) == expected


# --- Answers ---


@pytest.fixture(scope="module")
def rows(shared):
    return list(read_english(shared, 3_000))


@pytest.fixture(scope="module")
def indexes(both, rows):
    passages = [
        IndexedPassage(
            id=row["id"],
            position=f"{number:06}",
            text=row["text"],
            language="en",
            document=row["doc"],
            collection="old-bailey",
            persons=tuple(row["persons"]),
            years=(str(row["year"]),),
        )
        for number, row in enumerate(rows)
    ]
    return both("000001-c", passages)[0]


def make_queries(rows, number):
    """Words, phrases and beginnings out of the passages, with filters now and then."""
    chance = random.Random(8)
    for _ in range(number):
        row = chance.choice(rows)
        words = [word for word in map(clean, row["text"].split()) if tells(word)] or ["prisoner"]
        word, other = chance.choice(words), chance.choice(words)
        some = " ".join(chance.sample(words, min(len(words), chance.randint(1, 3))))
        text = chance.choice([some, some, f'"{word}"', f'"{row["text"][:20]}" {word}', f"{some} w* pri*"])
        text = chance.choice([text, text, text, f"{text} -{other}"])
        query = SearchQuery(text=text, match=chance.choice(["all", "any"]))
        if chance.random() < 0.3 and row["persons"]:
            query = query.select(Facet.PERSON, chance.choice(row["persons"]))
        yield query.select(Facet.YEAR, str(row["year"])) if chance.random() < 0.2 else query


def clean(word):
    return word.strip(".,;:-()")


def tells(word):
    return word.isalpha() and len(word) > 3


@pytest.mark.parametrize("shards", [1, 3])
def test_both_engines_give_the_same_answers(indexes, rows, shards):
    embedded, other = indexes[0], indexes[1 if shards == 1 else 2]
    found = 0
    for query in make_queries(rows, 90):
        facets = dict.fromkeys(Facet, 10)
        one, two = (index.search(query, limit=4_000, facets=facets) for index in (embedded, other))
        assert (one.total, one.facets) == (two.total, two.facets), query
        scores = {hit.id: hit.score for hit in one.hits}
        assert {hit.id: hit.score for hit in two.hits} == pytest.approx(scores, rel=CLOSE), query
        assert_same_ranking([hit.id for hit in two.hits], scores)
        found += one.total > 1
    assert found > 45


def assert_same_ranking(ids, scores):
    """Whether these ids are in the order of the scores, up to what is as good as a tie."""
    ranked = [scores[identity] for identity in ids]
    assert all(later <= before * (1 + CLOSE) for before, later in pairwise(ranked))


STARRED = ['"the pris*"', '"t* p*"', '"s* s* s*"', "t* w*", '"of the co*"', '"the wit*"', "the", "-the pr*"]


@pytest.mark.parametrize("text", STARRED)
def test_beginnings_find_the_same(indexes, text):
    query = SearchQuery(text=text, sort="record")
    embedded, *others = (list(index.ids(query)) for index in indexes)
    assert embedded
    assert all(other == embedded for other in others)
