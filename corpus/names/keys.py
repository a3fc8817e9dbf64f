"""The keys under which a written name is looked up: stored at ingest, asked for by the server."""

from __future__ import annotations

from corpus.names.fold import skeleton
from corpus.names.parse import parse_name


def lookup_keys(name: str) -> frozenset[str]:
    """Keys of all written-out words of a name: `=word` as folded, `~skeleton` as it sounds.

    Halves of double surnames have keys of their own. Empty for what is no name.
    """
    parsed = parse_name(name)
    if parsed is None:
        return frozenset()
    found = {reading for part in parsed.given if not part.short for reading in part.readings}
    for reading in parsed.readings:
        found |= {reading, *reading.split("-")}
    found.discard("")
    return frozenset({f"={word}" for word in found} | {f"~{skeleton(word)}" for word in found})
