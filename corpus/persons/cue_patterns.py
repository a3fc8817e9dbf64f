"""Patterns of the words that stand before another name of a person."""

from __future__ import annotations

import re

# Between such words and the name.
OPENING = r"[\s,:(\-–—]*[\"“”‘’'«„]?\s*"


def cue_pattern(cue: str) -> str:
    """The pattern of "also known ... as" (up to four words between) or "whose real/true name is/was"."""
    parts = ["(?:" + "|".join(map(re.escape, word.split("/"))) + ")" for word in cue.split()]
    return r"\s+".join(parts).replace(rf"\s+(?:{re.escape('...')})", r"(?:\s+\w+){0,4}")
