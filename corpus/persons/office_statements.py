"""What a text says of who holds an office: beside a name, in the words of `office_cues.tsv`, by itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.names.fold import fold
from corpus.names.tables import words
from corpus.persons.charges import charged, charges
from corpus.persons.names import DocumentNames
from corpus.persons.office_cues import CHARGED, cues_in
from corpus.persons.offices import PASSING, Office, kind_of, phrases
from corpus.persons.scene import NAME, TITLED
from corpus.persons.section_titles import names_case

# More names than this are in no list of accused.
_MOST_CHARGED = 40
# How far from its words a holder is named, in characters: the same sentence, with a long description.
NEAR = 140
_TITLES = r"(?:(?:(?:[A-ZА-Я]\.)+,?|[A-ZА-Я][\w’'-]*,?|[A-ZА-Я][A-Za-zА-Яа-я]{0,4}\.|the|of)\s+){0,9}"
_NAME_AFTER = re.compile(rf"(?:\s*[,:(—–-]+\s*|\s+){_TITLES}")
_NAME_BEFORE = re.compile(r"\s*[,(—–-]?\s*(?:(?:as|the|our)\s+){0,2}(?:[A-ZА-Я][\w’'-]*,?\s+){0,4}")
# "In reply to the Prosecutor, Zinoviev says" does not say that he is the prosecutor.
_COMMA = re.compile(r"\s*,\s*")
_CLOSED = re.compile(r"\s*(?:[,.;:)\]—–]|$|\n)")
_CUE_AFTER = re.compile(rf"\s*[.:,]?\s*(?:the\s+)?{_TITLES}")
_CUE_BEFORE = re.compile(r"\s*[,.(]?\s*(?:(?:was|is|being|duly|solemnly|who)\s+){0,2}")
# A witness is described before he is sworn: "ALEXANDER GUNN, tenant in Dalnacroich, aged 54, solemnly sworn".
_DESCRIBED = re.compile(
    r"\s*,(?:(?!\n\s*\n)[^.;:]){3,90},\s*(?:(?:and|was|is|being|having been|first|duly|solemnly|who)\s+){0,3}"
)
_ENDS_LINE = re.compile(r"[.,]?[ \t]*(?:\n|$|[(\[])")
_SELF = re.compile(r"\bI (?:preside|am the [\w ]{3,20})\b[^.]{0,20}?\bmy name is\s+|\bMy name is\s+")
# The head of a document, and what stands there before one who is tried, and between him and the next one.
_HEAD = 2000
_CASE_OF = re.compile(
    # "A. V. Holt" is no case against Holt: a large V stands among capitals, or on a line of its own.
    r"(?:(?<!\w)v(?:s|ersus)?\.?|(?:(?<=[A-Z]{2} )|(?<=\n))V(?:S|s|ERSUS|ersus)?\.?"
    r"|(?i:\bprosecutor\b[^.;]{0,60}\s+against"
    r"|\b(?:case|trials?|tryals?|proceedings|charges?|indictment|action|complaint)\s+(?:of|against)"
    r"|\bпроцесс|\bпо\s+(?:делу|обвинению)))\s+"
)
_TITLE_WORDS = re.compile(r"(?:[^\W\d_][\w’'-]*\.?\s+){0,3}")
_AND = re.compile(rf"\s*(?:,|;|,?\s+and\b|\s+и\b)\s*{TITLED}", re.IGNORECASE)
# "I call Captain Holt", "Recall the witness Holt"; who "was called Holt" is no witness.
_CALL = re.compile(
    r"\b(?:re-?)?call(?:s|ing)?\s+(?:(?:as|my|our|the|a|first|next|last|defence|defense|witness|expert),?\s+){0,4}",
    re.IGNORECASE,
)
# "EXAMINATION OF ANNA HOLT BY MR. ORME"
_ASKED_BY = re.compile(rf"\bby\s+{TITLED}$", re.IGNORECASE)
_BY = re.compile(rf"(?:^|\n)\s*(?:By|BY)\s+(?:the\s+)?{_TITLES}$")


@dataclass(frozen=True, slots=True)
class Named:
    """A decided mention of a person, by a number that stands for the person."""

    start: int
    end: int
    person: int
    is_label: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """What a text says of an office: who holds it, from where on, and in which words.

    `through` is another office whose holder is meant: "By the Public Prosecutor." An `inferred` one stands in
    no sentence, but follows from who answers when the office is addressed. One that the head of a document
    states holds in all sections that say nothing else (`throughout`).
    """

    kind: str
    start: int
    person: int
    evidence: str
    through: str = ""
    inferred: bool = False
    throughout: bool = False

    @property
    def is_lasting(self) -> bool:
        """Whether it holds in other documents too."""
        return self.kind not in PASSING and not self.through


def find_holdings(
    document: DocumentNames, offices: Sequence[Office], named: Sequence[Named]
) -> list[Holding]:
    """What a document says of who holds which office, in order. `named` are its decided mentions."""
    found = [
        *_apposed(document.text, offices, named),
        *_cued(document, named),
        *_charged(document.text, named),
        *_headed(document, named),
        *_called(document, named),
        *_examined(document, offices, named),
        *_introduced(document, named),
        *_announced(document, named),
        *_addressed(document, offices, named),
    ]
    return sorted(found, key=lambda holding: (holding.start, holding.kind, holding.person))


def _apposed(text: str, offices: Sequence[Office], named: Sequence[Named]) -> Iterator[Holding]:
    """ "The President, Comrade Ulrich", "V. V. Ulrich, President of the Court", "Prosecutor: A. B. Orn"."""
    for office in offices:
        if not office.is_label and not office.is_address and (found := _holder_beside(text, office, named)):
            name, end = found
            yield Holding(office.kind, office.start, name.person, _words(text, office.start, name, end))


def is_apposed(text: str, office: Office, named: Sequence[Named]) -> bool:
    """Whether the holder's name stands beside the office, which is then no mention of its own."""
    return not office.is_label and _holder_beside(text, office, named) is not None


