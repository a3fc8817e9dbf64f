"""How often each reading of a surname occurs, and which of several readings is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.names.fold import skeleton
from corpus.names.parse import Name
from corpus.persons.misprints import standing


class Surnames:
    """Counts over all candidates of all documents."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self._sounds: Counter[str] = Counter()
        # Of names with several readings: where they stand, and the sound that was chosen.
        self._several: dict[str, set[tuple[str, ...]]] = {}
        self._chosen: dict[tuple[str, ...], str] = {}

    def change(self, gone: Iterable[Name], come: Iterable[Name]) -> tuple[set[str], set[tuple[str, ...]]]:
        """Count names anew. Returns the readings whose counts can matter to misprints and are others now,
        and the groups of readings of which another one is meant now."""
        changes: Counter[str] = Counter()
        sounds: Counter[str] = Counter()
        for names, sign in ((come, 1), (gone, -1)):
            for name in names:
                for reading in name.readings:
                    changes[reading] += sign
                for sound in name.skeletons:
                    sounds[sound] += sign
        return self._recount(changes), self._rechoose(sounds)

    def _recount(self, changes: Counter[str]) -> set[str]:
        changed = set()
        for reading, change in changes.items():
            before = self.totals[reading]
            self.totals[reading] = before + change
            if standing(before) != standing(before + change):
                changed.add(reading)
            if not self.totals[reading]:
                del self.totals[reading]
        return changed

    def _rechoose(self, sounds: Counter[str]) -> set[tuple[str, ...]]:
        touched: set[tuple[str, ...]] = set()
        for sound, change in sounds.items():
            self._sounds[sound] += change
            touched |= self._several.get(sound, set())
        changed = set()
        for readings in touched:
            if (chosen := self._choose(readings)) != self._chosen[readings]:
                self._chosen[readings] = chosen
                changed.add(readings)
        return changed

    def block(self, name: Name) -> str:
        """The sound of the surname; of several readings the one that most mentions share."""
        readings = name.readings
        if len(readings) == 1:
            return skeleton(readings[0])
        if readings not in self._chosen:
            self._chosen[readings] = self._choose(readings)
            for sound in name.skeletons:
                self._several.setdefault(sound, set()).add(readings)
        return self._chosen[readings]

    def _choose(self, readings: tuple[str, ...]) -> str:
        sounds = (skeleton(reading) for reading in readings)
        return max(sounds, key=lambda sound: (self._sounds[sound], -len(sound), sound))

    def is_rare(self, name: Name, most: int) -> bool:
        """Whether no reading of a surname occurs more often than that."""
        return max(self.totals[reading] for reading in name.readings) <= most
