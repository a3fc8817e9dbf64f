import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError
from corpus.model import Bibliography, RangeKind
from ingest.readers import READERS, media_type_of, read
from ingest.readers.facts import leading_facts
from ingest.readers.joins import find_joins


def of_kind(reading, kind):
    return [(reading.text[r.start : r.end], r.value) for r in reading.ranges if r.kind is kind]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("a/b.txt", "text/plain"),
        ("B.TEXT", "text/plain"),
        ("x.md", "text/markdown"),
        ("x.markdown", "text/markdown"),
        ("x.html", "text/html"),
        ("x.HTM", "text/html"),
        ("x.xhtml", "application/xhtml+xml"),
        ("x.pdf", None),
        ("txt", None),
    ],
)
def test_media_type_of(path, media_type):
    assert media_type_of(path) == media_type
    assert media_type is None or media_type in READERS


def test_unknown_media_type_is_refused():
    with pytest.raises(DocumentError, match="application/pdf"):
        read("application/pdf", b"x")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_plain_and_markdown_keep_the_file_as_it_is(text):
    data = text.removeprefix("\ufeff").encode()
    if not data.strip() or not data.decode().strip():
        return
    for media_type in ("text/plain", "text/markdown"):
        reading = read(media_type, data)
        assert reading.text == data.decode("utf-8-sig")
        assert all(0 <= r.start <= r.end <= len(reading.text) for r in reading.ranges)


def test_leading_lines_are_facts_and_stay_in_the_text():
    text = (
        "TITLE: The Ferry Case\nLABEL: First day\nURL: https://example.org/1\nDATE: May 3, 1931\n"
        "AUTHOR: A. Hale\nLICENCE: CC0\n\nHale: TITLE: no fact.\n"
    )
    reading = read("text/plain", text.encode())
    assert reading.text == text
    assert reading.bibliography == Bibliography(
        title="The Ferry Case",
        label="First day",
        url="https://example.org/1",
        published="1931-05-03",
        licence="CC0",
    )


@pytest.mark.parametrize("text", ["Some text\nTITLE: late", "HALE: Yes.\nTITLE: x", ""])
def test_no_facts(text):
    assert leading_facts(text) == Bibliography()


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("the har-\nbour", ["-\n"]),
        ("the har-\r\nbour", ["-\r\n"]),
        ("the har- \n\n 12\n\n  bour", ["- \n\n 12\n\n  "]),
        ("Ter-\nMarek", ["\n"]),
        ("har\u00adbour", ["\u00ad"]),
        ("har\u00ad\nbour", ["\u00ad\n"]),
        ("a well-known man, the well-\nknown man", ["\n"]),
        ("wellknown or well-known, well-\nknown", ["-\n"]),
        ("he went -\nand came", []),
        ("in 1931-\n32", []),
        ("гав-\nани", ["-\n"]),
    ],
)
def test_joins(text, joins):
    assert [text[r.start : r.end] for r in find_joins(text)] == joins


MARKDOWN = """---
title: "The Ferry"
language: en
---
# The *ferry* case #

Some **Anne** Hale[^1] and [John Orme](http://example.org/a_(b)) said `code` in snake_case, 2 * 3.

> He quoted it.

- One item

Verdict
=======

```
# no heading, **no mark**
```

[ref]: http://example.org
"""


def test_markdown():
    reading = read("text/markdown", MARKDOWN.encode())
    assert reading.text == MARKDOWN
    assert (reading.bibliography.title, reading.bibliography.language) == ("The Ferry", "en")
    assert of_kind(reading, RangeKind.HEADING) == [("The *ferry* case", "1"), ("Verdict", "1")]
    kept = MARKDOWN
    for r in reversed([r for r in reading.ranges if r.kind is RangeKind.NOISE]):
        kept = kept[: r.start] + kept[r.end :]
    assert "Some Anne Hale and John Orme said code in snake_case, 2 * 3." in kept
    assert "\n\nHe quoted it.\n\nOne item\n\nVerdict\n" in kept
    assert "# no heading, **no mark**" in kept
    assert "example.org" not in kept


@pytest.mark.parametrize(
    ("line", "is_noise"),
    [
        ("[ref]: http://example.org", True),
        ('[ref]: <a b.html> "The Ferry"', True),
        ("[Hale, rising]: I was there.", False),
        ("[^1]: Orme says the same.", False),
        ("[President]: Why?", False),  # although Markdown takes any one word for an address
    ],
)
def test_a_definition_is_an_address_and_no_words(line, is_noise):
    reading = read("text/markdown", f"Anne Hale.\n\n{line}\n\nJohn Orme.\n".encode())
    noise = [reading.text[r.start : r.end] for r in reading.ranges if r.kind is RangeKind.NOISE]
    assert (line in noise) == is_noise


PAGE = b"""<html lang="en-GB"><head><title> The  Ferry </title><script>var x</script>
<meta name="dc.date" content="1931-05-02"><link rel="canonical" href="javascript:alert(1)"></head>
<body><nav>Home</nav><h1>The <i>Case</i></h1>
<p>Hale &amp; Orme<br>came, <b>he</b>re.<script>x</script> Late</p>
<ul><li>one<li>two</ul><div hidden>no</div><p style="display: none">no</p><table><tr><td>a<td>b</table>
<pre>
 x
  y</pre><h2>har&shy;bour</h2></body></html>"""


def test_declarations_of_an_xml_page_are_no_text_and_are_not_resolved():
    page = b"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">
    <!ENTITY y "z">] ><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Hale &x; came.</p></body></html>"""
    assert read("application/xhtml+xml", page).text == "Hale &x; came.\n"


def test_html():
    reading = read("text/html", PAGE)
    assert (
        reading.text
        == "The Case\n\nHale & Orme\ncame, here. Late\n\none\ntwo\n\na b\n\n x\n  y\n\nhar\u00adbour\n"
    )
    assert of_kind(reading, RangeKind.HEADING) == [("The Case", "1"), ("har\u00adbour", "2")]
    assert of_kind(reading, RangeKind.JOIN) == [("\u00ad", "")]
    assert reading.bibliography == Bibliography(title="The Ferry", language="en", published="1931-05-02")


def test_html_in_a_declared_encoding():
    page = '<meta charset="windows-1251"><p>Лебедев</p>'.encode("cp1251")
    reading = read("text/html", page)
    assert (reading.text, reading.encoding) == ("Лебедев\n", "windows-1251")


@pytest.mark.parametrize(
    "page",
    [
        b"<p>&e; text<!-- c --></p>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>&e; text',
        b'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>text</p></html>',
        b"<p " + b"x=1 " * 20_000 + b">text",
        b"<<<<>>>>text",
    ],
)
def test_hostile_html_is_read_without_harm(page):
    assert "text" in read("text/html", page).text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<div>" * 50_000 + b"text", "nested too deep"),
        (b"<script>var a = 1</script>", "no visible text"),
        (b"<html></html>", "no visible text"),
    ],
)
def test_html_that_cannot_be_read_is_refused(page, reason):
    with pytest.raises(DocumentError, match=reason):
        read("text/html", page)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</div>", "<h1>", "</h1>", "<pre>", "a b", "&lt;", "\n", "<b>", "<nav>x"])
    )
)
def test_html_ranges_lie_in_the_text(parts):
    page = ("start" + "".join(parts)).encode()
    reading = read("text/html", page)
    assert reading.text.startswith("start")
    for r in reading.ranges:
        assert 0 <= r.start < r.end <= len(reading.text)
