"""The consonants of a word as it may sound: what spellings, vowels and scripts leave alone.

consonants("zinovieff")   SNVV
consonants("jardin")      SRDN, RDN     j of English and French, j of German
"""

from __future__ import annotations

from functools import cache, lru_cache

from corpus.names.tables import pairs

# A word has at most so many ways to sound: more would find everything.
_MOST = 8
_LONGEST = 24
# Final consonants that French leaves out, in words of some length.
_SILENT = ("t", "d", "s", "x", "p", "z")


@lru_cache(maxsize=1 << 17)
def consonants(folded: str) -> tuple[str, ...]:
    """The ways in which a folded word may sound, without vowels; none for one of vowels alone."""
    word = folded.replace("-", "")[:_LONGEST]
    found, at = [""], 0
    while at < len(word):
        group, sounds = _group(word, at)
        at += len(group)
        if at == len(word) > 4 and group in _SILENT:
            sounds = (*sounds, "")
        found = list(dict.fromkeys(_add(ways, sound) for ways in found for sound in sounds))[:_MOST]
    return tuple(ways for ways in found if ways)


def _group(word: str, at: int) -> tuple[str, tuple[str, ...]]:
    """The letters at a place that sound together, and what as."""
    for length in range(min(7, len(word) - at), 0, -1):
        group = word[at : at + length]
        if group in _sounds():
            return group, _sounds()[group]
    return word[at], ("", "K") if at == 0 and word[0] == "h" else ("",)


def _add(ways: str, sound: str) -> str:
    """A doubled consonant is one."""
    return ways + sound[1:] if sound and ways.endswith(sound[0]) else ways + sound


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    return {group: tuple(found.replace("0", "") for found in ways.split()) for group, ways in pairs("sounds")}
