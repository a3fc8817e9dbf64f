"""The engines under test, a small collection, and what they must answer: the question asked of each
passage, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count
from secrets import token_hex
from typing import Any

import pytest

from corpus.text.analysis import Analyser, Token
from search.engines.base import Engine, FacetCount, Generation, Index, IndexedPassage
from search.engines.elastic import Connection, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.language import ParsedQuery, Phrase, QueryLanguage, Term, Word
from search.query import Facet, SearchQuery
from tests.servers.fixtures import ElasticsearchServer

ENGINES = [
    "embedded",
    pytest.param("elastic", marks=[pytest.mark.elasticsearch, pytest.mark.one_shard]),
    pytest.param("elastic-3-shards", marks=pytest.mark.elasticsearch),
]


@dataclass(frozen=True)
class Reference:
    """An engine that looks at every passage: slow, and too plain to be wrong."""

    passages: Sequence[IndexedPassage]
    analyser: Analyser
    language: QueryLanguage

    def ids(self, query: SearchQuery) -> list[str]:
        """All passages that answer, in the order of the record."""
        return [passage.id for passage in self._answer(query)]

    def facet(self, query: SearchQuery, facet: Facet, size: int) -> tuple[FacetCount, ...]:
        """The top values, and the selected ones."""
        answer = self._answer(query.without(facet))
        counts = Counter(value for passage in answer for value in set(values_of(passage, facet)))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        rest = [(value, counts[value]) for value in query.selected(facet) if value not in dict(ranked[:size])]
        rest.sort(key=lambda item: (-item[1], item[0]))
        return tuple(FacetCount(*item) for item in ranked[:size] + rest)

    def _answer(self, query: SearchQuery) -> list[IndexedPassage]:
        parsed = self.language.parse(query.text)
        return [p for p in self.passages if self._allowed(p, query) and self._matches(p, parsed, query)]

    def _allowed(self, passage: IndexedPassage, query: SearchQuery) -> bool:
        return passage.visibility in query.visibility and all(
            set(values_of(passage, facet)) & set(values) for facet, values in query.filters
        )

    def _matches(self, passage: IndexedPassage, parsed: ParsedQuery, query: SearchQuery) -> bool:
        tokens = self.analyser.analyse(passage.text, passage.language)
        wanted = [self._has(tokens, term) for term in parsed.wanted]
        asked = any(wanted) or not wanted if query.match == "any" else all(wanted)
        return asked and not any(self._has(tokens, term) for term in parsed.excluded)

    def _has(self, tokens: list[Token], term: Term) -> bool:
        if isinstance(term, Word):
            languages = {passage.language for passage in self.passages}
            return any(token.stem in self.analyser.stems(term.exact, languages) for token in tokens)
        return any(phrase_at(tokens[first:], term) for first in range(len(tokens)))


def phrase_at(tokens: list[Token], phrase: Phrase) -> bool:
    """Whether the tokens begin with the phrase."""
    return len(tokens) >= len(phrase.words) and all(
        token.exact.startswith(word) if star else token.exact == word
        for token, word, star in zip(tokens, phrase.words, phrase.stars, strict=False)
    )


def values_of(passage: IndexedPassage, facet: Facet) -> tuple[str, ...]:
    """The values of a facet that a passage has."""
    return {
        Facet.PERSON: passage.persons,
        Facet.ORGANISATION: passage.organisations,
        Facet.SPEAKER: passage.speakers,
        Facet.DOCUMENT: (passage.document,),
        Facet.COLLECTION: (passage.collection,),
        Facet.YEAR: passage.years,
        Facet.FORM: passage.forms,
    }[facet]


@dataclass
class Case:
    """One engine with passages in it, and the reference beside it."""

    index: Index
    reference: Reference
    drop: Callable[[], None]

    def close(self) -> None:
        """Leave nothing behind: a server has room for some hundreds of indexes."""
        self.index.close()
        self.drop()


@pytest.fixture(scope="session")
def elastic(elasticsearch: ElasticsearchServer) -> Iterator[Callable[..., ElasticEngine]]:
    """Make engines on the server, each for a catalogue of its own: `elastic(shards=3)`."""
    connection = Connection(
        elasticsearch.addresses, user=elasticsearch.user, password=elasticsearch.password, ca=None
    )
    made: dict[str, ElasticEngine] = {}

    def make(identity: str = "", **more: Any) -> ElasticEngine:
        identity = identity or f"test{token_hex(4)}"
        made[identity] = ElasticEngine(connection, identity, **more)
        return made[identity]

    yield make
    for identity, engine in made.items():
        engine.close()
        with closing(ElasticEngine(connection, identity)) as fresh:
            for generation in fresh.generations():
                fresh.drop(generation)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with a place of its own."""
    if request.param == "embedded":
        return EmbeddedEngine(tmp_path_factory.mktemp("embedded"))
    make = request.getfixturevalue("elastic")
    return make(shards=3) if request.param.endswith("3-shards") else make()


