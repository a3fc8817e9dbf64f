"""Aliases: joining identities that the texts state to be one person.

All statements are acted on in one order, full names first, whenever one of them may have changed: they are
few, and what one does depends on those before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.model import Finder, Reason, Tier
from corpus.names.sexes import may_be_one
from corpus.persons.assigning import Assigned
from corpus.persons.identities import Identity, members
from corpus.persons.names import NamedMention
from corpus.persons.reading import Reading
from corpus.persons.transcriptions import Transcribed

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link:
    """Two decided mentions of a document that its text says are one person's.

    `labels` are the document's speakers: two who both speak in it are not one. Namesakes are one only where
    it `is_stated` in words.
    """

    document: int
    row: Assigned
    other: Assigned
    is_bare: bool
    is_stated: bool
    evidence: str
    labels: tuple[Assigned, ...]


# Mentions of documents that go to another identity, by the key of the document; with the words that say so.
Moves = dict[tuple[int, NamedMention], tuple[Identity, str]]


@dataclass(slots=True)
class Joined:
    """What changed: identities that belong to another one now, and the documents with moved mentions."""

    identities: set[Identity] = field(default_factory=set)
    roots: set[Identity] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)


def links_of(key: int, reading: Reading, rows: Sequence[Assigned]) -> list[Link]:
    """The statements of a document of which both names are decided."""
    sure = _decided(rows) if reading.aliases else {}
    labels = tuple(row for row in rows if row.mention.by is Finder.LABEL)
    return [
        Link(key, sure[alias.name], sure[alias.alias], alias.is_bare, alias.stated, alias.evidence, labels)
        for alias in reading.aliases
        if alias.name in sure and alias.alias in sure
    ]


def _decided(rows: Sequence[Assigned]) -> dict[NamedMention, Assigned]:
    return {row.mention: row for row in rows if row.tier is not Tier.POSSIBLE}


class Joins:
    """The statements of all documents, and what follows from them."""

    def __init__(self) -> None:
        self._links: dict[int, tuple[str, list[Link]]] = {}
        # The roots of identities, each with the words that joined it.
        self._roots: dict[Identity, tuple[Identity, str]] = {}
        self._absorbed: dict[Identity, set[Identity]] = {}
        self.moves: Moves = {}

    def put(self, key: int, name: str, links: list[Link]) -> None:
        """Note what a document, by key and id, states now."""
        self._links.pop(key, None)
        if links:
            self._links[key] = (name, links)

    def part(self) -> None:
        """Undo all joins until `join`: what a name is answered must not depend on those of another time."""
        roots = {root for root, _ in self._roots.values()}
        self._absorbed = {root: members(root) for root in roots}
        for identity in {*self._roots, *roots}:
            identity.part()

    def join(self, transcribed: Iterable[Transcribed] = ()) -> Joined:
        """Act on all statements after `part`, then on names that are one in two scripts, and say what is no
        longer as it was before that."""
        before, moved = self._roots, self.moves
        self.moves, mentions = {}, Counter[Identity]()
        for link in self._ordered():
            self._act(link, mentions)
        merged = {i for link in self._ordered() for i in (link.row.identity, link.other.identity)}
        for pair in transcribed:
            one, other = pair.latin.root(), pair.cyrillic.root()
            _merge(one, other, pair.evidence, mentions, Reason.TRANSLITERATION)
            merged |= {pair.latin, pair.cyrillic}
        self._roots = {i: (i.root(), i.merged_by) for i in merged if i.merged_into is not None}
        found = Joined(identities=set(_differing(before, self._roots)))
        roots = {*self._absorbed, *(root for root, _ in self._roots.values())}
        found.roots = {root for root in roots if self._absorbed.get(root, set()) != members(root)}
        found.documents = {key for key, _ in _differing(moved, self.moves)}
        return found

    def _ordered(self) -> Iterator[Link]:
        by_name = sorted(self._links.values(), key=lambda pair: pair[0])
        yield from sorted((link for _, links in by_name for link in links), key=lambda link: link.is_bare)

    def _act(self, link: Link, mentions: Counter[Identity]) -> None:
        """Merge two identities that a document states to be one, unless both speak in it.

        "John Thompson, alias Jones" says nothing of an Elizabeth Jones: a bare alias that belongs to a
        person who is named in full elsewhere goes to the one who bears it here, and nothing is merged.
        """
        one, other = self._identity(link.document, link.row), self._identity(link.document, link.other)
        if {one, other} <= {self._identity(link.document, label) for label in link.labels}:
            return
        if link.is_bare and one.names and _is_another(one, other) and one.root() is not other.root():
            self.moves[link.document, link.other.mention] = one, link.evidence
        elif one.block != other.block or (link.is_stated and not link.is_bare):
            _merge(one.root(), other.root(), link.evidence, mentions)

    def _identity(self, document: int, row: Assigned) -> Identity:
        return self.moves.get((document, row.mention), (row.identity, ""))[0]


def _is_another(one: Identity, other: Identity) -> bool:
    """Whether a bare alias would be a person of its own: one with given names, or known as of another sex."""
    if any(name.given for name in other.names):
        return True
    return any(not may_be_one(a, b) for a in one.names for b in other.names)


def _merge(
    one: Identity,
    other: Identity,
    evidence: str,
    mentions: Counter[Identity],
    reason: Reason = Reason.ALIAS,
) -> None:
    """Make two identities one; the one with given names, else the one named more often, stays."""
    if one is not other:
        kept, gone = sorted((one, other), key=lambda i: (not i.names, -i.mentions - mentions[i]))
        mentions[kept] += gone.mentions + mentions[gone]
        kept.merge(gone, evidence, reason)


def _differing(before: Mapping[K, tuple[Identity, str]], after: Mapping[K, tuple[Identity, str]]) -> list[K]:
    return [key for key in {*before, *after} if before.get(key) != after.get(key)]
