"""The words of `office_cues.tsv`: by which a text says who holds an office, or who is charged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.names.tables import rows

# The kind of the words of a charge; the others are offices.
CHARGED = "charged"


def cues_in(text: str, *, of_charges: bool) -> Iterator[tuple[str, str, re.Match[str]]]:
    """The places of the words, those of charges or those of offices: the kind, on which side of them the name
    stands (after or before), and the match."""
    # Most texts hold few of the cues: to look for letters is a tenth of the work of a pattern.
    folded = text.casefold()
    for kind, side, letters, cue in _cues():
        if (kind == CHARGED) is of_charges and letters in folded:
            for match in cue.finditer(text):
                yield kind, side, match


@cache
def _cues() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    return tuple(
        (kind, side, cue.casefold(), re.compile(rf"\b{re.escape(cue)}\b", re.IGNORECASE))
        for kind, side, cue in rows("office_cues")
    )
