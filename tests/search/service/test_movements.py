"""Followers and doctrines: words made from a name, which are no mentions of the person."""

import pytest

from corpus.errors import NotFoundError
from corpus.model import Tier
from search.indexer import Indexing, refresh
from tests.trial import ANNA, ORME, VERESOV, Record, Writer

TEXT = """\
The Veresovites met in the hall.
Nobody spoke of Veresovism there, nor did the last VERESOVITE.
Veresov himself stayed away."""


@pytest.fixture
def ask(archive):
    with archive.catalogue.writing() as revision:
        with archive.catalogue.engine.begin() as db:
            Writer(db, revision).write([Record("session-11.txt", TEXT)])
        refresh(Indexing(archive.catalogue, archive.engine, revision, now=archive.clock))
    return archive.service


def test_the_passages_of_all_words_come_in_the_order_of_the_record(ask):
    answer = ask.movements(VERESOV)
    assert [item.passage.text for item in answer.items] == TEXT.splitlines(keepends=True)[:2]
    assert [(word.name, word.passages) for word in answer.words] == [("Veresovite", 2), ("Veresovism", 1)]
    assert answer.total == answer.receipt.found == 2
    assert (answer.person.name, answer.next) == ("Anton Veresov", None)


def test_what_answers_is_marked(ask):
    marked = [
        item.passage.text[mark.offset : mark.offset + mark.end - mark.start]
        for item in ask.movements(VERESOV).items
        for mark in item.highlights
    ]
    assert marked == ["Veresovites", "Veresovism", "VERESOVITE"]


def test_they_are_no_mentions_of_the_person(ask):
    found = ask.person_passages(VERESOV, tier=Tier.POSSIBLE).items
    texts = [one.passage.text.strip() for one in found if one.passage.text in TEXT.splitlines(keepends=True)]
    assert texts in ([], [TEXT.splitlines()[2]])


def test_each_word_is_a_search(ask):
    answer = ask.movements(VERESOV)
    for word in answer.words:
        assert ask.search(answer.query.__class__(text=word.id)).total == word.passages
    assert ask.search(answer.query).total == answer.total


def test_page_after_page_is_all(ask):
    first = ask.movements(VERESOV, limit=1)
    second = ask.movements(VERESOV, limit=1, cursor=first.next)
    assert [*first.items, *second.items] == list(ask.movements(VERESOV).items)
    assert second.next is None


def test_one_who_was_merged_has_those_of_the_other(ask):
    assert ask.movements(ORME).total == 2


def test_of_most_there_are_none(ask):
    answer = ask.movements(ANNA)
    assert (answer.words, answer.items, answer.total, answer.receipt.found) == ((), (), 0, 0)


def test_nobody_has_none(ask):
    with pytest.raises(NotFoundError):
        ask.movements("nobody")
