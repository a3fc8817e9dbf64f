"""Decisions as values. What a decision names it names so that it is found again after any re-run.

A mention is an `Anchor`: document, range, quoted text and its surroundings. A person is a `PersonRef`: the
id, and where the id is lost, anchors of mentions that were surely the person's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum


class Kind(StrEnum):
    """What was decided."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    ADD_FORM = "add-form"
    REMOVE_FORM = "remove-form"
    CONFIRM = "confirm"
    REJECT = "reject"
    DIFFERENT = "different"
    KNOWN = "known"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a document: `stored_text[start:end] == quote` when the decision was made.

    `before` and `after` are what stood around it. `document` is the document's id.
    """

    document: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as a decision names one. `name` and `forms` are what they were called then.

    A person whom a decision made has no anchors: their mentions are another's without that decision.
    """

    id: str
    name: str
    forms: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """`merged` is the same person as `kept`, whose id and name stay."""

    kept: PersonRef
    merged: PersonRef


@dataclass(frozen=True, slots=True)
class Split:
    """Some mentions of `person` are those of another, who gets the id and name of `new`.

    They are `mentions`, and all with one of `forms` that lie in one of `documents`; where one of these two
    is empty it sets no bound.
    """

    person: PersonRef
    new: PersonRef
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    mentions: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Rename:
    """The person is shown under this name, and found by it."""

    person: PersonRef
    name: str


@dataclass(frozen=True, slots=True)
class AddForm:
    """Wherever this name is written it means the person, unless it surely means somebody else there."""

    person: PersonRef
    form: str


@dataclass(frozen=True, slots=True)
class RemoveForm:
    """This written name never means the person."""

    person: PersonRef
    form: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """This mention is the person's, and nobody else's."""

    person: PersonRef
    mention: Anchor


@dataclass(frozen=True, slots=True)
class Reject:
    """This mention is not the person's; without a person it names nobody."""

    mention: Anchor
    person: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Different:
    """These are two people, whatever their names."""

    person: PersonRef
    other: PersonRef


@dataclass(frozen=True, slots=True)
class Known:
    """The person is the entry `ref` of an authority file, and is found by its `names`.

    Who is `joined` is the person under an alias; the file, `source`, is the evidence.
    """

    person: PersonRef
    ref: str
    source: str
    names: tuple[str, ...] = ()
    joined: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """The decision with this `uid` does not hold any more; an undone undo lets it hold again."""

    uid: str


Act = Merge | Split | Rename | AddForm | RemoveForm | Confirm | Reject | Different | Known | Undo

ACTS: dict[Kind, type[Act]] = {
    Kind.MERGE: Merge,
    Kind.SPLIT: Split,
    Kind.RENAME: Rename,
    Kind.ADD_FORM: AddForm,
    Kind.REMOVE_FORM: RemoveForm,
    Kind.CONFIRM: Confirm,
    Kind.REJECT: Reject,
    Kind.DIFFERENT: Different,
    Kind.KNOWN: Known,
    Kind.UNDO: Undo,
}
_KINDS = {act: kind for kind, act in ACTS.items()}


@dataclass(frozen=True, slots=True)
class Decision:
    """A curator's act. `number` counts from 1 in its catalogue, `uid` tells it from all others anywhere.

    `made_at` is an ISO 8601 moment in UTC.
    """

    number: int
    uid: str
    act: Act
    author: str
    made_at: str
    comment: str = ""

    @property
    def kind(self) -> Kind:
        """What was decided."""
        return kind_of(self.act)


def kind_of(act: Act) -> Kind:
    """The kind of an act."""
    return _KINDS[type(act)]


def described(decision: Decision) -> str:
    """Which decision, whose, and when, at the beginning of a sentence."""
    return f"Decision {decision.number} ({decision.kind.value}) by {decision.author}, {decision.made_at}"


def persons_of(act: Act) -> tuple[PersonRef, ...]:
    """The persons whom an act names, one whom it makes included."""
    found: list[PersonRef] = []
    for value in (getattr(act, name) for name in act.__slots__):
        several = value if isinstance(value, tuple) else (value,)
        found += [one for one in several if isinstance(one, PersonRef)]
    return tuple(found)


def mentions_of(act: Act) -> tuple[Anchor, ...]:
    """The mentions that an act is about."""
    found: list[Anchor] = []
    for value in (getattr(act, name) for name in act.__slots__):
        several = value if isinstance(value, tuple) else (value,)
        found += [one for one in several if isinstance(one, Anchor)]
    return tuple(found)


class Reach(Enum):
    """Which mentions of the persons it names an act can change, beside those that it names itself."""

    ALL = "all"
    POSSIBLE = "possible"
    NONE = "none"


def reach_of(act: Act) -> Reach:
    """How far an act reaches, where its persons are there by their ids."""
    if isinstance(act, Merge):
        return Reach.POSSIBLE
    if isinstance(act, Known):
        return Reach.ALL if act.joined else Reach.NONE
    return Reach.ALL if isinstance(act, Split | RemoveForm) else Reach.NONE


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that hold, in order, without the undos."""
    taken = undone(decisions)
    return tuple(d for d in decisions if d.uid not in taken and not isinstance(d.act, Undo))


def undone(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """By uid the decisions, undos among them, that a holding undo takes back, with that undo."""
    taken: dict[str, Decision] = {}
    for decision in reversed(decisions):
        if isinstance(decision.act, Undo) and decision.uid not in taken:
            taken.setdefault(decision.act.uid, decision)
    return taken


def names_given(decisions: Iterable[Decision]) -> set[tuple[str, str]]:
    """The (id, name) pairs by which persons are found because of decisions in force, mention or none."""
    names: set[tuple[str, str]] = set()
    joined: dict[str, set[str]] = {}
    for decision in decisions:
        act = decision.act
        if isinstance(act, Merge | Known):
            group = set().union(*(joined.get(one.id, {one.id}) for one in persons_of(act)))
            joined.update(dict.fromkeys(group, group))
        elif isinstance(act, RemoveForm):
            gone = joined.get(act.person.id, {act.person.id})
            names = {(one, name) for one, name in names if one not in gone or name != act.form}
        elif isinstance(act, Rename | AddForm | Split):
            names.add(_named(act))
        if isinstance(act, Known):
            names |= {(act.person.id, name) for name in act.names}
    return names


def _named(act: Rename | AddForm | Split) -> tuple[str, str]:
    if isinstance(act, Split):
        return act.new.id, act.new.name
    return act.person.id, act.name if isinstance(act, Rename) else act.form
