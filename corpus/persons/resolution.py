"""Resolution: from the names of all documents to persons, each mention with tier and reason.

A pure function of the documents' names, so that what comes one by one ends like what comes at once.
The steps are those of "Persons" in DESIGN: candidates and sweep, identities, bare surnames by context,
aliases, misprints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Finder, Reason, Tier
from corpus.names.fold import fold, is_cyrillic, skeleton
from corpus.names.parse import Name, parse_name
from corpus.persons.aliases import Alias, find_aliases
from corpus.persons.candidates import read_candidates
from corpus.persons.context import choose
from corpus.persons.evidence import Evidence, gather
from corpus.persons.identities import Blocks, Identity
from corpus.persons.misprints import RARE, Misprint, Misprints
from corpus.persons.names import Candidate, DocumentNames, NamedMention
from corpus.persons.office_holders import hold_offices
from corpus.persons.office_statements import Named
from corpus.persons.scene import Seen
from corpus.persons.sweep import names_a_place, start_of_name, unread


@dataclass(frozen=True, slots=True)
class Assigned:
    """A mention given to an identity."""

    mention: NamedMention
    identity: Identity
    tier: Tier
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """All identities that have mentions, and the assignments of each document by its key."""

    identities: tuple[Identity, ...]
    assigned: Mapping[int, tuple[Assigned, ...]]


@dataclass(slots=True)
class _Read:
    """A document while resolution runs. `seen` is where identities were named."""

    document: DocumentNames
    evidence: Evidence
    candidates: list[Candidate]
    assigned: list[Assigned] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def surnames(self) -> set[str]:
        """The surnames of all that was assigned, folded."""
        return {candidate.name.surname for candidate in self.candidates if candidate.name.surname}

    def speaking(self) -> set[Identity]:
        """Who has a speaker's label."""
        return {row.identity for row in self.assigned if row.mention.by is Finder.LABEL}

    def sure(self, mention: NamedMention) -> Assigned | None:
        """The person of a mention, where that is decided."""
        rows = [row for row in self.assigned if row.mention == mention and row.tier is not Tier.POSSIBLE]
        return rows[0] if len(rows) == 1 else None


def resolve(documents: Iterable[DocumentNames]) -> Resolution:
    """Work out who is who. The order in which the documents come does not matter to the result."""
    ordered = sorted(documents, key=lambda document: document.id)
    evidence = _evidence(ordered)
    reads = [_Read(d, evidence[d.collection], read_candidates(d, evidence[d.collection])) for d in ordered]
    surnames = _Surnames(reads)
    blocks = _build(reads, surnames)
    for read in reads:
        read.assigned = list(_Assigner(read, surnames, blocks).assign())
    _join_aliases(reads)
    for case in _cases(reads):
        misprints = Misprints((s for read in case for s in read.surnames()), surnames.totals)
        for read in case:
            _MisprintReader(read, surnames, blocks, misprints).read()
    _give_offices(reads)
    return _result(reads)


def _evidence(documents: Sequence[DocumentNames]) -> dict[str, Evidence]:
    collections: dict[str, list[DocumentNames]] = defaultdict(list)
    for document in documents:
        collections[document.collection].append(document)
    return {name: gather(of_collection) for name, of_collection in collections.items()}


class _Surnames:
    """How often each reading of a surname occurs; which of several readings is meant."""

    def __init__(self, reads: Sequence[_Read]) -> None:
        self.totals: Counter[str] = Counter()
        self._sounds: Counter[str] = Counter()
        for read in reads:
            for candidate in read.candidates:
                self.totals.update(candidate.name.readings)
                self._sounds.update(candidate.name.skeletons)

    def block(self, name: Name) -> str:
        """The sound of the surname; of several readings the one that most mentions share."""
        sounds = (skeleton(reading) for reading in name.readings)
        return max(sounds, key=lambda sound: (self._sounds[sound], -len(sound), sound))


def _build(reads: Sequence[_Read], surnames: _Surnames) -> Blocks:
    """Identities of all names with given parts, and where each is named."""
    blocks = Blocks()
    full = [(read, c) for read in reads for c in read.candidates if c.name.surname and c.name.given]
    for _, candidate in full:
        blocks.add(surnames.block(candidate.name), candidate.name)
    blocks.build()
    for read, candidate in full:
        identities = blocks.of_name(surnames.block(candidate.name), candidate.name)
        if len(identities) == 1:
            document = read.document
            places = (document.id, document.case, document.collection)
            identities[0].count(candidate.mention.form, places)
    return blocks


