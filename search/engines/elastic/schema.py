"""What of a passage Elasticsearch keeps, and in which field.

Words come analysed, parted by spaces. A document is a passage in the revisions from `born` until before
`died`: a change makes another document of the passage and sets `died` of the former one. For that
Elasticsearch must keep what it was given (`_source`); compressed well it is no larger than what it keeps
for its own recovery otherwise (281 bytes a passage of 58 words in all, 290 without words and stems).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.text.analysis import Analyser, language_code
from search.engines.base import IndexedPassage, facet_values
from search.query import Facet

Json = dict[str, Any]

# The version of fields and analysis; one that is different is not read.
LAYOUT = 2

ID = "id"
POSITION = "position"
STEMS = "stems"
WORDS = "words"
LANGUAGE = "language"
VISIBILITY = "visibility"
BORN = "born"
DIED = "died"

ALIVE = 2**31 - 1

FACET_FIELDS: Mapping[Facet, str] = {
    Facet.PERSON: "persons",
    Facet.ORGANISATION: "organisations",
    Facet.SPEAKER: "speakers",
    Facet.DOCUMENT: "document",
    Facet.COLLECTION: "collection",
    Facet.YEAR: "years",
    Facet.FORM: "forms",
}

# Beginnings of words as short as this fit thousands of words, more than may stand in a phrase; they are
# indexed themselves, for a third more on disk. '"t* p*"' over 206,000 passages takes 0.1 s instead of 0.8.
LONGEST_BEGINNING = 2

_ANALYZER = "stenogram"
# In UTF-16: the longest word of `corpus.text.folding`, and to spare. White space would cut at 255.
_LONGEST_WORD = 1024


def index_settings(shards: int) -> Json:
    """The settings of an index while it is filled: seen by nobody, copied nowhere."""
    tokenizer = {"type": "whitespace", "max_token_length": _LONGEST_WORD}
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        # Every change ends with a refresh of its own; others would only make small segments.
        "refresh_interval": "-1",
        "codec": "best_compression",
        "translog": {"durability": "request"},
        "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
        "analysis": {
            "tokenizer": {_ANALYZER: tokenizer},
            "analyzer": {_ANALYZER: {"type": "custom", "tokenizer": _ANALYZER}},
        },
    }


def mapping() -> Json:
    """The fields; positions only where phrases are looked for."""
    keywords = (ID, POSITION, LANGUAGE, VISIBILITY, *FACET_FIELDS.values())
    text = {"type": "text", "analyzer": _ANALYZER}
    beginnings = {"index_prefixes": {"min_chars": 1, "max_chars": LONGEST_BEGINNING}}
    return {
        "dynamic": "strict",
        "properties": {
            **{name: {"type": "keyword"} for name in keywords},
            STEMS: {**text, "index_options": "freqs"},
            WORDS: {**text, "index_options": "positions", **beginnings},
            BORN: {"type": "integer"},
            DIED: {"type": "integer"},
        },
    }


def to_source(passage: IndexedPassage, born: int, analyser: Analyser) -> Json:
    """A passage as Elasticsearch takes it."""
    words, stems = analyser.forms(passage.text, passage.language)
    return {
        ID: passage.id,
        POSITION: passage.position,
        WORDS: " ".join(words),
        STEMS: " ".join(stems),
        LANGUAGE: language_code(passage.language),
        VISIBILITY: passage.visibility,
        **{field: facet_values(passage, facet) for facet, field in FACET_FIELDS.items()},
        BORN: born,
        DIED: ALIVE,
    }


def document_id(passage: str, born: int) -> str:
    """The id of a passage's document since a revision: the same however often it is sent."""
    return f"{passage}@{born}"
