"""The evidence of each collection, kept up to date, and which documents a change of it concerns."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from corpus.persons.counting import count
from corpus.persons.evidence import Evidence
from corpus.persons.names import DocumentNames
from corpus.persons.reading import Reading, read_document


class MissingError(LookupError):
    """A document that was held cannot be had any more."""


@dataclass(slots=True)
class _Weighed:
    """A collection's evidence, and by word the documents that asked about it.

    Documents that were read anew stand there twice, and those that went stay: asking again is right too.
    """

    evidence: Evidence = field(default_factory=Evidence)
    askers: dict[str, array[int]] = field(default_factory=dict)

    def note(self, key: int) -> None:
        """Note which words a document asked about."""
        for word in self.evidence.asked:
            if (keys := self.askers.get(word)) is None:
                keys = self.askers[word] = array("q")
            keys.append(key)


class Weighing:
    """What speaks for a word being a surname, by collection."""

    def __init__(self) -> None:
        self._collections: dict[str, _Weighed] = {}

    def evidence(self, collection: str) -> Evidence:
        """The evidence of a collection."""
        return self._collections[collection].evidence

    def change(self, come: Iterable[DocumentNames], gone: Iterable[DocumentNames]) -> set[int]:
        """Count documents in and out. Returns the documents held before that have to be read again."""
        shown: dict[str, tuple[Evidence, Evidence]] = {}
        new: dict[str, Evidence] = {}
        for documents, nth in ((gone, 0), (come, 1)):
            for document in documents:
                name = document.collection
                if nth and name not in self._collections:
                    count(new.setdefault(name, Evidence()), document)
                else:
                    count(shown.setdefault(name, (Evidence(), Evidence()))[nth], document)
        for name, evidence in new.items():
            evidence.weigh()
            self._collections[name] = _Weighed(evidence)
        return {key for name, parts in shown.items() for key in self._changed(name, *parts)}

    def _changed(self, name: str, gone: Evidence, come: Evidence) -> Iterator[int]:
        weighed = self._collections[name]
        for word in weighed.evidence.change(gone, come):
            yield from weighed.askers.get(word, ())

    def read(self, documents: Iterable[DocumentNames]) -> Iterator[tuple[int, Reading]]:
        """Read documents by the evidence of their collections."""
        for document in documents:
            weighed = self._collections[document.collection]
            reading = read_document(document, weighed.evidence)
            weighed.note(document.key)
            yield document.key, reading


def only(documents: Iterable[DocumentNames], keys: Collection[int]) -> Iterator[DocumentNames]:
    """The documents, which must be all of these. Raises `MissingError` where one is not there."""
    missing = set(keys)
    for document in documents:
        missing.discard(document.key)
        yield document
    if missing:
        raise MissingError(f"{len(missing)} documents are not there, {min(missing)} first.")