def _holder_beside(text: str, office: Office, named: Sequence[Named]) -> tuple[Named, int] | None:
    for name, between, end in _beside(text, office.start, office.end, named):
        # "V. ULRICH, President. SECRETARY: A. BATNER"; "examined by Anna Dorova. By the Prosecutor."
        if phrases().search(between) or _holds_preposition(between):
            continue
        after = name.start >= office.end
        if after and _COMMA.fullmatch(between) and not _CLOSED.match(text, name.end):
            continue
        if (_NAME_AFTER if after else _NAME_BEFORE).fullmatch(between):
            return name, end
    return None


def _holds_preposition(between: str) -> bool:
    return not words("prepositions").isdisjoint(between.casefold().split())


def _beside(text: str, start: int, end: int, named: Sequence[Named]) -> Iterator[tuple[Named, str, int]]:
    """The names before and after a place, the text between, and where the whole ends."""
    at = bisect_left(named, start, key=lambda name: name.start)
    for name in named[max(0, at - 1) : at + 2]:
        if end <= name.start <= end + NEAR:
            yield name, text[end : name.start], name.end
            return
        if start - NEAR <= name.end <= start:
            yield name, text[name.end : start], end


def _cued(document: DocumentNames, named: Sequence[Named]) -> Iterator[Holding]:
    """ "The prosecution is conducted by A. B. Varnek", "ANNA DOROVA, sworn"."""
    text, labels = document.text, {turn.start for turn in document.turns}
    for kind, side, cue in cues_in(text, of_charges=False):
        if cue.start() in labels:
            continue  # "... said Dr. Hale.\nPresiding Judge: ..."
        for name, between, end in _beside(text, cue.start(), cue.end(), named):
            after = name.start >= cue.end()
            pattern = _CUE_AFTER if after else _CUE_BEFORE
            beside = pattern.fullmatch(between) or (kind == "witness" and _DESCRIBED.fullmatch(between))
            if after == (side == "after") and beside:
                yield Holding(kind, cue.start(), name.person, _words(text, cue.start(), name, end))


def _charged(text: str, named: Sequence[Named]) -> Iterator[Holding]:
    """ "ANNA ORLOVA and PETER HOLT were indicted for stealing ...": the accused from there on."""
    for charge in charges(text):
        for name in charged(text, named, charge)[-_MOST_CHARGED:]:
            yield Holding(CHARGED, charge.start, name.person, _words(text, charge.start, name, charge.end))


def _headed(document: DocumentNames, named: Sequence[Named]) -> Iterator[Holding]:
    """ "THE PROSECUTOR versus ANNA ORLOVA and PETER HOLT" at the head of a document: the accused of it."""
    text, turns = document.text, document.turns
    head = min(turns[0].start if turns else len(text), _HEAD)
    for case, at in _behind(_CASE_OF, text, head, named):
        start, end = case.start(), named[at].start
        while at < len(named) and (named[at].start == end or _AND.fullmatch(text, end, named[at].start)):
            words_ = _words(text, start, named[at], 0)
            yield Holding("accused", 0, named[at].person, words_, throughout=True)
            start, end, at = named[at].start, named[at].end, at + 1


def _behind(
    pattern: re.Pattern[str], text: str, end: int, named: Sequence[Named]
) -> Iterator[tuple[re.Match[str], int]]:
    """Words of a text, with the place of the name right behind them, titles between."""
    for found in pattern.finditer(text, 0, end):
        at = bisect_left(named, found.end(), key=lambda name: name.start)
        if at < len(named) and _TITLE_WORDS.fullmatch(text, found.end(), named[at].start):
            between = NAME.findall(text, found.end(), named[at].start)
            if words("titles").issuperset(map(fold, between)):
                yield found, at


