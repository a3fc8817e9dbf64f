"""Loading in bulk: what is sent again, what ends it, and that nothing is skipped.

Faults of a server that cannot be had to order are played by a client of few lines.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from types import SimpleNamespace

import pytest
from elastic_transport import ApiResponseMeta, ConnectionTimeout, HttpHeaders, NodeConfig
from elastic_transport import ConnectionError as AwayError
from elasticsearch import ApiError

from corpus.errors import UnavailableError
from search.engines.elastic import loading
from search.engines.elastic.loading import MOST_BYTES, MOST_OPERATIONS, Loader, change, store
from search.query import SearchQuery

AT = "http://nowhere:9200"
NODE = NodeConfig("http", "nowhere", 9200)
OK = {"status": 201}


def refused(status, kind):
    meta = ApiResponseMeta(status, "1.1", HttpHeaders(), 0.0, NODE)
    return ApiError(kind, meta, {"error": {"type": kind, "reason": "a reason"}})


def item(status, kind):
    return {"status": status, "error": {"type": kind, "reason": "a reason"}}


class Client:
    """Answers each request by the next fault, then well; keeps what got through."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.stored = Counter()
        self.requests = []
        self.flying = self.most_flying = 0
        self.lock = threading.Lock()

    def options(self, **_):
        return self

    def bulk(self, *, operations, **_):
        ids = [json.loads(line)["index"]["_id"] for line in operations[::2]]
        with self.lock:
            self.requests.append((len(ids), sum(map(len, operations))))
            fault = self.faults.pop(0) if self.faults else {}
        if isinstance(fault, Exception):
            raise fault
        outcomes = [fault.get(identity, fault.get("*", OK)) for identity in ids]
        self.stored.update(i for i, outcome in zip(ids, outcomes, strict=True) if outcome is OK)
        return SimpleNamespace(body={"items": [{"index": outcome} for outcome in outcomes]})


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(loading, "_FIRST_PAUSE", 0.001)
    monkeypatch.setattr(loading, "_LONGEST_PAUSE", 0.01)


def load(client, numbers, patience=5.0, text=""):
    with Loader(client, "index", AT, patience) as loader:
        for number in numbers:
            loader.add(store(f"d.{number}", str(number), {"text": text}))


@pytest.mark.parametrize(
    "faults",
    [
        [],
        [{"3": item(429, "es_rejected_execution_exception"), "7": item(503, "unavailable_shards_exception")}],
        [{"*": item(429, "es_rejected_execution_exception")}] * 5,
        [{"1": item(503, "x")}, {"1": item(429, "x")}, {"1": item(500, "x")}],
        [refused(429, "circuit_breaking_exception"), refused(503, "x"), refused(502, ""), refused(500, "x")],
        [ConnectionTimeout("slow"), AwayError("gone"), {"2": item(503, "x")}],
        [refused(503, "cluster_block_exception")],
    ],
)
def test_what_passes_is_sent_again(faults):
    client = Client(*faults)
    load(client, range(10))
    assert client.stored == Counter(map(str, range(10)))
    assert len(client.requests) == len(faults) + 1


def test_only_what_failed_is_sent_again():
    client = Client({"3": item(429, "x"), "7": item(503, "x")}, {"7": item(503, "x")})
    load(client, range(10))
    assert [number for number, _ in client.requests] == [10, 2, 1]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (
            {"4": item(400, "strict_dynamic_mapping_exception")},
            r"refuses what it was sent.*Passage d\.4 was not",
        ),
        (refused(413, ""), r"larger than.*Passages d\.0, d\.1, d\.2 and 7 more were not stored"),
        ({"4": item(429, "cluster_block_exception")}, r"read-only.*disk is full.*d\.4.*Make room"),
        (refused(403, "cluster_block_exception"), r"read-only.*disk is full"),
        (refused(403, "security_exception"), "does not let this user"),
        (refused(401, "security_exception"), "does not know who asks"),
    ],
)
def test_what_does_not_pass_ends_it_at_once(fault, says):
    client = Client(fault)
    with pytest.raises(UnavailableError, match=says):
        load(client, range(10))
    assert len(client.requests) == 1


