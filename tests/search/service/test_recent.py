import pytest

from corpus.errors import QueryError
from search.query import Facet, SearchQuery
from search.service.recent import Recent
from tests.trial import ANNA, Record


def test_the_one_not_asked_for_longest_is_forgotten():
    recent = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    assert recent.get("a") == 1
    assert recent.keep("c", 3) == 3
    assert [recent.get(key) for key in "abc"] == [1, None, 3]


@pytest.mark.parametrize(
    "query", [SearchQuery(), SearchQuery("court"), SearchQuery().select(Facet.PERSON, ANNA), SearchQuery("x")]
)
def test_kept_facets_are_those_of_a_first_answer(archive, query):
    first = archive.service.search(query, limit=1)
    again = archive.service.search(query, limit=1)
    assert again == first
    if first.next:
        assert archive.service.search(query, limit=1, cursor=first.next).facets == first.facets
    three = archive.service.search(query, facets={Facet.PERSON: 1}).facets
    assert [facet.facet for facet in three] == [Facet.PERSON]


def test_a_new_generation_counts_anew(archive):
    before = archive.service.search(SearchQuery("anna"))
    archive.publish(Record("session-3.txt", "Anna Lind came back."))
    after = archive.service.search(SearchQuery("anna"))
    assert (before.facets[0].values[0].count, after.facets[0].values[0].count) == (2, 3)


def test_an_error_is_not_kept(archive):
    for _ in range(2):
        with pytest.raises(QueryError):
            archive.service.search(SearchQuery("a " * 100))
