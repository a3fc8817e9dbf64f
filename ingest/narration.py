"""Where a speech ends and the narrator's prose begins, in records that mix the two.

A speaker says "I"; a narrator names the speaker: "Marek goes on to say", "Questioned by the
President, Marek admits". Only sentence starts outside quotation marks are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from ingest.labels import Candidate, is_office
from ingest.sentences import sentence_ends
from ingest.wordlists import entries

# A quotation may run on behind the end of a sentence.
_QUOTED = re.compile(r"\"[^\"]*(?:\"|\Z)|“[^”]*(?:”|\Z)|«[^»]*(?:»|\Z)")
# Not the "I." of initials and abbreviations.
_FIRST_PERSON = re.compile(
    r"(?<![.\w])I(?![.\w])|\b(?:[Mm]e|[Mm]y|[Mm]yself|[Ww]e|[Uu]s|[Oo]ur|[ЯяМм]ы|[Яя]|[Мм]не|[Мм]еня|[Мм]ой)\b"
)
_SECOND_PERSON = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Вв]ы|[Вв]ас|[Вв]ам)\b")
_ROLE = (
    r"(?:(?:[Tt]he )?(?:accused|witness|defendant|prisoner|prosecutor"
    r"|[Cc]omrade|[Cc]itizen|Mr\.?|Mrs\.?|Dr\.?) ?)"
)
_ROLE_WORD = re.compile(r"\b[Tt]he (?:accused|witness|defendant|prisoner|President|Court)\b|\bComrade\b")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){3,}\Z")
_ADVERB = r"(?:,? (?:himself|herself|then|also|again|further|next|now|however|once more|at first|finally),?)?"
_OPENING_MARK = re.compile(r"(?:^|[\s(\[—–-])[\"“«]")
_CLOSING_MARK = re.compile(r"[^\s(\[][\"”»]")

# A question to one speaker, then a sentence about another: long speeches speak of others too.
_SHORT_SPEECH = 400
# Characters of narrator's prose for each "I" that his open quotations and misprints may leave in it.
_NARRATED_BY_PERSON = 600
_LOOK_AHEAD = 6000
_LONGEST_QUOTATION = 3000


@cache
def _openings(strength: str) -> re.Pattern[str]:
    """Openings marked "!" (enough alone), "+" (with a third person) or unmarked ("")."""
    marked = [e.split(maxsplit=1) if e[0] in "!+" else ("", e) for e in entries("narration_openings")]
    return re.compile(
        rf"(?:{'|'.join(re.escape(opening) for mark, opening in marked if mark == strength)})(?!\w)"
    )


@cache
def _any_opening() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(e.lstrip("!+ ")) for e in entries("narration_openings")))


class _About:
    """Patterns for one set of names. Compiling takes longer than searching: only what is asked for."""

    def __init__(self, names: Collection[str]) -> None:
        either = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
        self._name = rf"(?<![\w-])(?:{either})(?![\w-])" if names else r"(?!)"
        self._verbs = "|".join(entries("reporting_verbs"))

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        return re.compile(self._name)

    @cached_property
    def subject(self) -> re.Pattern[str]:
        return re.compile(rf"{_ROLE}?(?:[A-Z]\.\s?)*{self._name}{_ADVERB} (?:{self._verbs})\b")

    @cached_property
    def inverted(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:,|\"\") (?:{self._verbs})(?: the accused| the witness)? {self._name}(?=[,.:;])"
        )

    @cached_property
    def quotes(self) -> re.Pattern[str]:
        """Matches "In this connection Marek testifies:" before a quotation."""
        return re.compile(rf"{self._name}{_ADVERB} (?:{self._verbs}): \"\"")


@lru_cache(maxsize=256)
def _about(names: tuple[str, ...]) -> _About:
    """The patterns of a speaker, who is met again in other documents of the case."""
    return _About(names)


class Narration:
    """The narrator of one document, who knows its speakers."""

    def __init__(self, labels: Sequence[Candidate]) -> None:
        speakers = {label: _written(label) for label in {label.text for label in labels}}
        self._names = tuple(sorted({name for names in speakers.values() for name in names}))
        self._anyone = _About(self._names)
        self._by_label = {label: _about(names) for label, names in speakers.items()}

    def _may_be_narrated(self, text: str) -> bool:
        return any(name in text for name in self._names) or _any_opening().search(text) is not None

    def speech_end(self, text: str, label: Candidate, start: int, limit: int, *, mixed: bool) -> int:
        """Where the speech that begins at `start` ends, `limit` at the latest.

        `mixed` records are known to pass from speech to prose without a sign: weaker signs count.
        """
        if not self._may_be_narrated(text[start:limit]):
            return limit
        ends = _narrative_ends(text, start, limit)
        speaker = self._by_label[label.text]
        for begin, end in pairwise([*ends, limit]):
            sentence = text[begin:end].strip()
            if not self._may_be_narrated(sentence) or _in_quotes(
                text[max(start, begin - _LONGEST_QUOTATION) : begin]
            ):
                continue
            bare = _QUOTED.sub('""', sentence)
            if self._is_narrated(bare, speaker):
                return begin
            if mixed and self._seems_narrated(
                bare, speaker, begin - start, text[end : min(limit, end + _LOOK_AHEAD)]
            ):
                return begin
        return limit

    def begins(self, text: str) -> bool:
        """Whether a text that no label opens is a narrator's, who reports what speakers say."""
        ends = sentence_ends(text, 0, len(text))
        sentences = (text[begin:end].strip() for begin, end in pairwise([0, *ends, len(text)]))
        return any(_openings("!").match(s) or self._anyone.subject.match(s) for s in sentences)

    def _is_narrated(self, sentence: str, speaker: _About) -> bool:
        if _openings("!").match(sentence) or speaker.inverted.search(sentence):
            return True
        if _is_personal(sentence):
            return False
        third = self._anyone.anywhere.search(sentence) or _ROLE_WORD.search(sentence)
        opened = _openings("+").match(sentence) is not None and third is not None
        return opened or speaker.subject.match(sentence) is not None

    def _seems_narrated(self, sentence: str, speaker: _About, said: int, rest: str) -> bool:
        """Who speaks does not call himself by his name; nor, just asked, does he tell what another says."""
        if _is_personal(sentence):
            return False
        if said < _SHORT_SPEECH and (
            self._anyone.subject.match(sentence) or self._anyone.quotes.search(sentence)
        ):
            return True
        opened = _openings("").match(sentence) and (
            self._anyone.anywhere.search(sentence) or _ROLE_WORD.search(sentence)
        )
        named = opened or speaker.anywhere.search(sentence)
        return bool(named) and not _goes_on(rest)


