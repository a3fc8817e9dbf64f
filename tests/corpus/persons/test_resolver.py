"""Promise: what comes one by one, and goes again, ends like what comes at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.persons.display import display_name
from corpus.persons.names import DocumentNames
from corpus.persons.resolution import Assigned, MissingError, Resolution, Resolver, resolve
from tests.corpus.persons.naming import names_of, partition
from tests.corpus.persons.records import PATHS, SENTENCES, TAGGED_OTHERWISE

Row = tuple[object, ...]
OFFICES = (
    "The President, {p:Anna Dorova}, came.",
    "The President, {p:Pavel Mirkovich}, came.",
    "Citizen President, I saw it.",
    "Then spoke the Public Prosecutor, {p:Klim Dorvalek}.",
    "The Public Prosecutor wrote it.",
    "{Dorvela} and {p:B. Dorova} wrote Dorvella.",
    "{p:Anna Dorvalek}, known as Kruminsh, came.",
    "{p:Anna Maria Dorova} met {Anna}, and she was in dorova.",
)
# Surnames that several share, which the scene decides, and aliases that join some of these.
SCENES = (
    "{l:ANNA DOROVA}: Did you see {Dorova}?",
    "{l:BERTA DOROVA}: You, {Dorova}, were there.",
    "{l:DOROVA}: I live in a house with {Dorova}.",
    "{p:Anna Dorova} and {Dorova} came.",
    "{p:Berta Dorova}, the wife of {Dorova}, came.",
    "{p:Berta Dorova}, alias {Anna Kruminsh}, left.",
    "{p:Anna Dorova}, known as {Anna Kruminsh}, left.",
    "{p:Zoya Kruminsh} and {Kruminsh} met {Anna Dorova}.",
)
# What titles, given names and initials tell, and names in two scripts.
NAMED = (
    "{p:Mme. Favrel} came.",
    "{p:M. Favrel} spoke.",
    "{p:Emile Favrel} rose.",
    "{Marvella Holtz} met {Marvella}, and {Marvella} left.",
    "{Marvella Holtz} sat beside {p:Matthew Holtz}.",
    "{p:Mrs. Holtz} thanked {the Holtzes} and {Holtz}.",
    "{p:Matthew Lindau} thanked {the Lindaus}.",
    "{p:K. P. Lindau} wrote it.",
    "{p:K. N. Lindau} wrote it.",
    "Klim lindau wrote it, and {Klim} lindau knew.",
    "{p:Elizabeth Holtz} came, and {Betty} left.",
    "{p:Вальтер Горбрихт} came.",
    "{p:Вальтер Ильич Горбрихт} came.",
    "Then {Горбрихт} spoke.",
    "{p:Walter Gorbricht} came.",
    "{p:Walter Gorbrecht}, alias {Kruminsh}, left.",
)
# What documents say of given names alone, of two surnames, of pronouns and ranks.
TRADITIONS = (
    "{p:Marvella Holtz} came, and Marvella left.",
    "{p:Marvella Abarca Holtz} came.",
    "Then {p:Marvella Abarca} spoke.",
    "There señora {Abarca} sat, and {Abarca} rose.",
    "{p:Abarca Holtz} wrote it.",
    "I met {p:Klim Holtz}. We called him {Abarca}.",
    "General {p:Klim Holtz} met Admiral {p:Matthew Holtz}.",
    "Then Admiral {Holtz} spoke.",
    "{p:HOLTZ, Marvella} and {p:Holtz Marvella} came.",
    "{p:Oleg Varnitsky} met {Varnitskaya} and {Varnitsky}.",
    "{p:Vera Varnitskaya} came.",
    "{p:K. P. Varnitsky} knew {p:Klim Petrovich}.",
    "{Varnitsky} {p:Klim Petrovich} wrote it.",
    "{p:Andrew Holtz} came. His real name was {p:Boris Holtz}.",
    "His brother {p:Matthew} came with {p:Snake Holtz}. Then Matthew left, and Snake.",
    "{Snake} came, Snake left, and Snake rose. {Holtz Snake} saw it.",
    "{p:Varnit Kiich} came. Procurator {p:Varnit} rose.",
    "{Kiich} and {p:Varnit Orm} spoke.",
    "The snake saw {Holtz Glasgow} and {Holtz}, Head of the yard.",
    "{p:Glasgow} came. {Holtz}, Varnitsky, Snake and Glasgow spoke.",
)
TRADITION_TEXTS = st.lists(st.sampled_from([*TRADITIONS, *NAMED[:4]]), min_size=1, max_size=5).map("\n".join)
NAMING_TEXTS = st.lists(st.sampled_from(NAMED), min_size=1, max_size=5).map("\n".join)
TEXTS = st.lists(st.sampled_from([*SENTENCES, *OFFICES, *SCENES]), min_size=1, max_size=7).map("\n".join)


class Shelf:
    """Documents by key, as a source that notes which it was asked for."""

    def __init__(self) -> None:
        self.documents: dict[int, DocumentNames] = {}
        self.asked: list[int] = []

    def __call__(self, keys: Collection[int]) -> Iterator[DocumentNames]:
        self.asked += keys
        return (self.documents[key] for key in keys)

    def put(self, text: str, path: str, collection: str = "court") -> int:
        """Shelve a document under a new key."""
        key = len(self.documents) + 1
        self.documents[key] = names_of(text, path, collection=collection, key=key, otherwise=TAGGED_OTHERWISE)
        return key


class Court:
    """A resolver, and the documents that it should hold."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.resolver = Resolver(self.shelf)
        self.keys: dict[tuple[str, str], int] = {}

    def change(self, changes: Mapping[tuple[str, str], str | None]) -> set[int]:
        """Put texts (None removes) by collection and path. Returns the documents that changed."""
        gone = [self.keys.pop(place) for place in changes if place in self.keys]
        come = {
            (collection, path): self.shelf.put(text, path, collection)
            for (collection, path), text in changes.items()
            if text is not None
        }
        self.keys |= come
        before = {key: self.resolver.assigned(key) for key in self.resolver.keys}
        changed = self.resolver.settle(list(come.values()), gone)
        assert {key: before[key] for key in changed.before if key in before} == {
            key: rows for key, rows in changed.before.items() if key in before
        }
        return set(changed.before)

    def held(self) -> list[DocumentNames]:
        return [self.shelf.documents[key] for key in self.keys.values()]


