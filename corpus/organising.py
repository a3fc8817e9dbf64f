"""Organisations in the catalogue's mentions: which mentions name one, and under which name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.catalogue.ids import entity_id
from corpus.catalogue.named import OrganisationMention
from corpus.catalogue.rows import EntityRow, FormRow, Given
from corpus.model import Reason, Tier
from corpus.names.movements import is_movement
from corpus.organisations import find_abbreviations, group_organisations, organisation_key
from corpus.persons.resolution import Assigned

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_NAME = 80
_MOST_PERSONS = 40


@dataclass(slots=True)
class Regrouped:
    """What a change concerns: entities with their rows and forms, and documents."""

    ids: set[str] = field(default_factory=set)
    rows: dict[str, EntityRow] = field(default_factory=dict)
    forms: dict[tuple[str, str], FormRow] = field(default_factory=dict)
    documents: set[int] = field(default_factory=set)


class Organisations:
    """The organisations of all documents, and how their forms are grouped."""

    def __init__(self) -> None:
        self._mentions: dict[int, list[OrganisationMention]] = {}
        self._pairs: dict[int, list[tuple[str, str]]] = {}
        self._documents: dict[str, set[int]] = {}
        self._counts: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        self._entities: dict[str, dict[str, FormRow]] = {}

    def put(
        self, key: int, text: str, mentions: Sequence[OrganisationMention], persons: Sequence[Assigned]
    ) -> None:
        """Take in the organisations of a document, in the place of those it had.

        Left out are those that name no more than persons and their followers: the small model takes
        "Kirov", "Nikolayev-Kotolynov" and "Trotskyite" for organisations.
        """
        self.remove(key)
        spans = [(row.mention.start, row.mention.end) for row in persons]
        if found := [mention for mention in mentions if names_more(mention, text, spans)]:
            self._mentions[key] = found
            self._count(key, found, 1)
        if pairs := list(stated_abbreviations(text)):
            self._pairs[key] = pairs

    def remove(self, key: int) -> None:
        """Let go of the organisations of a document."""
        self._pairs.pop(key, None)
        self._count(key, self._mentions.pop(key, []), -1)

    def _count(self, key: int, found: Sequence[OrganisationMention], sign: int) -> None:
        for mention in found:
            self._counts[mention.form] += sign
            documents = self._documents.setdefault(mention.form, set())
            (documents.add if sign > 0 else documents.discard)(key)

    def group(self) -> Regrouped:
        """Group the forms anew, and say what is no longer as it was."""
        counts = {form: count for form, count in self._counts.items() if count}
        pairs = (pair for several in self._pairs.values() for pair in several)
        names, before = self._names, self._entities
        self._names, self._entities = group_organisations(counts, pairs), {}
        for form, name in self._names.items():
            self._entities.setdefault(name, {})[form] = FormRow(0, counts[form], 0)
        moved = {form for form in {*names, *self._names} if names.get(form) != self._names.get(form)}
        changed = {n for n in {*before, *self._entities} if before.get(n) != self._entities.get(n)}
        found = Regrouped(documents={key for form in moved for key in self._documents.get(form, ())})
        for name in changed:
            found.ids.add(entity_of(name))
        for name in changed & self._entities.keys():
            self._describe(name, found)
        return found

    def _describe(self, name: str, found: Regrouped) -> None:
        entity = entity_of(name)
        found.rows[entity] = EntityRow("organisation", name, "")
        for form, counts in self._entities[name].items():
            found.forms[entity, form] = counts

    def given(self, key: int) -> Iterator[tuple[int, Given]]:
        """The attributions of a document's mentions."""
        for mention in self._mentions.get(key, ()):
            entity = entity_of(self._names[mention.form])
            yield mention.key, Given(entity, Tier.PROBABLE.rank, Reason.FULL_NAME.value, "")


def entity_of(name: str) -> str:
    """The id of an organisation."""
    return entity_id("organisation", organisation_key(name))


def names_more(mention: OrganisationMention, text: str, persons: Sequence[tuple[int, int]]) -> bool:
    """Whether a mention names more than persons, given by their places, and their followers."""
    first = bisect_left(persons, (mention.start - _LONGEST_NAME, 0))
    inside = persons[first : bisect_left(persons, (mention.end, 0))][:_MOST_PERSONS]
    return any(
        word[0][0].isupper()
        and not is_movement(word[0])
        and not any(start <= word.start() < end for start, end in inside)
        for word in _WORD.finditer(text, mention.start, mention.end)
    )


def stated_abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Long and short forms that a text puts beside each other: "Northern Timber Trust (N.T.T.)"."""
    for found in find_abbreviations(text):
        yield text[found.long_start : found.long_end], text[found.short_start : found.short_end]
