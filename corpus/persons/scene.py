"""What goes on where a name stands: who speaks, who is examined, who was named before, in what words.

Only the text and the speeches of one document are looked at, so the answer is the same whatever else comes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from corpus.model import Section, Turn
from corpus.names.fold import fold
from corpus.names.sexes import sex_words
from corpus.names.tables import rows, words
from corpus.persons.charges import charges
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames

# The shapes of a word, a sentence's end and a title, for those who read a scene; lengths are characters.
LONGEST_NAME = 80
NAME = re.compile(r"[^\W\d_][\w’'-]*")
TITLED = r"(?:(?:the\s+)?(?:[A-Za-z][a-z]{1,11}\.?)\s+){0,2}"
SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'(]?[A-ZА-ЯЁ])")
OPENS, CLOSES = '"“«', '"”»'
SPACE = 20
# How far back the sentence of a name is looked for.
_UNBROKEN = 600
_POSSESSIVE = re.compile(r"['’][sS]?$")
_ADDRESSED = re.compile(r"\b(?:you|your|yourself|вы|вас|вам|ваш\w*)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_ABBREVIATION = re.compile(r"(?:\b[A-ZА-Я]|\b(?:Mr|Mrs|Dr|St|Messrs|Esq|No|Vol|p|pp|vs|Col|Capt|Gen))\.$")
_LONGEST_ABBREVIATION = 8
_HEADS = re.compile(r"[\s*]*[.:(—–-]")
_VERDICT_TITLE = re.compile(r"\b(?:GUILTY|[Gg]uilty)\b")
# How far a speech tells who speaks.
_OPENING = 400
_NAMES_HIMSELF = re.compile(r"\bmy\s+name\s*(?:is|was)?[\s,:—-]*[\"“‘']?$", re.IGNORECASE)
# How many questions and answers before one a witness's name stands at most.
_HEARD = 400
_ASKS = re.compile(r"Q\b")
# How many speeches show whether speakers take turns.
_DIALOGUE = 12


def stands_in(text: str, forms: Iterable[str], behind: str = r"(?!\w)") -> bool:
    """Whether one of some written forms stands in a text as whole words, with a pattern behind it."""
    # To look for the letters first spares most forms a pattern of their own.
    return any(form in text and re.search(rf"(?<!\w){re.escape(form)}{behind}", text) for form in forms)


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` is that of no initial or abbreviation that begins behind `start`."""
    return _ABBREVIATION.search(text, max(start, end - _LONGEST_ABBREVIATION), end) is None


