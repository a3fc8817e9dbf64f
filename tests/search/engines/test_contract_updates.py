"""What every engine must do to make a later revision: the same as a new build of those passages."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

import pytest

from corpus.errors import InvalidError, NotIndexedError, UnavailableError
from search.engines.base import Engine, Generation, Index, IndexedPassage, RebuildNeededError
from search.query import Facet, SearchQuery

ALL_FACETS = dict.fromkeys(Facet, 50)
FEW_FACETS = dict.fromkeys(Facet, 2)
WORDS = ("letter", "letters", "court", "harbour", "ship", "burnt", "guilty", "signed")
NAMES = ("arden", "brandt", "corvin", "dray", "elster", "fenn", "garrow", "hale", "ibsley")
EVERYTHING = SearchQuery(visibility=("public", "sealed"))
QUERIES = (
    EVERYTHING,
    SearchQuery(text="letter"),
    SearchQuery(text="letter court", match="any"),
    SearchQuery(text='"letter court"'),
    SearchQuery(text="-letter"),
    SearchQuery(text="sh*", sort="record"),
    SearchQuery(text="guilty", sort="record").select(Facet.PERSON, "corvin"),
    SearchQuery().select(Facet.YEAR, "1911").select(Facet.PERSON, "arden"),
    SearchQuery(text="harbour").select(Facet.DOCUMENT, "d2").select(Facet.DOCUMENT, "d3"),
)


@dataclass
class Line:
    """Revisions of one build, one after another; `held` is what each should hold, by id."""

    engine: Engine
    build: str
    held: list[dict[str, IndexedPassage]] = field(default_factory=list)

    def name(self, revision: int) -> str:
        return str(Generation(revision + 1, self.build))

    def start(self, passages: Iterable[IndexedPassage]) -> str:
        self.held = [{passage.id: passage for passage in passages}]
        assert self.engine.build(self.name(0), in_order(self.held[0].values())) == len(self.held[0])
        return self.name(0)

    def update(self, removed: Collection[str] = (), passages: Iterable[IndexedPassage] = ()) -> str:
        """Make the next revision from the last."""
        changed = {passage.id: passage for passage in passages}
        left = {identity: p for identity, p in self.held[-1].items() if identity not in removed}
        self.held.append(left | changed)
        base, name = self.name(len(self.held) - 2), self.name(len(self.held) - 1)
        assert self.engine.update(base, name, removed, in_order(changed.values())) == len(self.held[-1])
        return name

    def drop(self) -> None:
        for revision in range(len(self.held) + 1):
            self.engine.drop(self.name(revision))


def in_order(passages: Iterable[IndexedPassage]) -> Iterator[IndexedPassage]:
    return iter(sorted(passages, key=lambda passage: passage.position))


@pytest.fixture(scope="module")
def builds():
    return count(1)


@pytest.fixture
def line(engine, builds):
    """A build of its own: `line.start(...)`, `line.update(...)`."""
    line = Line(engine, f"line{next(builds)}")
    yield line
    line.drop()


@pytest.fixture
def tens(passage):
    """Five passages in two documents, with room between their numbers: 10, 20, 30, 40, 50."""
    return [
        passage(10, "The first letter.", document="d1", persons=("brandt",), years=("1911",)),
        passage(20, "A letter of the court.", document="d1", persons=("dray",), years=("1911",)),
        passage(30, "The ship was burnt.", document="d1", persons=("brandt", "dray"), years=("1913",)),
        passage(40, "Not guilty.", document="d2", persons=("dray",)),
        passage(50, "The last letter.", document="d2", persons=("fenn",), visibility="sealed"),
    ]


def places(index: Index, query: SearchQuery = EVERYTHING) -> list[int]:
    """The passages that answer, by their numbers, in the order of the record."""
    return [int(identity.rpartition(".")[2]) for identity in index.ids(query)]


def pages(index: Index, query: SearchQuery, limit: int) -> Iterator[str]:
    after = None
    while hits := index.search(query, limit=limit, after=after).hits:
        yield from (hit.id for hit in hits)
        after = hits[-1].after


def assert_ranked(index: Index, query: SearchQuery, record: list[str]) -> None:
    """Highest score first, ties in the order of the record, the same ranking page by page."""
    hits = index.search(query, limit=len(record) + 1).hits
    assert sorted(hit.id for hit in hits) == sorted(record)
    order = [(-hit.score, record.index(hit.id)) for hit in hits]
    assert order == sorted(order)
    assert list(pages(index, query, 3)) == [hit.id for hit in hits]


def assert_same(index: Index, fresh: Index, queries: Iterable[SearchQuery] = QUERIES) -> None:
    """Ids, order, totals and facets are those of a new build (scores may count what is gone)."""
    for query in queries:
        record = list(fresh.ids(query))
        assert list(index.ids(query)) == record
        assert index.count(query) == len(record)
        for facets in (ALL_FACETS, FEW_FACETS):
            page, expected = (i.search(query, limit=0, facets=facets) for i in (index, fresh))
            assert (page.total, page.facets) == (expected.total, expected.facets)
        assert list(pages(index, replace(query, sort="record"), 4)) == record
        assert_ranked(index, replace(query, sort="relevance"), record)


def assert_as_built(line: Line, name: str, fill: Callable[..., object]) -> None:
    case = fill(line.held[-1].values())
    with closing(line.engine.open(name)) as index:
        assert_same(index, case.index)
    case.close()


# --- What differs, and what does not ---


def test_both_revisions_answer_while_both_are_open(line, engine, tens):
    with closing(engine.open(line.start(tens))) as base:
        before = base.search(EVERYTHING, limit=9, facets=ALL_FACETS)
        changed = [
            replace(tens[1], text="A ship.", persons=("hale",)),
            replace(tens[3], id="d1.35", position="000035"),
        ]
        with closing(engine.open(line.update(["d1.30"], changed))) as new:
            assert places(new) == [10, 20, 35, 40, 50]
            assert places(new, SearchQuery(text="ship")) == [20]
            assert places(new, SearchQuery(text="court")) == []
            assert places(new, SearchQuery().select(Facet.PERSON, "hale")) == [20]
            assert places(base, SearchQuery(text="ship")) == [30]
            assert places(base, SearchQuery(text="court")) == [20]
            assert places(base, SearchQuery().select(Facet.PERSON, "hale")) == []
            assert base.search(EVERYTHING, limit=9, facets=ALL_FACETS) == before


@pytest.mark.parametrize("sort", ["relevance", "record"])
def test_a_list_goes_on_in_its_own_revision(line, engine, passage, sort):
    query = SearchQuery(text="letter", sort=sort)
    texts = ("letter", "letter of letters", "a letter that is long")
    with closing(engine.open(line.start(passage(n, texts[n % 3]) for n in range(0, 90, 2)))) as base:
        whole = [hit.id for hit in base.search(query, limit=99).hits]
        walk = pages(base, query, 7)
        seen = [next(walk) for _ in range(10)]
        line.update(
            [f"d{n // 4}.{n}" for n in range(0, 40, 4)], [passage(n, "letter") for n in range(1, 40, 2)]
        )
        seen += [next(walk) for _ in range(10)]
        line.update([], [passage(n, "ship") for n in range(40, 80, 2)])
        assert seen + list(walk) == whole


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        ([], []),
        ([], [5]),
        ([], [1, 2, 3, 4]),
        ([], [15]),
        ([], [11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 41]),
        ([], [60]),
        ([], [60, 61, 70]),
        ([], [5, 10, 15, 20, 25, 50, 60]),
        ([10], []),
        ([20, 30], [25]),
        ([50], [45, 55]),
        ([10, 20, 30, 40, 50], []),
        ([10, 20, 30, 40, 50], [10, 30, 35]),
        ([10, 20, 30], [1, 2, 60]),
    ],
)
def test_passages_come_in_and_go_anywhere(line, tens, passage, fill, removed, added):
    line.start(tens)
    name = line.update(
        [p.id for p in tens if int(p.position) in removed],
        [passage(n, "A letter of the court.", document=tens[min(n // 10, 5) - 1].document) for n in added],
    )
    assert sorted(p.position for p in line.held[-1].values()) == sorted(
        {f"{n:06}" for n in (10, 20, 30, 40, 50) if n not in removed} | {f"{n:06}" for n in added}
    )
    assert_as_built(line, name, fill)


@pytest.mark.parametrize(
    "names",
    [("arden",), ("corvin",), ("ibsley",), ("arden", "aubrey", "corvin", "elster", "zeal"), ("dray", "")],
)
@pytest.mark.parametrize("facet", [Facet.PERSON, Facet.ORGANISATION, Facet.DOCUMENT])
def test_new_values_stand_in_the_order_of_values(line, tens, passage, fill, facet, names):
    """All that are met once tie, so their order shows."""
    field = {Facet.PERSON: "persons", Facet.ORGANISATION: "organisations", Facet.DOCUMENT: "document"}[facet]
    line.start(tens)
    one = facet is Facet.DOCUMENT
    added = [passage(60 + n, "A ship.", **{field: name if one else (name,)}) for n, name in enumerate(names)]
    assert_as_built(line, line.update(["d1.10"], added), fill)


def test_documents_come_whole_and_again(line, passage, fill):
    def document(number, size, text="A letter of the court."):
        facts = [{"document": f"d{number}", "persons": (NAMES[n % 9],)} for n in range(size)]
        return [passage(number * 100 + n, text, **facts[n]) for n in range(size)]

    line.start([*document(2, 5), *document(5, 5)])
    line.update([], [*document(1, 3), *document(4, 6), *document(7, 3)])
    line.update([p.id for p in document(4, 6)], [])
    line.update([f"d5.{n}" for n in (503, 504)], document(5, 3, "The ship was signed for."))
    assert_as_built(line, line.update([], [*document(4, 8, "Not guilty."), *document(5, 7)]), fill)


def test_a_language_comes_in(line, engine, tens, passage):
    line.start(tens)
    with closing(engine.open(line.update([], [passage(60, "Les lettres brûlées.", language="fr")]))) as index:
        assert {"en", "fr"} <= set(index.languages)
        assert places(index, SearchQuery(text="brûlée")) == [60]
        assert places(index, SearchQuery(text="letters")) == [10, 20]


def test_a_word_that_all_passages_have_lost(line, engine, passage, fill):
    """More have had it than there are: it must not count for, nor against, the others."""
    line.start(passage(n, "letter letter court") for n in range(20))
    for word in ("letter", "court", "guilty letter"):
        name = line.update([], [passage(n, word) for n in range(20)])
    with closing(engine.open(name)) as index:
        assert index.count(SearchQuery(text="letter")) == 20
        assert index.count(SearchQuery(text="court")) == 0
        assert all(hit.score > 0 for hit in index.search(SearchQuery(text="letter"), limit=20).hits)
    assert_as_built(line, name, fill)


@pytest.mark.parametrize("seed", [1, 2])
def test_many_updates_are_a_new_build(line, engine, fill, passage, examples, seed):
    """Documents, passages and values come, change and go at random."""
    chance = random.Random(seed)

    def make(number: int) -> IndexedPassage:
        return passage(
            number,
            " ".join(chance.choices(WORDS, k=chance.randint(1, 6))),
            document=f"d{number // 40}",
            persons=tuple(chance.choices(NAMES, k=chance.randint(0, 3))),
            speakers=tuple(chance.sample(NAMES, chance.randint(0, 1))),
            years=tuple(str(chance.randint(1900, 1920)) for _ in range(chance.randint(0, 2))),
            visibility=chance.choice(("public", "public", "public", "sealed")),
        )

    line.start(make(number) for number in chance.sample(range(300), 60))
    for _ in range(examples(30)):
        held = sorted(line.held[-1])
        removed = chance.sample(held, min(len(held), chance.randint(0, 12)))
        made = {p.id: p for p in (make(chance.randrange(300)) for _ in range(chance.randint(0, 15)))}
        name = line.update(removed, made.values())
    assert_as_built(line, name, fill)
    assert len(line.held) == examples(30) + 1


def test_nothing_differs(line, engine, tens, fill):
    line.start(tens)
    assert_as_built(line, line.update(), fill)


def test_what_is_not_there_can_be_removed(line, tens, fill):
    line.start(tens)
    assert_as_built(line, line.update(["d1.99", "d9.1", "", "d1.10"], []), fill)


def test_an_empty_build_is_filled(line, tens, fill):
    line.start([])
    line.update()
    assert_as_built(line, line.update([], tens), fill)


# --- Revisions side by side ---


@pytest.mark.parametrize("dropped", [0, 1])
def test_each_revision_can_be_dropped(line, engine, tens, dropped):
    names = [line.start(tens), line.update(["d1.10"], [replace(tens[1], text="A ship.")])]
    assert set(names) <= set(engine.generations())
    engine.drop(names[dropped])
    kept = names[1 - dropped]
    assert kept in engine.generations()
    assert names[dropped] not in engine.generations()
    with closing(engine.open(kept)) as index:
        assert places(index) == ([20, 30, 40, 50], [10, 20, 30, 40, 50])[dropped]
        assert places(index, SearchQuery(text="ship")) == ([20, 30], [30])[dropped]
    with pytest.raises(UnavailableError):
        engine.open(names[dropped])


def test_a_chain_goes_on_without_its_beginning(line, engine, tens, passage, fill):
    line.start(tens)
    for number in (5, 15, 25, 35, 45, 55):
        name = line.update([], [passage(number, "A letter.", document="d3")])
        engine.drop(line.name(len(line.held) - 2))
    assert_as_built(line, name, fill)
    assert [g for g in engine.generations() if g.endswith(f"-{line.build}")] == [name]


def test_what_is_published_is_noted(line, engine, tens):
    names = [line.start(tens), line.update(["d1.10"])]
    for name, size in zip(names, (5, 4), strict=True):
        engine.publish(name)
        with closing(engine.open(name)) as index:
            assert index.count(EVERYTHING) == size


def test_the_engine_answers(engine):
    engine.check()


# --- What goes wrong ---


def stopped(passages: Iterable[IndexedPassage]) -> Iterator[IndexedPassage]:
    yield from passages
    raise KeyboardInterrupt


@pytest.mark.parametrize("last", [0, 1, 3])
def test_killed_while_updating(line, engine, tens, passage, fill, last):
    added = [
        replace(tens[0], text="A ship."),
        passage(15, "A letter."),
        passage(60, "A harbour.", document="x"),
    ]
    with closing(engine.open(line.start(tens))) as base:
        before = base.search(EVERYTHING, limit=9, facets=ALL_FACETS)
        with pytest.raises(KeyboardInterrupt):
            engine.update(line.name(0), line.name(1), ["d2.40"], stopped(added[:last]))
        with pytest.raises(UnavailableError):
            engine.open(line.name(1))
        assert base.search(EVERYTHING, limit=9, facets=ALL_FACETS) == before
        assert places(base) == [10, 20, 30, 40, 50]
    with closing(engine.open(line.name(0))) as again:
        assert again.search(EVERYTHING, limit=9, facets=ALL_FACETS) == before
    assert_as_built(line, line.update(["d1.30"], added), fill)


def test_another_revision_after_one_that_was_killed(line, engine, tens, passage, fill):
    line.start(tens)
    with pytest.raises(KeyboardInterrupt):
        engine.update(line.name(0), line.name(1), ["d2.40"], stopped([passage(15, "A letter.")]))
    engine.drop(line.name(1))
    assert_as_built(line, line.update([], [passage(25, "A ship.")]), fill)


@pytest.mark.parametrize("second", [20, 10])
def test_passages_out_of_order_are_refused(line, engine, tens, passage, second):
    line.start(tens)
    with pytest.raises(ValueError, match="sort by position"):
        engine.update(line.name(0), line.name(1), [], [passage(20, "One."), passage(second, "Two.")])
    with closing(engine.open(line.name(0))) as base:
        assert places(base) == [10, 20, 30, 40, 50]


def test_a_base_that_does_not_exist(line, engine, tens):
    line.start(tens)
    for base, name in ((line.name(7), line.name(8)), ("000001-never", "000002-never")):
        with pytest.raises((NotIndexedError, RebuildNeededError)):
            engine.update(base, name, [], [])
        assert name not in engine.generations()


@pytest.mark.parametrize("name", ["000004-a", "000003-a", "000005-b"])
def test_what_is_no_later_revision_of_the_same_build(engine, tens, name):
    engine.build("000004-a", tens)
    with pytest.raises(InvalidError):
        engine.update("000004-a", name, [], [])
    with closing(engine.open("000004-a")) as index:
        assert places(index) == [10, 20, 30, 40, 50]
    engine.drop("000004-a")


@pytest.mark.parametrize(
    "names", [("", "000002-a"), ("000001-a", "../x"), ("a/b", "000002-a"), ("000001-a", "000002-a\n")]
)
def test_names_that_lead_elsewhere(engine, names):
    with pytest.raises(InvalidError):
        engine.update(*names, [], [])


def test_scores_stay_in_order_with_what_is_gone(line, engine, passage):
    """A passage with the word twice stays before one with it once, whatever has been replaced."""
    texts = ("guilty ship ship ship ship", "guilty guilty ship ship ship", "guilty guilty guilty ship ship")
    line.start(passage(n, texts[n % 3]) for n in range(30))
    name = line.update([], [passage(n, texts[n % 3]) for n in range(0, 30, 2)])
    with closing(engine.open(name)) as index:
        hits = index.search(SearchQuery(text="guilty"), limit=30).hits
    order = [int(hit.id.rpartition(".")[2]) for hit in hits]
    assert order == sorted(range(30), key=lambda n: (-(n % 3), n))
    scores = [hit.score for hit in hits]
    assert all(one >= two for one, two in pairwise(scores))
    assert len(set(scores)) == 3
