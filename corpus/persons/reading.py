"""What is read of one document once the evidence is weighed: all that the later steps need of its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.model import Finder
from corpus.names.fold import fold
from corpus.names.parse import parse_name
from corpus.persons.aliases import Alias, find_aliases
from corpus.persons.candidates import read_candidates
from corpus.persons.evidence import Evidence
from corpus.persons.fragments import find_broken, goes_on_as_movement, is_noisy
from corpus.persons.misprints import MANY
from corpus.persons.names import Candidate, DocumentNames, NamedMention
from corpus.persons.sweep import names_a_place, start_of_name, unread


@dataclass(frozen=True, slots=True)
class Reading:
    """A document without its text.

    `doubtful` are capitalised words that may be misprints of a name, `broken` are put together from pieces.
    In a `noisy` one any word may be misread.
    """

    document: DocumentNames
    candidates: tuple[Candidate, ...]
    aliases: tuple[Alias, ...]
    doubtful: tuple[Candidate, ...]
    broken: tuple[Candidate, ...]
    noisy: bool = False

    def surnames(self) -> set[str]:
        """The surnames of all candidates that are sure to be names, folded."""
        return {c.name.surname for c in self.candidates if c.name.surname and not c.unsure}

    def has(self, surname: str) -> bool:
        """Whether a candidate may have this surname, folded."""
        return any(surname in candidate.name.readings for candidate in self.candidates)

    @property
    def places(self) -> tuple[str, str, str]:
        """Where its mentions lie: document, case, collection."""
        return self.document.id, self.document.case, self.document.collection


def read_document(document: DocumentNames, evidence: Evidence) -> Reading:
    """Read a document by the evidence of its collection.

    Afterwards `evidence.asked` are the words whose verdicts it rests on: while these stay, it stays.
    """
    evidence.asked.clear()
    noisy = is_noisy(document.text)
    candidates = tuple(read_candidates(document, evidence, noisy=noisy))
    mentions = tuple(candidate.mention for candidate in candidates)
    aliases = tuple(find_aliases(document, mentions))
    doubtful = tuple(_doubtful(replace(document, mentions=mentions), evidence, noisy=noisy))
    broken = tuple(find_broken(document, evidence, noisy=noisy))
    readings = {reading for c in (*candidates, *doubtful, *broken) for reading in c.name.readings}
    evidence.asked.update(readings)
    if noisy:
        for reading in readings:
            evidence.often(reading)  # misprints will be asked for with this
    bare = replace(document, text="", capitals=(), lower={}, otherwise={})
    return Reading(bare, candidates, aliases, doubtful, broken, noisy)


def _doubtful(document: DocumentNames, evidence: Evidence, *, noisy: bool) -> Iterator[Candidate]:
    """The rare words that no candidate covers, each with the given names before it."""
    text = document.text
    for start, end, word in unread(document, evidence):
        often = evidence.often(fold(word)) > MANY if noisy else not evidence.is_rare(fold(word))
        if often or names_a_place(text, end):
            continue
        if goes_on_as_movement(text, start, end):
            continue
        start = start_of_name(text, start, evidence, lambda _: False)
        form = " ".join(text[start:end].split())
        name = parse_name(form)
        if name is not None and name.surname:
            yield Candidate(NamedMention(None, start, end, form, Finder.SWEEP), name)
