"""What a database cannot keep is refused or written out, in both alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.catalogue.storable import LONGEST_POSITION, as_storable
from corpus.catalogue.writing import put_collection, put_document, put_failure
from corpus.errors import DocumentError
from corpus.model import Bibliography, Failure, Range, RangeKind, Reading, Source
from tests.corpus.catalogue.publishing import counts, rows
from tests.trial import NAMES, TRIAL, make_document

DOCUMENT = make_document(TRIAL[0], NAMES)
SOURCE = DOCUMENT.source


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Anna Lind", "Anna Lind"),
        ("Ж\U0001f600\x1f\x1b", "Ж\U0001f600\x1f\x1b"),
        ("a\0b", "a\\x00b"),
        ("a\udcffb", "a\\udcffb"),
    ],
)
def test_what_cannot_be_kept_is_written_out(text, kept):
    assert as_storable(text) == kept


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (replace(DOCUMENT, reading=Reading("Anna\0Lind")), "text holds a NUL"),
        (replace(DOCUMENT, reading=Reading("Anna\ud800Lind")), "text holds a NUL character or half"),
        (replace(DOCUMENT, reading=Reading("A", (Range(0, 1, RangeKind.GIVEN, "\0"),))), "text"),
        (replace(DOCUMENT, reading=Reading("A", (), Bibliography(title="\0"))), "description"),
        (replace(DOCUMENT, source=replace(SOURCE, relative="a\udcff.txt")), "path"),
        (replace(DOCUMENT, source=replace(SOURCE, collection="a\udcff")), "path"),
        (replace(DOCUMENT, source=replace(SOURCE, relative="a" * LONGEST_POSITION)), "too long"),
    ],
)
def test_a_document_that_cannot_be_kept_is_refused_before_anything_is_written(db, document, reason):
    put_document(db, DOCUMENT, 1)
    before = counts(db)
    with pytest.raises(DocumentError, match=reason) as caught:
        put_document(db, document, 1)
    assert caught.value.remedy
    assert counts(db) == before


def test_what_is_said_of_a_file_can_always_be_kept(db):
    put_failure(db, Failure(Source("a\udcff", "b\0.txt", "b\0.txt"), "no reader for .\udcff files", "\0"))
    assert rows(db, 1, "failures", "collection", "source", "reason", "remedy") == [
        ("a\\udcff", "b\\x00.txt", "no reader for .\\udcff files", "\\x00")
    ]


def test_a_collection_of_any_name_can_be_kept(db):
    for _ in range(2):
        put_collection(db, "a\udcff", "b\0", "c\ud800")
    assert rows(db, 1, "collections") == [("a\\udcff", "b\\x00", "c\\ud800")]


def test_a_long_path_of_any_script_fits_the_indexes(db):
    """Hardly compressible, so that its length is what counts."""
    letters = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(LONGEST_POSITION // 3 - 10))
    put_document(db, replace(DOCUMENT, source=replace(SOURCE, relative=letters)), 1)
    assert counts(db)["passages"] == len(DOCUMENT.passages)
