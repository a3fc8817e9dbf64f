"""Identities: persons while resolution runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from corpus.model import Reason, Tier
from corpus.names.compare import compatible, is_middle_name
from corpus.names.fold import skeleton
from corpus.names.parse import Name
from corpus.names.sexes import may_be_one
from corpus.names.tables import equivalents
from corpus.persons.names import NamedMention

K = TypeVar("K")


@dataclass(slots=True)
class Signed:
    """The mentions that have one signature: as which names, in which forms and where."""

    names: Counter[Name] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def add(self, name: Name, form: str, places: Iterable[str], sign: int) -> None:
        """Count a mention, or take it away."""
        self.total += sign
        _tally(self.names, name, sign)
        _tally(self.forms, form, sign)
        for place in places:
            _tally(self.places, place, sign)

    def name(self) -> Name:
        """The most frequent of its names."""
        return min(self.names, key=lambda n: (-self.names[n], n.written, n.titles, n.readings))


def _tally(counts: Counter[K], key: K, number: int) -> None:
    counts[key] += number
    if not counts[key]:
        del counts[key]


@dataclass(slots=True, eq=False)
class Identity:
    """A person while resolution runs. `names` are the distinct names that joined, with given parts or a title
    that tells the sex.

    `given_forms` are their written forms, `weight` is how many mentions have them, `places` how many of
    these lie in a document, case or collection (by id); `mentions` counts all that were given to it.
    Nothing but its surname is known of an identity without names; `bare_of` is its collection, where it
    is not one for all. `tally` counts the mentions of each form by tier, in the end.
    """

    block: str
    names: list[Name] = field(default_factory=list)
    given_forms: frozenset[str] = frozenset()
    places: Counter[str] = field(default_factory=Counter)
    weight: int = 0
    mentions: int = 0
    bare_of: str = ""
    tally: dict[str, list[int]] = field(default_factory=dict)
    _forms: Counter[tuple[str, bool]] = field(default_factory=Counter)
    # Its names but for those by a middle name, of which the first given name says nothing.
    _telling: list[Name] = field(default_factory=list)
    merged_into: Identity | None = None
    # Why: the words of a text that call the two one person, or the names that are one in two scripts.
    merged_by: str = ""
    merged_as: Reason = Reason.ALIAS
    absorbed: list[Identity] = field(default_factory=list)

    @property
    def all_names(self) -> list[Name]:
        """Its names, and those of the identities that were merged into it."""
        return [*self.names, *(name for other in self.absorbed for name in other.all_names)]

    def take(self, name: Name, signed: Signed) -> None:
        """Add a name with all its mentions."""
        if not any(is_middle_name(name, known) for known in self.names):
            self._telling.append(name)
        self.names.append(name)
        self.given_forms = self.given_forms.union(signed.forms)
        self.places.update(signed.places)
        self.weight += signed.total

    def agrees(self, name: Name) -> bool:
        """Whether a name contradicts none of its names."""
        return all(compatible(known, name) and may_be_one(known, name) for known in self._telling)

    def count(self, mention: NamedMention, tier: Tier, reason: Reason, sign: int = 1) -> None:
        """Count a mention that was given to it, or take it away."""
        counts = self.tally.setdefault(mention.form, [0, 0, 0])
        counts[tier.rank] += sign
        if not any(counts):
            del self.tally[mention.form]
        # An office is no form of a name: the next president has it too.
        if reason is not Reason.OFFICE:
            _tally(self._forms, (mention.shown, tier is not Tier.POSSIBLE), sign)

    @property
    def forms(self) -> dict[str, int]:
        """How often each form, as it is shown, is surely its own; nothing where it only may be."""
        return {
            shown: count * sure
            for (shown, sure), count in sorted(self._forms.items(), key=lambda item: item[0][1])
        }

    def merge(self, other: Identity, evidence: str = "", reason: Reason = Reason.ALIAS) -> None:
        """Make another identity this one, for what a text or the names say."""
        other.merged_into, other.merged_by, other.merged_as = self, evidence, reason
        self.absorbed.append(other)

    def part(self) -> None:
        """Undo what was merged."""
        self.merged_into, self.merged_by, self.merged_as = None, "", Reason.ALIAS
        self.absorbed.clear()

    def root(self) -> Identity:
        """The identity that this one was merged into, or itself."""
        identity = self
        while identity.merged_into is not None:
            identity = identity.merged_into
        return identity


def members(root: Identity) -> set[Identity]:
    """An identity and all that were merged into it."""
    return {root, *(member for other in root.absorbed for member in members(other))}


def bears(identity: Identity, name: Name) -> bool:
    """Whether an identity has the given names of a name without surname."""
    return any(n.fullness >= name.fullness and _may_be_called(n, name) for n in identity.names)


def _may_be_called(full: Name, name: Name) -> bool:
    """Whether a full name has given names; "G. David Holt" is David."""
    return compatible(full, name) or (
        len(full.given) > 1 and full.given[0].short and compatible(replace(full, given=full.given[1:]), name)
    )


def first_names(identity: Identity) -> set[str]:
    """Under which keys of first names an identity is found."""
    return {key for name in identity.names for key in first_keys(name)}


def first_keys(name: Name) -> tuple[str, ...]:
    """The keys that a name's first given name shares with all that can be the same: its sound, and each group
    of equivalents (Betty, Eliza, Elizabeth) that it stands in; none without given names."""
    if not name.given:
        return ()
    first = name.given[0]
    if first.short and len(first.text) == 1:
        first = next((part for part in name.given if not part.short), first)
    given = first.text
    return (skeleton(given), *(f"={group}" for group in sorted(equivalents().get(given, ()))))
