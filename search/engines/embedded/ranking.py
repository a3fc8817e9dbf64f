"""The order of relevance: by score, and where scores tie by the order of the record.

Tantivy breaks ties by the number that a passage got within its segment, and segments are merged in
any order. So a page is cut from a stretch of the ranking that begins and ends where scores differ.
"""

from __future__ import annotations

from typing import NamedTuple

from tantivy import DocAddress, Query, Searcher, SearchResult

from search.engines.embedded.schema import RANK


class Ranked(NamedTuple):
    """A hit where it stands in the ranking."""

    score: float
    address: DocAddress


def total_of(found: SearchResult) -> int:
    """How many passages were found in all; tantivy's type stub does not know of it."""
    return int(found.count)  # type: ignore[attr-defined]


def ranked_page(searcher: Searcher, query: Query, first: int, limit: int) -> tuple[list[Ranked], int]:
    """The hits `first` (from 0) to `first + limit`, and how many there are in all."""
    most, margin = max(1, int(searcher.num_docs)), limit
    # Tantivy makes room for all that it is asked for, and for all that comes before.
    first = min(first, most)
    while True:
        start, size = max(0, first - margin), min(limit + 2 * margin, most)
        # `count` also keeps tantivy from skipping hits that cannot matter, which would add up the
        # scores of a hit in another order, and let them differ in the last bit from page to page.
        found = searcher.search(query, size, offset=start, count=True)
        count = total_of(found)
        hits = [Ranked(*hit) for hit in found.hits]
        if _is_closed(hits, first - start, limit, at_start=start == 0, at_end=start + len(hits) >= count):
            return _in_order(searcher, hits, first - start, limit), count
        margin *= 8


def _is_closed(hits: list[Ranked], first: int, limit: int, *, at_start: bool, at_end: bool) -> bool:
    """Whether all that ties with the first and with the last hit of the page is there."""
    page = hits[first : first + limit]
    if not page:
        return True
    return (at_start or hits[0].score > page[0].score) and (at_end or hits[-1].score < page[-1].score)


def _in_order(searcher: Searcher, hits: list[Ranked], first: int, limit: int) -> list[Ranked]:
    page = hits[first : first + limit]
    if not page:
        return []
    tied = [hit for hit in hits if page[-1].score <= hit.score <= page[0].score]
    skipped = sum(hit.score > page[0].score for hit in hits)
    ranks = searcher.fast_field_values(RANK, [hit.address for hit in tied])
    order = sorted(zip(tied, ranks, strict=True), key=lambda pair: (-pair[0].score, pair[1]))
    return [hit for hit, _ in order][first - skipped : first - skipped + limit]
