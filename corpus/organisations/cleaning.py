"""Trimming what a tagger marked as an organisation, and refusing what cannot be one."""

from __future__ import annotations

import re

from corpus.organisations.words import Words, load_words

_EDGE = " \t\r\n,;:!?\"“”„«»*'’‘`-–—/|•"
_POSSESSIVE = re.compile(r"['’][sS]\Z")
_FIRST_WORD = re.compile(r"([^\W\d_]+)\s+(?=\S)")
_LAST_ABBREVIATION = re.compile(r"(?:^|[\s.])[^\W\d_]\.\Z|(?:^|\s)[^\W\d_]{2,4}\.\Z")
_PAIRS = {"(": ")", "[": "]"}
_LONGEST = 200


def clean_organisation(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of `text[start:end]` trimmed to a name; None when it names no organisation.

    Trimmed: articles and words like "our" before the name, possessives, punctuation, brackets
    without a partner. Refused: numbers, a single letter, words without a capital, "Q.", "Witness".
    """
    words = load_words()
    previous = (-1, -1)
    while (start, end) != previous and start < end:
        previous = (start, end)
        start, end = _trim_start(text, start, end, words), _trim_end(text, start, end)
    return (start, end) if start < end and _is_name(text[start:end], words) else None


def _trim_start(text: str, start: int, end: int, words: Words) -> int:
    while start < end and (text[start] in _EDGE + ".)]" or _lacks_partner(text, start, end)):
        start += 1
    match = _FIRST_WORD.match(text, start, end)
    if match and match[1].lower() in words.articles | words.no_start and not match[1].isupper():
        return match.end()
    return start


def _lacks_partner(text: str, start: int, end: int) -> bool:
    """Whether the first character opens a bracket that is not closed, or closed only at the end."""
    partner = _PAIRS.get(text[start])
    if partner is None:
        return False
    closing = text.find(partner, start, end)
    return closing in {-1, end - 1}


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in _EDGE + "([" or _is_loose(text, start, end)):
        end -= 1
    possessive = _POSSESSIVE.search(text, start, end)
    return possessive.start() if possessive else end


def _is_loose(text: str, start: int, end: int) -> bool:
    """Whether the last character is a bracket without its partner or a full stop of the sentence."""
    last = text[end - 1]
    if last == ".":
        return not _LAST_ABBREVIATION.search(text, max(start, end - 8), end)
    opening = {closing: opening for opening, closing in _PAIRS.items()}.get(last)
    return opening is not None and text.count(last, start, end) > text.count(opening, start, end)


def _is_name(name: str, words: Words) -> bool:
    letters = [character for character in name if character.isalpha()]
    if len(letters) < 2 or len(name) > _LONGEST or not any(map(str.isupper, letters)):
        return False
    return name.rstrip(".").lower() not in words.no_name
