"""Ids for identities: minted once and kept, whatever resolution finds later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence


def keep_ids(
    votes: Sequence[Mapping[str, int]], known: Collection[str], mint: Callable[[int, int], str]
) -> tuple[list[str], dict[str, str]]:
    """An id for each identity, and where ids that lost theirs redirect to.

    `votes[n]` counts by earlier id the mentions of identity n that had it. The id with most mentions
    in common stays; a new identity gets `mint(n, attempt)`, the first of its ids that is not taken.
    An earlier id whose mentions all went elsewhere redirects to where most of them went.
    """
    chosen: dict[int, str] = {}
    ranked = sorted(
        ((count, entity, n) for n, cast in enumerate(votes) for entity, count in cast.items()),
        key=lambda vote: (-vote[0], vote[1], vote[2]),
    )
    taken: set[str] = set()
    for _, entity, n in ranked:
        if n not in chosen and entity not in taken:
            chosen[n] = entity
            taken.add(entity)
    ids = [chosen[n] if n in chosen else _fresh(n, {*known, *taken}, taken, mint) for n in range(len(votes))]
    return ids, _redirects(votes, ids, set(known) - set(ids))


def _fresh(n: int, used: set[str], taken: set[str], mint: Callable[[int, int], str]) -> str:
    attempt = 0
    while (entity := mint(n, attempt)) in used:
        attempt += 1
    taken.add(entity)
    return entity


def _redirects(votes: Sequence[Mapping[str, int]], ids: Sequence[str], lost: set[str]) -> dict[str, str]:
    to: dict[str, Counter[str]] = {}
    for n, cast in enumerate(votes):
        for entity in lost & cast.keys():
            to.setdefault(entity, Counter())[ids[n]] += cast[entity]
    return {entity: min(counts, key=lambda e: (-counts[e], e)) for entity, counts in to.items()}
