"""Persons whose names were transcribed into another script: "Рудольф Гесс" is Rudolf Hess.

What transcription leaves of a name sounds alike and is not spelt alike, so it lies in another block. Full
names of two scripts are compared where surname and first given name share a sound; only those that are
certainly one name join, and only where one alone is meant. Without names in Cyrillic there is nothing to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corpus.names.comparison import compare_names
from corpus.names.fold import is_cyrillic
from corpus.names.parse import parse_name
from corpus.names.reasons import Verdict
from corpus.names.sounds import consonants
from corpus.persons.blocks import Block, Blocks
from corpus.persons.identities import Identity

# The consonants of a surname and of a first given name.
Key = tuple[str, str]
Keyed = dict[Identity, frozenset[Key]]


@dataclass(frozen=True, slots=True)
class Transcribed:
    """Two identities that are one person's, and the names that say so."""

    cyrillic: Identity
    latin: Identity
    evidence: str


class Transcriptions:
    """The identities that are one in two scripts, kept up to date as blocks change."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        # By the sound of their block: identities of one script, each with its keys.
        self._cyrillic: dict[str, Keyed] = {}
        self._latin: dict[str, Keyed] = {}
        self._of_key: dict[Key, dict[Identity, None]] = {}
        self._askers: dict[Key, set[str]] = {}
        self._found: dict[str, list[Transcribed]] = {}
        self._is_indexed = False

    def change(self, touched: Collection[Block]) -> None:
        """Take over blocks that were joined anew."""
        dirty = {block.sound for block in touched if self._ask(block)}
        if not self._cyrillic:
            self._latin, self._of_key, self._found = {}, {}, {}
            self._is_indexed = False
            return
        unindexed, self._is_indexed = touched if self._is_indexed else self._blocks, True
        for block in unindexed:
            for key in self._index(block):
                dirty |= self._askers.get(key, set())
        for sound in dirty:
            self._found.pop(sound, None)
            if found := list(self._compare(sound)):
                self._found[sound] = found

    def __iter__(self) -> Iterator[Transcribed]:
        """What is one, in an order that does not depend on what came first."""
        several = Counter((one.latin, one.cyrillic.block) for found in self._found.values() for one in found)
        for sound in sorted(self._found):
            # "Иван Петрович Браун" and "Иван Ильич Браун" cannot both be Ivan Braun.
            yield from (one for one in self._found[sound] if several[one.latin, sound] == 1)

    def _ask(self, block: Block) -> bool:
        """Note which names of a block are Cyrillic; whether any are, or were."""
        before, after = _renew(self._cyrillic, block, cyrillic=True)
        for key in _all_keys(before):
            self._askers[key].discard(block.sound)
        for key in _all_keys(after):
            self._askers.setdefault(key, set()).add(block.sound)
        return bool(before or after)

    def _index(self, block: Block) -> set[Key]:
        """Index the Latin names of a block, and say under which keys something came or went."""
        before, after = _renew(self._latin, block, cyrillic=False)
        for identity, keys in before.items():
            for key in keys:
                del self._of_key[key][identity]
        for identity, keys in after.items():
            for key in keys:
                self._of_key.setdefault(key, {})[identity] = None
        return _all_keys(before) | _all_keys(after)

    def _compare(self, sound: str) -> Iterator[Transcribed]:
        for identity, keys in self._cyrillic.get(sound, {}).items():
            written = _fullest(identity)
            others = {other for key in keys for other in self._of_key.get(key, ()) if other.block != sound}
            certain = [(other, name) for other in others if _is_one(written, name := _fullest(other))]
            if len(certain) == 1:
                ((other, name),) = certain
                yield Transcribed(identity, other, f"{written} for {name}")


def _renew(held: dict[str, Keyed], block: Block, *, cyrillic: bool) -> tuple[Keyed, Keyed]:
    """Hold what a block has of a script now: what it had before, and has now."""
    before = held.pop(block.sound, {})
    after = {i: _keys(i) for i in block.identities if _is_all(i, cyrillic=cyrillic)}
    if after:
        held[block.sound] = after
    return before, after


def _all_keys(identities: Keyed) -> set[Key]:
    return {key for keys in identities.values() for key in keys}


def _keys(identity: Identity) -> frozenset[Key]:
    """Keys of the names with a given name that is written out."""
    return frozenset(
        (surname, given)
        for name in identity.names
        if name.fullness[0] and not name.given[0].short
        for reading in name.readings
        for surname in consonants(reading)
        for given in consonants(name.given[0].text)
    )


def _is_all(identity: Identity, *, cyrillic: bool) -> bool:
    return all(is_cyrillic(name.written) is cyrillic for name in identity.names)


def _is_one(one: str, other: str) -> bool:
    return compare_names(one, other).verdict is Verdict.CERTAIN


def _fullest(identity: Identity) -> str:
    """The written form that tells most; of equal ones the last in the order of the alphabet."""
    return max(identity.given_forms, key=_fullness)


def _fullness(form: str) -> tuple[tuple[int, int], str]:
    name = parse_name(form)
    return (name.fullness if name else (0, 0)), form