def _called(document: DocumentNames, named: Sequence[Named]) -> Iterator[Holding]:
    """ "I call Captain Holt": the witness from there on. By the label "Witness Holt:", "Witness:" is he."""
    text, turns = document.text, document.turns
    calls = _behind(_CALL, text, len(text), named) if "call" in text.casefold() else ()
    for call, at in calls:
        if not named[at].is_label:
            name = named[at]
            yield Holding("witness", name.start, name.person, _words(text, call.start(), name, 0))
    for name in named:
        at = bisect_right(turns, name.start, key=lambda turn: turn.start) - 1 if name.is_label else -1
        if at >= 0 and (kind := _office_of(text[turns[at].start : name.start])):
            yield Holding(kind, name.start, name.person, turns[at].label)


def _office_of(label: str) -> str:
    """The office that a label begins with, before titles: "Presiding Judge Dr. "."""
    found = label.split()
    return next((kind for n in range(len(found), 0, -1) if (kind := kind_of(" ".join(found[:n])))), "")


def _examined(
    document: DocumentNames, offices: Sequence[Office], named: Sequence[Named]
) -> Iterator[Holding]:
    """Who is named in the title of a section; "By Advocate Marsh." on a line of its own."""
    for section in (section for section in document.sections if section.title):
        end = section.start + len(section.title) + 4
        kinds = ("accused",) if names_case(section.title) else ("witness", "accused", "answerer")
        for name in named[bisect_left(named, section.start, key=lambda n: n.start) :]:
            if name.start >= end:
                break
            asks = _ASKED_BY.search(document.text, section.start, name.start)
            for kind in ("questioner",) if asks else kinds:
                yield Holding(kind, section.start, name.person, section.title)
    for name in named:
        by = _BY.search(document.text, max(0, name.start - 60), name.start)
        if by and not name.is_label:
            words_ = _words(document.text, by.start(), name, name.end)
            yield Holding("questioner", name.start, name.person, words_)
    for office in offices:
        before = document.text[max(0, office.start - 30) : office.start]
        if re.search(r"(?:^|\n)\s*(?:By|BY)\s+(?:the\s+)?$", before) and not office.is_label:
            words_ = document.text[office.start : office.end]
            yield Holding("questioner", office.start, -1, f"By {words_}", through=office.kind)


def _introduced(document: DocumentNames, named: Sequence[Named]) -> Iterator[Holding]:
    """An office that says its name: "THE PRESIDENT: I preside; my name is Edith Stahlberg"."""
    for turn in document.turns:
        kind = kind_of(turn.label)
        for match in _SELF.finditer(document.text, turn.speech_start, turn.end) if kind else ():
            at = bisect_left(named, match.end(), key=lambda name: name.start)
            if at < len(named) and named[at].start - match.end() < 12:
                yield Holding(
                    kind, turn.start, named[at].person, _words(document.text, match.start(), named[at], 0)
                )


def _announced(document: DocumentNames, named: Sequence[Named]) -> Iterator[Holding]:
    """A name on a line of its own behind the label of an office: "WITNESS: ANNA DOROVA"."""
    for turn in document.turns:
        if not (kind := kind_of(turn.label)):
            continue
        at = bisect_left(named, turn.speech_start, key=lambda name: name.start)
        name = named[at] if at < len(named) else None
        if name is not None and name.start == turn.speech_start and _ENDS_LINE.match(document.text, name.end):
            yield Holding(kind, turn.start, name.person, _words(document.text, turn.start, name, 0))


# Speeches that address an office and stand beside those of one speaker: so many, and all but one in so many.
_FEWEST, _ALL_BUT = 3, 5


def _addressed(
    document: DocumentNames, offices: Sequence[Office], named: Sequence[Named]
) -> Iterator[Holding]:
    """Who speaks before and after "Citizen Procurator" again and again is the procurator."""
    speaker = {name.start: name.person for name in named if name.is_label}
    starts = [turn.start for turn in document.turns]
    beside: dict[str, dict[int, set[int]]] = defaultdict(dict)
    for office in offices:
        at = bisect_right(starts, office.start) - 1
        if office.is_address and at >= 0:
            around = [starts[n] for n in (at - 1, at + 1) if 0 <= n < len(starts)]
            persons = {speaker[start] for start in around if start in speaker}
            beside[office.kind][at] = persons - {speaker.get(starts[at], -1)}
    for kind, around_each in beside.items():
        for person in sorted(set[int]().union(*around_each.values())):
            count = sum(person in around for around in around_each.values())
            if count >= _FEWEST and count * _ALL_BUT >= len(around_each) * (_ALL_BUT - 1):
                evidence = f"answers in {count} of {len(around_each)} places where the office is addressed"
                yield Holding(kind, 0, person, evidence, inferred=True)


def _words(text: str, start: int, name: Named, end: int) -> str:
    return " ".join(text[min(start, name.start) : max(end, name.end)].split())[: 2 * NEAR]