class _Assigner:
    """Gives the candidates of one document to identities."""

    def __init__(self, read: _Read, surnames: _Surnames, blocks: Blocks) -> None:
        self._read = read
        self._surnames = surnames
        self._blocks = blocks

    def assign(self) -> Iterator[Assigned]:
        """All assignments, in order; of an undecided name one for each person."""
        for candidate in self._read.candidates:
            rows = list(self.rows(candidate))
            if len(rows) == 1:
                rows[0].identity.mentions += 1
                full = bool(candidate.name.given)
                self._read.seen.append(Seen(candidate.mention.start, rows[0].identity, full))
            yield from rows

    def rows(self, candidate: Candidate) -> Iterator[Assigned]:
        """The assignments of one candidate."""
        mention, name = candidate.mention, candidate.name
        several = self._possible(name)
        chosen, tier = choose(several, self._read.document, mention.start, self._read.seen)
        if not name.surname:
            if not chosen:
                chosen, tier = self._standing_alone(name), Tier.PROBABLE
            for identity in chosen:
                yield Assigned(mention, identity, _at_most_probable(tier), Reason.GIVEN_NAME)
            return
        if not chosen:
            bare = self._blocks.bare(self._surnames.block(name), self._read.document.collection)
            chosen, tier = [bare], self._tier_of_bare(name)
        for identity in chosen:
            yield Assigned(mention, identity, tier, *_reason(mention, name, identity))

    def _possible(self, name: Name) -> Sequence[Identity]:
        if not name.surname:
            found = self._blocks.of_given(name)
            # A single given name means somebody of the same document; with a patronymic it tells more.
            return found if len(name.given) > 1 else [i for i in found if self._read.document.id in i.places]
        block = self._surnames.block(name)
        if not name.given:
            return self._blocks.of_block(block)
        known = self._blocks.of_name(block, name)
        return known or [i for i in self._blocks.of_block(block) if i.agrees(name)]

    def _standing_alone(self, name: Name) -> Sequence[Identity]:
        """Of given names that nobody is known to bear: of one, somebody of the document; of more, of the
        collection."""
        document = self._read.document
        place = document.id if len(name.given) == 1 else document.collection
        return [self._blocks.alone(" ".join(skeleton(part.text) for part in name.given), place)]

    def _tier_of_bare(self, name: Name) -> Tier:
        """A surname of which only the tagger says that it is one is *probable*."""
        known = any(self._read.evidence.structural[reading] for reading in name.readings)
        return Tier.CERTAIN if known else Tier.PROBABLE


def _reason(mention: NamedMention, name: Name, identity: Identity) -> tuple[Reason, str]:
    known = {reading for other in identity.names for reading in other.readings}
    other_script = is_cyrillic(name.written) and not all(is_cyrillic(n.written) for n in identity.names)
    if known and (other_script or not known & set(name.readings)):
        return Reason.TRANSLITERATION, f"{name.written} for {identity.names[0].written}"
    if mention.by is Finder.LABEL:
        return Reason.SPEAKER_LABEL, ""
    if not name.given:
        return Reason.SURNAME, ""
    return (Reason.FULL_NAME if name.fullness[0] else Reason.INITIALS), ""


def _at_most_probable(tier: Tier) -> Tier:
    return Tier.PROBABLE if tier is Tier.CERTAIN else tier


def _join_aliases(reads: Sequence[_Read]) -> None:
    """Act on what the texts say of aliases, full names first."""
    stated = [
        (read, alias)
        for read in reads
        for alias in find_aliases(read.document, [candidate.mention for candidate in read.candidates])
    ]
    for read, alias in sorted(stated, key=lambda pair: pair[1].is_bare):
        _join(read, alias)


def _join(read: _Read, alias: Alias) -> None:
    """Merge two identities that a document states to be one, unless both speak in it.

    "John Thompson, alias Jones" says nothing of an Elizabeth Jones: a bare alias that belongs to a
    person who is named in full elsewhere goes to the one who bears it here, and nothing is merged.
    """
    row, other = read.sure(alias.name), read.sure(alias.alias)
    if not row or not other or {row.identity, other.identity} <= read.speaking():
        return
    both_named = row.identity.names and other.identity.names
    if alias.is_bare and both_named and row.identity.root() is not other.identity.root():
        read.assigned.remove(other)
        given = replace(
            other, identity=row.identity, tier=Tier.PROBABLE, reason=Reason.ALIAS, detail=alias.evidence
        )
        read.assigned.append(given)
    elif row.identity.block != other.identity.block:
        row.identity.merge(other.identity, alias.evidence)


def _cases(reads: Iterable[_Read]) -> Iterable[list[_Read]]:
    cases: dict[str, list[_Read]] = defaultdict(list)
    for read in reads:
        cases[read.document.case].append(read)
    return cases.values()


