"""In which surroundings a capitalised word was met, and what these say by themselves."""

from __future__ import annotations

from dataclasses import dataclass, fields

# How often a word that mostly follows "the" must stand without it, to be more than a thing.
ALONE = 3


@dataclass(slots=True)
class Cues:
    """How often a capitalised word was met in which surroundings."""

    capital: int = 0
    inside: int = 0  # not at the start of a sentence, where any word is capitalised
    after_the: int = 0
    as_thing: int = 0  # after "the", and no noun follows that it would describe
    after_locative: int = 0
    before_capital: int = 0  # "Divisional Commander Orlov": what stands there is hardly a surname
    acting: int = 0
    met: int = 0  # behind "told", "asked", "met"
    in_capitals: int = 0
    cyrillic: int = 0
    halves: int = 0  # as one of the names that a hyphen joins

    def add(self, other: Cues, sign: int) -> None:
        """Add the counts of other documents, or take them away."""
        for name in _CUES:
            setattr(self, name, getattr(self, name) + sign * getattr(other, name))

    def is_alone(self, often: int) -> bool:
        """Whether it stands without "the" and "in", but for one time in `often`, or several times.

        "the Kremlin" and "the Gestapo" are things; "the Ryutin platform" is named after a man.
        """
        alone = self.inside - self.after_the - self.after_locative
        if (self.after_the + self.after_locative) * often <= self.capital or alone >= ALONE:
            return True
        return self.as_thing == 0 and self.after_the >= ALONE

    def is_thing(self) -> bool:
        """Whether it is mostly "the Gestapo", or the first word of what is named in several."""
        if self.as_thing > 1 and self.as_thing * 2 >= self.capital:
            return True
        return self.capital > 1 and self.before_capital * 2 > self.capital


_CUES = tuple(cue.name for cue in fields(Cues))
