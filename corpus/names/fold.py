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
_LATIN = re.compile("[a-z]")
# Letters of two scripts that look alike: a page or a scanner mixes them within a word.
_LATIN_LOOKS, _CYRILLIC_LOOKS = "aeopcxykmthbisj", "аеорсхукмтнвіѕј"
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKS, _LATIN_LOOKS)
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKS, _CYRILLIC_LOOKS)
_OLD_LETTERS = str.maketrans("ѣѳѵ", "ефи")
_SPELT_OUT = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "ə": "a"}
)
_SCOTTISH = re.compile("^m['’‘](?=[a-z]{2})")  # M'Naughten
_DROPPED = re.compile(r"[^a-z\-]")

# What the spellings of one sound have in common, in this order. Each line names a pair that it joins.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("^mc(?=.*[aeiouy])|^mac(?=[b-df-hj-np-tv-xz])", "mak"),  # McPhail, Macphail
        ("(?<=[a-z])([aou])e(?=[b-df-hj-np-tv-z][a-z]*[a-z]{2}$)", r"\1"),  # Brueckmann, Brückmann
        ("(?<=[a-z]{2})sz(?:oo)?n$", "s"),  # Corneliszoon, Corneliszn, Cornelisz
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
    text = _SCOTTISH.sub("mc", text)
    if is_cyrillic(text := in_one_script(text)):
        text = "".join(_latin_letters().get(letter, letter) for letter in unicodedata.normalize("NFC", text))
        text = unicodedata.normalize("NFKD", text)
    return _DROPPED.sub("", text.translate(_SPELT_OUT))


def in_one_script(word: str) -> str:
    """A small word whose letters are Latin and Cyrillic, in the script that most of them have."""
    cyrillic = len(_CYRILLIC.findall(word))
    if not cyrillic or not (latin := len(_LATIN.findall(word))):
        return word
    return word.translate(_TO_LATIN if latin >= cyrillic else _TO_CYRILLIC)


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


def modern(word: str) -> str:
    """A small Russian word in the spelling since 1918: without ѣ, ѳ, ѵ and the last ъ."""
    return word.translate(_OLD_LETTERS).removesuffix("ъ")


@lru_cache(maxsize=1 << 16)
def nominatives(word: str) -> tuple[str, ...]:
    """A Cyrillic word and what its nominative may be, as spelt; any other word as it is."""
    if not is_cyrillic(word):
        return (word,)
    lower = modern(unicodedata.normalize("NFC", in_one_script(word.casefold())))
    if not is_cyrillic(lower):
        return (lower,)
    found = [
        lower[: -len(ending)] + nominative
        for ending, nominative in pairs("russian_endings")
        if lower.endswith(ending) and len(lower) > len(ending) + 1
    ]
    return tuple(dict.fromkeys([lower, *found]))


@lru_cache(maxsize=1)
def _latin_letters() -> dict[str, str]:
    return dict(pairs("cyrillic"))
