"""Blocks: which written names can be one person's.

Names fall into blocks by the sound of the surname; only names of one block are compared. Inside a
block the fullest names come first and each shorter one joins the identity that it agrees with. When
mentions come or go their blocks are joined anew, and each says for which places that may matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from corpus.names.parse import Given, Name
from corpus.names.sexes import differ_in_form, is_titled, sex_of_form, title_class
from corpus.names.titles import tells_generation
from corpus.persons.context import comparisons
from corpus.persons.identities import Identity, Signed, bears, first_keys, first_names

# Given names, suffix, and what its titles tell: of a full name whether a woman is married.
Signature = tuple[tuple[Given, ...], str, str]
# Stands for all places: what matters to a name that nobody bears in its collection.
EVERYWHERE = ""


@dataclass(slots=True)
class Shift:
    """What changed when a block was joined anew: identities, and the places where it can matter."""

    come: list[Identity] = field(default_factory=list)
    gone: list[Identity] = field(default_factory=list)
    moved: list[Identity] = field(default_factory=list)  # others whose counts changed
    places: set[str] = field(default_factory=set)


Content = tuple[tuple[Name, ...], frozenset[str]]


def is_joined(name: Name) -> bool:
    """Whether a name is one of those that identities are made of: a surname that does not stand alone, but
    with a given name, with a title that tells the sex, or as the elder's or the younger's."""
    return bool(name.surname) and (bool(name.given) or is_titled(name) or tells_generation(name.suffix))


def signature_of(name: Name) -> Signature:
    """What names have in common that are always one person's within a block."""
    return name.given, name.suffix, title_class(name)


class Block:
    """The names of one sound. `documents` are those that were answered from it, each with its `Reach`."""

    __slots__ = ("_counted", "_of_form", "documents", "identities", "of_signature", "signed", "sound")

    def __init__(self, sound: str) -> None:
        self.sound = sound
        self.signed: dict[Signature, Signed] = {}
        self.identities: list[Identity] = []
        self.of_signature: dict[Signature, list[Identity]] = {}
        self.documents: dict[int, int] = {}
        self._counted: set[str] = set()
        self._of_form: dict[str, list[Identity]] = {}

    def add(self, name: Name, form: str, places: Sequence[str], sign: int = 1) -> None:
        """Count a mention with given parts or a title, or take it away; `build` makes it hold."""
        signature = signature_of(name)
        if (signed := self.signed.get(signature)) is None:
            signed = self.signed[signature] = Signed()
        signed.add(name, form, places, sign)
        self._counted.update(places)
        if not signed.total:
            del self.signed[signature]

    def build(self) -> Shift:
        """Join the names. An identity that has the same names as before stays the same object."""
        of_signature, joined = self._join()
        before = {_content(identity): identity for identity in self.identities}
        kept: dict[Identity, Identity] = {}
        for identity in joined:
            if (old := before.pop(_content(identity), None)) is not None:
                kept[identity] = old
        shift = Shift(come=[i for i in joined if i not in kept], gone=list(before.values()))
        shift.places.update(chain.from_iterable(i.places for i in (*shift.come, *shift.gone)))
        if shift.come or shift.gone:
            shift.places.add(EVERYWHERE)
        _Comparison(kept, self._counted, shift).compare()
        of_signature = {s: [kept.get(i, i) for i in several] for s, several in of_signature.items()}
        shift.places.update(self._redecided(of_signature, set(kept.values())))
        self.identities = [kept.get(identity, identity) for identity in joined]
        self.of_signature = of_signature
        self._counted = set()
        self._of_form = {}
        return shift

    def of_form(self, name: Name) -> list[Identity]:
        """The identities whose surnames have not the form of the other sex than a bare surname has."""
        if not (sex := sex_of_form(name)):
            return self.identities
        if sex not in self._of_form:
            self._of_form[sex] = [
                i for i in self.identities if not all(differ_in_form(name, known) for known in i.names)
            ]
        return self._of_form[sex]

    def _join(self) -> tuple[dict[Signature, list[Identity]], list[Identity]]:
        names = {signature: signed.name() for signature, signed in self.signed.items()}
        found: list[Identity] = []
        of_signature: dict[Signature, list[Identity]] = {}
        counts = {signature: signed.total for signature, signed in self.signed.items()}
        for signature in sorted(names, key=lambda s: (*(-n for n in names[s].fullness), -counts[s], repr(s))):
            agreeing = [identity for identity in found if identity.agrees(names[signature])]
            if not agreeing:
                agreeing = [Identity(self.sound)]
                found += agreeing
            if len(agreeing) == 1:
                agreeing[0].take(names[signature], self.signed[signature])
            of_signature[signature] = agreeing
        return of_signature, found

    def _redecided(
        self, of_signature: Mapping[Signature, list[Identity]], kept: set[Identity]
    ) -> Iterator[str]:
        """Where names stand that can now be others of the persons who were there before."""
        for signature, several in of_signature.items():
            before = self.of_signature.get(signature, ())
            if (len(several) > 1 or len(before) > 1) and kept & set(several) != kept & set(before):
                yield from self.signed[signature].places


