"""What both databases can keep: a text without NUL and lone surrogates, a sort key that fits an index."""

from __future__ import annotations

from dataclasses import astuple

from corpus.catalogue.ids import document_position
from corpus.errors import DocumentError
from corpus.model import Document

# Bytes. PostgreSQL's indexes end at 2,704, and a passage's key is a little longer than its document's.
LONGEST_POSITION = 2500


def check_storable(document: Document) -> None:
    """Raise `DocumentError` for a document that one of the databases could not keep as it is."""
    for text in (document.reading.text, *(part.value for part in document.reading.ranges)):
        _check("text", text)
    for text in astuple(document.source):
        _check("path", text)
    for text in astuple(document.reading.bibliography):
        _check("description", text)
    source = document.source
    if len(document_position(source.collection, source.relative).encode()) > LONGEST_POSITION:
        raise DocumentError("The file's path is too long.", "Move it to a folder with a shorter path.")


def as_storable(text: str) -> str:
    """A text with what cannot be kept written out: for what is said about files, and names of folders."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def _check(what: str, text: str) -> None:
    if as_storable(text) != text:
        raise DocumentError(
            f"The file's {what} holds a NUL character or half a character (a lone surrogate).",
            "Take it out, and ingest the file again.",
        )
