"""An entry of an authority file, and what is wrong with a file as a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.names.fold import fold
from corpus.persons.display import written_out

_WORD = re.compile(r"\w+")

Key = tuple[str, ...]

# Namesakes that are looked at for a circle.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A known person. `id` is the file's own, `person` the id in this catalogue where the file states it.

    Dates are EDTF, unknown ones empty; `links` are addresses on the web.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    birth: str = ""
    death: str = ""
    links: tuple[str, ...] = ()
    person: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in a line of a file, and what to do about it. The rest goes on."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The entries that stay. Of `apart` (their ids) only what the file states is linked: names do not tell
    them from others."""

    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]
    apart: frozenset[str] = frozenset()


def name_key(name: str) -> Key:
    """What names share that are written alike but for capitals, accents, full stops, a surname in front."""
    words = _WORD.findall(written_out(name).replace(".", " "))
    return tuple(fold(word) or word.casefold() for word in words)


def check_entries(entries: Iterable[Entry]) -> Checked:
    """Leave out doubled ids, part entries of one name, and take aliases away that several entries claim."""
    troubles: list[Trouble] = []
    by_id: dict[str, Entry] = {}
    for entry in entries:
        if (first := by_id.get(entry.id)) is not None:
            text = f"{entry.id} stands in line {first.line} already. Give each person an id of its own."
            troubles.append(Trouble(entry.line, text))
        else:
            by_id[entry.id] = entry
    kept = tuple(by_id.values())
    apart = _find_namesakes(kept, troubles)
    claims = _Claims(kept)
    kept = tuple(_without_claimed(entry, claims, troubles) for entry in kept)
    return Checked(kept, tuple(sorted(troubles, key=lambda one: one.line)), apart)


def _find_namesakes(entries: Sequence[Entry], troubles: list[Trouble]) -> frozenset[str]:
    called: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        called[name_key(entry.name)].append(entry)
    apart: set[str] = set()
    for several in called.values():
        for entry in several[1:]:
            text = (
                f"{entry.name} is also the name of line {several[0].line}. Both stay apart: state in the "
                "column person whom each of them is."
            )
            troubles.append(Trouble(entry.line, text))
        if len(several) > 1:
            apart.update(entry.id for entry in several)
    return frozenset(apart)


class _Claims:
    """Which entries bear a name, as their own or as an alias."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._bearers: dict[Key, list[Entry]] = defaultdict(list)
        self._named: dict[Key, list[Entry]] = defaultdict(list)
        self._aliases: dict[str, set[Key]] = {}
        for entry in entries:
            self._aliases[entry.id] = {name_key(alias) for alias in entry.aliases}
            self._named[name_key(entry.name)].append(entry)
            for key in {name_key(entry.name), *self._aliases[entry.id]}:
                self._bearers[key].append(entry)

    def other(self, alias: Key, entry: Entry) -> Entry | None:
        """Another entry that bears an alias of this one; None where there is none."""
        return next((one for one in self._bearers[alias][:2] if one.id != entry.id), None)

    def is_circle(self, alias: Key, entry: Entry) -> bool:
        """Whether whose name an alias is has the entry's name for an alias."""
        own = name_key(entry.name)
        return any(own in self._aliases[one.id] for one in self._named.get(alias, ())[:_FEW])


def _without_claimed(entry: Entry, claims: _Claims, troubles: list[Trouble]) -> Entry:
    aliases: list[str] = []
    for alias in entry.aliases:
        other = claims.other(name_key(alias), entry)
        if other is None:
            aliases.append(alias)
            continue
        circle = claims.is_circle(name_key(alias), entry)
        how = "the two name each other in a circle" if circle else "an alias can belong to one person only"
        text = f"The alias {alias} belongs to line {other.line} too: {how}. Take it out of one of them."
        troubles.append(Trouble(entry.line, text))
    return replace(entry, aliases=tuple(aliases))
