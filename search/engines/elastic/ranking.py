"""A page of hits: in the order of the record, or of relevance and where scores tie of the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.errors import GoneError
from search.engines.base import EngineHit
from search.engines.elastic.compile import at_position
from search.engines.elastic.moment import Moment
from search.engines.elastic.places import After, Scored, after_record, read_record, read_scored
from search.engines.elastic.schema import ID, POSITION, Json

# How many hits are read at once; Elasticsearch gives at most 10,000.
BATCH = 5_000

_BY_RECORD: list[Json | str] = [{POSITION: "asc"}]
_BY_RELEVANCE: list[Json | str] = ["_score", {POSITION: "asc"}]


class Found(NamedTuple):
    """Part of an answer, as Elasticsearch gave it."""

    hits: list[EngineHit]
    total: int
    counted: Json


@dataclass(frozen=True, slots=True)
class Question:
    """A compiled query. `narrowing` are filters that hold for the hits, but not for what is counted of
    each facet."""

    query: Json
    narrowing: tuple[Json, ...]
    is_ranked: bool

    def page(
        self, moment: Moment, limit: int, after: After | None = None, counting: Json | None = None
    ) -> Found:
        """Up to `limit` hits after a place; `counting` are aggregations to answer at once."""
        place = self._place(moment, after) if limit else None
        first = self._ask(moment, min(limit, BATCH), place, counting)
        hits, batch = list(self._hits(moment, first)), first
        while len(hits) < limit and len(batch["hits"]["hits"]) == BATCH:
            batch = self._ask(moment, min(limit - len(hits), BATCH), batch["hits"]["hits"][-1]["sort"])
            hits += self._hits(moment, batch)
        return Found(hits, int(first["hits"]["total"]["value"]), first.get("aggregations", {}))

    def _ask(
        self, moment: Moment, size: int, place: list[str | float] | None, counting: Json | None = None
    ) -> Json:
        return moment.ask(
            {
                "query": self.query,
                "post_filter": {"bool": {"filter": [*self.narrowing]}} if self.narrowing else None,
                "size": size,
                "sort": _BY_RELEVANCE if self.is_ranked else _BY_RECORD,
                "search_after": place,
                "aggregations": counting or None,
                "source": False,
                "stored_fields": "_none_",
                "docvalue_fields": [ID],
            }
        )

    def _hits(self, moment: Moment, answer: Json) -> Iterator[EngineHit]:
        for hit in answer["hits"]["hits"]:
            (identity,) = hit["fields"][ID]
            if self.is_ranked:
                score, position, *_ = hit["sort"]
                yield EngineHit(identity, float(score), Scored(float(score), position, moment.token).after())
            else:
                yield EngineHit(identity, 0.0, after_record(hit["sort"][0]))

    def _place(self, moment: Moment, after: After | None) -> list[str | float] | None:
        if after is None:
            return None
        if not self.is_ranked:
            return [read_record(after)]
        place = read_scored(after)
        if place.moment != moment.token:
            self._require_same_score(moment, place)
        return [place.score, place.position]

    def _require_same_score(self, moment: Moment, place: Scored) -> None:
        """In another point in time the ranking is the same where its words are as rare: it shows in the
        score of the hit, which any difference in the documents counted would change."""
        here = moment.ask({"query": at_position(self.query, place.position), "size": 1, "source": False})
        if [hit["_score"] for hit in here["hits"]["hits"]] != [place.score]:
            raise GoneError("The ranking of this list is no longer kept.", "Start again from the first page.")
