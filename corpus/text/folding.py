"""One spelling for every way of writing a word: case, accents, compatibility forms, stress marks."""

from __future__ import annotations

import unicodedata

# A longer run of letters is no word (encoded data); it is cut here, because Elasticsearch's
# white-space tokenizer would cut it at 255.
LONGEST_WORD = 200

# Letters that Unicode does not decompose, as they are typed on a keyboard that lacks them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})

_BREVE = "\u0306"


def fold(word: str) -> str:
    """The exact form of a word (letters, digits, marks): case folded, compatible forms one, no marks.

    Only letters and digits are left, so nothing may be left; at most `LONGEST_WORD` characters.
    Russian й stays a letter of its own (its endings need it), ё becomes е.
    """
    if word.isascii():
        return word.lower()[:LONGEST_WORD]
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    pairs = zip(" " + apart, apart, strict=False)
    kept = "".join(letter for before, letter in pairs if _stays(before, letter))
    return unicodedata.normalize("NFC", kept).translate(_PLAIN)[:LONGEST_WORD]


def _stays(before: str, letter: str) -> bool:
    return letter.isalnum() or (letter == _BREVE and before == "и")


def is_cyrillic(word: str) -> bool:
    """Whether a word has a Cyrillic letter."""
    return not word.isascii() and any("\u0400" <= letter <= "\u052f" for letter in word)
