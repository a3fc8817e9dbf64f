import codecs

import pytest

from corpus.errors import DocumentError
from ingest.decoding import decode

RUSSIAN = "Подсудимый Лебедев показал, что он ничего не знал о письме. Свидетель ушёл. " * 5
FRENCH = "Le témoin était à l’hôtel “Régina”, où il a été vu. " * 5


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"plain", "plain", "utf-8"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n", "utf-8"),
        ("Näf".encode(), "Näf", "utf-8"),
        (codecs.BOM_UTF8 + b"marked", "marked", "utf-8"),
        (codecs.BOM_UTF16_LE + "Näf".encode("utf-16-le"), "Näf", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "Näf".encode("utf-16-be"), "Näf", "utf-16-be"),
        (codecs.BOM_UTF32_LE + "Näf".encode("utf-32-le"), "Näf", "utf-32-le"),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
        (RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8_r"),
        (FRENCH.encode("cp1252"), FRENCH, "cp1252"),
        (b"page one\x0cpage two", "page one\x0cpage two", "utf-8"),
    ],
)
def test_decodes(data, text, encoding):
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (codecs.BOM_UTF8 + b"  \n", "white space"),
        (b"text with \x00 in it", "binary"),
        (bytes(range(1, 32)) * 8, "binary"),
        (b"%PDF-1.7 some text", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfd", "byte 0"),
        (codecs.BOM_UTF16_LE + b"a", "utf-16-le"),
    ],
)
def test_refuses_with_reason_and_remedy(data, reason):
    with pytest.raises(DocumentError, match=reason) as raised:
        decode(data)
    assert raised.value.remedy
