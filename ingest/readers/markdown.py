"""Markdown: the stored text is the decoded file; markup is noise, so offsets stay file offsets.

markdown-it tells the blocks by their lines (headings, code, raw HTML); it gives no offsets within a
line, so the marks inside are found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.model import Bibliography, Range, RangeKind, Reading
from ingest.decoding import decode
from ingest.noise import find_noise, merge
from ingest.readers.facts import leading_facts
from ingest.readers.joins import find_joins

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_FACT = re.compile(r"^([A-Za-z]+):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_LINE_MARK = re.compile(r"[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-+*][ \t]+|\d{1,9}[.)][ \t]+(?=\S{60})){0,8}")
_HEADING_TAIL = re.compile(r"[ \t]+#+[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:(?:[-*_=][ \t]*){3,}|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?)$")
# An address and at most a title: "[President]: Bring him in." is speech, "[^1]: Hale." a note.
_DEFINITION = re.compile(
    r"[ \t]{0,3}\[(?!\^)[^\]\n]{1,80}\]:[ \t]*(?:<[^<>\n]*>|(?=\S*(?:[/#@]|\w\.\w))\S+)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$"
)
_INLINE = re.compile(
    r"(?P<image>!\[)|(?P<target>\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
    r"|\]\[[^\]\n]{0,80}\])"
    r"|(?P<note>\[\^[^\]\s]{1,40}\]:?)|(?P<auto><(?:https?://|mailto:)[^>\s]+>)"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,500}>|<!--.{0,2000}?-->)"
    r"|(?P<strong>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~|`+)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))",
    re.DOTALL,
)
_LONGEST_LINK_TEXT = 300


def read_markdown(data: bytes) -> Reading:
    """Read Markdown with its headings and facts (leading lines or front matter). Raises `DocumentError`."""
    text, encoding = decode(data)
    offsets = _line_offsets(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(_blanked_front_matter(text))
    headings = list(_headings(text, tokens, offsets))
    spans = list(_markup(text, _code_lines(tokens), offsets))
    spans += [(r.start, r.end) for r in find_noise(text) if not _is_link_text(text, r)]
    noise = [Range(start, end, RangeKind.NOISE) for start, end in merge(spans)]
    ranges = tuple(sorted((*headings, *noise, *find_joins(text))))
    return Reading(text, ranges, _facts(text), encoding)


def _line_offsets(text: str) -> list[int]:
    """Starts of the lines as markdown-it counts them, and the end of the text."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text)), len(text)]


def _blanked_front_matter(text: str) -> str:
    front = _FRONT_MATTER.match(text)
    return re.sub(r"[^\r\n]", " ", front[0]) + text[front.end() :] if front else text


def _facts(text: str) -> Bibliography:
    front = _FRONT_MATTER.match(text)
    if not front:
        return leading_facts(text)
    lines = (f"{key.upper()}: {value.strip(chr(34))}\n" for key, value in _FRONT_FACT.findall(front[1]))
    known = [line for line in lines if leading_facts(line) != Bibliography()]
    return leading_facts("".join(known))


def _headings(text: str, tokens: Sequence[Token], offsets: Sequence[int]) -> Iterator[Range]:
    for token in tokens:
        if token.type != "heading_open" or token.map is None:
            continue
        start, end = offsets[token.map[0]], offsets[token.map[1]]
        first = text[start:end].rstrip().split("\n", 1)[0].rstrip()
        mark = _LINE_MARK.match(first)
        lead = mark.end() if mark else 0
        words = _HEADING_TAIL.sub("", first[lead:]).strip()
        if words:
            at = start + lead + first[lead:].index(words)
            yield Range(at, at + len(words), RangeKind.HEADING, token.tag.removeprefix("h"))


def _code_lines(tokens: Sequence[Token]) -> frozenset[int]:
    """Lines of code blocks, whose text is taken literally."""
    blocks = (t.map for t in tokens if t.type in {"fence", "code_block"} and t.map)
    return frozenset(line for first, last in blocks for line in range(first, last))


def _markup(text: str, code: frozenset[int], offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
    front = _FRONT_MATTER.match(text)
    body = front.end() if front else 0
    if front:
        yield 0, front.start(1)
        yield front.end(1), front.end()
    literal = [(offsets[line], offsets[line + 1]) for line in sorted(code)]
    for number in range(len(offsets) - 1):
        start, end = offsets[number], offsets[number + 1]
        if start >= body and number not in code:
            yield from _line_markup(text, start, end)
    for start, end in _inline_markup(text, body):
        if not any(first <= start < last for first, last in literal):
            yield start, end


def _line_markup(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = text[start:end].rstrip("\r\n")
    if _RULE.match(line) or _DEFINITION.match(line):
        yield start, start + len(line)
        return
    mark = _LINE_MARK.match(line)
    if mark and mark[0].strip():
        yield start + len(mark[0]) - len(mark[0].lstrip()), start + mark.end()


def _inline_markup(text: str, body: int) -> Iterator[tuple[int, int]]:
    for match in _INLINE.finditer(text, body):
        if match.lastgroup == "target":
            opening = _link_opening(text, match.start())
            if opening is None:
                continue
            yield opening, opening + 1
        yield match.span()


def _link_opening(text: str, closing: int) -> int | None:
    """Where the bracket opens that closes at `closing`; None where there is none near."""
    depth = 0
    for at in range(closing - 1, max(-1, closing - _LONGEST_LINK_TEXT), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            if depth == 0:
                return at
            depth -= 1
    return None


def _is_link_text(text: str, found: Range) -> bool:
    """A note mark that is really the text of a link: "see[3](address)"."""
    return text.startswith("(", found.end) and text.startswith("[", found.start)
