"""Readers: from the bytes of a file to a `Reading`. One library per format, each behind a callable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from corpus.errors import DocumentError
from corpus.model import Reading
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.plain import read_plain

Reader = Callable[[bytes], Reading]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "text/plain": read_plain,
        "text/markdown": read_markdown,
        "text/html": read_html,
        "application/xhtml+xml": read_html,
    }
)

_MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text/plain",
        ".text": "text/plain",
        ".md": "text/markdown",
        ".markdown": "text/markdown",
        ".html": "text/html",
        ".htm": "text/html",
        ".xhtml": "application/xhtml+xml",
    }
)


def media_type_of(path: str) -> str | None:
    """The media type that a file's suffix stands for; None for a kind that no reader reads."""
    return _MEDIA_TYPES.get(PurePath(path).suffix.lower())


def read(media_type: str, data: bytes) -> Reading:
    """Read a file of a media type. Raises `DocumentError` for what cannot be read."""
    reader = READERS.get(media_type)
    if reader is None:
        raise DocumentError(f"No reader reads {media_type}.", f"Readers read {', '.join(READERS)}.")
    return reader(data)
