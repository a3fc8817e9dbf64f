"""Labels that their recurring shows: a name or an office at a line start, with a stop or a dash behind it.

Mr. TODD. Where did you stand?
Mr. Orme.
By the ferry.
Att. Gen. Is that so?
Todd.—It is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.names.fold import fold
from corpus.names.tables import words as names
from ingest.labels import Border, Candidate, ends_in_title, is_office, names_no_speaker
from ingest.speakers import titled_names
from ingest.wordlists import words

_UPPER = r"[^\W\d_a-zß-öø-ÿа-яё]"
_NAME = rf"{_UPPER}[\w'’]+(?:-[\w'’]+)*"
# "Mr.Todd", "Judge WM. H. TODD", "M. le Président", "Me Todd"
_NAMED = rf"(?:{_UPPER}\. ?)*(?:(?:de|van|von|le|la) )?{_NAME}(?: {_NAME}){{0,2}}"
_LABEL = re.compile(rf"{_UPPER}[\w'’.-]*(?: (?:of|the|for|de|van|von|le|la|{_UPPER}[\w'’.-]*)){{0,5}}")
_STAGE = re.compile(r" ?\([^()\n]{1,80}\)$")
_STOP = re.compile(r"\.(?=[ \t]+[^\sa-zß-öø-ÿа-яё—–-]|[^\W\d_a-z]|[ \t]*$)")
_DASH = re.compile(r"(?:\.?[ \t]?[—–][ \t]?| - )(?=[\"“«(]?[^\W\d_a-z])")
_LINE = re.compile(r"[^\r\n]+")
# The number of a line may stand before it.
_START = re.compile(r"^[ \t]*(?:\d{1,3}[ \t]+)?")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "-", "–", "—")
_CLOSERS = "\"'”’»)]}"
_FEWEST = 4
_FEWEST_OF_ONE_WORD = 3
_SHORTEST_WORD = 3
# A heading or the end of a paragraph; full lines are longer.
_SHORT_LINE = 50
_LONGEST = 120


def recurring_labels(text: str, start: int) -> list[Candidate]:
    """Labels before a stop, and those before a dash, ascending; of each none but where at least two speak,
    and most of those who speak do so again and again.
    """
    found: dict[int, Candidate] = {}
    for behind in (_STOP, _DASH):
        for label in _recurring(list(_at_lines(behind, text, start)), text):
            found.setdefault(label.start, label)
    return sorted(found.values(), key=lambda label: label.start)


def _recurring(found: Sequence[Candidate], text: str) -> list[Candidate]:
    single = Counter(label.text for label in found if " " not in label.text and not _is_shaped(label.text))
    often = {word for word, n in single.items() if n >= _FEWEST_OF_ONE_WORD}
    titled = titled_names(text) if often else frozenset[str]()
    known = {word for word in often if abbreviated(word, titled)}
    sure = [label for label in found if _is_shaped(label.text) or label.text in known]
    counts = Counter(label.key for label in sure)
    again = sum(count for count in counts.values() if count > 1)
    return sure if len(counts) > 1 and again >= _FEWEST and 2 * again > len(sure) else []


def abbreviated(word: str, known: frozenset[str]) -> str:
    """The one name of the known ones, folded, that a label is, or is cut from ("Coll" of "colledge"); or
    nothing.
    """
    folded = fold(word)
    if len(folded) < _SHORTEST_WORD or folded in names("english"):
        return ""
    if folded in known:
        return folded
    begun = [name for name in known if name.startswith(folded)]
    return begun[0] if len(begun) == 1 else ""


def _is_shaped(label: str) -> bool:
    """Whether a label is an office, a name behind a title, or in capitals."""
    if is_office(label) or _titled().fullmatch(" ".join(label.split())):
        return True
    return len(label) > 1 and label.isupper() and words("false_labels").isdisjoint(label.casefold().split())


@cache
def _titles() -> str:
    cases = (
        form for title in words("label_titles") - {"the"} for form in (title.capitalize(), title.upper())
    )
    return "|".join(sorted(map(re.escape, {*cases, "Me", "Mes"})))


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(
        rf"(?:The |(?:His|Her) (?:Honou?r|Lordship),? )?(?:(?:{_titles()})(?:\. ?| ))+(?:(?:le|la) )?{_NAMED}"
    )


def _at_lines(behind: re.Pattern[str], text: str, start: int) -> Iterator[Candidate]:
    """What may be a label: where a sentence has ended, not where a line is full ("I saw / Mr. Todd. He")."""
    lines = list(_LINE.finditer(text, start))
    for before, line in zip((None, *lines), lines, strict=False):
        if before is None or _ends(before, line):
            found = [label for label in _before_marks(behind, line) if not _is_no_speaker(label.text)]
            shaped = [label for label in found if _is_shaped(label.text)]
            yield from (shaped or found)[-1:]


def _before_marks(behind: re.Pattern[str], line: re.Match[str]) -> Iterator[Candidate]:
    """What stands between the start of a line and each of its first marks, as far as it may be a label."""
    text, start = line.string, line.end() - len(_START.sub("", line[0], count=1))
    for mark in behind.finditer(text, start, min(line.end(), start + _LONGEST)):
        label = _STAGE.sub("", text[start : mark.start()])
        if _LABEL.fullmatch(" ".join(label.split())):
            speech = mark.end()
            while speech < len(text) and text[speech].isspace():
                speech += 1
            yield Candidate(start, start + len(label), speech, label, Border.LINE, ".")


def _ends(before: re.Match[str], line: re.Match[str]) -> bool:
    """Whether a line ends what is said: a sentence, a stage direction, a heading."""
    last = before[0].rstrip()
    if last.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS) or last.endswith((")", "]")) or last.isupper():
        return True
    is_short = len(last) < _SHORT_LINE
    return is_short and line.string.count("\n", before.end(), line.start()) > 1


def _is_no_speaker(label: str) -> bool:
    if names_no_speaker(label):
        return True
    parts = label.split()
    ends_early = ends_in_title(label) or (len(parts) > 1 and len(parts[-1]) == 1)
    return ends_early and not is_office(label)
