"""Making decisions: recorded and applied in one transaction, under the writers' lock, without resolving anew.

Every function here is called in a transaction of a writer whose persons are current (`update_authority`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from corpus.catalogue.authority import mark_current
from corpus.catalogue.decisions import add_decision, last_decision, put_unfitting
from corpus.catalogue.living import revive_rows
from corpus.catalogue.reading.snapshot import open_snapshot
from corpus.catalogue.schema import alive, attributions, entities, forms, mentions, speakers
from corpus.catalogue.storable import as_storable
from corpus.catalogue.writing import mark_changed
from corpus.curation.applying import UnfittingError, apply_decisions, apply_new
from corpus.curation.decisions import (
    Act,
    Decision,
    Different,
    Merge,
    PersonRef,
    Split,
    Undo,
    described,
    in_force,
    names_given,
    persons_of,
    undone,
)
from corpus.curation.lifting import lift_decisions
from corpus.curation.locating import locate
from corpus.curation.reading import read_decided, read_machines, read_mentions
from corpus.curation.records import load_decisions, row_of
from corpus.curation.requests import LONGEST_NAME, Request, make_act, named_in
from corpus.curation.state import Place, Stated
from corpus.curation.writing import Difference, write_difference
from corpus.errors import ConflictError, InvalidError, NotFoundError
from corpus.model import Finder

LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a decision: by whom, when (ISO 8601, UTC), why.

    `after` is the number of the last decision that its author knew of, where that is said.
    """

    uid: str
    author: str
    made_at: str
    comment: str = ""
    after: int | None = None

    def check(self) -> None:
        """Raise `InvalidError` for an author or a comment that cannot be kept."""
        if not self.author.strip() or not self.author.isprintable() or len(self.author) > LONGEST_NAME:
            raise InvalidError(
                "A decision needs an author.", f"Give a name of 1 to {LONGEST_NAME} printable characters."
            )
        if len(self.comment) > LONGEST_COMMENT or as_storable(self.comment) != self.comment:
            raise InvalidError(
                "The comment cannot be kept.", f"Give at most {LONGEST_COMMENT:,} characters of text."
            )

    def decision(self, number: int, act: Act) -> Decision:
        """The decision that is made by an act."""
        return Decision(number, self.uid, act, self.author, self.made_at, self.comment)


def decide(connection: Connection, revision: int, request: Request, said: Said) -> Decision:
    """Make a decision. Done twice with one `uid` it is done once.

    Raises `ConflictError` where a later decision than the last one seen is about the same persons, and where
    an earlier one says the contrary; `NotFoundError` and `InvalidError` for what is not there or cannot be
    decided.
    """
    made = load_decisions(connection)
    if known := next((d for d in made if d.uid == said.uid), None):
        return known
    said.check()
    _check_seen(connection, revision, made, named_in(request), said.after)
    act = make_act(connection, revision, request, said.uid)
    _check_joined(made, act)
    decision = said.decision(last_decision(connection) + 1, act)
    _apply_one(connection, revision, made, decision)
    add_decision(connection, row_of(decision, {}))
    _note_changed(connection)
    return decision


def undo(connection: Connection, revision: int, number: int, said: Said) -> Decision:
    """Take a decision back; an undo too, which lets the decision hold again. Errors as in `decide`."""
    made = load_decisions(connection)
    if known := next((d for d in made if d.uid == said.uid), None):
        return known
    said.check()
    taken = next((d for d in made if d.number == number), None)
    if taken is None:
        raise NotFoundError(f"There is no decision {number}.", "List them: stenogram curate list")
    _check_undoable(made, taken)
    _check_seen(connection, revision, made, [ref.id for ref in concerned_by(made, taken)], said.after)
    decision = said.decision(last_decision(connection) + 1, Undo(taken.uid))
    add_decision(connection, row_of(decision, {taken.uid: taken.number}))
    apply_anew(connection, revision, (*made, decision))
    return decision


def apply_anew(connection: Connection, revision: int, made: Sequence[Decision]) -> dict[int, str]:
    """Apply all decisions in force to what the machine says; returns which do not fit, and why."""
    lift_decisions(connection, revision)
    unfitting = put_decisions(connection, revision, made)
    _note_changed(connection)
    return unfitting