def _goes_on(rest: str) -> bool:
    """Whether what follows is still somebody's speech: "I" stands in it again and again."""
    persons = len(_FIRST_PERSON.findall(_QUOTED.sub('""', rest)))
    return persons * _NARRATED_BY_PERSON > len(rest)


def _is_personal(sentence: str) -> bool:
    return bool(_FIRST_PERSON.search(sentence) or _SECOND_PERSON.search(sentence))


def _narrative_ends(text: str, start: int, limit: int) -> list[int]:
    """Sentence ends; "Before his arrival in the U.S.S.R. Marek met" has none behind the abbreviation."""
    ends: list[int] = []
    last = start
    for end in sentence_ends(text, start, limit):
        abbreviated = _ABBREVIATION.search(text, max(last, end - 12), end) is not None
        if end < limit and not (abbreviated and not _is_personal(text[last:end])):
            ends.append(end)
        last = end
    return ends


def _written(label: str) -> tuple[str, ...]:
    """The surname of a label as prose writes it; none for an office."""
    if is_office(label):
        return ()
    surname = label.split()[-1]
    capitalised = "-".join(part.capitalize() for part in surname.split("-"))
    return tuple(sorted({surname, capitalised, surname.upper()}))


def _in_quotes(speech: str) -> bool:
    """Whether a quotation is open at the end of a speech."""
    opened = max((match.end() for match in _OPENING_MARK.finditer(speech)), default=0)
    return opened > 0 and not _CLOSING_MARK.search(speech, opened)
