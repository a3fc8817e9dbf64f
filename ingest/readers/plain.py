"""Plain text: the stored text is the decoded file, character for character."""

from __future__ import annotations

from corpus.model import Range, Reading
from ingest.decoding import decode
from ingest.headings import find_headings
from ingest.noise import find_noise
from ingest.readers.facts import leading_facts
from ingest.readers.joins import find_joins


def read_plain(data: bytes) -> Reading:
    """Read a plain text with its headings, noise and broken words. Raises `DocumentError`."""
    text, encoding = decode(data)
    return Reading(text, found_in(text), leading_facts(text), encoding)


def found_in(text: str) -> tuple[Range, ...]:
    """Headings, noise and joins of a text without markup, ascending."""
    return tuple(sorted((*find_headings(text), *find_noise(text), *find_joins(text))))
