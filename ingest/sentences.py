"""Where sentences end, in English and Russian, without a model: offsets for passages and turns."""

from __future__ import annotations

import re

from ingest.wordlists import table

# Marks that end a sentence (spaced dots are one ellipsis), closing quotes and brackets, then white
# space or the end of the text; or, where the printer lost the space, "Berlin.Olberg": two small
# letters, a mark, a capital and a small letter.
_END = re.compile(
    r"""[.!?…]+(?:\s?[.!?]){0,4}["'”’»)\]]*(?=\s|$)"""
    r"""|[.!?](?<=[^\W\d_A-ZА-Я]{2}[.!?])(?=[A-ZА-ЯЁ][a-zа-яё])"""
)
_TOKEN_BEFORE = re.compile(r"[^\s(\[\"“'«—–]*$")
_NEXT = re.compile(r"""\s*["'“‘«(\[—–-]*\s*(\S?)""")
_NUMBER_NEXT = re.compile(r"\s*(?:\d|I\b(?!\s+[a-z])|(?!I\b)[IVXLC]+\b)")
_NUMBER_BEFORE = re.compile(r"\d\s*\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){0,2}[^\W\d_]\.?")
_ENUMERATION = re.compile(r"\d{1,3}|[ivx]{1,4}")

_LONGEST_TOKEN = 24


def sentence_ends(text: str, start: int, end: int) -> list[int]:
    """Offsets just after the sentences that end in `text[start:end]`: after the closing quote or bracket.

    Ascending, within (start, end]. A stretch that ends without a mark has no offset at its end.
    Full stops of abbreviations, initials and numbered lists end nothing, nor do marks that a small
    letter follows.
    """
    return [
        match.end() for match in _END.finditer(text, start, end) if _ends_sentence(text, match, start, end)
    ]


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    after = _NEXT.match(text, match.end(), end)
    if after and after[1].islower():
        return False
    if match[0] != ".":
        return True
    token_match = _TOKEN_BEFORE.search(text, max(start, match.start() - _LONGEST_TOKEN), match.start())
    if token_match is None or not token_match[0]:
        return True
    return not _is_abbreviation(text, token_match, start, match.end(), end)


def _is_abbreviation(text: str, token: re.Match[str], start: int, after: int, end: int) -> bool:
    """Whether the stop behind `token` belongs to it; `after` is the offset behind the stop."""
    word = token[0].casefold()
    when = table("abbreviations").get(word)
    if when == "name":
        return _NUMBER_BEFORE.search(text, max(start, token.start() - 3), token.start()) is None
    if _INITIALS.fullmatch(token[0]):
        return token[0][0].isupper() or when is not None
    if _ENUMERATION.fullmatch(token[0]) and _opens_sentence(text, token, start):
        return True
    if when == "number":
        return _NUMBER_NEXT.match(text, after, end) is not None
    return when is not None


def _opens_sentence(text: str, token: re.Match[str], start: int) -> bool:
    before = text[max(start, token.start() - 3) : token.start()].rstrip(" ")
    return not before or before.endswith(("\n", ".", "!", "?", ":"))
