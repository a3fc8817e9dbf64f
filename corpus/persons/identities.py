"""Identities: which written names can be one person's.

Names fall into blocks by the sound of the surname; only names of one block are compared. Inside a
block the fullest names come first and each shorter one joins the identity that it agrees with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.names.compare import compatible
from corpus.names.fold import skeleton
from corpus.names.parse import Given, Name

Signature = tuple[tuple[Given, ...], str]


@dataclass(slots=True, eq=False)
class Identity:
    """A person while resolution runs. `names` are the distinct names with given parts that joined.

    `given_forms` are their written forms, `weight` is how many mentions have them, `places` how many of
    these lie in a document, case or collection (by id); `mentions` counts all that were given to it.
    Nothing but its surname is known of an identity without names; `bare_of` is its collection, where it
    is not one for all.
    """

    block: str
    names: list[Name] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    given_forms: set[str] = field(default_factory=set)
    places: Counter[str] = field(default_factory=Counter)
    weight: int = 0
    mentions: int = 0
    bare_of: str = ""
    merged_into: Identity | None = None
    # Why: the words of a text that call the two one person.
    merged_by: str = ""

    def count(self, form: str, places: Iterable[str]) -> None:
        """Note a mention with given parts and where it stands."""
        self.weight += 1
        self.given_forms.add(form)
        self.places.update(places)

    def agrees(self, name: Name) -> bool:
        """Whether a name contradicts none of its names."""
        return all(compatible(known, name) for known in self.names)

    def merge(self, other: Identity, evidence: str = "") -> None:
        """Make two identities one; the one with given names, else the one named more often, stays."""
        first, second = self.root(), other.root()
        if first is not second:
            kept, gone = sorted((first, second), key=lambda i: (not i.names, -i.mentions))
            kept.mentions += gone.mentions
            gone.merged_into, gone.merged_by = kept, evidence
            kept.names += gone.names
            kept.places += gone.places
            kept.weight += gone.weight

    def root(self) -> Identity:
        """The identity that this one was merged into, or itself."""
        identity = self
        while identity.merged_into is not None:
            identity = identity.merged_into
        return identity


class Blocks:
    """All identities by the sound of their surnames."""

    def __init__(self) -> None:
        self._names: dict[str, dict[Signature, Name]] = defaultdict(dict)
        self._counts: dict[str, Counter[Signature]] = defaultdict(Counter)
        self._identities: dict[str, list[Identity]] = {}
        self._of_signature: dict[tuple[str, Signature], list[Identity]] = {}
        self._bare: dict[tuple[str, str], Identity] = {}
        self._given: dict[str, list[Identity]] = defaultdict(list)

    def add(self, block: str, name: Name) -> None:
        """Count a name with given parts; before `build`."""
        signature = (name.given, name.suffix)
        self._names[block].setdefault(signature, name)
        self._counts[block][signature] += 1

    def build(self) -> None:
        """Join the names of each block into identities."""
        for block, names in self._names.items():
            self._identities[block] = self._join(block, names)
            for identity in self._identities[block]:
                for first in {skeleton(name.given[0].text) for name in identity.names}:
                    self._given[first].append(identity)

    def _join(self, block: str, names: dict[Signature, Name]) -> list[Identity]:
        counts, found = self._counts[block], list[Identity]()
        order = sorted(names, key=lambda s: (*(-n for n in names[s].fullness), -counts[s], repr(s)))
        for signature in order:
            agreeing = [identity for identity in found if identity.agrees(names[signature])]
            if not agreeing:
                agreeing = [Identity(block)]
                found += agreeing
            if len(agreeing) == 1:
                agreeing[0].names.append(names[signature])
            self._of_signature[block, signature] = agreeing
        return found

    def of_name(self, block: str, name: Name) -> list[Identity]:
        """The identities that a name with given parts can belong to; several when it is undecided."""
        return self._of_signature.get((block, (name.given, name.suffix)), [])

    def of_block(self, block: str) -> list[Identity]:
        """All identities with given parts of a block."""
        return self._identities.get(block, [])

    def of_given(self, name: Name) -> list[Identity]:
        """The identities that have the given names of a name without surname."""
        found = self._given.get(skeleton(name.given[0].text), ()) if name.given else ()
        return [i for i in found if any(n.fullness >= name.fullness and compatible(n, name) for n in i.names)]

    def bare(self, block: str, collection: str) -> Identity:
        """The identity of a surname that stands alone.

        Where no bearer of the surname is named in full it is one for all collections; else each
        collection has its own, for there is somebody to be mistaken for.
        """
        key = (block, collection if self.of_block(block) else "")
        if key not in self._bare:
            self._bare[key] = Identity(block, bare_of=key[1])
        return self._bare[key]

    def alone(self, given: str, place: str) -> Identity:
        """The identity of given names that stand alone in a document or collection."""
        key = (given, place)
        if key not in self._bare:
            self._bare[key] = Identity(given, bare_of=place)
        return self._bare[key]
