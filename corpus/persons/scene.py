"""What goes on where a name stands: who speaks, who is examined, who was named before, in what words.

Only the text and the speeches of one document are looked at, so the answer is the same whatever else comes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.model import Section, Turn
from corpus.names.fold import fold
from corpus.names.tables import words
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames

_LONGEST_NAME = 80
# How far back the sentence of a name is looked for outside of speeches.
_UNBROKEN = 600
_NAME = re.compile(r"[^\W\d_][\w’'-]*")
_TITLED = r"(?:(?:the\s+)?(?:[A-Za-z][a-z]{1,11}\.?)\s+){0,2}"
# "N. Lurye and Lurye", "Lurye, N. Lurye": two persons side by side.
_BESIDE = re.compile(rf"\s*(?:,|;|,?\s*(?:and|or|и|with|&)\s)\s*{_TITLED}", re.IGNORECASE)
_ADDRESSED = re.compile(r"\b(?:you|your|yourself|вы|вас|вам|ваш\w*)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'(]?[A-ZА-ЯЁ])")
_ABBREVIATION = re.compile(r"(?:\b[A-ZА-Я]|\b(?:Mr|Mrs|Dr|St|Messrs|Esq|No|Vol|p|pp|vs|Col|Capt|Gen))\.$")
# "ELIZA LOCKHURST. I am the wife of Lockhurst": of the one named last, another is told.
_KIN = re.compile(
    r"\b(?:wife|widow|husband|sons?|daughters?|brothers?|sisters?|father|mother|uncle|aunt|nephew|niece|cousin|child"
    r"|children|partner|partnership|servant|apprentice|clerk|employ|service|parents?)\s+(?:of|with|to)\s+"
    rf"{_TITLED}$"
)
_NEAR_KIN = 120
# "ANNA ORLOVA - GUILTY. ORLOVA - NOT GUILTY": one line of a list after the other.
_LISTED = re.compile(r"\s*[-—–]+\s*[A-ZА-Я]")
_HEADS = re.compile(r"\s*[.:(—–-]")
# "I am the wife of ...", "I live at ...": how a witness begins who has not spoken before.
_INTRODUCES = re.compile(r"[\s.:—–-]*(?:I am|I live|I keep|I was|I lodge|I reside|My name|Я )")


class Seen(NamedTuple):
    """A decided mention before: where it starts, of whom, and whether it has given parts."""

    start: int
    identity: Identity
    full: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """The surroundings of a name at an offset; `seen` are the decided mentions before it, in order."""

    document: DocumentNames
    offset: int
    seen: Sequence[Seen]

    @property
    def end(self) -> int:
        """Where the name ends."""
        name = _NAME.match(self.document.text, self.offset)
        return name.end() if name else self.offset

    def is_given_of(self, several: Sequence[Identity]) -> bool:
        """Whether the name is a given name of one of several persons, and no surname."""
        word = fold(self.document.text[self.offset : self.end])
        return any(
            word == part.text and not part.short for i in several for name in i.names for part in name.given
        )

    @property
    def turn(self) -> int:
        """The place of the speech that the name stands in, label included; -1 outside of speeches."""
        turns = self.document.turns
        at = bisect_right(turns, self.offset, key=lambda turn: turn.start) - 1
        return at if at >= 0 and self.offset < turns[at].end else -1

    @property
    def speech(self) -> Turn | None:
        """The speech that the name stands in, behind its label."""
        turn = self.document.turns[self.turn] if self.turn >= 0 else None
        return turn if turn and self.offset >= turn.speech_start else None

    @property
    def is_label(self) -> bool:
        """Whether the name is a speaker's label."""
        return self.turn >= 0 and self.speech is None

    @property
    def section(self) -> Section | None:
        """The section that the name stands in."""
        at = bisect_right(self.document.sections, self.offset, key=lambda section: section.start) - 1
        return self.document.sections[at] if at >= 0 else None

    def speaker(self, turn: Turn) -> Identity | None:
        """Whose label a speech has, as far as it is decided."""
        at = bisect_left(self.seen, turn.start, key=lambda seen: seen.start)
        if at < len(self.seen) and self.seen[at].start < turn.speech_start:
            return self.seen[at].identity
        return None

    def spoken(self, within: int) -> Iterator[Identity]:
        """Who has spoken in the section, the last first, at most so many speeches ago."""
        start = self.section.start if self.section else 0
        for at in range(self.turn - 1, max(-1, self.turn - 1 - within), -1):
            turn = self.document.turns[at]
            if turn.start < start:
                return
            if found := self.speaker(turn):
                yield found

    @property
    def introduces_himself(self) -> bool:
        """Whether the speech behind a label begins as that of one who has not spoken yet."""
        turn = self.document.turns[self.turn]
        return _INTRODUCES.match(self.document.text, turn.speech_start) is not None

    @property
    def asks_you(self) -> bool:
        """Whether the speech that the name stands in speaks to somebody."""
        turn = self.speech
        return (
            turn is not None
            and _ADDRESSED.search(self.document.text, turn.speech_start, turn.end) is not None
        )

    @property
    def is_called(self) -> bool:
        """Whether the name is spoken to: "Accused Orlov, ..." at the beginning of a speech or sentence."""
        text, start = self.document.text, self.sentence
        before = [fold(word) for word in _NAME.findall(text, start, self.offset)]
        titled = all(word in words("titles") or word == "and" for word in before)
        return titled and text[self.end : self.end + 1] in (",", "!", "?", ".") and self.speech is not None

    @property
    def sentence(self) -> int:
        """Where the sentence of the name begins."""
        floor = self.speech.speech_start if self.speech else max(0, self.offset - _UNBROKEN)
        start = floor
        for end in _SENTENCE.finditer(self.document.text, floor, self.offset):
            if not _ABBREVIATION.search(self.document.text, floor, end.start() + 1):
                start = end.end()
        return start

    def named_since(self, start: int) -> Iterator[Seen]:
        """The decided mentions from a place on, the last first."""
        for seen in reversed(self.seen):
            if seen.start < start:
                return
            if seen.start < self.offset:
                yield seen

    def stands_beside(self, identity: Identity) -> bool:
        """Whether the person is named in full right before or behind the name, as another."""
        text = self.document.text
        for seen in self.named_since(self.offset - _LONGEST_NAME):
            if seen.full and seen.identity.root() is identity.root():
                form = next((f for f in identity.given_forms if text.startswith(f, seen.start)), "")
                end = seen.start + len(form)
                if form and (_BESIDE.fullmatch(text, end, self.offset) or self._are_listed(end)):
                    return True
        behind = _BESIDE.match(text, self.end)
        return behind is not None and text.startswith(tuple(identity.given_forms), behind.end())

    def _are_listed(self, end: int) -> bool:
        text = self.document.text
        return _LISTED.match(text, end) is not None and _LISTED.match(text, self.end) is not None

    @property
    def kin(self) -> Identity | None:
        """Of whom the name is told to be the husband, the master, the partner: the one named before."""
        if not _KIN.search(self.document.text, max(0, self.offset - 60), self.offset):
            return None
        return next((s.identity for s in self.named_since(self.offset - _NEAR_KIN) if s.full), None)

    @property
    def heads(self) -> bool:
        """Whether the name stands like a label at the head of a paragraph that was not read as a speech."""
        begins = self.offset == 0 or self.document.text[self.offset - 1] == "\n"
        return begins and _HEADS.match(self.document.text, self.end) is not None
