"""Decisions as they are shown: whether they hold, and whether they fit the texts as they are."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue.decisions import read_unfitting
from corpus.catalogue.reading.snapshot import Snapshot
from corpus.curation.deciding import concerned_by
from corpus.curation.decisions import Decision, PersonRef, undone
from corpus.curation.records import load_decisions
from corpus.curation.wording import say


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with what became of it.

    `says` is a sentence for people; `undone_by` the number of the undo that takes it back, None where it
    holds; `unfitting` why it does not fit the texts as they are, empty where it does. An undo concerns the
    `persons` of what it takes back.
    """

    decision: Decision
    says: str
    persons: tuple[PersonRef, ...]
    undone_by: int | None
    unfitting: str


def list_decisions(at: Snapshot, *, person: str = "", unfitting: bool = False) -> list[DecisionView]:
    """All decisions in order; those about one person only, or those that do not fit."""
    made = load_decisions(at.db)
    taken, reasons = undone(made), read_unfitting(at.db)
    numbers = {decision.uid: decision.number for decision in made}
    found = [
        DecisionView(
            decision,
            say(decision.act, numbers),
            concerned_by(made, decision),
            taken[decision.uid].number if decision.uid in taken else None,
            reasons.get(decision.number, ""),
        )
        for decision in made
    ]
    wanted = at.final(person)
    return [
        view
        for view in found
        if (not person or any(at.final(ref.id) == wanted for ref in view.persons))
        and (not unfitting or view.unfitting)
    ]
