"""Which revisions an index holds, and which of its documents belong to them: pure, from value to value.

What an index says of itself stands in `_meta` of its mapping, which the cluster keeps in one step. A
revision is whole when it is listed there; the one that is being written is `writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from search.engines.elastic.schema import ALIVE, BORN, DIED, LAYOUT, Json


@dataclass(frozen=True, slots=True)
class State:
    """The whole revisions with the languages of their passages, the first first."""

    whole: Mapping[int, tuple[str, ...]]
    writing: int | None = None
    layout: int = LAYOUT

    @classmethod
    def from_meta(cls, meta: Json) -> State:
        """The inverse of `to_meta`. Raises ValueError for what is none."""
        try:
            whole = {int(one["revision"]): tuple(one["languages"]) for one in meta["revisions"]}
            return cls(whole, meta.get("writing"), int(meta["layout"]))
        except (KeyError, TypeError) as error:
            raise ValueError("it is damaged") from error

    def to_meta(self) -> Json:
        """As the mapping keeps it."""
        whole = [
            {"revision": revision, "languages": [*languages]}
            for revision, languages in sorted(self.whole.items())
        ]
        meta: Json = {"layout": self.layout, "revisions": whole}
        return meta if self.writing is None else {**meta, "writing": self.writing}

    def revisions(self) -> set[int]:
        """All of them, whole or not."""
        return {*self.whole} if self.writing is None else {*self.whole, self.writing}

    def without(self, revision: int) -> State:
        """With one revision less."""
        whole = {kept: languages for kept, languages in self.whole.items() if kept != revision}
        return replace(self, whole=whole, writing=None if self.writing == revision else self.writing)

    def leaving(self, revision: int) -> State:
        """With one revision less, marked as unfinished where none is: its passages are to be cleared."""
        rest = self.without(revision)
        return rest if rest.writing is not None else rest.begun(revision)

    def begun(self, revision: int) -> State:
        """With a revision that is being written."""
        return replace(self.without(revision), writing=revision)

    def done(self, revision: int, languages: tuple[str, ...]) -> State:
        """With a whole revision more."""
        return replace(self, whole={**self.whole, revision: languages}, writing=None)


def alive(revision: int) -> list[Json]:
    """What holds of the documents of a revision, and of no others."""
    return [{"range": {BORN: {"lte": revision}}}, {"range": {DIED: {"gt": revision}}}]


def unseen(revisions: Iterable[int]) -> Json:
    """The documents that belong to none of these revisions (at least one)."""
    kept = sorted(revisions)
    between = [_both({BORN: {"gt": before}}, {DIED: {"lte": after}}) for before, after in pairwise(kept)]
    ends = [{"range": {DIED: {"lte": kept[0]}}}, {"range": {BORN: {"gt": kept[-1]}}}]
    return {"bool": {"should": [*ends, *between], "minimum_should_match": 1}}


def killed_later(revision: int) -> Json:
    """The documents of a revision that a later one has set aside."""
    return {"bool": {"filter": [*alive(revision), {"range": {DIED: {"lt": ALIVE}}}]}}


def _both(*ranges: Json) -> Json:
    return {"bool": {"filter": [{"range": one} for one in ranges]}}
