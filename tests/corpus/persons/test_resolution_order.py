"""Promise: who is who follows from the documents, not from the order in which they come."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from corpus.persons.display import display_name
from corpus.persons.names import DocumentNames
from corpus.persons.resolution import Resolution, resolve
from tests.corpus.persons.naming import names_of, partition
from tests.corpus.persons.records import RECORDS, TAGGED_OTHERWISE

Key = tuple[str, str]


def read(records: Mapping[Key, str]) -> list[DocumentNames]:
    return [
        names_of(text, path, collection=collection, key=n, otherwise=TAGGED_OTHERWISE)
        for n, ((collection, path), text) in enumerate(records.items(), 1)
    ]


def rows(documents: list[DocumentNames], found: Resolution) -> set[tuple[object, ...]]:
    """Every assignment with the document's id in place of keys, the person by name."""
    names = {document.key: document.id for document in documents}
    return {
        (
            names[key],
            r.mention.start,
            r.mention.end,
            r.tier,
            r.reason,
            r.detail,
            display_name(r.identity.forms),
        )
        for key, several in found.assigned.items()
        for r in several
    }


@given(RECORDS, st.data())
def test_the_order_of_the_documents_does_not_matter(records, data):
    documents = read(records)
    shuffled = read(dict(data.draw(st.permutations(list(records.items())))))
    one, other = resolve(documents), resolve(shuffled)
    assert partition(documents, one) == partition(shuffled, other)
    assert rows(documents, one) == rows(shuffled, other)
    assert [i.block for i in one.identities] == [i.block for i in other.identities]


@given(RECORDS)
def test_every_assignment_stands_on_its_text_and_no_two_overlap(records):
    documents = read(records)
    found = resolve(documents)
    assert found.assigned.keys() == {document.key for document in documents}
    for document in documents:
        spans = sorted({(r.mention.start, r.mention.end) for r in found.assigned[document.key]})
        assert all(0 <= start < end <= len(document.text) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
        for row in found.assigned[document.key]:
            assert row.mention.form == " ".join(document.text[row.mention.start : row.mention.end].split())


@given(RECORDS)
def test_of_several_persons_of_a_mention_one_at_most_is_more_than_possible(records):
    """One may be, where another is meant only if the name is a misprint."""
    documents = read(records)
    for several in resolve(documents).assigned.values():
        persons: dict[tuple[int, int], list[str]] = {}
        for row in several:
            persons.setdefault((row.mention.start, row.mention.end), []).append(row.tier)
        assert all(sum(tier != "possible" for tier in tiers) <= 1 for tiers in persons.values())


@given(RECORDS)
def test_only_identities_with_mentions_are_given_and_none_was_merged_away(records):
    found = resolve(read(records))
    used = {row.identity for several in found.assigned.values() for row in several}
    assert set(found.identities) == used
    assert len(found.identities) == len(used)
    assert all(identity.root() is identity for identity in found.identities)
