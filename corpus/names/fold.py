"""Folding the spelling of a name's word, from exact to generous.

fold("Zinóvieff")  -> "zinovieff"    case, marks and script away
skeleton(...)      -> "sinovev"      what transliterations and misspellings have in common
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.names.tables import pairs

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_DROPPED = re.compile(r"[^a-z\-]")

# What the spellings of one sound have in common, in this order. Each line names a pair that it joins.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("tsch|tch|cz|tsh", "ch"),  # Tschernow, Tchernov, Chernov
        ("shch|sch", "sh"),  # Scheinin, Sheinin
        ("ph", "f"),  # Ephim, Efim
        ("kh", "h"),  # Khodjayev, Hodjaev
        ("zh|dj|dzh", "j"),  # Zhdanov, Jdanov
        ("th", "t"),
        ("tz", "ts"),  # Dreitzer, Dreitser
        ("w", "v"),  # Zinowiew, Zinoviev
        ("ff$", "v"),  # Zinovieff
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c(?!h)", "k"),
        ("x", "ks"),
        ("z", "s"),  # Sinowjew
        ("ay|aj", "ai"),
        ("[iy][iyj]$", "i"),  # Trotskij, Trotskiy, Trotskii
        ("(?<=[a-z])y(?=[aeou])", "i"),
        ("[yj](?=[aeiou])", "i"),  # Yagoda, Jagoda
        ("y", "i"),  # Smyth, Zelensky
        ("i+e", "e"),  # Medvedyev, Medvedev; Yevdokimov
        ("i+", "i"),  # -skii
        (r"([b-df-hj-np-tv-z])\1+", r"\1"),  # Rossi, Rosi
    )
)


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Lower case in Latin letters; marks, apostrophes and full stops are dropped, hyphens kept."""
    text = unicodedata.normalize("NFKD", word.replace("\u2010", "-").replace("\u2011", "-")).casefold()
    if is_cyrillic(text):
        text = "".join(_latin_letters().get(letter, letter) for letter in unicodedata.normalize("NFC", text))
        text = unicodedata.normalize("NFKD", text)
    return _DROPPED.sub("", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae"))


def is_cyrillic(word: str) -> bool:
    """Whether a word has Cyrillic letters."""
    return _CYRILLIC.search(word) is not None


@lru_cache(maxsize=1 << 17)
def skeleton(folded: str) -> str:
    """What the transliterations of a folded word have in common."""
    text = folded.replace("-", "")
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=1 << 16)
def nominatives(word: str) -> tuple[str, ...]:
    """A Cyrillic word and what its nominative may be, as spelt; any other word as it is."""
    if not is_cyrillic(word):
        return (word,)
    lower = unicodedata.normalize("NFC", word).casefold()
    found = [
        lower[: -len(ending)] + nominative
        for ending, nominative in pairs("russian_endings")
        if lower.endswith(ending) and len(lower) > len(ending) + 1
    ]
    return tuple(dict.fromkeys([lower, *found]))


@lru_cache(maxsize=1)
def _latin_letters() -> dict[str, str]:
    return dict(pairs("cyrillic"))
