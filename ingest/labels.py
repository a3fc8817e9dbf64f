"""Candidates for speaker labels: capitalised words before a colon, and what stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from corpus.names.tables import words as names
from ingest.wordlists import entries, words

# Label and stage direction together; longer ones are prose with a colon behind it.
_WINDOW = 180
_MOST_TOKENS = 7
_LONGEST_LABEL = 100
_MOST_GLUED_INITIALS = 2

_MARK = re.compile(r"[:;]")
_STAGE_BEFORE = re.compile(r"\s*:?\s*(?:\([^()\n]{1,150}\)|\[[^\[\]\n]{1,150}\])\s*\Z")
_STAGE_AFTER = re.compile(r"\s*(?:\([^()\n]{1,150}\)|\[[^\[\]\n]{1,150}\])\s*:")
_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[^\W\d_a-zа-яё][\w'’]*(?:-[\w'’]+)*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}")
_NUMBER = re.compile(r"\d{1,4}")
# "HOLT J.", "HALE C.J.": what reports of courts print behind the name of a judge.
JUDGE_BEHIND = re.compile(r"(?<=[^\W\d_a-z]{2}) (?:[ACLMPV]?\.?C?\.?J|J\.?[AP]|JJ|L\.?JJ)\.?$")
_JUDGE = re.compile(r"(?:[ACLMPV]?\.?C?\.?J|J\.?[AP]|JJ|L\.?JJ)\.?")
# "U.S.S.R.Olberg", "act.Olberg": the printer lost the space behind a sentence.
_GLUE = re.compile(r".*[.!?…\"”)](?=[^\W\d_a-z])", re.DOTALL)
# "CROSS-EXAMINATION BY MS HOLT: Captain, ...": who asks speaks at once, on the same line.
_ASKS = re.compile(
    r"(?:(?:FURTHER|DIRECT|CROSS-?|RE-?)[ -]?){0,2}(?:EXAMINATION|QUESTIONS?)(?: IN CHIEF)? BY (?=\S)",
    re.IGNORECASE,
)
_OPENING = "\"'“‘«([{<"
_CLOSERS = "\"'”’»)]"


class Border(IntEnum):
    """What stands before a label, the surer the higher."""

    QUOTE = 0
    WORDS = 1
    HEADING = 2
    SENTENCE = 3
    LINE = 4


_NUMERAL = re.compile(r"[IVXLC]{2,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a label: `start` to `end` without colon and stage direction."""

    start: int
    end: int
    speech_start: int
    text: str
    border: Border
    mark: str
    # The word before it, folded, where the border is WORDS.
    before: str = ""

    @property
    def key(self) -> str:
        """The label as it is compared: folded, without article and titles."""
        return label_key(self.text)

    @property
    def in_capitals(self) -> bool:
        """Whether the name itself is in capitals."""
        last = JUDGE_BEHIND.sub("", self.text).split()[-1]
        return len(last) > 1 and last.isupper()

    @property
    def names_judge(self) -> bool:
        """Whether it is a name in capitals with a judge's letters behind it: "HOLT J."."""
        return self.in_capitals and JUDGE_BEHIND.search(self.text) is not None


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """A label folded to small letters without marks, leading article and titles."""
    plain = unicodedata.normalize("NFKD", label.casefold())
    tokens = re.findall(
        r"[^\W_]+(?:[-'’][^\W_]+)*", "".join(c for c in plain if not unicodedata.combining(c))
    )
    while len(tokens) > 1 and tokens[0] in words("label_titles"):
        del tokens[0]
    return " ".join(tokens)


@cache
def _office_pattern() -> re.Pattern[str]:
    shapes = (
        re.escape(entry.casefold()).replace(r"\*", r"[^:]+").replace(r"\ ", " ")
        for entry in entries("offices")
    )
    return re.compile(rf"(?:the |citizen |comrade |mr\.? |madam )*(?:{'|'.join(shapes)})")


@lru_cache(maxsize=4096)
def is_office(label: str) -> bool:
    """Whether a label is an office that speaks without a name."""
    return _office_pattern().fullmatch(" ".join(label.casefold().split())) is not None


def names_no_speaker(label: str) -> bool:
    """Whether a label is known to be nobody's: a word that no speech follows, a number, or whom a witness is
    examined by ("BY MS. HOLT:")."""
    folded = label.casefold()
    return folded in words("not_speakers") or is_numeral(label) or folded.split()[0] == "by"


def ends_in_title(label: str) -> bool:
    """Whether a label of several words breaks off before a name: "THE WITNESS MR."."""
    parts = label.casefold().split()
    return len(parts) > 1 and parts[-1].strip(".") in words("label_titles")


def is_numeral(label: str) -> bool:
    """Whether a label is the number of a section or a volume: "II."."""
    return _NUMERAL.fullmatch(label) is not None


def candidates(text: str, start: int) -> Iterator[Candidate]:
    """What stands before the colons and semicolons of a text, from `start` on, and may be a label."""
    for mark in _MARK.finditer(text, start):
        found = _before_mark(text, mark, start)
        if found:
            yield found