def sentences_between(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin behind one place and up to another."""
    # The capital at the end itself shows that the sentence before it has ended.
    for stop in SENTENCE.finditer(text, start, end + 1):
        if ends_sentence(text, start, stop.start() + 1):
            yield stop.end()


@cache
def _letters(*kinds: str) -> frozenset[str]:
    """The labels of questions and answers without a name."""
    return frozenset(label for kind, label, *_ in rows("offices") if kind in kinds)


class Seen(NamedTuple):
    """A decided mention before: where it starts, of whom, and whether it has given parts."""

    start: int
    identity: Identity
    full: bool


@dataclass(frozen=True)
class Scene:
    """The surroundings of a name at an offset; `seen` are the decided mentions before it, in order."""

    document: DocumentNames
    offset: int
    seen: Sequence[Seen]

    @cached_property
    def end(self) -> int:
        """Where the name ends."""
        return self.end_of_word(self.offset)

    def end_of_word(self, start: int) -> int:
        """Where the word that starts at an offset ends, without its possessive."""
        word = NAME.match(self.document.text, start)
        return start + len(_POSSESSIVE.sub("", word[0])) if word else start

    def is_given_of(self, several: Sequence[Identity]) -> bool:
        """Whether the name is a given name of one of several persons, and no surname."""
        word = fold(self.document.text[self.offset : self.end])
        return any(
            word == part.text and not part.short for i in several for name in i.names for part in name.given
        )

    @cached_property
    def turn(self) -> int:
        """The place of the speech that the name stands in, label included; -1 outside of speeches."""
        return self.turn_at(self.offset)

    def turn_at(self, offset: int) -> int:
        """The place of the speech that an offset lies in, label included; -1 outside of speeches."""
        turns = self.document.turns
        at = self.begun(offset) - 1
        return at if at >= 0 and offset < turns[at].end else -1

    def begun(self, offset: int) -> int:
        """How many speeches have begun at an offset."""
        return bisect_right(self.document.turns, offset, key=lambda turn: turn.start)

    @cached_property
    def speech(self) -> Turn | None:
        """The speech that the name stands in, behind its label."""
        turn = self.speech_at(self.turn)
        return turn if turn and self.offset >= turn.speech_start else None

    def speech_at(self, place: int) -> Turn | None:
        """The speech at a place among those of the document, where there is one."""
        turns = self.document.turns
        return turns[place] if 0 <= place < len(turns) else None

    @property
    def is_label(self) -> bool:
        """Whether the name is a speaker's label."""
        return self.turn >= 0 and self.speech is None

    @cached_property
    def section(self) -> Section | None:
        """The section that the name stands in."""
        at = bisect_right(self.document.sections, self.offset, key=lambda section: section.start) - 1
        return self.document.sections[at] if at >= 0 else None

    def speaks_in_section(self, identity: Identity) -> bool:
        """Whether a label with given parts is a person's, before or behind the name in its section."""
        start, end = (self.section.start, self.section.end) if self.section else (0, len(self.document.text))
        forms = tuple(identity.given_forms)
        return any(turn.label.startswith(forms) for turn in self.speeches(start, end))

    def speeches(self, start: int, end: int) -> Sequence[Turn]:
        """The speeches that begin from one place on and before another."""
        return self.document.turns[self.begun(start - 1) : self.begun(end - 1)]

    def speaker(self, turn: Turn) -> Identity | None:
        """Whose label a speech has, as far as it is decided."""
        at = bisect_left(self.seen, turn.start, key=lambda seen: seen.start)
        if at < len(self.seen) and self.seen[at].start < turn.speech_start:
            return self.seen[at].identity
        return None

    def who_speaks(self, speech: Turn) -> Identity | None:
        """Whose speech it is: an answer without a name ("A.") is that of the last one before who has one, and
        asks nothing."""
        if fold(speech.label) not in _letters("answerer"):
            return self.speaker(speech)
        for at in range(self.turn - 1, max(-1, self.turn - _HEARD), -1):
            turn = self.document.turns[at]
            if fold(turn.label) not in _letters("answerer", "questioner") and not _ASKS.match(
                self.document.text, turn.speech_start
            ):
                return self.speaker(turn)
        return None

    def spoken(self, within: int) -> Iterator[Identity]:
        """Who has spoken in the trial, the last first, at most so many speeches ago."""
        start = self.trial[0]
        for at in range(self.turn - 1, max(-1, self.turn - 1 - within), -1):
            turn = self.document.turns[at]
            if turn.start < start:
                return
            if found := self.speaker(turn):
                yield found

    @cached_property
    def trial(self) -> tuple[int, int]:
        """From where to where the charge is heard under which the name stands: from the line of the last one
        before it that is brought outside of speeches to the next one, within the section."""
        text, (start, end) = self.document.text, self._heard
        brought = [charge.start for charge in charges(text) if start <= charge.start < end]
        outside = [at for at in brought if self.turn_at(at) < 0]
        if before := [at for at in outside if at < self.offset]:
            # One trial after another has speeches between; one charge after another has none.
            first = next(at for at in before if self.begun(at) == self.begun(before[-1]))
            start = text.rfind("\n", 0, first) + 1
        return start, next((at for at in outside if at >= self.offset), end)

    @property
    def _heard(self) -> tuple[int, int]:
        """The section, with those before it where its title is a verdict: nothing is heard under that."""
        sections = self.document.sections
        if self.section is None:
            return 0, len(self.document.text)
        at = bisect_left(sections, self.section.start, key=lambda section: section.start)
        while at and _VERDICT_TITLE.search(sections[at].title):
            at -= 1
        return sections[at].start, self.section.end

    @property
    def asks_you(self) -> bool:
        """Whether the speech of the name, or its sentence outside of speeches, speaks to somebody."""
        text, turn = self.document.text, self.speech
        if turn is not None:
            return _ADDRESSED.search(text, turn.speech_start, turn.end) is not None
        end = _SENTENCE_END.search(text, self.end)
        return _ADDRESSED.search(text, self.sentence, end.end() if end else len(text)) is not None

    @property
    def is_called(self) -> bool:
        """Whether the name is spoken to: "Accused Orlov, ..." at the beginning of a speech or sentence."""
        text = self.document.text
        titled = all(word in words("titles") or word == "and" for word in map(fold, self.words_before))
        return titled and text[self.end : self.end + 1] in (",", "!", "?", ".") and self.speech is not None

    @cached_property
    def sentence(self) -> int:
        """Where the sentence of the name begins."""
        begun = self.speech.speech_start if self.speech else self._behind_title
        floor = max(begun, self.offset - _UNBROKEN)
        return max(sentences_between(self.document.text, floor, self.offset), default=floor)

    @property
    def _behind_title(self) -> int:
        """Where the text of the section begins, for a name behind its title."""
        section = self.section
        if section is None or not self.document.text.startswith(section.title, section.start):
            return 0
        end = section.start + len(section.title)
        return end if end <= self.offset else 0

    @cached_property
    def words_before(self) -> list[str]:
        """The words of the sentence before the name."""
        return NAME.findall(self.document.text, self.sentence, self.offset)

    def named_since(self, start: int) -> Iterator[Seen]:
        """The decided mentions from a place on, the last first."""
        for seen in reversed(self.seen):
            if seen.start < start:
                return
            if seen.start < self.offset:
                yield seen

    @cached_property
    def opening(self) -> str:
        """How the speech behind a label begins, or the paragraph behind a name that heads one."""
        text = self.document.text
        if self.is_label:
            turn = self.document.turns[self.turn]
            return text[turn.speech_start : min(turn.end, turn.speech_start + _OPENING)]
        return text[self.end : self.end + _OPENING].partition("\n")[0]

    @property
    def follows_pronoun(self) -> bool:
        """Whether "he" stands before the name in its sentence: of whom the text tells, it names another."""
        return any(word.lower() in sex_words("pronoun") for word in self.words_before)

    @property
    def names_himself(self) -> bool:
        """Whether a speaker tells his own name: "my name is Orlov"."""
        return _NAMES_HIMSELF.search(self.document.text, max(0, self.offset - 30), self.offset) is not None

    def end_of(self, seen: Seen) -> int:
        """Where a mention before ends."""
        form = self.form_of(seen)
        return seen.start + len(form) if form else self.end_of_word(seen.start)

    def form_of(self, seen: Seen) -> str:
        """The form with given parts that stands where a mention starts, or nothing."""
        forms = seen.identity.given_forms
        return max(
            (form for form in forms if self.document.text.startswith(form, seen.start)), key=len, default=""
        )

    @property
    def talks(self) -> bool:
        """Whether speakers take turns here, as in a dialogue, rather than one after the other is heard."""
        labels = [turn.label for turn in self.document.turns[max(0, self.turn - 2) : self.turn + 1]]
        if len(labels) > 2 and labels[0] == labels[2] != labels[1]:
            return True  # one whom an office asks: "HOLT: ... THE PRESIDENT: ... HOLT:"
        spoken = list(self.spoken(_DIALOGUE))
        return 2 * len(spoken) >= 3 * len({identity.root() for identity in spoken})

    @cached_property
    def heads(self) -> bool:
        """Whether the name stands like a label at the head of a paragraph that was not read as a speech."""
        begins = self.offset == 0 or self.document.text[self.offset - 1] == "\n"
        return begins and _HEADS.match(self.document.text, self.end) is not None
