"""HTML: the stored text is what a reader of the page sees, block by block.

The tree is walked without recursion; scripts, styles, navigation and hidden elements are left out.
Nothing is fetched and no entity of the document's own is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from corpus.errors import DocumentError
from corpus.model import Bibliography, Range, RangeKind, Reading
from ingest.days import written_day
from ingest.decoding import decode
from ingest.noise import find_noise
from ingest.readers.facts import leading_facts
from ingest.readers.joins import find_joins
from ingest.wordlists import words

_LEFT_OUT_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CELLS = frozenset({"td", "th"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHITE = re.compile(r"[ \t\r\n\f\u200b]+")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_HEAD_BYTES = 4096
# Declarations of an XML page's own; the HTML parser would take what follows the first of them for text.
_DECLARATIONS = re.compile(
    r"\A(\s*(?:<\?xml[^<>]*>\s*)?<!DOCTYPE[^<>\[]*)\[.*?\]\s{0,20}(?=>)", re.IGNORECASE | re.DOTALL
)


def read_html(data: bytes) -> Reading:
    """Read a page: visible text, headings, title, language and what its meta elements say.

    Raises `DocumentError` where there is no text to read.
    """
    markup, encoding = _decode(data)
    root = _parse(markup)
    page = _Page()
    for element, leaving in _walk(root):
        page.leave(element) if leaving else page.enter(element)
    text, headings = page.finish()
    if not text.strip():
        raise DocumentError("The page holds no visible text.", "Save the page after it has loaded, as text.")
    ranges = tuple(sorted((*headings, *find_noise(text), *find_joins(text))))
    return Reading(text, ranges, _facts(root, text), encoding)


def _decode(data: bytes) -> tuple[str, str]:
    """UTF-8 or a byte order mark first, then what the page declares, then a guess."""
    declared = _META_CHARSET.search(data[:_HEAD_BYTES]) or _XML_CHARSET.search(data[:_HEAD_BYTES])
    if declared:
        name = declared[1].decode("ascii")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(name), name.lower()
            except (UnicodeDecodeError, LookupError):
                return decode(data)
    return decode(data)


def _parse(markup: str) -> HtmlElement:
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        # Not UTF-8: lone surrogates are no text; NUL ends it for libxml2.
        data = _DECLARATIONS.sub(r"\1", markup.replace("\x00", "")).encode("utf-8", "replace")
        root = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DocumentError("The page cannot be parsed.", "Save it again, or as plain text.") from error
    # The parser drops what lies deeper, and would leave it out without a word.
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DocumentError("The page's elements are nested too deep.", "Save the page as plain text.")
    return root


def _walk(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Elements in document order, each entered and left; what is left out is not entered."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        visible = _is_visible(element)
        if event == "start" and not visible:
            walker.skip_subtree()
        elif event == "end" or visible:
            yield element, event == "end"


def _is_visible(element: HtmlElement) -> bool:
    if element.tag in words("html_left_out") or "hidden" in element.attrib:
        return False
    if element.get("role", "").lower() in _LEFT_OUT_ROLES:
        return False
    return not _HIDDEN_STYLE.search(element.get("style", ""))


@dataclass(slots=True)
class _Page:
    """Text as it grows. `breaks` line ends are owed before the next word, or a `space`."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    breaks: int = 0
    space: bool = False
    preformatted: int = 0
    heading_start: int = -1
    headings: list[Range] = field(default_factory=list)

    def enter(self, element: HtmlElement) -> None:
        """Open an element: owe its break, remember a heading's start, take its text."""
        self._owe(str(element.tag))
        if element.tag == "pre":
            self.preformatted += 1
        if element.tag in _HEADINGS:
            self.heading_start = -1
            self.headings.append(Range(-1, -1, RangeKind.HEADING, element.tag[1]))
        self._add(element.text)

    def leave(self, element: HtmlElement) -> None:
        """Close an element, visible or not: owe its break, take the text behind it."""
        if _is_visible(element):
            if element.tag == "pre":
                self.preformatted -= 1
            if element.tag in _HEADINGS:
                self._close_heading(str(element.tag))
            self._owe(str(element.tag))
        self._add(element.tail)

    def finish(self) -> tuple[str, list[Range]]:
        """The whole text, ending in a line end, and its headings."""
        text = "".join(self.pieces)
        return (text + "\n" if text else ""), [h for h in self.headings if 0 <= h.start < h.end]

    def _close_heading(self, tag: str) -> None:
        opened = self.headings[-1] if self.headings else None
        if opened and opened.end == -1 and opened.value == tag[1]:
            self.headings[-1] = replace(opened, end=self.length)

    def _owe(self, tag: str) -> None:
        if tag in words("html_paragraphs"):
            self.breaks = max(self.breaks, 2)
        elif tag in words("html_lines"):
            self.breaks = max(self.breaks, 1)
        elif tag in _CELLS:
            self.space = True

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self.preformatted:
            self._put(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
            return
        folded = _WHITE.sub(" ", text)
        self.space = self.space or folded.startswith(" ")
        if folded.strip(" "):
            self._put(folded.strip(" "))
            self.space = folded.endswith(" ")

    def _put(self, text: str) -> None:
        if not text:
            return
        gap = "\n" * self.breaks if self.breaks else " " * self.space
        if self.length:
            self._append(gap)
        self.breaks, self.space = 0, False
        if self.headings and self.headings[-1].start == -1:
            self.headings[-1] = replace(self.headings[-1], start=self.length)
        self._append(text)

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


_META = {
    "citation_title": "title",
    "dc.title": "title",
    "og:title": "title",
    "citation_publisher": "publisher",
    "dc.publisher": "publisher",
    "og:site_name": "publisher",
    "citation_publication_date": "published",
    "dc.date": "published",
    "dcterms.issued": "published",
    "article:published_time": "published",
    "dc.language": "language",
    "dc.rights": "licence",
    "dcterms.license": "licence",
    "og:url": "url",
}


def _facts(root: HtmlElement, text: str) -> Bibliography:
    """Leading lines of the text first, then title, language, canonical address and meta elements."""
    facts: dict[str, str] = {}
    leading = leading_facts(text)
    title = " ".join((root.findtext(".//title") or "").split())
    language = (root.get("lang") or "").split("-")[0].lower()
    address = next((link.get("href", "") for link in root.iterfind(".//link[@rel='canonical']")), "")
    for name, value in (("title", title), ("language", language), ("url", _web_address(address))):
        facts.setdefault(name, value)
    for name, value in _meta(root):
        facts[name] = facts.get(name) or value
    return Bibliography(
        **{f: getattr(leading, f) or facts.get(f, "") for f in Bibliography.__dataclass_fields__}
    )


def _meta(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in root.iterfind(".//meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        value = " ".join((element.get("content") or "").split())
        target = _META.get(name)
        if target == "published":
            yield target, written_day(value)
        elif target == "url":
            yield target, _web_address(value)
        elif target:
            yield target, value


def _web_address(address: str) -> str:
    """An address that is safe to print as a link, else nothing."""
    return address.strip() if address.strip().lower().startswith(("http://", "https://")) else ""