class _Comparison:
    """Brings identities up to date, and notes where the change of their counts can matter."""

    def __init__(self, kept: Mapping[Identity, Identity], counted: Iterable[str], shift: Shift) -> None:
        self._kept = kept
        self._shift = shift
        self._before = {
            place: [(old, old.places[place], new.places[place]) for new, old in kept.items()]
            for place in counted
        }
        self._weights = [(old, old.weight, new.weight) for new, old in kept.items()]

    def compare(self) -> None:
        """Note all, and take over the new counts."""
        for place, counts in self._before.items():
            if any(bool(old) != bool(new) for _, old, new in counts) or self._differ(counts):
                self._shift.places.add(place)
        for one, other in _reordered(self._weights):
            self._shift.places.add(EVERYWHERE)
            self._shift.places.update(one.places.keys() & other.places.keys())
        for new, old in self._kept.items():
            if new.places != old.places:
                self._shift.moved.append(old)
                old.places, old.weight = new.places, new.weight

    @staticmethod
    def _differ(counts: Sequence[tuple[Identity, int, int]]) -> bool:
        return next(_reordered([c for c in counts if c[1] or c[2]]), None) is not None


def _reordered(counts: Sequence[tuple[Identity, int, int]]) -> Iterator[tuple[Identity, Identity]]:
    """The pairs of which one count is to the other no longer what it was, as `choose` compares them."""
    for one, before, after in counts:
        if before == after:
            continue
        for other, before_other, after_other in counts:
            if one is not other and (comparisons(before, before_other) != comparisons(after, after_other)):
                yield one, other


def _content(identity: Identity) -> Content:
    return tuple(identity.names), identity.given_forms


class Blocks:
    """All identities by the sound of their surnames."""

    def __init__(self) -> None:
        self._blocks: dict[str, Block] = {}
        self._bare: dict[tuple[str, str], Identity] = {}
        self._given: dict[str, dict[Identity, None]] = {}

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks.values())

    def block(self, sound: str) -> Block:
        """The block of a sound, new where there was none."""
        if sound not in self._blocks:
            self._blocks[sound] = Block(sound)
        return self._blocks[sound]

    def build(self, block: Block) -> Shift:
        """Join the names of a block anew after its mentions changed."""
        shift = block.build()
        for identity in shift.gone:
            for first in first_names(identity):
                del self._given[first][identity]
        for identity in shift.come:
            for first in first_names(identity):
                self._given.setdefault(first, {})[identity] = None
        return shift

    def of_name(self, sound: str, name: Name) -> list[Identity]:
        """The identities that a name with given parts or a title can belong to; several when it is
        undecided."""
        return self.block(sound).of_signature.get(signature_of(name), [])

    def of_block(self, sound: str) -> list[Identity]:
        """All identities with given parts of a block."""
        return self.block(sound).identities

    def of_form(self, sound: str, name: Name) -> list[Identity]:
        """Those of a block whom a bare surname can mean by its form."""
        return self.block(sound).of_form(name)

    def of_given(self, name: Name) -> list[Identity]:
        """The identities that have the given names of a name without surname."""
        found = dict.fromkeys(chain.from_iterable(self._given.get(key, ()) for key in first_keys(name)))
        return [identity for identity in found if bears(identity, name)]

    def bare(self, sound: str, collection: str, sex: str = "") -> Identity:
        """The identity of a surname that stands alone, of women one of its own.

        Where no bearer of the surname is named in full it is one for all collections; else each
        collection has its own, for there is somebody to be mistaken for.
        """
        return self.alone(f"{sound} {sex}".strip(), collection if self.of_block(sound) else "")

    def alone(self, given: str, place: str) -> Identity:
        """The identity of given names that stand alone in a document or collection."""
        key = (given, place)
        if key not in self._bare:
            self._bare[key] = Identity(given, bare_of=place)
        return self._bare[key]
