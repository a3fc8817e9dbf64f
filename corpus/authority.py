"""Bringing the authority up to date: from the catalogue's mentions to persons and organisations.

What resolution found is kept beside the catalogue in a running process; the next time only documents that
came or went are resolved, and what they touch. Without it all documents are. Either way only the
differences from what the catalogue holds are written, in one transaction. Curators' decisions are lifted off
before and put back after that: resolution knows nothing of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from corpus.catalogue.authority import (
    NewMention,
    is_current,
    mark_current,
    mark_of,
    mark_settled,
    write_entities,
    write_mentions,
)
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.form_keys import renew_unclaimed_forms
from corpus.catalogue.named import (
    living_documents,
    read_names,
    read_organisation_ids,
    read_organisations,
    read_persons,
    read_texts,
    read_unclaimed_forms,
)
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import Given
from corpus.collecting import seldom_collected
from corpus.curation.deciding import put_decisions
from corpus.curation.lifting import lift_decisions, recount_forms
from corpus.curation.records import load_decisions
from corpus.entitling import Register
from corpus.organising import Organisations
from corpus.persons.names import DocumentNames
from corpus.persons.resolution import Assigned, MissingError, Resolver

# Documents whose mentions are written in one go.
_MANY = 200


@dataclass(slots=True)
class Outcome:
    """What the mentions of some documents are to hold: attributions by mention, found mentions."""

    given: dict[int, set[Given]] = field(default_factory=lambda: defaultdict(set))
    found: dict[NewMention, set[Given]] = field(default_factory=lambda: defaultdict(set))

    def add(self, document: int, row: Assigned, entity: str) -> None:
        """Add a mention of a person."""
        given = Given(entity, row.tier.rank, row.reason.value, row.detail)
        mention = row.mention
        if mention.key is not None:
            self.given[mention.key].add(given)
        else:
            self.found[NewMention(document, mention.start, mention.end, mention.form)].add(given)


def update_authority(catalogue: Catalogue, revision: int) -> bool:
    """Resolve persons and organisations where documents have changed; False where none have.

    Call it under the writers' lock with its revision.
    """
    kept, catalogue.kept = catalogue.kept, None
    desk = [kept] if isinstance(kept, Desk) else []

    def update(connection: Connection) -> tuple[bool, Desk | None]:
        # Taken away first: when this has to be done twice, the desk is ahead of the catalogue.
        return _update(connection, revision, desk.pop() if desk else None)

    with seldom_collected():
        changed, catalogue.kept = catalogue.transact(update)
    return changed


def _update(connection: Connection, revision: int, desk: Desk | None) -> tuple[bool, Desk | None]:
    if is_current(connection):
        return False, desk
    made = load_decisions(connection)
    uncounted = lift_decisions(connection, revision) if made else set()
    desk = _settled(connection, revision, desk)
    if made:
        recount_forms(connection, revision, uncounted)
        put_decisions(connection, revision, made)
    mark_current(connection)
    desk.mark = mark_settled(connection)
    return True, desk


def _settled(connection: Connection, revision: int, desk: Desk | None) -> Desk:
    """A desk that has taken in what changed: the one that was kept where it can be."""
    if desk is not None and desk.mark == mark_of(connection):
        try:
            desk.update(connection, revision)
        except MissingError:
            # A version that was resolved and never published is gone without a trace.
            pass
        else:
            return desk
    desk = Desk(connection, revision)
    desk.update(connection, revision)
    return desk


class Desk:
    """All that is known of the authority, kept from one update to the next.

    `mark` is the catalogue's own after the last one: another one says that somebody else resolved. Decisions
    do not change it, since they leave what the machine says as it is.
    """

    def __init__(self, connection: Connection, revision: int) -> None:
        self.mark = mark_of(connection)
        self._connection = connection
        self._resolver = Resolver(self._read)
        self._register = Register(read_persons(connection, revision))
        self._organisations = Organisations()
        self._versions: Mapping[int, str] = {}
        # Organisations that the catalogue holds, and nobody has looked at yet.
        self._unseen = read_organisation_ids(connection, revision)
        self._unclaimed = read_unclaimed_forms(connection, revision)

    def _read(self, keys: Collection[int]) -> Iterator[DocumentNames]:
        return read_names(self._connection, keys)

    def update(self, connection: Connection, revision: int) -> None:
        """Take in what changed in the catalogue, and write what follows."""
        self._connection = connection
        living = living_documents(connection, revision)
        come, gone = self._turn_over(living)
        texts = self._unclaimed | self._resolver.mentioned(gone)
        changes = self._resolver.settle(come, gone)
        persons = self._register.enter(connection, revision, self._resolver, changes)
        write_entities(connection, revision, persons.ids, persons.rows, persons.forms)
        renamed = {key for identity in persons.renamed for key in self._resolver.holding(identity)}
        concerned = (changes.before.keys() | come | renamed) & living.keys()
        concerned |= self._update_organisations(concerned, gone, revision)
        for batch in batches(sorted(concerned), _MANY):
            outcome = self._outcome(batch)
            write_mentions(connection, revision, batch, outcome.given, outcome.found)
        texts |= self._resolver.mentioned(come | changes.before.keys())
        renew_unclaimed_forms(connection, revision, texts)
        self._unclaimed = set()

    def _turn_over(self, living: Mapping[int, str]) -> tuple[set[int], set[int]]:
        """The documents that came, and those that went."""
        held, self._versions = self._versions, living
        if any(held.get(key, version) != version for key, version in living.items()):
            raise MissingError("A document was replaced under its own key.")
        return living.keys() - held.keys(), held.keys() - living.keys()

    def _update_organisations(self, come: Collection[int], gone: Iterable[int], revision: int) -> set[int]:
        for key in gone:
            self._organisations.remove(key)
        for batch in batches(sorted(come), _MANY):
            found = read_organisations(self._connection, revision, batch)
            for key, text in read_texts(self._connection, batch):
                self._organisations.put(key, text, found[key], self._resolver.assigned(key))
        regrouped = self._organisations.group()
        ids, self._unseen = regrouped.ids | self._unseen, set()
        write_entities(self._connection, revision, ids, regrouped.rows, regrouped.forms)
        return regrouped.documents

    def _outcome(self, batch: Collection[int]) -> Outcome:
        outcome = Outcome()
        for key in batch:
            for row in self._resolver.assigned(key):
                outcome.add(key, row, self._register[row.identity])
            for mention, given in self._organisations.given(key):
                outcome.given[mention].add(given)
        return outcome