def rows(documents: list[DocumentNames], found: Resolution) -> set[Row]:
    """Every assignment by the document's id, the person by name."""
    names = {document.key: document.id for document in documents}
    return {(names[key], *row_of(row)) for key, several in found.assigned.items() for row in several}


def row_of(row: Assigned) -> Row:
    name = display_name(row.identity.forms, row.identity.all_names)
    return (row.mention.start, row.mention.end, row.tier, row.reason, row.detail, name)


def assert_like_from_scratch(court: Court) -> None:
    documents = court.held()
    stepwise, at_once = court.resolver.resolution(), resolve(documents)
    assert rows(documents, stepwise) == rows(documents, at_once)
    assert partition(documents, stepwise) == partition(documents, at_once)
    assert forms_of(stepwise) == forms_of(at_once)
    assert [i.block for i in stepwise.identities] == [i.block for i in at_once.identities]


def forms_of(found: Resolution) -> list[list[tuple[str, list[int]]]]:
    return sorted(sorted(identity.tally.items()) for identity in found.identities)


def changes_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[tuple[str, str], str | None]]:
    return st.dictionaries(
        st.tuples(st.sampled_from(["court", "press"]), st.sampled_from(PATHS)),
        st.one_of(texts, texts, st.none()),
        min_size=1,
        max_size=3,
    )


@given(
    st.lists(
        changes_of(TEXTS) | changes_of(NAMING_TEXTS) | changes_of(TRADITION_TEXTS), min_size=1, max_size=6
    )
)
def test_any_order_of_changes_ends_like_from_scratch(several):
    court = Court()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.persons.evidence.WELL_KNOWN", 3)
        for changes in several:
            court.change(changes)
            assert_like_from_scratch(court)


def test_a_transcribed_name_that_goes_leaves_the_other_alone():
    court = Court()
    court.change({("court", "a.txt"): "{p:Вальтер Горбрихт} came."})
    court.change({("court", "b.txt"): "{p:Walter Gorbricht} came."})
    assert len(court.resolver.resolution().identities) == 1
    court.change({("court", "a.txt"): None})
    assert_like_from_scratch(court)
    court.change({("court", "c.txt"): "{p:Вальтера Горбрихта} thanked them."})
    assert len(court.resolver.resolution().identities) == 1
    assert_like_from_scratch(court)


def test_only_what_is_touched_is_read_and_answered_again():
    court = Court()
    court.change({("court", f"case-{n}/a.txt"): f"{{p:Anna Holm{'aeiou'[n]}}} came." for n in range(5)})
    court.shelf.asked.clear()
    changed = court.change({("court", "case-9/a.txt"): "{p:Pavel Mirkovich} came. Then {Mirkovich} left."})
    key = court.keys["court", "case-9/a.txt"]
    assert (changed, set(court.shelf.asked)) == ({key}, {key})


def test_a_document_that_cannot_be_had_any_more_is_missed():
    court = Court()
    court.change({("court", "a.txt"): "{p:Anna Dorova} came."})
    court.resolver._source = lambda keys: iter(())
    with pytest.raises(MissingError):
        court.resolver.settle([], list(court.keys.values()))
