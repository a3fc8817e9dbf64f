"""Finding a place again in a text that may have changed: by the quoted words and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from corpus.curation.decisions import Anchor

# Characters kept on each side of a quotation: a line and a half, enough to tell repetitions apart.
SURROUNDINGS = 100

# How alike (0 to 100) the surroundings must be, and by how much more than at any other place. A paragraph
# that was reset keeps far more; another place with the same name shares about 40.
_ALIKE, _MORE = 65, 8

_HYPHENATED = re.compile(r"[-\u00ad][ \t]*\r?\n\s*")

# A text that repeats a name ten thousand times is compared at so many places only, the nearest ones.
_MOST_PLACES = 400


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a stored text; `end` is exclusive."""

    start: int
    end: int


def make_anchor(document: str, text: str, start: int, end: int) -> Anchor:
    """The anchor of a stretch of a document's stored text."""
    return Anchor(
        document,
        start,
        end,
        text[start:end],
        text[max(0, start - SURROUNDINGS) : start],
        text[end : end + SURROUNDINGS],
    )


def find_anchor(text: str, anchor: Anchor) -> Span | None:
    """Where the anchor is in a text; None where it is not, or where several places fit as well."""
    if _stands(text, anchor):
        return Span(anchor.start, anchor.end)
    places = sorted(occurrences(text, anchor.quote), key=lambda span: abs(span.start - anchor.start))
    ranked = sorted(
        ((_likeness(text, span, anchor), -n, span) for n, span in enumerate(places[:_MOST_PLACES])),
        reverse=True,
    )
    if not ranked or ranked[0][0] < _ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MORE:
        return None
    return ranked[0][2]


def occurrences(text: str, words: str) -> Iterator[Span]:
    """Where words stand in a text as whole words, over line ends and hyphens at line ends too."""
    several = words.split()
    # To look for letters takes a tenth of the time of the pattern, and most texts hold no such words.
    if several and (all(word in text for word in several) or _HYPHENATED.search(text)):
        for match in _pattern(tuple(several)).finditer(text):
            yield Span(*match.span())


def written_form(quote: str) -> str:
    """A quoted name as a form: without line ends, and the hyphens at them."""
    return " ".join(_HYPHENATED.sub("", quote).split())


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(_broken, words)) + r"(?!\w)")


def _broken(word: str) -> str:
    """A pattern for a word that may be broken by a hyphen at the end of a line."""
    return rf"(?:{_HYPHENATED.pattern})?".join(map(re.escape, word))


def _stands(text: str, anchor: Anchor) -> bool:
    around = text[max(0, anchor.start - len(anchor.before)) : anchor.end + len(anchor.after)]
    return around == anchor.before + anchor.quote + anchor.after


def _likeness(text: str, span: Span, anchor: Anchor) -> float:
    before = text[max(0, span.start - SURROUNDINGS) : span.start]
    after = text[span.end : span.end + SURROUNDINGS]
    return (_side(before, anchor.before) + _side(after, anchor.after)) / 2


def _side(found: str, kept: str) -> float:
    return ratio(" ".join(found.split()), " ".join(kept.split()))
