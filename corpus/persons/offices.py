"""Offices in a text: "THE PRESIDENT:", "Citizen Procurator", "Q."; what they are called is `offices.tsv`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.names.tables import rows, words
from corpus.persons.names import DocumentNames

# Offices that are held by who is examined, charged, or examines, at the place; the others for a session or a
# case.
PASSING = frozenset({"witness", "accused", "charged", "questioner", "answerer"})

_FORMS = (
    r"(?:citizen|citizeness|comrade|mr\.?|mrs\.?|madam|madame|my lord|гражданин|гражданка|товарищ|господин)"
)
_ARTICLE = re.compile(rf"(?:(?:{_FORMS}|the|honourable)\s+)+", re.IGNORECASE)
_STATE = r"\s+of\s+(?:the\s+)?(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*(?![\w’'-]|\s+[A-Z]))"


@dataclass(frozen=True, slots=True)
class Office:
    """A place where an office stands. `is_label` in front of a speech, `is_address` where it is spoken to.

    A place that is neither, "the State Prosecutor", is a mention only where the office is held by somebody.
    """

    kind: str
    start: int
    end: int
    is_label: bool = False
    is_address: bool = False


def find_offices(document: DocumentNames) -> list[Office]:
    """All places of offices, labels first of those that overlap, in order."""
    labels = list(_labels(document))
    starts = {office.start for office in labels}
    others = (office for office in _in_text(document.text) if office.start not in starts)
    spoken = [(turn.start, turn.speech_start) for turn in document.turns]
    outside = [office for office in others if not _inside(office.start, spoken)]
    return sorted([*labels, *outside], key=lambda office: office.start)


def _labels(document: DocumentNames) -> Iterator[Office]:
    for turn in document.turns:
        if kind := kind_of(turn.label):
            yield Office(kind, turn.start, turn.start + len(turn.label), is_label=True)


def kind_of(label: str) -> str:
    """The office that a label names; empty where it names a person or nothing known."""
    plain = _ARTICLE.sub("", " ".join(label.split()).strip(" .:-"), count=1)
    of = _of_court().search(plain)
    plain = plain[: of.start()] if of and of.end() == len(plain) else plain
    return _kinds_of_labels().get(plain.casefold(), "")


def _in_text(text: str) -> Iterator[Office]:
    """Offices that are held for long, written large, and addresses."""
    if not _first_words().search(text.lower()):
        return
    for match in phrases().finditer(text):
        kind = _kinds()[" ".join(match["phrase"].casefold().split())]
        end = match.end()
        of = _of_court().match(text, end) or re.compile(_STATE).match(text, end)
        if of and kind != "prosecutor" and not _of_court().match(text, end):
            continue
        end = of.end() if of else end
        address = match["form"] is not None
        large = match["phrase"][0].isupper()
        if kind in PASSING or not (large or address):
            continue
        start = match.start("phrase") if match["article"] is None else match.start("article")
        yield Office(kind, start, end, is_address=address)


@cache
def _of_court() -> re.Pattern[str]:
    """ "of the Military Collegium of the Supreme Court of the U.S.S.R."."""
    courts = "|".join(sorted(words("courts")))
    name = rf"\s+of\s+(?:the\s+|this\s+)?(?:[A-Za-z][\w’'-]*\s+){{0,3}}?(?:{courts})\b"
    return re.compile(rf"(?:{name})+(?:{_STATE})?|\s+(?:суда|трибунала|коллегии)\b", re.IGNORECASE)


@cache
def _kinds() -> dict[str, str]:
    return {phrase: kind for kind, phrase in rows("offices")}


@cache
def _kinds_of_labels() -> dict[str, str]:
    return {phrase: kind for kind, phrase in rows("office_labels")} | _kinds()


@cache
def _first_words() -> re.Pattern[str]:
    """What the phrases begin with: a text that has none of it is searched no further."""
    firsts = {phrase.casefold().split()[0] for phrase in _kinds() if len(phrase) > 1}
    return re.compile("|".join(map(re.escape, sorted(firsts))))


@cache
def phrases() -> re.Pattern[str]:
    """All offices as they are written in a text."""
    long = sorted((p for p in _kinds() if len(p) > 1), key=lambda phrase: (-len(phrase), phrase))
    either = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in long)
    return re.compile(
        rf"(?<![\w-])(?<!office of )(?P<form>{_FORMS}\s+)?(?P<article>the\s+)?(?P<phrase>{either})"
        r"(?![a-zа-яё-])(?![’']s office)",
        re.IGNORECASE,
    )


def _inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (offset, 1 << 60)) - 1
    return at >= 0 and offset < spans[at][1]
