"""From what the machine says to what is decided: one pure function, whoever asks and whenever.

Decisions are applied one after the other, each to what those before it have left. What one names and is not
there any more makes it *unfitting*: it says so and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from corpus.catalogue.rows import Given
from corpus.curation.anchoring import written_form
from corpus.curation.decisions import (
    Act,
    AddForm,
    Anchor,
    Confirm,
    Decision,
    Different,
    Known,
    Merge,
    PersonRef,
    Reject,
    RemoveForm,
    Rename,
    Split,
    described,
)
from corpus.curation.state import Located, Place, State
from corpus.errors import ConflictError
from corpus.model import Reason, Tier

_CURATED = Reason.CURATED.value


class UnfittingError(Exception):
    """A decision names what is not there any more; the message says what."""


def apply_decisions(state: State, decisions: Sequence[Decision], located: Located) -> dict[int, str]:
    """Change a state by decisions in force, in order; by number why one does not fit, or not wholly."""
    desk = _Desk(state, located)
    unfitting: dict[int, str] = {}
    for decision in decisions:
        try:
            desk.apply(decision)
        except (UnfittingError, ConflictError) as error:
            unfitting[decision.number] = str(error)
        if (lost := desk.lost_of(decision.act)) and decision.number not in unfitting:
            unfitting[decision.number] = lost
    return unfitting


def apply_new(state: State, decision: Decision, located: Located, earlier: Sequence[Decision]) -> None:
    """Change a state that shows the `earlier` decisions by one more.

    Raises `UnfittingError` where it names what is not there, `ConflictError` where another says the contrary.
    """
    desk = _Desk(state, located)
    for one in earlier:
        desk.remember(one)
    desk.apply(decision)
    if lost := desk.lost_of(decision.act):
        raise UnfittingError(lost)


class _Desk:
    """Applies decisions to a state."""

    def __init__(self, state: State, located: Located) -> None:
        self._state = state
        self._located = located
        self._number = 0
        self._merges: list[tuple[str, str, Decision]] = []
        self._apart: list[tuple[str, str, Decision]] = []
        self._acts: Mapping[type[Act], Callable[[Any], None]] = {
            Merge: self._merge,
            Split: self._split,
            Rename: self._rename,
            AddForm: self._add_form,
            RemoveForm: self._remove_form,
            Confirm: self._confirm,
            Reject: self._reject,
            Different: self._keep_apart,
            Known: self._know,
        }

    def apply(self, decision: Decision) -> None:
        """Apply one. Raises `UnfittingError`, or `ConflictError` where another one speaks against it."""
        self._number = decision.number
        self._acts[type(decision.act)](decision.act)
        self.remember(decision)

    def remember(self, decision: Decision) -> None:
        """Note whom a decision joined or kept apart."""
        act = decision.act
        if isinstance(act, Merge):
            self._merges.append((act.kept.id, act.merged.id, decision))
        elif isinstance(act, Known):
            self._merges += [(act.person.id, one.id, decision) for one in act.joined]
        elif isinstance(act, Different):
            self._apart.append((act.person.id, act.other.id, decision))

    def lost_of(self, act: Act) -> str:
        """What of the mentions of a split is not there, in words; empty where all are."""
        if not isinstance(act, Split):
            return ""
        lost = [anchor for anchor in act.mentions if not self._located.anchors.get(anchor)]
        return f"{len(lost)} of its {len(act.mentions)} mentions are not found any more." if lost else ""

    def _merge(self, act: Merge) -> None:
        kept, merged = self._person(act.kept), self._person(act.merged)
        if kept == merged:
            return
        self._check_not_apart(kept, merged)
        undecided = set(self._state.naming(self._state.group(kept)))
        undecided &= set(self._state.naming(self._state.group(merged)))
        self._state.redirect(merged, kept)
        for place in sorted(undecided):
            self._decide(place, kept)

    def _decide(self, place: Place, person: str) -> None:
        """A mention that was possibly one or the other is the person's, who now is both."""
        rows = self._state.mentions[place].rows
        if {self._state.head(row.entity) for row in rows} == {person} and _all_possible(rows):
            self._state.give(place, [self._given(person, Tier.PROBABLE)])

    def _split(self, act: Split) -> None:
        person = self._person(act.person)
        group = self._state.group(person)
        named = {place for anchor in act.mentions if (place := self._found(anchor))}
        ruled = {place for place in self._state.naming(group) if self._is_ruled(act, place)} - named
        if not named and not ruled:
            raise UnfittingError(f"None of the mentions is any more that of {_called(act.person)}.")
        self._state.put_person(act.new.id, act.new.name)
        for place in sorted(named):
            self._state.give(place, [self._given(act.new.id, Tier.CERTAIN)])
        for place in sorted(ruled):
            self._hand_over(place, group, act.new.id)

    def _is_ruled(self, act: Split, place: Place) -> bool:
        """Whether a split takes a mention by its form and document."""
        if not act.forms and not act.documents:
            return False
        fits = not act.forms or self._state.mentions[place].form in act.forms
        return fits and (not act.documents or self._located.documents.get(place.document) in act.documents)

    def _hand_over(self, place: Place, group: set[str], to: str) -> None:
        """Give another what a mention says of one person, as sure as it was."""
        rows = self._state.mentions[place].rows
        kept = [row for row in rows if row.entity not in group]
        tier = min(row.tier for row in rows if row.entity in group)
        self._state.give(place, [*kept, self._given(to, tuple(Tier)[tier])])

    def _rename(self, act: Rename) -> None:
        self._state.rename(self._person(act.person), act.name)

    def _add_form(self, act: AddForm) -> None:
        person = self._person(act.person)
        for place in self._located.forms.get(act.form, ()):
            near = self._state.near(place)
            if near is None:
                self._state.give(place, [self._given(person, Tier.PROBABLE)], act.form)
            elif self._state.mentions[near].form == act.form and _all_possible(
                self._state.mentions[near].rows
            ):
                self._state.give(near, [self._given(person, Tier.PROBABLE)])

    def _remove_form(self, act: RemoveForm) -> None:
        group = self._state.group(self._person(act.person))
        for place in self._state.naming(group):
            if self._state.mentions[place].form == act.form:
                self._withdraw(place, group)

    def _withdraw(self, place: Place, group: Iterable[str]) -> None:
        rows = self._state.mentions[place].rows
        self._state.give(place, [row for row in rows if row.entity not in group])

    def _confirm(self, act: Confirm) -> None:
        person, place = self._person(act.person), self._found(act.mention)
        if place is None:
            raise UnfittingError(_not_there(act.mention))
        self._state.give(place, [self._given(person, Tier.CERTAIN)], written_form(act.mention.quote))

    def _reject(self, act: Reject) -> None:
        place = self._located.anchors.get(act.mention)
        if place is None:
            raise UnfittingError(_not_there(act.mention))
        group = self._state.group(self._person(act.person)) if act.person else None
        near = self._state.near(place)
        if near is not None:
            named = {row.entity for row in self._state.mentions[near].rows}
            self._withdraw(near, named if group is None else group)

    def _keep_apart(self, act: Different) -> None:
        person, other = self._person(act.person), self._person(act.other)
        if person != other:
            return
        for one, two, decision in self._merges:
            if self._state.head(one) == self._state.head(two) == person:
                raise ConflictError(
                    f"{described(decision)} says that they are one person.",
                    f"Undo that first: stenogram curate undo {decision.number}",
                )
        if act.person.id == act.other.id:
            raise UnfittingError("They are one person, with one id: split them.")
        lost = act.person if act.other.id == person else act.other
        self._bring_back(lost, act.other if lost is act.person else act.person, person)

    def _know(self, act: Known) -> None:
        """Join those whom the file names by an alias, as an alias that a text states would."""
        person = self._person(act.person)
        for other in (self._person(ref) for ref in act.joined):
            if other != person:
                self._check_not_apart(person, other)
                places = self._state.naming(self._state.group(other))
                self._state.redirect(other, person)
                for place in places:
                    self._name_by_alias(place, person, act.source)

    def _name_by_alias(self, place: Place, person: str, source: str) -> None:
        group = self._state.group(person)
        rows = self._state.mentions[place].rows
        tier = max(min(row.tier for row in rows if row.entity in group), Tier.PROBABLE.rank)
        kept = [row for row in rows if row.entity not in group]
        self._state.give(place, [*kept, Given(person, tier, Reason.ALIAS.value, f"authority file {source}")])

    def _bring_back(self, lost: PersonRef, held: PersonRef, joined: str) -> None:
        """Part one whom the machine has joined with another: what was theirs alone is theirs again, and
        what is written as both were is possible for each."""
        group = self._state.group(joined)
        self._state.put_person(lost.id, lost.name)
        own, shared = set(lost.forms) - set(held.forms), set(lost.forms) & set(held.forms)
        anchored = {place for anchor in lost.anchors if (place := self._found(anchor))}
        for place in self._state.naming(group):
            form = self._state.mentions[place].form
            if place in anchored or form in own:
                self._hand_over(place, group, lost.id)
            elif form in shared and place not in self._anchored(held):
                self._share(place, group, (joined, lost.id))

    def _share(self, place: Place, group: set[str], persons: Iterable[str]) -> None:
        rows = self._state.mentions[place].rows
        kept = [row for row in rows if row.entity not in group]
        self._state.give(place, [*kept, *(self._given(person, Tier.POSSIBLE) for person in persons)])

    def _anchored(self, person: PersonRef) -> set[Place]:
        return {place for anchor in person.anchors if (place := self._found(anchor))}

    def _check_not_apart(self, person: str, other: str) -> None:
        for one, two, decision in self._apart:
            if {self._state.head(one), self._state.head(two)} == {person, other}:
                raise ConflictError(
                    f"{described(decision)} says that they are two people.",
                    f"Undo that first: stenogram curate undo {decision.number}",
                )

    def _person(self, ref: PersonRef) -> str:
        """The person whom a decision names: by id, else by the mentions that were theirs."""
        if self._state.is_person(ref.id):
            return self._state.head(ref.id)
        votes = Counter(
            self._state.head(row.entity)
            for place in sorted(self._anchored(ref) & self._state.mentions.keys())
            for row in self._state.mentions[place].rows
            if row.tier < Tier.POSSIBLE.rank
        )
        if not votes:
            raise UnfittingError(f"{_called(ref)} is not there any more.")
        found = min(votes, key=lambda person: (-votes[person], person))
        self._state.put_redirect(ref.id, ref.name, found)
        return found

    def _found(self, anchor: Anchor) -> Place | None:
        """The mention at an anchor; where none is, the place for one."""
        place = self._located.anchors.get(anchor)
        return (self._state.near(place) or place) if place else None

    def _given(self, person: str, tier: Tier) -> Given:
        return Given(person, tier.rank, _CURATED, f"decision {self._number}")


def _all_possible(rows: Iterable[Given]) -> bool:
    return all(row.tier == Tier.POSSIBLE.rank for row in rows)


def _called(person: PersonRef) -> str:
    return f"{person.name} ({person.id})"


def _not_there(anchor: Anchor) -> str:
    return f"{anchor.quote!r} is not found any more in {anchor.document} near character {anchor.start}."
