"""The shapes of words and parts of names, as regular expressions, and which words are part of none."""

from __future__ import annotations

import re

from corpus.names.fold import fold
from corpus.names.tables import words, words_of

# The lists of words that are part of no name, unless they stand where only one can.
OTHER_WORDS = ("titles", "months", "function_words", "institutions")
# All capital letters of Latin, Greek and Cyrillic, with their accents: "Ș", "İ", "Ḥ".
UPPER = "".join(
    letter
    for start, end in ((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x2000))
    for letter in map(chr, range(start, end))
    if letter.isupper() or letter.istitle()
)
WORD = rf"[{UPPER}](?:[^\W\d_]|[\u0300-\u036f]|['’\-\u2010\u2011](?=[^\W\d_]))+"
# "of" is before places more often, "y" behind a surname, "und" between two names.
PARTICLES = (*sorted(words("particles") - {"of", "y", "und"}), "von und zu", "s/o", "d/o", "w/o")
# The Arabic article, which goes with the word behind it: "al-Khatib", "el-Hage", "ash-Sharif".
ARTICLE = r"(?:(?:[aeu]l|a[dnrstz]|ash|ed|er|es)-)"
PARTICLE = rf"(?:(?:(?:{'|'.join(PARTICLES)}) ){{1,3}}{ARTICLE}?|{ARTICLE})"
# Forms of address: "Mr", "Mistress".
ADDRESS = rf"(?:{'|'.join(map(str.capitalize, sorted(words('addresses'))))})"
INITIAL = rf"[{UPPER}][a-zа-яё]?\s?\.\s?"
# Initials without a surname: "J.S.".
INITIALS_ALONE = re.compile(rf"(?:[{UPPER}]\. ?){{1,3}}[{UPPER}]\.")
# So far back is looked for what stands before a name.
_LONGEST = 40


def may_be_name(*found: str) -> bool:
    """Whether none of some words is a word of another kind."""
    return words_of(*OTHER_WORDS, "places", "english").isdisjoint(map(fold, found))


def search_before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """What stands before a place in a text, by a pattern that ends there."""
    return pattern.search(text, max(0, end - _LONGEST), end)
