"""Comparison keys: two spellings of one organisation's name have the same key."""

from __future__ import annotations

import re
import unicodedata

from corpus.organisations.words import Words, load_words

_BROKEN_WORD = re.compile(r"(?<=\w)[-\u2010\u00ad][^\S\n]*\n\s*(?=[^\W\d_])")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?!\w))", re.IGNORECASE)
# A full stop between single letters joins them; spaces may have been put in ("U. S. S. R.").
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\s?\.\s?)+(?:[^\W\d_](?!\w)\.?)?")
_WORD = re.compile(r"[^\W_]+")


def organisation_key(text: str) -> str:
    """The name for comparison: words in lower case with one space between them.

    "the U.S.S.R." -> "ussr", "Holt & Sons Co.'s" -> "holt and sons company". Articles, dots of
    abbreviations, possessives, punctuation and line breaks do not count; "Co." is "company". Empty
    for a text without a letter or figure.
    """
    text = _BROKEN_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()
    text = _POSSESSIVE.sub(" ", text).replace("&", " and ")
    text = _INITIALS.sub(_join_initials, text)
    return " ".join(_words(_WORD.findall(text), load_words()))


def _join_initials(match: re.Match[str]) -> str:
    return "".join(filter(str.isalpha, match[0])) + " "


def _words(words: list[str], known: Words) -> list[str]:
    """Words without articles, written in full; a name that is an article only keeps it."""
    kept = [word for word in words if word not in known.articles] or words
    return [known.expansions.get(word, word) for word in kept]
