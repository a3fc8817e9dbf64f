"""Ids and sort keys. Ids are derived, so that the same file or person gets the same id again."""

from __future__ import annotations

import re
from base64 import b32encode
from hashlib import blake2b

_DIGITS = re.compile(r"\d+")
_SEPARATOR = "\x1f"


def document_id(collection: str, relative: str) -> str:
    """The id of the document at a path below the root of a collection."""
    return "d" + _digest(collection, relative)


def entity_id(kind: str, *parts: str) -> str:
    """An id for a new person (`p...`) or organisation (`o...`) from what first names it."""
    return kind[0] + _digest(kind, *parts)


def passage_id(document: str, ordinal: int) -> str:
    """The id of a passage: its document's id and its number there, from 0."""
    return f"{document}.{ordinal}"


def document_position(collection: str, relative: str) -> str:
    """A key that sorts documents by collection, then path, numbers in it in numerical order.

    A number is written as two digits of length and the number, so that "2" comes before "10". The
    numbers' widths stand at the end: "2" and "02" are two documents, and no two share a key.
    """
    widths = "".join(f"{len(digits):02d}" for digits in _DIGITS.findall(relative))
    return _SEPARATOR.join((collection, _DIGITS.sub(_sortable, relative), widths))


def passage_position(document_position: str, ordinal: int) -> str:
    """A key that sorts all passages in the order of the record."""
    return f"{document_position}{_SEPARATOR}{ordinal:08d}"


def _sortable(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"{min(len(digits), 99):02d}{digits}"


def _digest(*parts: str) -> str:
    data = _SEPARATOR.join(parts).encode("utf-8", "surrogatepass")
    return b32encode(blake2b(data, digest_size=10).digest()).decode("ascii").lower()
