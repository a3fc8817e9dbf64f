"""Curators' decisions: made, applied to persons, and published, so that the next answer shows them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TypeVar

from sqlalchemy import Connection

from corpus.authority import update_authority
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.state import INDEXED, get_state, set_state
from corpus.curation import deciding
from corpus.curation.decisions import Decision
from corpus.curation.files import Import, add_all
from corpus.curation.listing import DecisionView, list_decisions
from corpus.curation.requests import Request
from corpus.errors import NotFoundError
from corpus.known.importing import Imported, import_known
from search.cursors import Place
from search.engines.base import Engine
from search.indexer import Indexing, refresh
from search.publication import GRACE_SECONDS
from search.service.generations import View
from search.service.values import DecisionsAnswer

# Seconds to wait for another writer: an ingest may take hours, and nobody's browser waits so long.
_WAIT = 20.0


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides and why. `after` is the last decision that they know of about these persons, if said."""

    author: str
    comment: str = ""
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Curation:
    """Makes decisions on a catalogue and its index. Raises `UnavailableError` while others write for long."""

    catalogue: Catalogue
    engine: Engine
    grace: float = GRACE_SECONDS
    now: Callable[[], float] = time.time
    wait: float = _WAIT

    def decide(self, request: Request, signed: Signed) -> Decision:
        """Make a decision and publish it. Errors as in `corpus.curation.deciding.decide`."""
        said = self._said(signed)
        return self._write(lambda db, revision: deciding.decide(db, revision, request, said))

    def undo(self, number: int, signed: Signed) -> Decision:
        """Take a decision back and publish that."""
        said = self._said(signed)
        return self._write(lambda db, revision: deciding.undo(db, revision, number, said))

    def add_all(self, text: str) -> Import:
        """Add the decisions of a file (`corpus.curation.files`), and publish what they change."""
        return self._write(lambda db, revision: add_all(db, revision, text))

    def import_authority(self, name: str, text: str, signed: Signed) -> Imported:
        """Keep an authority file's persons (`corpus.known`), and publish what that changes."""
        said = self._said(signed)
        return self._write(lambda db, revision: import_known(db, revision, name, text, said))

    def _said(self, signed: Signed) -> deciding.Said:
        moment = datetime.fromtimestamp(self.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return deciding.Said(
            token_hex(8), signed.author.strip(), moment, signed.comment.strip(), signed.after
        )

    def _write(self, act: Callable[[Connection, int], T]) -> T:
        with self.catalogue.writing(wait=self.wait) as revision:
            update_authority(self.catalogue, revision)
            made = self.catalogue.transact(lambda db: act(db, revision))
            self.publish(revision)
        return made

    def publish(self, revision: int) -> None:
        """Index what differs and publish it, under the writers' lock."""
        with self.catalogue.engine.connect() as db:
            changes = get_state(db, "changes", "0")
        refresh(Indexing(self.catalogue, self.engine, revision, grace=int(self.grace), now=self.now))
        self.catalogue.transact(lambda db: set_state(db, INDEXED, changes))


def decisions(
    view: View,
    person: str,
    unfitting: bool,
    limit: int,
    after: Place | None,
    following: Callable[[Place], str],
) -> DecisionsAnswer:
    """One page of the decisions, in the order in which they were made."""
    found = list_decisions(view.at, person=person, unfitting=unfitting)
    last = int(after[0]) if after else 0
    rest = [one for one in found if one.decision.number > last]
    place = (rest[limit - 1].decision.number,) if len(rest) > limit else None
    return DecisionsAnswer(
        items=tuple(rest[:limit]),
        total=len(found),
        next=following(place) if place else None,
        receipt=view.receipt(len(found)),
    )


def decision(view: View, number: int) -> DecisionView:
    """One decision. Raises `NotFoundError`."""
    for one in list_decisions(view.at):
        if one.decision.number == number:
            return one
    raise NotFoundError(f"There is no decision {number}.", "See the list of all decisions.")
