"""A node of the three is killed: no wrong or partial answer, and no passage missing afterwards."""

from __future__ import annotations

import time

import pytest

from corpus.errors import UnavailableError
from search.engines.elastic import ElasticEngine
from tests.faults.conftest import DOCUMENTS

pytestmark = pytest.mark.faults


def statuses(client):
    return {path: client.get(path).status_code for path in ("/?q=letters", "/readyz", "/healthz")}


def test_during_searches(fleet):
    reader = fleet.reader()
    with reader.reading():
        time.sleep(1)
        fleet.kill()
        time.sleep(5)
        assert reader.recovers()
        fleet.resume()
        time.sleep(2)
    assert reader.wrong == []
    assert reader.right > 20
    assert reader.recovers()
    assert fleet.is_whole()


def test_during_a_build(fleet):
    """Killed when a third is loaded and back some seconds later: loading waits for it."""
    reader = fleet.reader()
    fleet.write(DOCUMENTS, 10)

    def fall(done: int, _all: int) -> None:
        if done == 1000:
            fleet.kill()
            fleet.resume()

    with reader.reading():
        try:
            fleet.index(anew=True, report=fall)
        except UnavailableError:
            assert reader.recovers()
            fleet.index(anew=True)
    # The revision changed within: what was answered before is right, then what holds now.
    now = fleet.reader()
    assert {found for _, found in reader.wrong} <= set(now.expected.values())
    assert fleet.is_whole()


def test_a_node_that_stays_away_during_a_build(fleet, monkeypatch):
    """What is not loaded is not published; the old generation answers, and the next build is whole."""
    monkeypatch.setattr("search.engines.elastic.loading.PATIENCE", 10.0)
    reader = fleet.reader()
    fleet.write(DOCUMENTS, 10)

    def fall(done: int, _all: int) -> None:
        if done == 1000:
            fleet.kill()

    try:
        fleet.index(anew=True, report=fall)
    except UnavailableError as error:
        assert "not stored" in str(error)  # noqa: PT017
        assert reader.recovers()
        assert reader.wrong == []
        fleet.index(anew=True)
    assert fleet.is_whole()


def test_during_a_small_revision(fleet):
    reader = fleet.reader()
    fleet.write(0, 3)

    def fall(done: int, all_: int) -> None:
        if done == all_:
            fleet.kill()

    try:
        fleet.index(report=fall)
    except UnavailableError:
        assert reader.recovers()
        assert reader.wrong == []
        fleet.index()
    assert fleet.is_whole()


def test_during_a_publication(fleet):
    class Falling(ElasticEngine):
        def publish(self, generation: str) -> None:
            fleet.kill()
            super().publish(generation)

    falling = Falling(fleet.connection, fleet.catalogue.identity(), shards=3)
    fleet.write(0, 3)
    reader = fleet.reader()
    with reader.reading():
        try:
            fleet.index(anew=True, engine=falling)
        except UnavailableError:
            fleet.index(anew=True)
    falling.close()
    now = fleet.reader()
    assert now.recovers()
    assert {found for _, found in reader.wrong} <= set(now.expected.values())
    assert fleet.is_whole()


def test_the_whole_cluster_is_killed_while_it_loads_and_resumed(fleet, monkeypatch):
    monkeypatch.setattr("search.engines.elastic.loading.PATIENCE", 10.0)
    fleet.write(DOCUMENTS, 10)
    reader = fleet.reader()

    def fall(done: int, _all: int) -> None:
        if done == 2000:
            fleet.kill(nodes=3)

    with fleet.serving() as client:
        assert statuses(client) == {"/?q=letters": 200, "/readyz": 200, "/healthz": 200}
        with pytest.raises(UnavailableError, match=r"does not answer|not stored"):
            fleet.index(anew=True, report=fall)
        assert not reader.ask()
        assert statuses(client) == {"/?q=letters": 503, "/readyz": 503, "/healthz": 200}
        page = client.get("/?q=letters")
        assert "please try again in a minute" in page.text
        assert page.headers["retry-after"] == client.get("/readyz").headers["retry-after"] == "10"
        fleet.resume()
        assert reader.recovers()
        # Nobody has started the service anew.
        assert statuses(client) == {"/?q=letters": 200, "/readyz": 200, "/healthz": 200}
    assert reader.wrong == []
    fleet.index(anew=True)
    assert fleet.is_whole()
