"""Ids for identities: minted once and kept, whatever resolution finds later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple


class Vote(NamedTuple):
    """What speaks for an earlier id: mentions that had it, and new mentions that are written like it."""

    kept: int = 0
    alike: int = 0


def keep_ids(
    votes: Sequence[Mapping[str, Vote]],
    known: Collection[str],
    mint: Callable[[int, int], str],
    free: Collection[str] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """An id for each identity, and where ids that lost theirs redirect to.

    `votes[n]` says by earlier id what speaks for it in identity n. The id with most mentions in common
    stays; new mentions count only where no kept one decides, lest a namesake who is named often takes
    the id of a person of whom nothing has changed. A new identity gets `mint(n, attempt)`, the first of
    its ids that is not taken; one that nothing speaks for is not, if it is `free` (all are, unless said):
    so a person keeps an id who is nowhere named for sure. An earlier id whose mentions all went elsewhere
    redirects to where most of them went.
    """
    chosen: dict[int, str] = {}
    ranked = sorted(
        ((vote, entity, n) for n, cast in enumerate(votes) for entity, vote in cast.items()),
        key=lambda found: (-found[0].kept, -found[0].alike, found[1], found[2]),
    )
    taken: set[str] = set()
    for _, entity, n in ranked:
        if n not in chosen and entity not in taken:
            chosen[n] = entity
            taken.add(entity)
    voted = {entity for cast in votes for entity in cast}
    used = {*known, *taken} - (set(known if free is None else free) - voted)
    ids = [chosen[n] if n in chosen else _fresh(n, used, mint) for n in range(len(votes))]
    return ids, _redirects(votes, ids, set(known) - set(ids))


def _fresh(n: int, used: set[str], mint: Callable[[int, int], str]) -> str:
    attempt = 0
    while (entity := mint(n, attempt)) in used:
        attempt += 1
    used.add(entity)
    return entity


def _redirects(votes: Sequence[Mapping[str, Vote]], ids: Sequence[str], lost: set[str]) -> dict[str, str]:
    to: dict[str, dict[str, Vote]] = {}
    for n, cast in enumerate(votes):
        for entity in lost & cast.keys():
            to.setdefault(entity, {})[ids[n]] = cast[entity]
    return {
        entity: min(found, key=lambda e: (-found[e].kept, -found[e].alike, e)) for entity, found in to.items()
    }