After = tuple[str | float, ...]


@pytest.fixture(scope="session")
def beyond(engine: Engine) -> Callable[[After], After]:
    """A place far behind that of a hit, and behind every other, in the engine's own words."""
    behind = {"record": ("record", "\U0010ffff"), "score": ("score", 1e-30, "\U0010ffff")}
    if engine.name == "embedded":
        return lambda after: (2**50,)
    return lambda after: behind[str(after[0])] + after[3:]


@pytest.fixture(scope="session")
def examples(engine: Engine) -> Callable[[int], int]:
    """How many of so many examples are tried: filling an index costs a server a hundred times as much."""
    return lambda most: most if engine.name == "embedded" else max(1, most // 5)


@pytest.fixture(scope="session")
def fill(engine: Engine) -> Callable[[Iterable[IndexedPassage]], Case]:
    """Build a generation of these passages and open it."""
    analyser, numbers = Analyser(), count(1)
    language = QueryLanguage(analyser)

    def build(passages: Iterable[IndexedPassage]) -> Case:
        listed = sorted(passages, key=lambda passage: passage.position)
        number = next(numbers)
        generation = str(Generation(number, f"g{number}"))
        assert engine.build(generation, iter(listed)) == len(listed)
        reference = Reference(listed, analyser, language)
        return Case(engine.open(generation), reference, partial(engine.drop, generation))

    return build


@pytest.fixture(scope="session")
def passage() -> Callable[..., IndexedPassage]:
    """Make a passage: `passage(3, "text", persons=("p1",))`."""

    def make(number: int, text: str, **more: object) -> IndexedPassage:
        facts = {"document": f"d{number // 4}", "collection": "kestrel", "language": "en"} | more
        return IndexedPassage(id=f"{facts['document']}.{number}", position=f"{number:06}", text=text, **facts)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def kestrel(
    fill: Callable[[Iterable[IndexedPassage]], Case], passage: Callable[..., IndexedPassage]
) -> Iterator[Case]:
    """The loss of the steamer Kestrel, before a court that never sat."""
    orlov = {"persons": ("orlov",), "speakers": ("vance",)}
    both = {"persons": ("orlov", "harrow"), "speakers": ("orlov", "vance")}
    case = fill(
        [
            passage(0, "The court sat at ten. The President opened the hearing.", years=("1911",)),
            passage(1, "VANCE: Did you write the letters? ORLOV: I don't recall any letter.", **both),
            passage(
                2,
                "Q. Who signed for the U.S.S.R. company? A. Captain Harrow signed.",
                persons=("harrow",),
                forms=("Harrow", "A. Captain Harrow"),
            ),
            passage(3, "The letters were burnt. The letters were burnt, I say; every letter!", **orlov),
            passage(
                4,
                "Harrow's ship, the Kestrel, was insured twice.",
                years=("1911", "1912"),
                forms=("Harrow", "the Captain, " * 150),
            ),
            passage(5, "Отвечает Орло́в: корабль был застрахован, ещё чай и чаи.", language="ru", **orlov),
            passage(
                6,
                "Cafe\u0301 owners and the café of Mme Élise; the œuvre.",
                language="fr",
                persons=("elise",),
            ),
            passage(
                7, "The harbour-master spoke of letters patent.", visibility="sealed", persons=("harrow",)
            ),
            passage(8, "Not guilty.", collection="appendix", document="a", years=("1912",)),
            passage(9, "Not guilty.", collection="appendix", document="a", organisations=("lloyds",)),
            passage(10, "Guilty, not otherwise.", collection="appendix", document="a", years=("1912",)),
            passage(11, "", collection="appendix", document="a"),
        ]
    )
    yield case
    case.close()
