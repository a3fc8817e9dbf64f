"""Passages as an index holds them that has caught up with merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from search.engines.base import IndexedPassage


def meant(passage: IndexedPassage, merged: Mapping[str, str]) -> IndexedPassage:
    """The passage as it is written when the index has caught up."""
    persons, speakers = (
        tuple(dict.fromkeys(merged.get(one, one) for one in values))
        for values in (passage.persons, passage.speakers)
    )
    return replace(passage, persons=persons, speakers=speakers)