def test_no_progress_ends_it_with_the_names():
    client = Client(*[{str(n): item(429, "x") for n in range(2, 9)}] * 1000)
    with pytest.raises(
        UnavailableError, match=r"too much to do.*Passages d\.2, d\.3, d\.4 and 4 more were not"
    ):
        load(client, range(10), patience=0.05)
    assert client.stored == Counter({"0": 1, "1": 1, "9": 1})


def test_progress_renews_the_patience():
    client = Client(*[{str(n): item(429, "x") for n in range(left)} for left in range(99, 0, -1)])
    load(client, range(100), patience=0.05)
    assert client.stored == Counter(map(str, range(100)))


@pytest.mark.parametrize("text", ["", "x" * 20_000])
def test_requests_are_bounded(text):
    client = Client()
    load(client, range(5_500), text=text)
    assert client.stored == Counter(map(str, range(5_500)))
    assert max(number for number, _ in client.requests) <= MOST_OPERATIONS
    assert max(size for _, size in client.requests) <= MOST_BYTES


def test_an_operation_larger_than_a_request_goes_alone():
    client = Client()
    load(client, range(2), text="x" * (MOST_BYTES + 1))
    assert [number for number, _ in client.requests] == [1, 1]


def stopped(count):
    yield from range(count)
    raise KeyboardInterrupt


def test_interrupted_it_sends_no_more():
    client = Client(*[{"*": item(429, "x")}] * 100_000)
    with pytest.raises(KeyboardInterrupt):
        load(client, stopped(3_000))
    # Other tests of this process may have left threads of theirs.
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("bulk")]
    assert not client.stored


def test_memory_is_bounded_by_requests_under_way():
    """Whoever loads waits while two requests are under way."""
    gate, added = threading.Event(), []

    class Slow(Client):
        def bulk(self, **request):
            gate.wait(10)
            return super().bulk(**request)

    def fill():
        with Loader(Slow(), "index", AT) as loader:
            for number in range(10_000):
                loader.add(store("d", str(number), {}))
                added.append(number)

    filling = threading.Thread(target=fill)
    filling.start()
    filling.join(0.5)
    assert len(added) <= 3 * MOST_OPERATIONS
    gate.set()
    filling.join(10)
    assert len(added) == 10_000


# --- On the server ---


def test_a_read_only_index_ends_an_update(elastic, raw, passage):
    engine = elastic()
    engine.build("000001-b", [passage(0, "A letter.")])
    name = engine._indexes.name("b")
    for block in ("read_only_allow_delete", "write"):
        raw.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
        with pytest.raises(UnavailableError, match=r"read-only, .* a disk is full.*Make room"):
            engine.update("000001-b", "000002-b", [], [passage(1, "A letter.")])
        raw.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
        index = engine.open("000001-b")
        assert index.count(SearchQuery()) == 1
        index.close()


def test_a_disk_that_fills_up_ends_a_build(elastic, raw, passage):
    engine = elastic()

    def passages():
        yield passage(0, "A letter.")
        block = {"index.blocks.read_only_allow_delete": True}
        raw.indices.put_settings(index=engine._indexes.name("b"), settings=block)
        yield passage(1, "A letter.")

    with pytest.raises(
        UnavailableError, match=r"disk is full.*Passages d0\.0, d0\.1 were not stored.*Make room"
    ):
        engine.build("000001-b", passages())
    assert engine.generations() == ("000001-b",)
    engine.drop("000001-b")
    assert engine.generations() == ()


@pytest.mark.parametrize(
    "operation",
    [
        store("d0.7", "d0.7@1", {"id": "d0.7", "unknown": 1}),
        store("d0.7", "d0.7@1", {"born": "yesterday"}),
        change("d0.7", "d0.0@1", {"died": "tomorrow"}),
        change("d0.7", "never@1", {"died": 3}),
    ],
)
def test_what_an_index_does_not_take_names_the_passage(elastic, passage, operation):
    engine = elastic()
    engine.build("000001-b", [passage(0, "A letter.")])
    loader = engine._indexes.loader("b")
    with pytest.raises(UnavailableError, match=r"Passage d0\.7 was not stored"), loader:
        loader.add(operation)