def _before_mark(text: str, mark: re.Match[str], floor: int) -> Candidate | None:
    after = text[mark.end() : mark.end() + 1]
    if after and not after.isspace() and not after.isupper() and after not in _OPENING + ".":
        return None
    low = max(floor, mark.start() - _WINDOW)
    window = text[low : mark.start()]
    stage = _STAGE_BEFORE.search(window) if window.rstrip().endswith((")", "]")) else None
    end = stage.start() if stage else len(window.rstrip())
    if _in_small_letters(window, end):
        return None
    begin = _run_start(window, end)
    if begin is None:
        return None
    border, before = _border(text, low + begin, floor)
    if _abbreviates(window[begin:end], border):
        return None
    asks = _ASKS.match(window, begin, end)
    if asks and border is Border.LINE and text[mark.end() : mark.end() + 1] not in "\r\n":
        begin = asks.end()
    return Candidate(
        low + begin,
        low + end,
        speech_start(text, mark.end()),
        window[begin:end],
        border,
        mark[0],
        before,
    )


def _abbreviates(label: str, border: Border) -> bool:
    """Whether the colon is that of an abbreviated given name, as in "H. Mr. Edw: Holt"; who speaks may be
    called by one at a line start."""
    *before, last = label.split()
    is_short = last.casefold() in names("given_short")
    return is_short and (len(before) > 0 or border is not Border.LINE)


def _in_small_letters(window: str, end: int) -> bool:
    """Whether the last word is an ordinary one, as before most colons."""
    return window[window.rfind(" ", 0, end) + 1 : end].islower()


def speech_start(text: str, offset: int) -> int:
    """The first character of the speech behind a label's mark: after a stage direction with a colon."""
    stage = _STAGE_AFTER.match(text, offset)
    offset = stage.end() if stage else offset
    while offset < len(text) and (text[offset].isspace() or _is_stray_stop(text, offset)):
        offset += 1
    return offset


def _is_stray_stop(text: str, offset: int) -> bool:
    """The stop of "Marek:. No", printed beside the colon."""
    return (
        text[offset] == "." and text[offset - 1 : offset] in ":;" and text[offset + 1 : offset + 2].isspace()
    )


def _run_start(window: str, end: int) -> int | None:
    """Where the label begins that ends at `end`: as many words leftwards as one label may have."""
    line = max(window.rfind("\n", 0, end), window.rfind("\r", 0, end)) + 1
    tokens = list(_TOKEN.finditer(window, max(line, end - _LONGEST_LABEL), end))[-_MOST_TOKENS:]
    start: int | None = None
    style: bool | None = None
    for position, token in enumerate(reversed(tokens)):
        begin, word = _unglued(token)
        kind = _kind(word, is_last=position == 0)
        if kind is None or (style is not None and kind == "name" and _style(word) not in (None, style)):
            break
        if kind == "name":
            style = _style(word) if style is None else style
        if kind != "particle" or position:
            start = begin if kind not in ("particle", "number") else start
        if begin > token.start():
            break
    return start


def _unglued(token: re.Match[str]) -> tuple[int, str]:
    glue = _GLUE.match(token[0])
    if glue and not _INITIALS.match(token[0]) and glue.end() > 2:
        return token.start() + glue.end(), token[0][glue.end() :]
    return token.start(), token[0]


def _kind(word: str, *, is_last: bool) -> str | None:
    if _NAME.fullmatch(word):
        return "name"
    if word in words("particles"):
        return None if is_last else "particle"
    if is_last and (_NUMBER.fullmatch(word) or _JUDGE.fullmatch(word)):
        return "number"
    if _NUMBER.fullmatch(word):
        return None
    if not word.endswith(".") or is_last:
        return "name" if _INITIALS.match(word) and _NAME.fullmatch(_INITIALS.sub("", word)) else None
    if _INITIALS.fullmatch(word):
        return "initials" if word.count(".") <= _MOST_GLUED_INITIALS and word[0].isupper() else None
    return "title" if word[0].isupper() and word[:-1].casefold() in words("label_titles") else None


def _style(word: str) -> bool | None:
    """Capitals or not; None where it cannot be told: one letter, a title."""
    if len(word) < 2 or word.casefold() in words("label_titles"):
        return None
    return word.isupper()


def _border(text: str, start: int, floor: int) -> tuple[Border, str]:
    before = text[max(floor, start - 40) : start]
    stripped = before.rstrip(" \t\xa0")
    if not stripped or stripped[-1].isspace():
        return Border.LINE, ""
    if stripped[-1] in _OPENING and len(stripped) == len(before):
        return Border.QUOTE, ""
    if stripped.rstrip(_CLOSERS).endswith((".", "!", "?", "…")) or stripped[-1] in _CLOSERS:
        return Border.SENTENCE, ""
    last = stripped.split()[-1]
    if (last.strip(",.-–—").isupper() and len(last) > 1) or last.isdigit():
        return Border.HEADING, ""
    return Border.WORDS, last.strip(".,;:-–—").casefold()
