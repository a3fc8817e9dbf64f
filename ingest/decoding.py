"""From bytes to text: the encoding is detected, what is no text is refused."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from corpus.errors import DocumentError

# The longer mark first: UTF-32 little-endian begins like UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of formats that are no plain text whatever their bytes look like.
_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"{\\rtf", "a rich text file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)

# Encodings of European texts, the likely ones first: where the detector finds two equal, the first.
_LIKELY = ["cp1252", "cp1251", "koi8_r", "iso8859_5", "cp866", "cp1250", "mac_roman", "mac_cyrillic"]

# What text files do hold: tab, line feed, vertical tab, form feed, return, end of file, escape.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_FEWEST_TEXT_BYTES_A_CONTROL = 200
_SAMPLE = 64 * 1024

_CONVERT = "Convert it to plain text (UTF-8), Markdown or HTML."
_SAVE = "Save it as UTF-8 and ingest it again."


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; a byte order mark is not part of the text.

    Line ends and characters stay as they are. Raises `DocumentError` for what is empty, binary or
    undecodable.
    """
    if not data.strip():
        raise DocumentError("The file is empty.", "Nothing is lost; remove it or fetch it again.")
    text, encoding = _decode_marked(data) or _decode_unmarked(data)
    if not text.strip():
        raise DocumentError("The file holds white space only.", "Remove it or fetch it again.")
    return text, encoding


def _decode_marked(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    return None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"The file says that it is {encoding}, but byte {error.start} is not."
        raise DocumentError(message, _SAVE) from error


def _decode_unmarked(data: bytes) -> tuple[str, str]:
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_guessed(data)


def _refuse_binary(data: bytes) -> None:
    for start, what in _FORMATS:
        if data.startswith(start):
            raise DocumentError(f"The file is {what}, not text.", _CONVERT)
    sample = data[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if b"\x00" in data or controls * _FEWEST_TEXT_BYTES_A_CONTROL > len(sample):
        raise DocumentError("The file is binary, not text.", _CONVERT)


def _decode_guessed(data: bytes) -> tuple[str, str]:
    matches = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY)
    for match in sorted(matches, key=lambda m: (m.chaos, -m.coherence, _LIKELY.index(m.encoding))):
        try:
            return data.decode(match.encoding), match.encoding
        except UnicodeDecodeError:
            continue
    raise DocumentError("The encoding of the file cannot be told.", _SAVE)
