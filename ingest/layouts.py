"""Labels that end in a full stop: lines of questions and answers, witnesses at a line start.

MARY ELLEN TODD sworn. - I keep the inn at the ferry.
Q. Did you see him that night? - A. I did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.labels import Border, Candidate, ends_in_title, is_office, names_no_speaker
from ingest.recurring import recurring_labels

_QUESTION = frozenset({"q", "quest", "ques", "question"})
_ANSWER = frozenset({"a", "ans", "answ", "answer"})
_ASKED = re.compile(
    r"([QA](?:uest(?:ion)?|ues|nsw(?:er)?|ns)?)(?:\.|:(?=[ \t]))(?=[\s(A-Z])[ \t]*[-–—]?[ \t]*(?=\S)"
)
# "Q  Did you see him?", as court reporters type it, at a line start.
_TYPED = re.compile(r"([QA])(?:[ \t]{1,12})(?=[(\"“]?[A-Z])")
# "Q Were you there?  A I was.": the answer on the line of its question.
_TYPED_BEHIND = re.compile(r"(?<=[?.!])[ \t]{1,6}(A)(?:[ \t]{1,12})(?=[(\"“]?[A-Z])")
# At a line start (a number may precede), behind a dash, or behind a sentence.
_LINE_START = re.compile(r"(?:\A|[\r\n])[ \t]*(?:\d{1,5}\.?[ \t]*)?\Z")
_BREAK = re.compile(r"(?:[-–—][ \t]*|[.?!\"”)][ \t]+)\Z")
_LINE = re.compile(r"[^\r\n]+")
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z'’-]+"
_TITLE = r"(?:MR|MRS|MISS|DR|SIR|LORD|LADY|REV|CAPT|COL|M)\.?"
_TITLED = (
    r"(?:Mrs?|Miss|Dr|Sir|Lord|Lady|Rev|Capt|Col)\.? (?:[A-Z]\. ?)*[A-Z][a-z][\w'’]*(?: [A-Z][a-z][\w'’]*)?"
)
_OFFICE = r"[A-Z][\w'’]+(?: (?:of|the|for|[A-Z][\w'’]+)){0,3}"
_WITNESS = re.compile(
    rf"[ \t]*({_CAPITALS}, (?:{_TITLE} )?{_CAPITALS}(?: [A-Z]\.| {_CAPITALS})?"
    r"(?=,? (?:sworn|affirmed|(?:re)?called)\b)"
    rf"|(?:{_TITLE} (?:[A-Z]\. ?)*{_CAPITALS}(?: {_CAPITALS}){{0,3}})"
    rf"|{_CAPITALS}(?: [A-Z]\.)?(?: {_CAPITALS}){{1,4}}|{_TITLED}|Prisoner(?=['’]s [Dd]efence)|{_OFFICE})"
    r"[ ]?(?:\([^()\n]{1,80}\))?(?:,? (?:sworn|affirmed|called|recalled|(?:re-|cross-)?examined)\b"
    r"(?: (?:again|in chief|by [^.\n]{1,40}))?)?"
    r"(?:['’]s [Dd]efence)? ?(?:\.|:(?=[ \t]*[-–—]))[ \t]*[-–—]*[ \t]*(?=[^\s.])"
)
_ENTRY = re.compile(
    rf"[ \t]*(?:\d{{1,4}}\. {_CAPITALS} {_CAPITALS}|(?:NOT )?GUILTY\b|[A-Z]+ COURT\."
    r"|(?:MR|MESSRS)\b.{1,80}[Pp]rosecut"
    r"|(?:[A-Z-]+[ \t]+){0,3}(?:[A-Z]+-)?EXAMINATION[ \t.:]*$"
    r"|BY (?:THE|MR\.?|MS\.?|MRS\.?|MISS|DR\.?) [A-Z][A-Z.'’ -]{1,40}:?[ \t]*$)"
)

_LOOK_BACK = 12
_FEWEST_QUESTIONS = 2
_FEWEST_WITNESSES = 3


def stopped_labels(text: str, start: int) -> list[Candidate]:
    """Labels with a full stop, ascending, where the text has them again and again; else none."""
    asked = list(_asked(text, start))
    questions = sum(label.text.casefold() in _QUESTION for label in asked)
    if questions < _FEWEST_QUESTIONS:
        asked = []
    by_start = {label.start: label for label in recurring_labels(text, start)}
    by_start |= {label.start: label for label in (*_witnesses(text, start, bool(asked)), *asked)}
    return sorted(by_start.values(), key=lambda label: label.start)


def entry_borders(text: str, start: int) -> list[int]:
    """Where the next case of a list of trials begins ("81. JOHN FERN ..."), or a verdict stands."""
    return [match.start() for match in _at_lines(_ENTRY, text, start)]


def is_asked(label: Candidate) -> bool:
    """Whether a label is a bare "Q" or "A"."""
    return label.text.casefold() in _QUESTION | _ANSWER


def joined(labels: Sequence[Candidate]) -> list[Candidate]:
    """Labels with each "MR. TODD. Q." made one: the name is the label, the speech begins behind the Q."""
    merged: list[Candidate] = []
    for label in labels:
        if merged and merged[-1].speech_start == label.start and is_asked(label):
            merged[-1] = replace(merged[-1], speech_start=label.speech_start)
        else:
            merged.append(label)
    return merged


def _asked(text: str, start: int) -> Iterator[Candidate]:
    last = ""
    stopped = list(_ASKED.finditer(text, start))
    asks = any(match[1].casefold() in _QUESTION for match in stopped)
    for match in stopped if asks else _typed(text, start):
        before = text[max(start, match.start(1) - _LOOK_BACK) : match.start(1)]
        on_line = _LINE_START.search(before) is not None
        label = match[1].casefold()
        # "A. Marek" may be a name: inside a line an answer follows a question.
        if not on_line and (not _BREAK.search(before) or (label == "a" and last not in _QUESTION)):
            continue
        if label == "a" and match.re is _TYPED and not last:
            continue
        last = label
        border = Border.LINE if on_line else Border.SENTENCE
        yield Candidate(match.start(1), match.end(1), match.end(), match[1], border, ".")


def _typed(text: str, start: int) -> Iterator[re.Match[str]]:
    for match in _TYPED.finditer(text, start):
        if _is_typed(match, start):
            yield match
            end = text.find("\n", match.end())
            behind = _TYPED_BEHIND.search(text, match.end(), end if end >= 0 else len(text))
            if match[1] == "Q" and behind:
                yield behind


def _is_typed(match: re.Match[str], start: int) -> bool:
    before = match.string[max(start, match.start() - _LOOK_BACK) : match.start()]
    return _LINE_START.search(before) is not None


def _at_lines(pattern: re.Pattern[str], text: str, start: int) -> Iterator[re.Match[str]]:
    for line in _LINE.finditer(text, start):
        match = pattern.match(text, line.start(), line.end())
        if match:
            yield match


def _witnesses(text: str, start: int, has_questions: bool) -> list[Candidate]:
    found = [_stopped(match) for match in _at_lines(_WITNESS, text, start) if _is_speaker(match[1])]
    named = {label.text for label in found if label.text.isupper() and not is_office(label.text)}
    if not has_questions and len(named) < _FEWEST_WITNESSES:
        return []
    taken = {label.start for label in found}
    again = (_stopped(match) for match in _at_lines(_surnames(named), text, start)) if named else ()
    return found + [label for label in again if label.start not in taken]


def _is_speaker(label: str) -> bool:
    if names_no_speaker(label) or ends_in_title(label):
        return False
    return label.isupper() or is_office(label) or re.fullmatch(_TITLED, label) is not None


def _surnames(named: Collection[str]) -> re.Pattern[str]:
    """A witness who was named in full before and speaks again: "Todd. The boat was his."."""
    either = "|".join(sorted({re.escape(name.split()[-1].capitalize()) for name in named}))
    return re.compile(rf"[ \t]*({either})\.[ \t]+(?=[^\W\d_a-z])")


def _stopped(match: re.Match[str]) -> Candidate:
    return Candidate(match.start(1), match.end(1), match.end(), match[1], Border.LINE, ".")


def without_dash(text: str, label: Candidate, limit: int) -> int:
    """The end of a speech before the dash that leads to a bare "Q" or "A"."""
    return limit - len(text[label.end : limit]) + len(text[label.end : limit].rstrip(" \t-–—"))


def follows_asked(labels: Sequence[Candidate]) -> set[int]:
    """The starts of labels that a bare "Q" or "A" follows at once."""
    return {earlier.start for earlier, later in pairwise(labels) if is_asked(later)}
