"""Cursors: where a list goes on, as text that means nothing to its reader.

A cursor names the generation that it belongs to, the place after which the list goes on, and a
checksum over these and the question, so that it cannot be used with another one.
"""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b

from corpus.errors import InvalidError

Place = tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list drawn from one generation."""

    generation: str
    place: Place


def encode_cursor(cursor: Cursor, question: str) -> str:
    """The cursor as text, bound to the question (whatever names it without doubt)."""
    content = [cursor.generation, list(cursor.place), _checksum(cursor, question)]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii").rstrip("=")


def decode_cursor(text: str, question: str) -> Cursor:
    """The cursor that `encode_cursor` made. Raises `InvalidError` for any other text or question."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        generation, place, checksum = json.loads(data.decode("utf-8", "surrogatepass"))
        cursor = Cursor(generation, tuple(place))
        valid = checksum == _checksum(cursor, question)
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise _invalid() from error
    if not valid:
        raise _invalid()
    return cursor


def _checksum(cursor: Cursor, question: str) -> str:
    content = json.dumps([cursor.generation, list(cursor.place), question])
    return blake2b(content.encode("ascii"), digest_size=8).hexdigest()


def _invalid() -> InvalidError:
    return InvalidError(
        "The cursor does not belong to this question.",
        "Use a cursor only with the address that gave it, unchanged, or leave it out to start again.",
    )
