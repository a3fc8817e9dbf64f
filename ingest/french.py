"""Names as French texts write them: "M. le commandant Ravel", "MM. Favre et Dorin", "l'affaire Ravel"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.names.fold import fold
from corpus.names.tables import words, words_of
from ingest.shapes import PARTICLE, UPPER, WORD

_ADDRESS = r"(?:MM?\.|Mmes?\b\.?|Mlles?\b\.?|Mgr\b\.?|Mes?\b|Monsieur\b|Madame\b|Mademoiselle\b|Maître\b)"
_RANK = r"(?:[^\W\d_]+(?:-[^\W\d_]+)*\s+)"
# "M. le lieutenant-colonel ", "M. l'ex-capitaine ", "Me ": the article tells that words of an office follow.
_BEFORE = rf"{_ADDRESS}\s*(?:(?:(?:le|la|les|LE|LA|LES)\s+|[lL]['’])(?P<ranks>{_RANK}{{1,3}}?))?"
_NAME = rf"(?:(?:de|du|des|d['’]) ?)?{PARTICLE}?{WORD}(?: (?:(?:de|du) )?{PARTICLE}?{WORD}){{0,2}}"
_NAMED = re.compile(rf"(?<!\w){_BEFORE}(?P<name>{_NAME})(?P<more>(?:, {_NAME})*(?: et {_NAME}))?")
# "l'affaire Ravel"
_CASE = re.compile(rf"(?<!\w)(?:[Aa]ffaire|[Pp]rocès) (?P<name>{PARTICLE}?{WORD})(?! {WORD})")
_AND = re.compile(r", | et ")
_TITLED = re.compile(rf"{_BEFORE}(?=[{UPPER}]|d[eu] )")
_PLURAL = re.compile(r"(?:MM\.|Mmes|Mlles|Mes\b)")


def find_french(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names behind forms of address in a French text; several behind one in the plural."""
    for match in _NAMED.finditer(text):
        if _is_rank(match["ranks"]) and _may_be_name(match["name"]):
            yield match.span("name")
            if match["more"] and _PLURAL.match(match[0]):
                yield from _listed(match)
    yield from (case.span("name") for case in _CASE.finditer(text) if _may_be_name(case["name"]))


def without_address(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span without the form of address and the rank that it begins with; None where nothing else is left:
    "M. le Président"."""
    before = _TITLED.match(text, start, end)
    begin = before.end() if before is not None and _is_rank(before["ranks"]) else start
    while (first := re.match(r"\S+\s+", text[begin:end])) and _is_title(first[0].strip()):
        begin += first.end()
    return (begin, end) if begin < end and _may_be_name(text[begin:end]) else None


def _listed(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    start, end = match.span("more")
    cuts = list(_AND.finditer(match.string, start, end))
    stops = [*(cut.start() for cut in cuts[1:]), end]
    yield from zip((cut.end() for cut in cuts), stops, strict=True)


def _is_rank(ranks: str | None) -> bool:
    return ranks is None or any(_is_title(word) for word in ranks.split())


def _is_title(word: str) -> bool:
    return fold(word).removeprefix("ex-") in words("titles")


def _may_be_name(name: str) -> bool:
    """Whether words are no office or body: "Président", "Conseil de guerre"."""
    found = [fold(word) for word in name.split()]
    others = words_of("titles", "function_words", "institutions", "courts")
    if found[-1] in others | words("particles") or len(found[-1]) == 1:
        return False
    return found[0] not in others or found[0] in words("particles")
