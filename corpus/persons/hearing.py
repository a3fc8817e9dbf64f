"""How a name stands in the hearing of a charge: who is tried, who was heard, whose defence it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corpus.names.fold import fold
from corpus.persons.charges import charged, charges
from corpus.persons.identities import Identity
from corpus.persons.scene import SPACE, Scene, stands_in

# "I am the wife of ...", "I live at ...": how a witness begins who has not spoken before.
_INTRODUCES = re.compile(r"[\s.:—–-]*(?:I am|I live|I keep|I was|I lodge|I reside|My name|Я )")
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
_PRISONER = re.compile(r"\b[Pp]risoner,? $")
_AGAIN = re.compile(
    r"[\s.,:(*]*(?:(?:cross-?|re-?)\s?-?exam\w+|re\s?[-—]?\s?called|called\s+again)\b", re.IGNORECASE
)
# "ORLOV sworn. -", "ORLOV, affirmed": a witness is sworn once.
_SWORN = re.compile(r"[\s.,(]*(?:sworn|affirmed)\b", re.IGNORECASE)
# "Prisoner's Defence. I found it.", "Orlov's defence. I found it."
_OWN_DEFENCE = re.compile(r"\s?['’][sS]\s+(?:[Dd]efence|DEFENCE)\b")
_DEFENCE = re.compile(rf"(?<=\w)(?:{_OWN_DEFENCE.pattern})")
# "ORLOV - GUILTY", "ORLOV. Aged 26. - GUILTY": behind a name that heads a line of a list.
_ITEM = re.compile(r"[\s.,*]*(?:\(?\b[Aa]ged?\s+\d+\)?[\s.,*]*)?[-—–]+\s*[A-ZА-Я]")
_VERDICT = re.compile(r"[^\w\n]*(?:[Aa]ged?\s+\d+)?[^\w\n]*(?:NOT\s+)?GUILTY|[^\w\n]*(?:[Nn]ot\s+)?[Gg]uilty")
# How far the lines of a list lie apart.
_LIST = 400


class _Named(NamedTuple):
    """A full name at its place, and whose it is."""

    start: int
    end: int
    person: Identity


@dataclass(frozen=True)
class Hearing:
    """What a scene tells of charge, witnesses, defence and verdict."""

    scene: Scene

    @cached_property
    def introduces_himself(self) -> bool:
        """Whether the name is a label, or stands like one, and the words behind it begin as those of one who
        has not spoken yet."""
        if not (self.scene.is_label or self.scene.heads):
            return False
        start = (
            self.scene.document.turns[self.scene.turn].speech_start if self.scene.is_label else self.scene.end
        )
        return _INTRODUCES.match(self.scene.document.text, start) is not None

    def introduces_later(self, identity: Identity) -> bool:
        """Whether a person introduces himself behind a later label of the trial."""
        text, forms = self.scene.document.text, tuple(identity.given_forms)
        later = self.scene.document.turns[self.scene.turn + 1 : self.scene.begun(self.scene.trial[1] - 1)]
        return any(
            text.startswith(forms, turn.start) and _INTRODUCES.match(text, turn.speech_start)
            for turn in later
        )

    @cached_property
    def accused(self) -> set[Identity]:
        """Who is charged in the trial: one who introduces himself there is a witness."""
        text, (start, _) = self.scene.document.text, self.scene.trial
        full = [seen for seen in self.scene.named_since(start) if seen.full]
        names = [_Named(seen.start, self.scene.end_of(seen), seen.identity.root()) for seen in reversed(full)]
        brought = (charge for charge in charges(text) if start <= charge.start < self.scene.offset)
        return {name.person for charge in brought for name in charged(text, names, charge)}

    @property
    def is_called_prisoner(self) -> bool:
        """Whether the name is that of one who is tried: "the prisoner Orlov"."""
        return (
            _PRISONER.search(self.scene.document.text, max(0, self.scene.offset - SPACE), self.scene.offset)
            is not None
        )

    def is_sworn_elsewhere(self, identity: Identity) -> bool:
        """Whether the label is that of a witness who is sworn, and a person is sworn at another one."""
        text, (start, end) = self.scene.document.text, self.scene.trial
        if not _SWORN.match(text, self.scene.end):
            return False
        forms = tuple(identity.given_forms)
        for turn in self.scene.speeches(start, end):
            if turn.start == self.scene.offset or not _SWORN.match(text, turn.start + len(turn.label)):
                continue
            speaker = self.scene.speaker(turn) if turn.start < self.scene.offset else None
            if text.startswith(forms, turn.start) or (speaker and speaker.root() is identity.root()):
                return True
        return False

    @property
    def speaks_again(self) -> bool:
        """Whether the label is of one who has spoken before: "ORLOV re-examined"."""
        return _AGAIN.match(self.scene.document.text, self.scene.end) is not None

    def had_defence(self, identity: Identity) -> bool:
        """Whether a person named in full has made a defence of his own in the trial."""
        start, end = self.scene.trial
        forms = (form for form in identity.given_forms if " " in form)
        return stands_in(self.scene.document.text[start:end], forms, f"(?:{_OWN_DEFENCE.pattern})")

    @property
    def wronged(self) -> set[Identity]:
        """Whom the charge names beside the accused, where the first witness tells of no kin: it is one of
        these who is heard first."""
        if next(self.scene.spoken(1), None) is not None or _OF_KIN.search(self.scene.opening):
            return set()
        named = {seen.identity.root() for seen in self.scene.named_since(self.scene.trial[0]) if seen.full}
        return named - self.accused

    @property
    def is_recalled(self) -> bool:
        """Whether the label stands behind the defence: who does not introduce himself was heard before."""
        return _DEFENCE.search(self.scene.document.text, self.scene.trial[0], self.scene.offset) is not None

    @property
    def is_defence(self) -> bool:
        """Whether what stands behind the name is his defence."""
        return _OWN_DEFENCE.match(self.scene.document.text, self.scene.end) is not None

    def tells_of(self, identity: Identity) -> bool:
        """Whether the speech behind a label names a person in full at its beginning, as another."""
        if stands_in(self.scene.opening, (form for form in identity.given_forms if " " in form)):
            return True
        named = {fold(word) for kin in _MY_KIN.finditer(self.scene.opening) for word in kin["names"].split()}
        return any(part.text in named for name in identity.names for part in name.given[:1])

    @cached_property
    def heads_item(self) -> bool:
        """Whether the name heads a line of a list: "ORLOV - GUILTY"."""
        begins = self.scene.heads or self.scene.offset == self.scene.sentence
        return begins and _ITEM.match(self.scene.document.text, self.scene.end) is not None

    @property
    def is_verdict(self) -> bool:
        """Whether the line of a list is what a jury finds: "ORLOV - NOT GUILTY"."""
        return _VERDICT.match(self.scene.document.text, self.scene.end) is not None

    @property
    def follows_item(self) -> bool:
        """Whether the title of the section is a line of a list: nobody is examined under that."""
        return self.scene.section is not None and _ITEM.search(self.scene.section.title) is not None

    def listed(self) -> Iterator[Identity]:
        """Who heads another line of the list before."""
        for seen in self.scene.named_since(self.scene.offset - _LIST):
            if not _ITEM.match(self.scene.document.text, self.scene.end_of(seen)):
                return
            yield seen.identity

    def is_listed_behind(self, identity: Identity) -> bool:
        """Whether a person heads a later line of the list."""
        behind = self.scene.document.text[self.scene.end : self.scene.end + _LIST]
        heads = (rf"(?:^|\n|\.\s+){re.escape(form)}{_ITEM.pattern}" for form in identity.given_forms)
        return any(re.search(head, behind) for head in heads)
