"""What of a passage tantivy keeps, and in which field.

Words come analysed, parted by spaces. Of the texts nothing is stored: they live in the catalogue.
Values of facets are numbers (values.py): counting them spares tantivy to look up words. So are positions.
"""

from __future__ import annotations

from collections.abc import Mapping

import tantivy

from corpus.text.analysis import Analyser
from search.engines.base import IndexedPassage, facet_values
from search.engines.embedded.values import Numbers
from search.query import Facet

ID = "id"
# The number of a passage's position: they sort alike.
RANK = "rank"
STEMS = "stems"
WORDS = "words"
VISIBILITY = "visibility"

FACET_FIELDS: Mapping[Facet, str] = {
    Facet.PERSON: "persons",
    Facet.ORGANISATION: "organisations",
    Facet.SPEAKER: "speakers",
    Facet.DOCUMENT: "document",
    Facet.COLLECTION: "collection",
    Facet.YEAR: "years",
    Facet.FORM: "forms",
}


def build_schema() -> tantivy.Schema:
    """The fields; positions only where phrases are looked for."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(RANK, fast=True)
    builder.add_text_field(STEMS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(WORDS, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(VISIBILITY, tokenizer_name="raw", index_option="basic")
    for field in FACET_FIELDS.values():
        builder.add_unsigned_field(field, indexed=True, fast=True)
    return builder.build()


def to_document(passage: IndexedPassage, rank: int, analyser: Analyser, numbers: Numbers) -> tantivy.Document:
    """A passage as tantivy takes it; `numbers` of its values. A value that is given twice counts once."""
    words, stems = analyser.forms(passage.text, passage.language)
    document = tantivy.Document()
    document.add_text(ID, passage.id)
    document.add_unsigned(RANK, rank)
    document.add_text(STEMS, " ".join(stems))
    document.add_text(WORDS, " ".join(words))
    document.add_text(VISIBILITY, passage.visibility)
    for facet, field in FACET_FIELDS.items():
        for value in dict.fromkeys(facet_values(passage, facet)):
            document.add_unsigned(field, numbers[facet][value])
    return document
