"""Writing documents: revisions, replacement, offsets, failures."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from corpus.catalogue import schema
from corpus.catalogue.ids import document_id
from corpus.catalogue.state import get_state
from corpus.catalogue.writing import (
    known_documents,
    pack_tokens,
    passage_at,
    put_collection,
    put_document,
    put_failure,
    remove_document,
    unpack_tokens,
)
from corpus.model import (
    Document,
    Failure,
    Finder,
    Mention,
    MentionKind,
    NamePart,
    Passage,
    Range,
    RangeKind,
    Reading,
    Section,
    Source,
    Turn,
)
from tests.corpus.catalogue.publishing import counts, rows
from tests.trial import COLLECTION, NAMES, TRIAL, Record, Writer, make_document, write_trial

CHANGED = Record("session-2.txt", "Anna Lind came in.\nVERESOV: I was gone by 4 May 1931.")
LIVING = ("documents", "passages", "mentions", "attributions", "speakers", "entities", "forms")
OF_DOCUMENT = ("documents", "texts", "ranges", "sections", "turns", "passages", "passage_turns", "mentions")


def everything(db: Connection, revision: int) -> dict[str, list[tuple[object, ...]]]:
    """All rows that hold in a revision, by table."""
    return {name: rows(db, revision, name) for name in LIVING}


def test_nothing_is_seen_before_its_revision(db):
    write_trial(db, 1)
    assert all(found == [] for found in everything(db, 0).values())
    assert len(rows(db, 1, "documents")) == len(TRIAL)


def test_a_reader_at_the_old_revision_sees_the_old_rows_after_a_replacement(db):
    write_trial(db, 1)
    before = everything(db, 1)
    Writer(db, 2).write([CHANGED])
    assert everything(db, 1) == before
    assert rows(db, 2, "documents", "relative") == rows(db, 1, "documents", "relative")
    assert rows(db, 2, "passages") != before["passages"]


def test_a_replaced_document_keeps_its_id(db):
    ids = write_trial(db, 1)
    assert Writer(db, 2).write([CHANGED]) == [ids[0]]
    assert set(known_documents(db, 2)) == set(ids)
    assert known_documents(db, 2)[ids[0]].key != known_documents(db, 1)[ids[0]].key


def test_replacing_a_version_that_was_never_published_leaves_no_row(db):
    write_trial(db, 1)
    Writer(db, 2).write([CHANGED])
    once = counts(db)
    Writer(db, 2).write([replace(CHANGED, text="Berta Lind came.\nVERESOV: No.")])
    Writer(db, 2).write([CHANGED])
    assert counts(db) == once


def test_a_document_written_twice_in_a_revision_is_there_once(db):
    document = make_document(TRIAL[0], NAMES)
    put_document(db, document, 1)
    once = counts(db)
    put_document(db, document, 1)
    assert counts(db) == once


def test_a_removed_document_stays_in_the_revisions_that_have_it(db):
    ids = write_trial(db, 1)
    before = everything(db, 1)
    assert remove_document(db, ids[0], 2)
    assert everything(db, 1) == before
    assert set(known_documents(db, 2)) == {ids[1]}
    keys = {row[0] for row in rows(db, 2, "documents", "key")}
    for name in ("passages", "mentions", "speakers"):
        assert {row[0] for row in rows(db, 2, name, "document")} <= keys
    living = {row[0] for row in rows(db, 2, "mentions", "key")}
    assert {row[0] for row in rows(db, 2, "attributions", "mention")} <= living


def test_a_removed_document_that_nobody_saw_leaves_no_row(db):
    (name,) = Writer(db, 1).write([TRIAL[0]])
    assert remove_document(db, name, 1)
    assert {table: count for table, count in counts(db).items() if count} == {"collections": 1}


def test_removing_what_is_not_there_is_no_change(db):
    (name,) = Writer(db, 1).write([TRIAL[0]])
    changes = get_state(db, "changes")
    assert not remove_document(db, "dnone", 1)
    assert get_state(db, "changes") == changes
    assert remove_document(db, name, 2)
    assert not remove_document(db, name, 2)


def test_removed_and_written_again_in_one_revision(db):
    ids = write_trial(db, 1)
    remove_document(db, ids[0], 2)
    Writer(db, 2).write([TRIAL[0]])
    assert set(known_documents(db, 2)) == set(ids)
    assert rows(db, 2, "passages", "id", "text") == rows(db, 1, "passages", "id", "text")


def test_attributions_made_in_the_revision_that_replaces_them_leave_no_row(db):
    """Resolution ran at revision 2, then the document changed again before anything was published."""
    Writer(db, 1).write([TRIAL[0]])
    Writer(db, 2)._attribute()  # nothing new at 2
    mention = rows(db, 2, "mentions", "key", "passage")[0]
    values = {
        "mention": mention[0],
        "passage": mention[1],
        "entity": "px",
        "tier": 0,
        "reason": "",
        "detail": "",
    }
    db.execute(schema.attributions.insert().values(**values, born=2))
    Writer(db, 2).write([CHANGED])
    left = db.execute(select(schema.attributions).where(schema.attributions.c.entity == "px")).all()
    assert left == []


def test_known_documents_tell_whether_a_file_must_be_read_again(db):
    (name,) = Writer(db, 1).write([TRIAL[0]])
    known = known_documents(db, 1)[name]
    document = make_document(TRIAL[0], NAMES)
    assert (known.id, known.collection, known.source) == (name, COLLECTION, document.source.path)
    assert (known.sha256, known.recipe) == (document.sha256, document.recipe)
    assert known_documents(db, 0) == {}


def test_a_collection_is_known_once(db):
    put_collection(db, "court", title="One")
    put_collection(db, "court", title="Two", description="More")
    assert rows(db, 1, "collections") == [("court", "Two", "More")]


# --- Failures ---

SOURCE = Source(COLLECTION, "trial/session-2.txt", "session-2.txt")


def test_a_failure_is_replaced_by_the_next(db):
    put_failure(db, Failure(SOURCE, "It is empty.", "Fetch it."))
    put_failure(db, Failure(SOURCE, "It is binary.", "Convert it."))
    name = document_id(COLLECTION, "session-2.txt")
    wanted = (name, COLLECTION, SOURCE.path, "It is binary.", "Convert it.")
    assert rows(db, 1, "failures", "document", "collection", "source", "reason", "remedy") == [wanted]


def test_a_failure_is_dropped_when_the_document_is_read(db):
    put_failure(db, Failure(SOURCE, "It is empty.", "Fetch it."))
    other = Source(COLLECTION, "trial/torn.txt", "torn.txt")
    put_failure(db, Failure(other, "It is torn.", "Fetch it."))
    put_document(db, make_document(TRIAL[0], NAMES), 1)
    assert rows(db, 1, "failures", "source") == [("trial/torn.txt",)]


# --- Offsets ---


def test_texts_come_back_as_they_were_written(db):
    document = make_document(TRIAL[0], NAMES)
    put_document(db, document, 1)
    assert rows(db, 1, "texts", "text") == [(document.reading.text,)]
    (packed,) = db.execute(select(schema.texts.c.tokens)).scalars()
    assert packed == pack_tokens(document)


def test_tokens_are_unpacked_as_they_were_packed():
    document = replace(
        make_document(TRIAL[0], NAMES),
        capitals=(NamePart(0, 5, "Anton"), NamePart(6, 14, "Вересов")),
        lower_words=(("harbour", 3),),
        tagged_otherwise=(("Port", 1),),
    )
    tokens = unpack_tokens(pack_tokens(document))
    assert [tuple(part) for part in tokens["capitals"]] == [(0, 5, "Anton"), (6, 14, "Вересов")]
    assert (tokens["lower"], tokens["otherwise"]) == ({"harbour": 3}, {"Port": 1})


@pytest.mark.parametrize(
    ("offset", "ordinal"), [(0, 0), (9, 0), (10, 1), (11, 1), (19, 1), (20, 2), (99, 2), (-1, 0)]
)
def test_passage_at(offset, ordinal):
    assert passage_at([0, 10, 20], offset) == ordinal


# What a text may hold: letters of any plane, marks, line breaks of all kinds, nothing that is no text.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(CHARACTERS | st.sampled_from("\r\n\t \u0301\U0001f600\u202eЖa"), min_size=1, max_size=60)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)
    offsets = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    spans = list(zip(offsets[::2], offsets[1::2], strict=False))
    borders = sorted({0, len(text), *draw(st.sets(st.integers(0, len(text)), max_size=4))})
    parts = list(itertools.pairwise(borders))
    kinds = st.sampled_from(list(MentionKind))
    return Document(
        source=Source("court", "a.txt", "a.txt"),
        media_type="text/plain",
        sha256="0" * 64,
        size=len(text),
        recipe="test",
        reading=Reading(text, tuple(Range(s, e, RangeKind.NOISE) for s, e in spans)),
        sections=(Section(0, len(text)),),
        turns=tuple(Turn(s, e, text[s : (s + e) // 2], (s + e) // 2) for s, e in parts),
        passages=tuple(Passage(n, s, e, 0, (n,)) for n, (s, e) in enumerate(parts)),
        mentions=tuple(Mention(s, e, text[s:e], draw(kinds), Finder.SPACY, text[s:e]) for s, e in spans),
    )


@settings(max_examples=50, deadline=None)
@given(document=documents())
def test_offsets_of_all_that_is_kept_point_at_its_text(kept_catalogue, document):
    """Promise 1: `stored_text[start:end] == text` for mentions and passages, labels begin their turns."""
    with kept_catalogue.engine.connect() as db:
        put_document(db, document, 1)
        (text,) = db.execute(select(schema.texts.c.text)).scalars()
        assert text == document.reading.text
        for table in ("mentions", "passages"):
            found = rows(db, 1, table, "start", "end", "text")
            assert len(found) == len(getattr(document, table))
            assert all(text[start:end] == part for start, end, part in found)
        for start, end, label, speech in rows(db, 1, "turns", "start", "end", "label", "speech_start"):
            assert text[start : start + len(label)] == label
            assert start <= speech <= end
        places = {key: (s, e) for key, s, e in rows(db, 1, "passages", "key", "start", "end")}
        for start, passage in rows(db, 1, "mentions", "start", "passage"):
            assert places[passage][0] <= start < max(places[passage][1], start + 1)
