"""Which rank a text gives a name: of a General Holt and an Admiral Holt "the Admiral, Holt" is one."""

from __future__ import annotations

import re

from corpus.names.fold import fold
from corpus.names.tables import groups

_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+)(?:\.|-)?[ \n]$")
_LONGEST = 24
# "Lieutenant Colonel", "Police Sergeant": so many words stand before a name.
_MOST = 3


def ranks_before(text: str, start: int) -> frozenset[int]:
    """The ranks in the words right before a place of a text, by number; empty where none stands there."""
    found = set()
    for _ in range(_MOST):
        word = _WORD_BEFORE.search(text, max(0, start - _LONGEST), start)
        rank = groups("ranks").get(fold(word[1])) if word else None
        if word is None or rank is None:
            break
        found.add(rank)
        start = word.start()
    return frozenset(found)
