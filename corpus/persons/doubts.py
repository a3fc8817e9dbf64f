"""Misprints by case: which words may be one, and which documents hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from corpus.persons.misprints import Misprints
from corpus.persons.reading import Reading
from corpus.persons.surnames import Surnames


@dataclass(slots=True)
class _Case:
    """The misprints of a case, and by word the documents that asked for it, or did once."""

    misprints: Misprints
    askers: dict[str, set[int]] = field(default_factory=dict)


class Doubts:
    """What may be a misprint in which case."""

    def __init__(self, surnames: Surnames) -> None:
        self._surnames = surnames
        self._cases: dict[str, _Case] = {}

    def misprints(self, case: str) -> Misprints:
        """The misprints among the surnames of a case."""
        return self._case(case).misprints

    def change(self, gone: Iterable[Reading], come: Iterable[Reading], counted: Collection[str]) -> set[int]:
        """Take in and let go the surnames of documents. `counted` are those that are rarer or more
        frequent than before, in all cases. Returns the documents whose misprints may be others now."""
        changed: dict[str, set[str]] = defaultdict(set)
        for reading in come:
            misprints = self.misprints(reading.document.case)
            changed[reading.document.case].update(filter(misprints.add, reading.surnames()))
        for reading in gone:
            misprints = self.misprints(reading.document.case)
            changed[reading.document.case].update(filter(misprints.discard, reading.surnames()))
        for name, case in self._cases.items():
            if not case.askers:
                continue
            known = (word for word in counted if word in case.misprints or word in case.askers)
            changed[name].update(known)
        return {key for name, words in changed.items() if words for key in self._outdated(name, words)}

    def _outdated(self, name: str, words: Collection[str]) -> Iterable[int]:
        case = self._case(name)
        for word in case.misprints.forget(words):
            yield from case.askers.get(word, ())

    def note(self, case: str, key: int, words: Iterable[str]) -> None:
        """Note which words a document asked for."""
        askers = self._case(case).askers
        for word in words:
            askers.setdefault(word, set()).add(key)

    def _case(self, name: str) -> _Case:
        if name not in self._cases:
            self._cases[name] = _Case(Misprints((), self._surnames.totals))
        return self._cases[name]
