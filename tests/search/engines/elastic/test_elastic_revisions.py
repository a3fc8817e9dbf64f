"""Revisions of one index: what a later one adds, sets aside and leaves behind when it is killed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from corpus.errors import InvalidError, NotIndexedError
from search.engines.base import RebuildNeededError
from search.engines.elastic.revisions import State, unseen
from search.engines.elastic.schema import ALIVE, BORN, DIED
from search.query import Facet, SearchQuery

FIRST, SECOND, THIRD = "000004-b", "000005-b", "000007-b"
LETTER = SearchQuery(text="letter")


@pytest.fixture
def engine(elastic):
    engine = elastic()
    yield engine
    for generation in engine.generations():
        engine.drop(generation)


@pytest.fixture
def letters(passage):
    """So many passages about a letter; `word` tells one version from another."""
    return lambda numbers, word="old": [passage(number, f"A {word} letter.") for number in numbers]


def found(engine, generation, text="letter"):
    with closing(engine.open(generation)) as index:
        return [int(identity.rpartition(".")[2]) for identity in index.ids(SearchQuery(text=text))]


def documents(raw, engine):
    """All documents of all revisions: (id, born, died)."""
    (name,) = raw.indices.get(index=f"stenogram-{engine._indexes._alias.partition('-')[2]}-*").keys()
    raw.indices.refresh(index=name)
    hits = raw.search(index=name, size=1000)["hits"]["hits"]
    return sorted((hit["_source"]["id"], hit["_source"][BORN], hit["_source"][DIED]) for hit in hits)


def stop(*_):
    raise KeyboardInterrupt


def stopped(passages):
    yield from passages
    raise KeyboardInterrupt


# --- The state of an index ---

STATE = State({4: ("en",), 7: ("en", "ru")}, writing=9)


def test_a_state_is_read_as_it_was_written():
    assert State.from_meta(STATE.to_meta()) == STATE
    assert State.from_meta(State({}).to_meta()) == State({})


@pytest.mark.parametrize(
    "meta", [{}, {"revisions": 3}, {"revisions": [4]}, {"revisions": [], "layout": "x"}, {"layout": 1}]
)
def test_what_is_no_state(meta):
    with pytest.raises(ValueError, match=r"x|damaged"):
        State.from_meta(meta)


def test_states_follow_one_another():
    assert STATE.revisions() == {4, 7, 9}
    assert STATE.without(9) == State(STATE.whole)
    assert STATE.without(4).revisions() == {7, 9}
    assert STATE.leaving(4) == State({7: ("en", "ru")}, writing=9)
    assert STATE.without(9).leaving(4) == State({7: ("en", "ru")}, writing=4)
    assert STATE.begun(7) == State({4: ("en",)}, writing=7)
    assert STATE.done(9, ("ru",)) == State({**STATE.whole, 9: ("ru",)})


@pytest.mark.parametrize("whole", [(4,), (4, 7), (4, 5, 9), (2, 9)])
def test_what_no_revision_sees(whole):
    def holds(condition, born, died):
        match condition:
            case {"range": bounds}:
                ((field, bound),) = bounds.items()
                value = {BORN: born, DIED: died}[field]
                return value > bound["gt"] if "gt" in bound else value <= bound["lte"]
            case {"bool": {"filter": parts}}:
                return all(holds(part, born, died) for part in parts)
            case {"bool": {"should": parts}}:
                return any(holds(part, born, died) for part in parts)

    query = unseen(whole)
    for born in range(1, 11):
        for died in [*range(born + 1, 12), ALIVE]:
            assert holds(query, born, died) != any(born <= seen < died for seen in whole)


# --- On the server ---


def test_a_later_revision_holds_what_differs(engine, letters):
    assert engine.build(FIRST, letters(range(6))) == 6
    assert engine.update(FIRST, SECOND, ["d0.1", "d9.99"], letters([2, 7], "new")) == 6
    assert found(engine, FIRST) == [0, 1, 2, 3, 4, 5]
    assert found(engine, SECOND) == [0, 2, 3, 4, 5, 7]
    assert found(engine, SECOND, "new") == [2, 7]
    assert found(engine, FIRST, "new") == []
    assert engine.generations() == (FIRST, SECOND)


def test_the_languages_are_those_of_the_revision(engine, passage):
    russian = passage(3, "Письмо.", language="ru")
    engine.build(FIRST, [passage(0, "A letter.", language="en-GB"), passage(1, "Une lettre.", language="fr")])
    engine.update(FIRST, SECOND, ["d0.1"], [russian])
    assert [engine.open(one).languages for one in (FIRST, SECOND)] == [("en", "fr"), ("en", "ru")]


@pytest.mark.parametrize(
    ("base", "generation", "error"),
    [
        (FIRST, FIRST, InvalidError),
        (SECOND, FIRST, InvalidError),
        (FIRST, "000005-c", InvalidError),
        (FIRST, "5-b", InvalidError),
        ("000003-b", SECOND, RebuildNeededError),
        ("000004-none", "000005-none", RebuildNeededError),
    ],
)
def test_what_cannot_follow(engine, letters, base, generation, error):
    engine.build(FIRST, letters([0]))
    with pytest.raises(error):
        engine.update(base, generation, [], [])
    assert engine.generations() == (FIRST,)


def test_a_revision_follows_the_latest_whole_one_only(engine, letters):
    engine.build(FIRST, letters([0]))
    engine.update(FIRST, SECOND, [], letters([1]))
    with pytest.raises(RebuildNeededError):
        engine.update(FIRST, THIRD, [], [])
    assert engine.update(FIRST, SECOND, ["d0.0"], letters([2])) == 1
    assert found(engine, SECOND) == [2]


def test_killed_while_updating(engine, raw, letters):
    engine.build(FIRST, letters(range(3)))
    before = documents(raw, engine)
    with pytest.raises(KeyboardInterrupt):
        engine.update(FIRST, SECOND, [], stopped(letters(range(1, 2500), "new")))
    assert engine.generations() == (FIRST, SECOND)
    with pytest.raises(NotIndexedError):
        engine.open(SECOND)
    assert len(documents(raw, engine)) > len(before)
    assert found(engine, FIRST) == [0, 1, 2]
    engine.drop(SECOND)
    assert documents(raw, engine) == before


def test_killed_and_updated_again(engine, raw, letters):
    """The second time other passages have changed: nothing of the first time may be left."""
    engine.build(FIRST, letters(range(3)))
    with pytest.raises(KeyboardInterrupt):
        engine.update(FIRST, SECOND, [], stopped(letters(range(1, 2500), "new")))
    assert engine.update(FIRST, SECOND, ["d0.2"], letters([0], "new")) == 2
    expected = [("d0.0", 4, 5), ("d0.0", 5, ALIVE), ("d0.1", 4, ALIVE), ("d0.2", 4, 5)]
    assert documents(raw, engine) == expected


def test_killed_before_it_was_called_whole(engine, raw, letters, monkeypatch):
    engine.build(FIRST, letters(range(3)))
    with monkeypatch.context() as patch:
        patch.setattr(State, "done", stop)
        with pytest.raises(KeyboardInterrupt):
            engine.update(FIRST, SECOND, ["d0.0"], letters([1], "new"))
    with pytest.raises(NotIndexedError):
        engine.open(SECOND)
    assert engine.update(FIRST, THIRD, ["d0.2"], []) == 2
    assert found(engine, THIRD) == [0, 1]
    assert documents(raw, engine) == [("d0.0", 4, ALIVE), ("d0.1", 4, ALIVE), ("d0.2", 4, 7)]


@pytest.mark.parametrize("dropped", [FIRST, SECOND])
def test_killed_while_dropping(engine, raw, letters, monkeypatch, dropped):
    engine.build(FIRST, letters([0, 1, 2]))
    engine.update(FIRST, SECOND, ["d0.0"], letters([1], "new"))
    with monkeypatch.context() as patch:
        patch.setattr(type(engine._indexes), "purge", stop)
        with pytest.raises(KeyboardInterrupt):
            engine.drop(dropped)
    with pytest.raises(NotIndexedError):
        engine.open(dropped)
    assert dropped in engine.generations()
    kept = SECOND if dropped == FIRST else FIRST
    assert engine.update(kept, THIRD, ["d0.2"], []) == (1 if dropped == FIRST else 2)
    assert engine.generations() == (kept, THIRD)
    if dropped == FIRST:
        assert documents(raw, engine) == [("d0.1", 5, ALIVE), ("d0.2", 4, 7)]
    else:
        assert documents(raw, engine) == [("d0.0", 4, ALIVE), ("d0.1", 4, ALIVE), ("d0.2", 4, 7)]


@pytest.mark.parametrize(
    ("dropped", "kept"),
    [
        ([FIRST], [SECOND, THIRD]),
        ([SECOND], [FIRST, THIRD]),
        ([THIRD], [FIRST, SECOND]),
        ([SECOND, THIRD], [FIRST]),
        ([FIRST, SECOND], [THIRD]),
    ],
)
def test_the_others_keep_their_passages(engine, raw, letters, dropped, kept):
    engine.build(FIRST, letters([0, 1, 2]))
    engine.update(FIRST, SECOND, ["d0.0"], letters([1, 3], "new"))
    engine.update(SECOND, THIRD, ["d0.1"], letters([3], "newer"))
    expected = {FIRST: [0, 1, 2], SECOND: [1, 2, 3], THIRD: [2, 3]}
    for generation in dropped:
        engine.drop(generation)
    assert engine.generations() == tuple(kept)
    for generation in kept:
        assert found(engine, generation) == expected[generation]
    seen = {int(generation[:6]) for generation in kept}
    for _, born, died in documents(raw, engine):
        assert any(born <= revision < died for revision in seen)
    assert engine.update(kept[-1], "000009-b", [], letters([8])) == len(expected[kept[-1]]) + 1


def test_the_index_goes_with_its_last_revision(engine, raw, letters):
    engine.build(FIRST, letters([0]))
    engine.update(FIRST, SECOND, [], letters([1]))
    engine.drop(FIRST)
    engine.drop(SECOND)
    assert engine.generations() == ()
    assert not raw.indices.exists(index=engine._indexes.name("b"))


def test_searches_see_their_revision_while_another_is_written(engine, letters):
    engine.build(FIRST, letters(range(2000)))
    seen, done = set(), Event()

    def look():
        with closing(engine.open(FIRST)) as held:
            while not done.is_set():
                with closing(engine.open(FIRST)) as index:
                    seen.add((index.count(LETTER), index.count(SearchQuery(text="new")), held.count(LETTER)))
        return len(seen)

    with ThreadPoolExecutor() as pool:
        looking = [pool.submit(look) for _ in range(2)]
        removed = [f"d{number // 4}.{number}" for number in range(500)]
        assert engine.update(FIRST, SECOND, removed, letters(range(400, 3000), "new")) == 2600
        done.set()
        assert all(future.result() for future in looking)
    assert seen == {(2000, 0, 2000)}


def test_a_list_goes_on_in_its_revision(engine, letters):
    engine.build(FIRST, letters(range(50)))
    with closing(engine.open(FIRST)) as index:
        first = index.search(LETTER, limit=20)
        engine.update(FIRST, SECOND, ["d0.1", "d7.30"], letters([31], "new letter letter"))
        rest = index.search(LETTER, limit=50, after=first.hits[-1].after)
    assert [hit.id for hit in first.hits + rest.hits] == [f"d{n // 4}.{n}" for n in range(50)]


def test_the_alias_leads_to_the_published_passages(engine, raw, letters):
    alias = engine._indexes._alias
    engine.build("000003-a", letters(range(9)))
    engine.publish("000003-a")
    assert raw.count(index=alias)["count"] == 9
    engine.build(FIRST, letters(range(3)))
    engine.update(FIRST, SECOND, ["d0.1"], [])
    for generation, expected in ((FIRST, 3), (SECOND, 2), (FIRST, 3), ("000003-a", 9)):
        engine.publish(generation)
        assert raw.count(index=alias)["count"] == expected


def test_catalogues_share_a_server(elastic, raw, letters):
    one, other = elastic("shared1"), elastic("shared")
    one.build(FIRST, letters([0]))
    other.build(FIRST, letters([0, 1]))
    raw.indices.create(index="stenogram-shared-not-ours")
    try:
        assert one.generations() == other.generations() == (FIRST,)
        other.publish(FIRST)
        other.drop(FIRST)
        assert found(one, FIRST) == [0]
        assert raw.indices.exists(index="stenogram-shared-not-ours")
    finally:
        raw.indices.delete(index="stenogram-shared-not-ours")


def test_an_index_is_ready_for_searches_when_it_is_built(engine, raw, letters):
    engine.build(FIRST, letters([0]))
    (content,) = raw.indices.get(index=engine._indexes.name("b")).values()
    assert content["mappings"]["dynamic"] == "strict"
    assert content["settings"]["index"]["auto_expand_replicas"] == "0-1"
    assert content["settings"]["index"]["similarity"]["default"] == {"type": "BM25", "k1": "1.2", "b": "0.75"}
    copies = int(content["settings"]["index"]["number_of_replicas"])
    assert copies == min(1, len(raw.nodes.info()["nodes"]) - 1)


def test_a_facet_counts_its_revision(engine, passage):
    engine.build(FIRST, [passage(n, "One.", persons=("orlov",)) for n in range(4)])
    engine.update(FIRST, SECOND, ["d0.0"], [passage(1, "One.", persons=("vance",))])
    counts = {}
    for generation in (FIRST, SECOND):
        with closing(engine.open(generation)) as index:
            page = index.search(SearchQuery(), limit=0, facets={Facet.PERSON: 5})
            counts[generation] = {one.value: one.count for one in page.facets[Facet.PERSON]}
    assert counts == {FIRST: {"orlov": 4}, SECOND: {"orlov": 2, "vance": 1}}
