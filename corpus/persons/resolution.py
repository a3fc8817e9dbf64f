"""Resolution: from the names of all documents to persons, each mention with tier and reason.

The steps are those of "Persons" in DESIGN: candidates and sweep, identities, bare surnames by context,
aliases, misprints. A `Resolver` holds what they made; when documents come or go it works again on what
they touch, and on nothing else: words of which the verdict changes, the documents that hold these,
blocks whose names change, and the documents that were answered from there. From scratch is the same
with all documents at once, so that what comes one by one ends like what comes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.model import Reason, Tier
from corpus.names.fold import skeleton
from corpus.names.parse import Name
from corpus.persons.assigning import Answers, Assigned, Assigner
from corpus.persons.blocks import Block, Blocks, is_joined
from corpus.persons.doubts import Doubts
from corpus.persons.finishing import finish, with_offices
from corpus.persons.identities import Identity, members
from corpus.persons.joining import Joins, links_of
from corpus.persons.misprints import MANY, RARE
from corpus.persons.names import Candidate, DocumentNames
from corpus.persons.office_keeping import Offices
from corpus.persons.reach import Reached
from corpus.persons.reading import Reading
from corpus.persons.surnames import Surnames
from corpus.persons.transcriptions import Transcriptions
from corpus.persons.weighing import MissingError, Weighing, only

__all__ = ["Assigned", "Changes", "MissingError", "Resolution", "Resolver", "Source", "resolve"]

# The documents with these keys, in any order; one that is not there is left out.
Source = Callable[[Collection[int]], Iterable[DocumentNames]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """All identities that have mentions, and the assignments of each document by its key."""

    identities: tuple[Identity, ...]
    assigned: Mapping[int, tuple[Assigned, ...]]


@dataclass(slots=True)
class Changes:
    """What settling changed: what each document concerned held before, and the identities concerned."""

    before: dict[int, tuple[Assigned, ...]] = field(default_factory=dict)
    identities: dict[Identity, None] = field(default_factory=dict)


def resolve(documents: Iterable[DocumentNames]) -> Resolution:
    """Work out who is who. The order in which the documents come does not matter to the result.

    They are gone through three times; no text is kept.
    """
    held = list(documents) if isinstance(documents, Iterator) else documents
    resolver = Resolver(lambda keys: (document for document in held if document.key in keys))
    resolver.settle([document.key for document in held])
    return resolver.resolution()


class Resolver:
    """Who is who, kept up to date. `source` gives the documents; their texts are not held."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._weighing = Weighing()
        self._surnames = Surnames()
        self._blocks = Blocks()
        self._reached = Reached(self._blocks)
        self._doubts = Doubts(self._surnames)
        self._joins = Joins()
        self._transcriptions = Transcriptions(self._blocks)
        self._offices = Offices()
        self._readings: dict[int, Reading] = {}
        self._placed: dict[int, tuple[str, ...]] = {}
        self._ambiguous: dict[tuple[str, ...], set[int]] = {}
        self._answers: dict[int, Answers] = {}
        self._assigned: dict[int, tuple[Assigned, ...]] = {}

    @property
    def keys(self) -> Collection[int]:
        """The documents that are held."""
        return self._readings.keys()

    def assigned(self, key: int) -> tuple[Assigned, ...]:
        """The assignments of a document, in order; none for one that is not held."""
        return self._assigned.get(key, ())

    def mentioned(self, keys: Iterable[int]) -> set[str]:
        """The forms of all mentions of documents, believed or not."""
        held = (self._readings[key] for key in keys if key in self._readings)
        return {mention.form for reading in held for mention in reading.document.mentions}

    def holding(self, identity: Identity) -> set[int]:
        """The documents that have mentions of an identity, or may have."""
        return {key for i in members(identity) for key in self._reached.of_identity(i)}

    def resolution(self) -> Resolution:
        """All that is held."""
        ordered = sorted(self._readings, key=lambda key: self._readings[key].document.id)
        used = dict.fromkeys(row.identity for key in ordered for row in self._assigned[key])
        return Resolution(tuple(used), {key: self._assigned[key] for key in ordered})

    def settle(self, come: Collection[int], gone: Collection[int] = ()) -> Changes:
        """Take in documents and let others go, by their keys. Raises `MissingError` where one is not there.

        A document that changed goes under its old key and comes under a new one. After an error the
        resolver is good for nothing.
        """
        fresh, outdated = self._read(set(come), set(gone))
        counted, regrouped = self._surnames.change(_names(outdated.values()), _names(fresh.values()))
        doubted = self._doubts.change(outdated.values(), fresh.values(), counted)
        moving = {*outdated, *fresh, *(key for group in regrouped for key in self._ambiguous.get(group, ()))}
        dirty = self._replace(moving & (self._readings.keys() | fresh.keys()), fresh, gone)
        doubted |= {*dirty, *self._grown_rare(counted)}
        self._joins.part()
        self._answer_all(dirty, doubted & self._readings.keys())
        joined = self._joins.join(self._transcriptions)
        touched = {key for identity in joined.identities for key in self._reached.of_identity(identity)}
        changes = Changes(identities=dict.fromkeys(joined.roots))
        concerned = {*doubted, *touched, *joined.documents} & self._readings.keys()
        finished = self._finish(concerned, fresh)
        for key in sorted({*finished, *self._give_offices(finished, gone), *gone}):
            self._conclude(key, finished.get(key), changes)
        return changes

    def _read(self, come: set[int], gone: set[int]) -> tuple[dict[int, Reading], dict[int, Reading]]:
        """What has to be read anew, and what no longer holds."""
        added, removed = only(self._source(come), come), only(self._source(gone), gone)
        unread = (self._weighing.change(added, removed) & self._readings.keys()) - gone
        wanted = unread | come
        fresh = dict(self._weighing.read(only(self._source(wanted), wanted)))
        return fresh, {key: self._readings[key] for key in unread | gone}

    def _replace(self, moving: set[int], fresh: Mapping[int, Reading], gone: Collection[int]) -> set[int]:
        """Put new readings in the place of old ones. Returns the documents to be answered again."""
        touched: dict[str, Block] = {}
        for key in moving & self._placed.keys():
            self._count(key, touched, -1)
        for key in gone:
            self._forget(key)
        self._readings.update(fresh)
        for key in moving & self._readings.keys():
            full = _full(self._readings[key])
            self._placed[key] = tuple(self._surnames.block(candidate.name) for candidate in full)
            self._note_ambiguous(key)
            self._count(key, touched, 1)
        dirty = moving & self._readings.keys()
        for block in touched.values():
            shift = self._blocks.build(block)
            dirty.update(self._reached.concerned(block, shift, self._readings))
        self._transcriptions.change(touched.values())
        return dirty

    def _count(self, key: int, touched: dict[str, Block], sign: int) -> None:
        """Count the full names of a document in their blocks, or take them away."""
        reading = self._readings[key]
        for sound, candidate in zip(self._placed[key], _full(reading), strict=True):
            block = touched[sound] = self._blocks.block(sound)
            block.add(candidate.name, candidate.mention.form, reading.places, sign)

    def _note_ambiguous(self, key: int) -> None:
        for candidate in self._readings[key].candidates:
            if len(candidate.name.readings) > 1:
                self._ambiguous.setdefault(candidate.name.readings, set()).add(key)

    def _forget(self, key: int) -> None:
        self._unanswer(key)
        del self._readings[key], self._placed[key]

    def _unanswer(self, key: int) -> None:
        if (answers := self._answers.pop(key, None)) is not None:
            self._reached.forget(key, answers)
            self._joins.put(key, "", [])
            _count_mentions(answers, -1)

    def _answer_all(self, dirty: Collection[int], doubted: Collection[int]) -> None:
        """Answer documents with their texts: the names of those that are dirty, the misprints of others."""
        for document in only(self._source(doubted), doubted):
            if document.key in dirty:
                self._answer(document)
            self._read_misprints(document)

    def _answer(self, document: DocumentNames) -> None:
        """Give a document's names to identities."""
        key = document.key
        self._unanswer(key)
        reading, answers = self._readings[key], Answers()
        self._assigner(document, reading, answers).assign()
        self._answers[key] = answers
        self._reached.note(key, answers)
        self._joins.put(key, reading.document.id, links_of(key, reading, answers.rows))
        _count_mentions(answers, 1)

    def _read_misprints(self, document: DocumentNames) -> None:
        key = document.key
        reading, answers = self._readings[key], self._answers[key]
        misprints = self._doubts.misprints(reading.document.case)
        asked = self._assigner(document, reading, answers).read_misprints(misprints)
        self._reached.note(key, answers)
        self._doubts.note(reading.document.case, key, asked)

    def _assigner(self, document: DocumentNames, reading: Reading, answers: Answers) -> Assigner:
        evidence = self._weighing.evidence(reading.document.collection)
        return Assigner(document, reading, answers, evidence, self._surnames, self._blocks)

    def _grown_rare(self, counted: Collection[str]) -> Iterator[int]:
        """The documents with surnames that may have been too frequent for misprints before."""
        for word in counted:
            if (total := self._surnames.totals[word]) > MANY:
                continue
            keys = {*self._reached.of_sound(skeleton(word))}
            keys.update(*(keys for group, keys in self._ambiguous.items() if word in group))
            for key in keys & self._readings.keys():
                reading = self._readings[key]
                if (total <= RARE or reading.noisy) and reading.has(word):
                    yield key

    def _finish(self, keys: Iterable[int], fresh: Collection[int]) -> dict[int, tuple[Assigned, ...]]:
        """What documents hold but for offices, of those where it is no longer as it was, or that are new."""
        found = {}
        for key in keys:
            rows = finish(key, self._readings[key], self._answers[key], self._joins.moves)
            if key in fresh or rows != self._without_offices(key):
                found[key] = rows
        return found

    def _without_offices(self, key: int) -> tuple[Assigned, ...]:
        return tuple(row for row in self.assigned(key) if row.reason is not Reason.OFFICE)

    def _give_offices(
        self, finished: Mapping[int, tuple[Assigned, ...]], gone: Collection[int]
    ) -> Collection[int]:
        """Work out who holds which office. Returns the documents where that may be others now."""
        documents = only(self._source(finished.keys()), finished.keys())
        return self._offices.change(((d, finished[d.key]) for d in documents), gone)

    def _conclude(self, key: int, rows: tuple[Assigned, ...] | None, changes: Changes) -> None:
        """Put together what a document holds in the end, and note what is no longer as it was."""
        before = self.assigned(key)
        if key not in self._readings:
            after: tuple[Assigned, ...] = ()
            self._assigned.pop(key, None)
        else:
            held = self._without_offices(key) if rows is None else rows
            after = self._assigned[key] = with_offices(self._readings[key], held, self._offices.rows(key))
        if after != before:
            changes.before[key] = before
            for found, sign in ((before, -1), (after, 1)):
                for row in found:
                    row.identity.count(row.mention, row.tier, row.reason, sign)
                    changes.identities[row.identity] = None


def _names(readings: Iterable[Reading]) -> Iterator[Name]:
    return (candidate.name for reading in readings for candidate in reading.candidates)


def _full(reading: Reading) -> list[Candidate]:
    """The candidates with surname, and given parts or a title that tells the sex."""
    return [candidate for candidate in reading.candidates if is_joined(candidate.name)]


def _count_mentions(answers: Answers, sign: int) -> None:
    for row in answers.rows:
        row.identity.mentions += sign * (row.tier is not Tier.POSSIBLE)
