"""The order of relevance where tantivy's own order of ties is any: segments filled out of order."""

from __future__ import annotations

import random

import pytest
import tantivy

from corpus.text.analysis import Analyser
from search.engines.base import IndexedPassage
from search.engines.embedded.ranking import ranked_page
from search.engines.embedded.schema import RANK, STEMS, build_schema, to_document
from search.query import Facet

NUMBERS = {Facet.DOCUMENT: {"d": 0}, Facet.COLLECTION: {"c": 0}}
TEXTS = ("guilty", "guilty guilty", "guilty of all that he was charged with")


@pytest.fixture(scope="module")
def index():
    """600 passages in five segments; each of three scores is shared by 200."""
    analyser, ranks = Analyser(), list(range(600))
    random.Random(3).shuffle(ranks)
    index = tantivy.Index(build_schema())
    for start in range(0, 600, 120):
        with index.writer(heap_size=15_000_000, num_threads=1) as writer:
            for rank in ranks[start : start + 120]:
                passage = IndexedPassage(f"d.{rank}", f"{rank:03}", TEXTS[rank % 3], "en", "d", "c")
                writer.add_document(to_document(passage, rank, analyser, NUMBERS))
    index.reload()
    return index


@pytest.mark.parametrize("limit", [1, 3, 50, 199, 200, 201, 1000])
def test_every_page_is_a_piece_of_one_ranking(index, limit):
    searcher = index.searcher()
    assert searcher.num_segments > 1
    query = tantivy.Query.term_query(index.schema, STEMS, "guilti", index_option="freq")
    found = []
    for first in range(0, 601, limit):
        page, total = ranked_page(searcher, query, first, limit)
        assert total == 600
        ranks = searcher.fast_field_values(RANK, [hit.address for hit in page])
        found += [(-hit.score, rank) for hit, rank in zip(page, ranks, strict=True)]
    assert found == sorted(found)
    assert sorted(rank for _, rank in found) == list(range(600))


def test_scores_are_the_same_on_every_page(index):
    """Of several words: their scores are always added up in one order."""
    searcher, schema = index.searcher(), index.schema
    words = ("guilti", "charg", "he", "that", "of")
    terms = [tantivy.Query.term_query(schema, STEMS, word, index_option="freq") for word in words]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
    whole, _ = ranked_page(searcher, query, 0, 600)
    for first in range(0, 600, 7):
        assert [hit.score for hit in ranked_page(searcher, query, first, 7)[0]] == [
            hit.score for hit in whole[first : first + 7]
        ]