def put_decisions(connection: Connection, revision: int, made: Sequence[Decision]) -> dict[int, str]:
    """Apply all decisions in force to an authority that holds what the machine says (`lift_decisions`).

    Returns which do not fit, and why. What ends as it was before decisions were lifted has not changed.
    """
    holding = in_force(tuple(made))
    concerned = {ref.id for decision in holding for ref in persons_of(decision.act)}
    state, located = read_machines(connection, revision, holding)
    before = state.copy()
    unfitting = apply_decisions(state, holding, located)
    found = _found_by_curators(connection, revision)
    changed = {place: one for place, one in state.mentions.items() if before.mentions.get(place) != one}
    rewritten = {**found, **{p: _with_key(one, found.get(p)) for p, one in changed.items()}}
    rows = {entity: state.entities.get(entity) for entity in concerned | state.entities.keys()}
    write_difference(connection, revision, Difference(rewritten, rows, names_given(holding)))
    put_unfitting(connection, unfitting)
    for table in (attributions, speakers, entities, forms):
        revive_rows(connection, table, revision)
    return unfitting


def _with_key(stated: Stated, held: Stated | None) -> Stated:
    """A mention that a curator found, as the one that is held already."""
    return replace(stated, key=held.key) if stated.key is None and held else stated


def _apply_one(connection: Connection, revision: int, made: Sequence[Decision], new: Decision) -> None:
    """Apply one decision more to what is decided now."""
    earlier = in_force(made)
    located = locate(connection, revision, [new])
    ids = {ref.id for ref in persons_of(new.act)}
    others = {ref.id for d in earlier if isinstance(d.act, Merge | Different) for ref in persons_of(d.act)}
    state = read_decided(connection, revision, new.act, located, others)
    before = state.copy()
    try:
        apply_new(state, new, located, earlier)
    except UnfittingError as error:
        raise InvalidError(str(error), "Look at the persons and mentions as they are now.") from error
    rewritten = {p: one for p, one in state.mentions.items() if before.mentions.get(p) != one}
    changed = {e: row for e, row in state.entities.items() if e in ids or before.entities.get(e) != row}
    names = names_given((*earlier, new))
    write_difference(connection, revision, Difference(rewritten, changed, names))


def _found_by_curators(connection: Connection, revision: int) -> dict[Place, Stated]:
    """The mentions that curators found, each as if nobody were named by it."""
    query = select(mentions.c.key).where(mentions.c.by == Finder.CURATOR.value, alive(mentions, revision))
    return read_mentions(connection, revision, connection.execute(query).scalars().all(), {})


def _check_seen(
    connection: Connection,
    revision: int,
    made: Sequence[Decision],
    persons: Iterable[str],
    after: int | None,
) -> None:
    """Raise `ConflictError` for a decision about the same persons that its author has not seen."""
    if after is None:
        return
    at = open_snapshot(connection, revision)
    asked = {at.final(person) for person in persons}
    for decision in made:
        if decision.number > after:
            for ref in concerned_by(made, decision):
                if at.final(ref.id) in asked:
                    raise ConflictError(
                        f"{described(decision)} is about {ref.name} too, and later than what you saw.",
                        "Look at it; then decide again.",
                    )


def _check_joined(made: Sequence[Decision], act: Act) -> None:
    """Raise `ConflictError` for persons who are one already."""
    if not isinstance(act, Merge) or act.kept.id != act.merged.id:
        return
    for decision in reversed(in_force(made)):
        if isinstance(decision.act, Merge) and act.kept.id in (decision.act.kept.id, decision.act.merged.id):
            raise ConflictError(f"They are one person already: {described(decision)}.")
    raise ConflictError("They are one person already.")


def _check_undoable(made: Sequence[Decision], taken: Decision) -> None:
    if (by := undone(made).get(taken.uid)) is not None:
        raise ConflictError(
            f"Decision {taken.number} is undone already: {described(by)}.",
            f"To let it hold again: stenogram curate undo {by.number}",
        )
    act = taken.act
    if isinstance(act, Split):
        for decision in in_force(made):
            if decision is not taken and act.new.id in {ref.id for ref in persons_of(decision.act)}:
                raise ConflictError(
                    f"{described(decision)} is about {act.new.name}, whom this one made.",
                    f"Undo that first: stenogram curate undo {decision.number}",
                )


def concerned_by(made: Sequence[Decision], decision: Decision) -> tuple[PersonRef, ...]:
    """The persons that a decision is about; an undo is about those of what it takes back."""
    if isinstance(decision.act, Undo):
        uid = decision.act.uid
        taken = next((d for d in made if d.uid == uid), None)
        return concerned_by(made, taken) if taken and taken.number < decision.number else ()
    return persons_of(decision.act)


def _note_changed(connection: Connection) -> None:
    """Say that the index has to follow; persons do already."""
    mark_changed(connection)
    mark_current(connection)
