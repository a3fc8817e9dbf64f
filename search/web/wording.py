"""How things are said: numbers, plurals, citations, languages. Pure functions from value to text."""

from __future__ import annotations

import re

from corpus.catalogue.reading.values import PassageView
from corpus.model import Tier

TIERS: dict[Tier, str] = {
    Tier.CERTAIN: "certain only",
    Tier.PROBABLE: "certain and probable",
    Tier.POSSIBLE: "possible too",
}

# BCP 47, as far as a page needs it; anything else a document claims is left out of the page.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def number(count: int) -> str:
    """12345 -> 12,345."""
    return f"{count:,}"


def some(count: int) -> str:
    """A number, nothing for 0."""
    return number(count) if count else ""


def counted(count: int, one: str, many: str = "") -> str:
    """1 passage, 2 passages, 1,200 passages."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def citation(passage: PassageView) -> str:
    """Document and exact characters: `Report, characters 1203–1688`; the end is exclusive."""
    return f"{passage.document.name}, characters {passage.start}–{passage.end}"


def language(tag: str) -> str:
    """A language tag, empty where it is none."""
    return tag if _LANGUAGE.fullmatch(tag) else ""


def shortened(text: str, longest: int = 60) -> str:
    """A text of at most `longest` characters, cut at its end."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