class _MisprintReader:
    """Finds the misprints of one document, among its rare names and among words that are no name."""

    def __init__(self, read: _Read, surnames: _Surnames, blocks: Blocks, misprints: Misprints) -> None:
        self._read = read
        self._totals = surnames.totals
        self._misprints = misprints
        self._assigner = _Assigner(read, surnames, blocks)

    def read(self) -> None:
        """Give each misprint to the person that it stands for."""
        here = self._read.surnames()
        for candidate in [*self._rare_names(), *self._unread_words()]:
            misprint = self._misprints.of(candidate.name.surname, here)
            rows = list(self._rows(candidate, misprint)) if misprint else []
            if rows:
                mention = candidate.mention
                self._read.assigned = [row for row in self._read.assigned if row.mention != mention]
                self._read.assigned += rows

    def _rare_names(self) -> Iterator[Candidate]:
        for candidate in self._read.candidates:
            readings = candidate.name.readings
            if readings and max(self._totals[reading] for reading in readings) <= RARE:
                yield candidate

    def _unread_words(self) -> Iterator[Candidate]:
        text = self._read.document.text
        mentions = tuple(candidate.mention for candidate in self._read.candidates)
        for start, end, word in unread(replace(self._read.document, mentions=mentions), self._read.evidence):
            if self._read.evidence.capital(fold(word)) > RARE or names_a_place(text, end):
                continue
            start = start_of_name(text, start, self._read.evidence, lambda _: False)
            form = " ".join(text[start:end].split())
            name = parse_name(form)
            if name is not None and name.surname:
                yield Candidate(NamedMention(None, start, end, form, Finder.SWEEP), name)

    def _rows(self, candidate: Candidate, misprint: Misprint) -> Iterator[Assigned]:
        """The persons meant; *possible* where several are, or nothing else says that it is a name."""
        name = candidate.name
        tagged = candidate.mention.by is not Finder.SWEEP
        is_name = tagged or bool(name.given) or self._read.evidence.is_surname(name.surname)
        long = misprint.near and len(name.surname) > 5
        unsure = len(misprint.surnames) > 1 or not (is_name or long)
        for surname in misprint.surnames:
            meant = replace(name, surname=surname, readings=(surname,))
            for row in self._assigner.rows(replace(candidate, name=meant)):
                yield replace(
                    row,
                    tier=Tier.POSSIBLE if unsure else _at_most_probable(row.tier),
                    reason=Reason.MISSPELLING,
                    detail=f"{misprint.edits} from {surname}",
                )


def _give_offices(reads: Sequence[_Read]) -> None:
    """Give the offices of each document to who holds them, as far as the texts say it."""
    numbers: dict[Identity, int] = {}
    decided = [(read.document, _decided(read, numbers)) for read in reads]
    identities = list(numbers)
    for read, rows in zip(reads, hold_offices(decided), strict=True):
        for row in rows:
            form = " ".join(read.document.text[row.start : row.end].split())
            mention = NamedMention(None, row.start, row.end, form, Finder.SWEEP)
            given = Assigned(mention, identities[row.person], row.tier, Reason.OFFICE, row.evidence)
            read.assigned.append(given)


def _decided(read: _Read, numbers: dict[Identity, int]) -> list[Named]:
    """The mentions of a document that are one person's, in order; persons as numbers."""
    sure = (row for row in read.assigned if row.tier is not Tier.POSSIBLE)
    return sorted(
        (
            Named(
                row.mention.start,
                row.mention.end,
                numbers.setdefault(row.identity.root(), len(numbers)),
                row.mention.by is Finder.LABEL,
            )
            for row in sure
        ),
        key=lambda named: named.start,
    )


def _result(reads: Sequence[_Read]) -> Resolution:
    used: dict[Identity, None] = {}
    assigned: dict[int, tuple[Assigned, ...]] = {}
    for read in reads:
        # No set: the order of several persons of one mention must not change from run to run.
        tagged = {(m.start, m.end): m for m in read.document.mentions}
        distinct = dict.fromkeys(_as_tagged(_rooted(row), tagged) for row in read.assigned)
        rows = sorted(distinct, key=lambda row: (row.mention.start, row.mention.end))
        assigned[read.document.key] = tuple(rows)
        for row in rows:
            used[row.identity] = None
            # An office is no form of a name: the next president has it too.
            if row.reason is not Reason.OFFICE:
                row.identity.forms[row.mention.shown] += row.tier is not Tier.POSSIBLE
    return Resolution(tuple(used), assigned)


def _as_tagged(row: Assigned, tagged: Mapping[tuple[int, int], NamedMention]) -> Assigned:
    """What was found where the tagger had a mention that was not believed is that mention, not a second."""
    return replace(row, mention=tagged.get((row.mention.start, row.mention.end), row.mention))


def _rooted(row: Assigned) -> Assigned:
    root = row.identity.root()
    if root is row.identity:
        return row
    reason, detail = Reason.ALIAS, row.identity.merged_by
    if row.reason is Reason.MISSPELLING:
        reason, detail = row.reason, row.detail
    return replace(row, identity=root, tier=_at_most_probable(row.tier), reason=reason, detail=detail)
