"""Giving identities the ids of entities, and keeping them: who was a person before stays that person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from corpus.catalogue.ids import entity_id
from corpus.catalogue.named import Held, Persons, read_form_holders, read_held
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, FormRow
from corpus.model import Reason, Tier
from corpus.persons.display import display_name
from corpus.persons.identities import Identity
from corpus.persons.ids import Vote, keep_ids
from corpus.persons.resolution import Assigned, Changes, Resolver

Forms = dict[tuple[str, str], FormRow]


@dataclass(slots=True)
class Entitled:
    """The entities whose rows may differ from what the catalogue holds: all of `ids`, with their rows.

    `renamed` are identities that have another id than before.
    """

    ids: set[str] = field(default_factory=set)
    rows: dict[str, EntityRow] = field(default_factory=dict)
    forms: Forms = field(default_factory=dict)
    renamed: list[Identity] = field(default_factory=list)


def give_ids(
    identities: Sequence[Identity],
    votes: Sequence[Mapping[str, Vote]],
    known: Collection[str],
    free: Collection[str],
) -> tuple[list[str], list[str], dict[str, str]]:
    """The id and the name of each identity, and where lost ids redirect to; see `keep_ids`."""
    names = [display_name(identity.forms, identity.all_names) for identity in identities]

    def mint(n: int, attempt: int) -> str:
        return entity_id("person", names[n], identities[n].bare_of, str(attempt))

    ids, redirects = keep_ids(votes, known, mint, free)
    return ids, names, redirects


class Register:
    """The ids of all identities that have mentions."""

    def __init__(self, held: Persons) -> None:
        self._held = held
        self._ids: dict[Identity, str] = {}
        self._owners: dict[str, Identity] = {}

    def __getitem__(self, identity: Identity) -> str:
        return self._ids[identity]

    def enter(self, connection: Connection, revision: int, resolver: Resolver, changes: Changes) -> Entitled:
        """Give ids to all identities that a change concerns; before anything of it is written."""
        living = [identity for identity in changes.identities if identity.tally]
        free = {self._ids[i] for i in changes.identities if i in self._ids}
        free |= {entity for entity in self._held.names if entity not in self._owners}
        votes = _Votes(connection, revision, self._ids, free).cast(resolver, changes, living)
        cast = [votes.get(identity, {}) for identity in living]
        ids, names, redirects = give_ids(living, cast, self._held.names, free)
        before = [self._ids.get(identity) for identity in living]
        self._register(changes.identities, living, ids)
        found = self._entitle(free, dict(zip(ids, names, strict=True)), redirects)
        pairs = zip(living, before, ids, strict=True)
        found.renamed = [identity for identity, old, new in pairs if old not in (None, new)]
        return found

    def _register(
        self, concerned: Iterable[Identity], living: Collection[Identity], ids: Collection[str]
    ) -> None:
        for identity in concerned:
            if (entity := self._ids.pop(identity, None)) is not None:
                del self._owners[entity]
        for identity, entity in zip(living, ids, strict=True):
            self._ids[identity] = entity
            self._owners[entity] = identity

    def _entitle(
        self, free: Collection[str], names: Mapping[str, str], redirects: Mapping[str, str]
    ) -> Entitled:
        """Note names and redirects, and say which rows are to be written."""
        held, found = self._held, Entitled(ids={*free, *names, *redirects})
        lost = {entity: held.names.pop(entity) for entity in free if entity in held.names}
        for entity, name in names.items():
            held.names[entity] = name
            found.rows[entity] = EntityRow("person", name, "")
            held.redirects.pop(entity, None)
        for entity, to in redirects.items():
            held.redirects[entity] = EntityRow("person", lost[entity], to)
        self._redirect(found)
        for entity in names:
            for form, counts in self._owners[entity].tally.items():
                found.forms[entity, form] = FormRow(*counts)
        return found

    def _redirect(self, found: Entitled) -> None:
        """Redirects lead to where their person is now, and end where there is none any more."""
        redirects = self._held.redirects
        for entity, row in list(redirects.items()):
            to = redirects[row.redirect].redirect if row.redirect in redirects else row.redirect
            if to == row.redirect and to in self._held.names and entity not in found.ids:
                continue
            found.ids.add(entity)
            if to in self._held.names:
                redirects[entity] = found.rows[entity] = row._replace(redirect=to)
            else:
                del redirects[entity]


class _Votes:
    """Counts what speaks for the earlier ids of identities, of those ids that are free to be given."""

    def __init__(
        self, connection: Connection, revision: int, ids: Mapping[Identity, str], free: Collection[str]
    ) -> None:
        self._connection = connection
        self._revision = revision
        self._ids = ids
        self._free = free
        self._votes: dict[Identity, dict[str, Vote]] = {}

    def cast(
        self, resolver: Resolver, changes: Changes, living: Iterable[Identity]
    ) -> Mapping[Identity, Mapping[str, Vote]]:
        """The votes of all mentions: those in changed documents one by one, the others as they were."""
        for identity in living:
            # Who is nowhere named for sure has the id that the name gives: so it is from scratch, too.
            if identity in self._ids and (named := sum(identity.forms.values())):
                self._add(identity, self._ids[identity], Vote(kept=named))
        new: dict[str, dict[Identity, int]] = {}
        for batch in batches(changes.before):
            held = read_held(self._connection, self._revision, batch)
            for key in batch:
                for row in resolver.assigned(key):
                    self._cast(held, key, row, new)
        holders = read_form_holders(self._connection, self._revision, new) if self._free else {}
        for form, voters in new.items():
            for entity in holders.get(form, ()):
                for identity, count in voters.items():
                    self._add(identity, entity, Vote(alike=count))
        return self._votes

    def _cast(self, held: Held, document: int, row: Assigned, new: dict[str, dict[Identity, int]]) -> None:
        # An office says nothing of who a person is: its next holder is another.
        if row.tier is Tier.POSSIBLE or row.reason is Reason.OFFICE:
            return
        mention, identity = row.mention, row.identity
        if identity in self._ids:
            self._add(identity, self._ids[identity], Vote(kept=-1))  # counted with all: now by itself
        key = mention.key or held.found.get((document, mention.start, mention.end), 0)
        before = held.sure.get(key, ())
        for entity in before:
            self._add(identity, entity, Vote(kept=1))
        if not before:
            voters = new.setdefault(mention.form, {})
            voters[identity] = voters.get(identity, 0) + 1

    def _add(self, identity: Identity, entity: str, vote: Vote) -> None:
        if entity in self._free:
            votes = self._votes.setdefault(identity, {})
            kept, alike = votes.get(entity, Vote())
            votes[entity] = Vote(kept + vote.kept, alike + vote.alike)
