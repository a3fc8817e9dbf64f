"""What resolution reads from the catalogue, and when it must run again."""

from __future__ import annotations

from corpus.catalogue.authority import is_current, mark_current
from corpus.catalogue.ids import document_id
from corpus.catalogue.named import living_documents, read_held, read_names, read_persons
from corpus.catalogue.rows import FormRow
from corpus.catalogue.writing import put_document, remove_document
from tests.corpus.persons.naming import document_of, names_of

TEXT = "{p:Anna Dorova} came.\n{l:DOROVA}: I saw the Дорова-Holm letters. I saw it."


def test_names_are_read_as_they_were_written(db):
    put_document(db, document_of(TEXT, "one/a.txt"), 1)
    (read,) = read_names(db, living_documents(db, 1))
    wanted = names_of(TEXT, "one/a.txt")
    assert (read.id, read.collection, read.case) == (wanted.id, "court", "court/one/")
    assert (read.text, read.capitals, read.lower) == (wanted.text, wanted.capitals, wanted.lower)
    assert [(m.start, m.end, m.form, m.by) for m in read.mentions] == [
        (m.start, m.end, m.form, m.by) for m in wanted.mentions
    ]
    assert [section.end for section in read.sections] == [len(read.text)]


def test_only_the_version_of_the_revision_is_read(db):
    put_document(db, document_of(TEXT, "a.txt"), 1)
    put_document(db, document_of("{p:Klim Holm} came.", "a.txt"), 2)
    remove_document(db, document_id("court", "a.txt"), 3)
    forms = [
        [m.form for d in read_names(db, living_documents(db, revision)) for m in d.mentions]
        for revision in (1, 2, 3)
    ]
    assert forms == [["Anna Dorova", "DOROVA"], ["Klim Holm"], []]


def test_persons_are_current_until_a_document_changes(db):
    assert is_current(db)
    put_document(db, document_of(TEXT, "a.txt"), 1)
    assert not is_current(db)
    mark_current(db)
    assert is_current(db)
    remove_document(db, document_id("court", "a.txt"), 2)
    assert not is_current(db)


def test_a_form_counts_its_mentions_by_tier():
    assert FormRow(1, 0, 1).changed(FormRow(1, 0, -1)) == FormRow(2, 0, 0)


def test_nothing_is_held_before_the_first_resolution(db):
    put_document(db, document_of(TEXT, "a.txt"), 1)
    persons, held = read_persons(db, 1), read_held(db, 1, living_documents(db, 1))
    assert (persons.names, persons.redirects, held.sure, held.found) == ({}, {}, {}, {})
