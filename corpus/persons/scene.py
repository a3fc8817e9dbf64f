"""What goes on where a name stands: who speaks, who is examined, who was named before, in what words.

Only the text and the speeches of one document are looked at, so the answer is the same whatever else comes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corpus.model import Section, Turn
from corpus.names.fold import fold
from corpus.names.sexes import UNTOLD, sex_words
from corpus.names.tables import words
from corpus.persons.charges import charged, charges
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames

_LONGEST_NAME = 80
# How far back the sentence of a name is looked for.
_UNBROKEN = 600
_NAME = re.compile(r"[^\W\d_][\w’'-]*")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_TITLED = r"(?:(?:the\s+)?(?:[A-Za-z][a-z]{1,11}\.?)\s+){0,2}"
# "N. Lurye and Lurye", "Lurye, N. Lurye": two persons side by side.
_BESIDE = re.compile(
    rf"\s*(?:\([^()\n]{{1,40}}\)\s*)?(?:,|;|,?\s*(?:and|or|и|with|&)\s)\s*{_TITLED}", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\b(?:you|your|yourself|вы|вас|вам|ваш\w*)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'(]?[A-ZА-ЯЁ])")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
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
_HEADS = re.compile(r"[\s*]*[.:(—–-]")
# "I am the wife of ...", "I live at ...": how a witness begins who has not spoken before.
_INTRODUCES = re.compile(r"[\s.:—–-]*(?:I am|I live|I keep|I was|I lodge|I reside|My name|Я )")
# How far behind a name a pronoun means its bearer, and how far a speech tells who speaks.
_PRONOUN_WITHIN = 120
_OPENING = 400
# "I am the wife of", "and am the prisoner's husband": what one says to be.
_I_AM = re.compile(r"\b(?:I\s+am|and\s+am)((?:\s+[\w’']+){1,5})", re.IGNORECASE)
_MY = re.compile(r"\bmy\s+(?:late\s+)?(\w+)", re.IGNORECASE)
# "in partnership with my two sons, Henry and Charles"
_MY_KIN = re.compile(
    r"\bmy (?:late |two |three |eldest |youngest )?"
    r"(?:sons?|brothers?|daughters?|sisters?|father|mother|husband|wife),?"
    r" (?P<names>[A-Z]\w+(?:,? and [A-Z]\w+)?)"
)
# Words of those who tell whose kin they are.
_OF_KIN = re.compile(
    r"\b(?:wife|widow|husband|father|mother|brother|sister|sons?|daughter|partner|uncle|nephew|cousin|prosecut\w+)\b"
)
_CLAUSE = re.compile(r"[.!?;\n]|—|--| - ")
# "I know Holt - he was there.": the clause behind a name begins with who that is.
_GOES_ON = re.compile(r"\s*(?:[;.]|—|--|-(?=\s))\s*(he|she|он|она)\b", re.IGNORECASE)
# Where a clause begins and ends: within one, whoever was named is "he" or "himself".
_PRISONER = re.compile(r"\b[Pp]risoner,? $")
_CLAUSE_BREAK = re.compile(
    r"[.!?;:\n]|—|--| - |\b(?:who|whom|which|that|because|when|where|if|but)\b"
    r"|,? and (?:he|she|I|they|then|the|that)\b"
)
_LONGEST_CLAUSE = 200
_SOMEBODYS = re.compile(r"\b(?:his|her|my|your|their) (?:\w+ )?$")
# Who was named last goes on to be told of so far behind his name, where nobody of that surname was named for
# so long before.
_TOLD_ON = 300
_ALONE = 800
# "I met the prisoner Holt with a bundle—he ran", "I met Holt with a bundle—I stopped him".
_MET = re.compile(r"\bI (?:\w+ ){1,3}(?:the (?:male |female )?prisoner,? )?$")
_GOES_ON_BEHIND_DASH = re.compile(
    r"\s*(?:—|--|-(?=\s))\s*(?:I \w+ (?P<object>him|her)\b|(?P<subject>he|she)\b)", re.IGNORECASE
)
# What stands behind "her", unless it says whose something is.
_NO_NOUN = re.compile(
    r"\s*(?:[^\w\s]|$)|\s+(?:and|or|to|in|on|at|by|for|from|with|of|that|when|if|as|the|a|an|up|out|down|not)\b"
)
# "Holt her husband", "Holt, his late wife": who the bearer is.
_APPOSED = re.compile(
    r",?\s+(?:his|her)\s+(?:late\s+)?(husband|wife|son|daughter|brother|sister|mother|father)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"[\s.,:(*]*(?:(?:cross-?|re-?)\s?-?examined|re\s?[-—]?\s?called|called\s+again)\b", re.IGNORECASE
)
# "Prisoner's Defence. I found it.", "Orlov's defence. I found it."
_OWN_DEFENCE = re.compile(r"\s?['’]s\s+[Dd]efence\b|\s?['’]S\s+DEFENCE\b")
_DEFENCE = re.compile(rf"(?<=\w)(?:{_OWN_DEFENCE.pattern})")
_NAMES_HIMSELF = re.compile(r"\bmy\s+name\s*(?:is|was)?[\s,:—-]*[\"“‘']?$", re.IGNORECASE)
# "ORLOV - GUILTY", "ORLOV. Aged 26. - GUILTY": behind a name that heads a line of a list.
_ITEM = re.compile(r"[\s.,*]*(?:\(?\b[Aa]ged?\s+\d+\)?[\s.,*]*)?[-—–]+\s*[A-ZА-Я]")
_VERDICT = re.compile(r"[^\w\n]*(?:[Aa]ged?\s+\d+)?[^\w\n]*(?:NOT\s+)?GUILTY|[^\w\n]*(?:[Nn]ot\s+)?[Gg]uilty")
# How far the lines of a list lie apart, and how many speeches show whether speakers take turns.
_LIST = 400
_DIALOGUE = 12
_OPENS, _CLOSES = '"“«', '"”»'
# "Orlov, examined on 21 July, stated: ...": what stands between a name and the words that are its bearer's.
_SAYS = re.compile(r"[^\"“«.\n]*?[^\W\d_][^\"“«.\n]*[:,]\s*[\"“«]")
_SAYS_WITHIN = 200
_COLON = re.compile(r":\s*$")
_SPACE = 20
# Longer paragraphs are not searched for the beginning of a quotation.
_PARAGRAPH = 8000
_QUOTE = 1000


class Seen(NamedTuple):
    """A decided mention before: where it starts, of whom, and whether it has given parts."""

    start: int
    identity: Identity
    full: bool


class _Named(NamedTuple):
    """A full name at its place, and whose it is."""

    start: int
    end: int
    person: Identity


@dataclass(frozen=True)
class Scene:
    """The surroundings of a name at an offset; `seen` are the decided mentions before it, in order."""

    document: DocumentNames
    offset: int
    seen: Sequence[Seen]

    @cached_property
    def end(self) -> int:
        """Where the name ends."""
        return self._end_of_word(self.offset)

    def _end_of_word(self, start: int) -> int:
        word = _NAME.match(self.document.text, start)
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
        return self._turn_at(self.offset)

    def _turn_at(self, offset: int) -> int:
        turns = self.document.turns
        at = self._begun(offset) - 1
        return at if at >= 0 and offset < turns[at].end else -1

    def _begun(self, offset: int) -> int:
        """How many speeches have begun at an offset."""
        return bisect_right(self.document.turns, offset, key=lambda turn: turn.start)

    @cached_property
    def speech(self) -> Turn | None:
        """The speech that the name stands in, behind its label."""
        turn = self.document.turns[self.turn] if self.turn >= 0 else None
        return turn if turn and self.offset >= turn.speech_start else None

    @property
    def is_label(self) -> bool:
        """Whether the name is a speaker's label."""
        return self.turn >= 0 and self.speech is None

    @cached_property
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
        """Who has spoken in the trial, the last first, at most so many speeches ago."""
        start = self.trial[0]
        for at in range(self.turn - 1, max(-1, self.turn - 1 - within), -1):
            turn = self.document.turns[at]
            if turn.start < start:
                return
            if found := self.speaker(turn):
                yield found

    @cached_property
    def introduces_himself(self) -> bool:
        """Whether the name is a label, or stands like one, and the words behind it begin as those of one who
        has not spoken yet."""
        if not (self.is_label or self.heads):
            return False
        start = self.document.turns[self.turn].speech_start if self.is_label else self.end
        return _INTRODUCES.match(self.document.text, start) is not None

    def introduces_later(self, identity: Identity) -> bool:
        """Whether a person introduces himself behind a later label of the trial."""
        text, forms = self.document.text, tuple(identity.given_forms)
        later = self.document.turns[self.turn + 1 : self._begun(self.trial[1] - 1)]
        return any(
            text.startswith(forms, turn.start) and _INTRODUCES.match(text, turn.speech_start)
            for turn in later
        )

    @cached_property
    def trial(self) -> tuple[int, int]:
        """From where to where the charge is heard under which the name stands: from the line of the last one
        before it that is brought outside of speeches to the next one, within the section."""
        section, text = self.section, self.document.text
        start, end = (section.start, section.end) if section else (0, len(text))
        brought = [charge.start for charge in charges(text) if start <= charge.start < end]
        outside = [at for at in brought if self._turn_at(at) < 0]
        if before := [at for at in outside if at < self.offset]:
            # One trial after another has speeches between; one charge after another has none.
            first = next(at for at in before if self._begun(at) == self._begun(before[-1]))
            start = text.rfind("\n", 0, first) + 1
        return start, next((at for at in outside if at >= self.offset), end)

    @property
    def accused(self) -> set[Identity]:
        """Who is charged in the trial: one who introduces himself there is a witness."""
        text, (start, _) = self.document.text, self.trial
        full = [seen for seen in self.named_since(start) if seen.full]
        names = [_Named(seen.start, self._end_of(seen), seen.identity.root()) for seen in reversed(full)]
        brought = (charge for charge in charges(text) if start <= charge.start < self.offset)
        return {name.person for charge in brought for name in charged(text, names, charge)}

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
        titled = all(word in words("titles") or word == "and" for word in map(fold, self._words_before))
        return titled and text[self.end : self.end + 1] in (",", "!", "?", ".") and self.speech is not None

    @property
    def is_called_prisoner(self) -> bool:
        """Whether the name is that of one who is tried: "the prisoner Orlov"."""
        return _PRISONER.search(self.document.text, max(0, self.offset - _SPACE), self.offset) is not None

    @cached_property
    def sentence(self) -> int:
        """Where the sentence of the name begins."""
        floor = max(self.speech.speech_start if self.speech else 0, self.offset - _UNBROKEN)
        start = floor
        for end in _SENTENCE.finditer(self.document.text, floor, self.offset):
            if not _ABBREVIATION.search(self.document.text, floor, end.start() + 1):
                start = end.end()
        return start

    @cached_property
    def _words_before(self) -> list[str]:
        """The words of the sentence before the name."""
        return _NAME.findall(self.document.text, self.sentence, self.offset)

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
                form = self._form_of(seen)
                end = seen.start + len(form)
                if form and (_BESIDE.fullmatch(text, end, self.offset) or self._are_listed(end)):
                    return True
        behind = _BESIDE.match(text, self.end)
        return behind is not None and text.startswith(tuple(identity.given_forms), behind.end())

    def shares_clause(self, identity: Identity) -> bool:
        """Whether the person is named in full in the same clause: "N. Orlov met Orlov" tells of two."""
        text, (start, end) = self.document.text, self._clause
        if text[self.offset : self.end].isupper():
            return False  # a heading, and the sentence behind it
        if _SOMEBODYS.search(text, max(start, self.offset - _SPACE), self.offset):
            return False  # "his brother Orlov": whose brother he is may stand behind
        if any(seen.full and seen.identity.root() is identity.root() for seen in self.named_since(start)):
            return True
        forms = map(re.escape, identity.given_forms)
        return any(re.search(rf"(?<!\w){form}(?!\w)", text[self.end : end]) for form in forms)

    @cached_property
    def _clause(self) -> tuple[int, int]:
        text, floor = self.document.text, max(self.sentence, self.offset - _LONGEST_CLAUSE)
        starts = [found.end() for found in _CLAUSE_BREAK.finditer(text, floor, self.offset)]
        if text.endswith(", ", 0, self.offset):
            starts.append(self.offset)  # "Until N. Orlov came, Orlov spoke"
        end = _CLAUSE_BREAK.search(text, self.end, self.end + _LONGEST_CLAUSE)
        return max(starts, default=floor), end.start() if end else self.end + _LONGEST_CLAUSE

    def told_of(self, here: Sequence[Identity]) -> Identity | None:
        """Who of several the text goes on to tell of: the one named in full in the sentence before, where no
        other was named for long."""
        roots = {identity.root(): identity for identity in here}
        named = [seen for seen in self.named_since(self.offset - _ALONE) if seen.identity.root() in roots]
        if len({seen.identity.root() for seen in named}) != 1 or not named[0].full:
            return None
        last, text = named[0], self.document.text
        begins = self.speech.speech_start if self.speech else 0
        end = self._end_of(last)
        if last.start < max(begins, self.offset - _TOLD_ON) or self._stands_as_label(last):
            return None
        between = text[end : self.offset]
        if "\n" in between or between.startswith(("'", "’")) or self.follows_pronoun:
            return None
        return roots[last.identity.root()] if len(_SENTENCE.findall(between)) == 1 else None

    def _stands_as_label(self, seen: Seen) -> bool:
        turn = self._turn_at(seen.start)
        if turn >= 0 and seen.start < self.document.turns[turn].speech_start:
            return True
        return seen.start == 0 or self.document.text[seen.start - 1] == "\n"

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
    def sex(self) -> str:
        """Whether the words around tell of a man or a woman: what a speaker says to be, "his wife Anna", a
        pronoun in the same clause."""
        if self.is_label or self.heads:
            return self._sex_of_speaker()
        return self._sex_before() or self._sex_behind()

    def _sex_of_speaker(self) -> str:
        told = {_first_sex(found[1]) for found in _I_AM.finditer(self._opening)}
        told |= {sex_words("spouse").get(found[1].lower(), UNTOLD) for found in _MY.finditer(self._opening)}
        told.discard(UNTOLD)
        return told.pop() if len(told) == 1 else UNTOLD

    @cached_property
    def _opening(self) -> str:
        """How the speech behind a label begins, or the paragraph behind a name that stands like one."""
        text = self.document.text
        if self.is_label:
            turn = self.document.turns[self.turn]
            return text[turn.speech_start : min(turn.end, turn.speech_start + _OPENING)]
        return text[self.end : self.end + _OPENING].partition("\n")[0]

    def _sex_before(self) -> str:
        before = [word.lower() for word in self._words_before]
        if len(before) > 1 and before[-1] == "of":
            return sex_words("mate").get(before[-2], UNTOLD)
        near = [word for word in before[-2:] if word != "prisoner"]
        return sex_words("kin").get(near[-1], UNTOLD) if near else UNTOLD

    @property
    def follows_pronoun(self) -> bool:
        """Whether "he" stands before the name in its sentence: of whom the text tells, it names another."""
        return any(word.lower() in sex_words("pronoun") for word in self._words_before)

    def _sex_behind(self) -> str:
        """By the first pronoun, where no other person is named or told of before it."""
        text, end = self.document.text, min(len(self.document.text), self.end + _PRONOUN_WITHIN)
        if text[self.end : self.end + 2] in ("'s", "’s"):
            return UNTOLD
        if apposed := _APPOSED.match(text, self.end):
            return sex_words("kin").get(apposed[1].lower(), UNTOLD)
        if goes_on := _GOES_ON.match(text, self.end):
            return sex_words("pronoun").get(goes_on[1].lower(), UNTOLD)
        clause = _CLAUSE.search(text, self.end, end)
        for word in _NAME.finditer(text, self.end, clause.start() if clause else end):
            folded = word[0].lower()
            if _is_object(text, folded, word.end()):
                return UNTOLD
            if sex := sex_words("pronoun").get(folded):
                return sex
            if folded in sex_words("kin") or word[0][0].isupper() or folded in ("who", "whom", "whose"):
                return UNTOLD
        goes_on = _GOES_ON_BEHIND_DASH.match(text, clause.start()) if clause else None
        if goes_on is None or (goes_on["subject"] and not self._is_met):
            return UNTOLD
        return sex_words("pronoun").get((goes_on["subject"] or goes_on["object"]).lower(), UNTOLD)

    @property
    def _is_met(self) -> bool:
        """Whether somebody tells how he met the bearer: "I saw the prisoner Orlov"."""
        return _MET.search(self.document.text, max(0, self.offset - _PRONOUN_WITHIN), self.offset) is not None

    @property
    def speaks_again(self) -> bool:
        """Whether the label is of one who has spoken before: "ORLOV re-examined"."""
        return _AGAIN.match(self.document.text, self.end) is not None

    def had_defence(self, identity: Identity) -> bool:
        """Whether a person named in full has made a defence of his own in the trial."""
        text, (start, end) = self.document.text, self.trial
        forms = (re.escape(form) for form in identity.given_forms if " " in form)
        return any(re.search(rf"(?<!\w){form}{_OWN_DEFENCE.pattern}", text[start:end]) for form in forms)

    @property
    def wronged(self) -> set[Identity]:
        """Whom the charge names beside the accused, where the first witness tells of no kin: it is one of
        these who is heard first."""
        if next(self.spoken(1), None) is not None or _OF_KIN.search(self._opening):
            return set()
        named = {seen.identity.root() for seen in self.named_since(self.trial[0]) if seen.full}
        return named - self.accused

    @property
    def is_recalled(self) -> bool:
        """Whether the label stands behind the defence: who does not introduce himself was heard before."""
        return _DEFENCE.search(self.document.text, self.trial[0], self.offset) is not None

    @property
    def is_defence(self) -> bool:
        """Whether what stands behind the name is his defence."""
        return _OWN_DEFENCE.match(self.document.text, self.end) is not None

    @property
    def names_himself(self) -> bool:
        """Whether a speaker tells his own name: "my name is Orlov"."""
        return _NAMES_HIMSELF.search(self.document.text, max(0, self.offset - 30), self.offset) is not None

    def tells_of(self, identity: Identity) -> bool:
        """Whether the speech behind a label names a person in full at its beginning, as another."""
        forms = (re.escape(form) for form in identity.given_forms if " " in form)
        if any(re.search(rf"(?<!\w){form}(?!\w)", self._opening) for form in forms):
            return True
        named = {fold(word) for kin in _MY_KIN.finditer(self._opening) for word in kin["names"].split()}
        return any(part.text in named for name in identity.names for part in name.given[:1])

    @property
    def quoted(self) -> Identity | None:
        """Who is quoted where the name stands, as far as the words before the quotation tell."""
        text = self.document.text
        floor = max(0, self.offset - _PARAGRAPH)
        at = text.rfind("\n", floor, self.offset) + 1
        if not at and floor:
            return None
        marks = [at + n for n, sign in enumerate(text[at : self.offset]) if sign in _OPENS + _CLOSES]
        if not marks or text[marks[-1]] not in _OPENS or (text[marks[-1]] == '"' and len(marks) % 2 == 0):
            return None
        said = _COLON.search(text, max(0, marks[-1] - _SPACE), marks[-1])
        return self._sayer(said.start() + 1) if said else None

    def _sayer(self, end: int) -> Identity | None:
        seen = next((seen for seen in self.named_since(end - _SAYS_WITHIN) if seen.start < end), None)
        if seen is None:
            return None
        behind = self.document.text[self._end_of(seen) : end]
        # Right before the colon stands who is told, in another sentence who was spoken of.
        says = any(map(str.isalpha, behind)) and not _SENTENCE.search(behind)
        return seen.identity if says else None

    def _end_of(self, seen: Seen) -> int:
        form = self._form_of(seen)
        return seen.start + len(form) if form else self._end_of_word(seen.start)

    def _form_of(self, seen: Seen) -> str:
        """The form with given parts that stands where a mention starts, or nothing."""
        forms = seen.identity.given_forms
        return max(
            (form for form in forms if self.document.text.startswith(form, seen.start)), key=len, default=""
        )

    def is_quoted_on(self, identity: Identity) -> bool:
        """Whether the bearer of the name is quoted behind it, with a person named in full in his words."""
        return any(form in self._said for form in identity.given_forms)

    @cached_property
    def _said(self) -> str:
        """What the bearer of the name is quoted to have said, behind it."""
        says = _SAYS.match(self.document.text, self.end, self.end + _SAYS_WITHIN)
        if says is None:
            return ""
        said = self.document.text[says.end() : says.end() + _QUOTE]
        closed = min((at for sign in _CLOSES if (at := said.find(sign)) >= 0), default=len(said))
        return said[:closed]

    @cached_property
    def heads_item(self) -> bool:
        """Whether the name heads a line of a list: "ORLOV - GUILTY"."""
        begins = self.heads or self.offset == self.sentence
        return begins and _ITEM.match(self.document.text, self.end) is not None

    @property
    def is_verdict(self) -> bool:
        """Whether the line of a list is what a jury finds: "ORLOV - NOT GUILTY"."""
        return _VERDICT.match(self.document.text, self.end) is not None

    @property
    def follows_item(self) -> bool:
        """Whether the title of the section is a line of a list: nobody is examined under that."""
        return self.section is not None and _ITEM.search(self.section.title) is not None

    def listed(self) -> Iterator[Identity]:
        """Who heads another line of the list before."""
        for seen in self.named_since(self.offset - _LIST):
            if not _ITEM.match(self.document.text, self._end_of(seen)):
                return
            yield seen.identity

    def is_listed_behind(self, identity: Identity) -> bool:
        """Whether a person heads a later line of the list."""
        behind = self.document.text[self.end : self.end + _LIST]
        heads = (rf"(?:^|\n|\.\s+){re.escape(form)}{_ITEM.pattern}" for form in identity.given_forms)
        return any(re.search(head, behind) for head in heads)

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


def _is_object(text: str, pronoun: str, end: int) -> bool:
    """Whether a pronoun stands for whom something is done to: in its clause the bearer of a name is another
    ("Orlova asked for a warrant against him"), unless it says whose something is."""
    return pronoun == "him" or (pronoun == "her" and _NO_NOUN.match(text, end) is not None)


def _first_sex(words: str) -> str:
    """By the first word that tells what one is: "the last witness's husband", not "servant to his wife"."""
    for word in _NAME.findall(words):
        if word in ("of", "to", "in", "at", "and", "with"):
            return UNTOLD
        if sex := sex_words("kin").get(word.lower()):
            return sex
    return UNTOLD
