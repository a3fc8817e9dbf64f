import pytest
from sqlalchemy import select

from corpus.catalogue.reading.generations import read_generations, read_published
from corpus.catalogue.schema import generations
from corpus.errors import UnavailableError
from search.indexer import Indexing, passage_years, rebuild
from search.publication import begin_generation
from search.query import SearchQuery
from tests.trial import Record, Writer


@pytest.mark.parametrize(
    ("dates", "section", "published", "years"),
    [
        ((), "", "", ()),
        ((), "", "1932", ("1932",)),
        ((), "1931-05-05", "1932", ("1931",)),
        (("1928", "1931-05-04"), "1931-05-05", "1932", ("1928", "1931")),
        (("1929/1931",), "", "", ("1929", "1930", "1931")),
        (("not a date",), "", "1932", ("1932",)),
    ],
)
def test_years_of_a_passage(dates, section, published, years):
    assert passage_years(dates, section, published) == years


def test_joins_are_cut_out_of_what_is_searched(archive):
    archive.publish(Record("broken.txt", "Osip Mere- nov lived here.", joins=("- ",)))
    (found,) = archive.service.search(SearchQuery("merenov")).items
    (mark,) = found.highlights
    assert found.passage.text[mark.offset : mark.offset + mark.end - mark.start] == "Mere- nov"


def test_progress_is_reported(archive):
    seen = []
    with archive.catalogue.writing() as revision:
        rebuild(Indexing(archive.catalogue, archive.engine, revision, report=lambda *step: seen.append(step)))
    assert seen == [(8, 8)]


class Killed(BaseException):
    """As a killed process ends: nothing catches it."""


@pytest.mark.parametrize("at", ["build", "publish", "clear"])
def test_a_killed_rebuild_leaves_the_published_generation_and_can_be_run_again(archive, monkeypatch, at):
    def die(*_, **__):
        raise Killed

    if at == "publish":
        monkeypatch.setattr("search.indexer.publish_generation", die)
    elif at == "build":
        monkeypatch.setattr("search.indexer.indexed_passage", die)
    else:
        archive.clock.seconds += 1000
        archive.publish(Record("session-3.txt", "More."))
        archive.clock.seconds += 1000
        monkeypatch.setattr(archive.engine, "generations", die)
    total = archive.service.search(SearchQuery()).total
    with pytest.raises(Killed):
        archive.publish(Record("session-4.txt", "And more."))
    # Published in one step: the old one answers, or the new one where only clearing was left.
    published = 1 if at == "clear" else 0
    assert archive.service.search(SearchQuery()).total == total + published
    monkeypatch.undo()
    with archive.catalogue.writing() as revision:
        generation = rebuild(Indexing(archive.catalogue, archive.engine, revision, now=archive.clock))
    assert archive.service.search(SearchQuery()).total == total + 1
    with archive.catalogue.engine.connect() as db:
        assert read_published(db).id == generation
        assert {row.id for row in read_generations(db)} == set(archive.engine.generations())


def test_an_index_that_lost_passages_is_not_published(archive):
    build = archive.engine.build

    class Losing:
        name = "embedded"

        def build(self, generation, passages):
            return build(generation, list(passages)[1:])

        def generations(self):
            return archive.engine.generations()

    with (
        pytest.raises(UnavailableError, match="holds 7 passages, the catalogue 8"),
        archive.catalogue.writing() as revision,
    ):
        rebuild(Indexing(archive.catalogue, Losing(), revision))
    with archive.catalogue.engine.connect() as db:
        assert read_published(db).revision == 1


def test_what_is_written_is_not_seen_before_it_is_published(archive):
    with archive.catalogue.writing() as revision, archive.catalogue.engine.begin() as db:
        Writer(db, revision).write([Record("session-5.txt", "Unseen.")])
    assert archive.service.documents().total == 2
    assert archive.service.search(SearchQuery("unseen")).total == 0


def test_an_unfinished_generation_is_forgotten(archive):
    with archive.catalogue.engine.begin() as db:
        begin_generation(db, "left-behind", "embedded", 2, 0)
    archive.publish()
    with archive.catalogue.engine.connect() as db:
        assert "left-behind" not in db.execute(select(generations.c.id)).scalars().all()
