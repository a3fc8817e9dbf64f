"""Another name of one whom a pronoun stands for: "I knew Abarca. We called him 'the Dentist'."

The words before the other name stand in `names/data/alias_pronouns.tsv`. The pronoun stands for the only
person of its sex in its sentence, before it, or in the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.model import Finder
from corpus.names.sexes import MAN, UNTOLD, WOMAN, told_sex
from corpus.names.tables import rows
from corpus.persons.cue_patterns import OPENING, cue_pattern
from corpus.persons.names import NamedMention

# How far before the pronoun the person is named, in characters: a sentence or two.
_NEAR = 200
_SENTENCE = re.compile(r"(?<=[^\W\d_A-Z]{2})[.!?][\"”’')]*\s|\n")
_SEXES = {"him": MAN, "his": MAN, "he": MAN, "her": WOMAN, "she": WOMAN}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_SEXES)}|whom?)\b", re.IGNORECASE)
# What stands between a name and "whom": nothing, or who it is (", a carter,"), but not "and a man".
_APPOSITION = re.compile(r",?\s*|,(?:(?!\b(?:and|or|with|to|by|from|of)\b)[^.!?;,\n]){1,50},\s*")
# What stands between a subject and "called him".
_VERBS = re.compile(r"\s*(?:(?:had|has|always|often|also|only|never|we|they|people|all)\s+)*")


@cache
def cue_with_pronoun() -> re.Pattern[str]:
    """A pattern of all cues, each with the opening before the other name."""
    kinds: dict[str, list[str]] = {}
    for _, kind, cue in rows("alias_pronouns"):
        kinds.setdefault(kind, []).append(cue_pattern(cue))
    choice = "|".join(f"(?P<{kind}>{'|'.join(cues)})" for kind, cues in kinds.items())
    return re.compile(rf"\b(?:{choice}){OPENING}(?:the )?", re.IGNORECASE)


def find_named_by_pronoun(
    text: str, candidates: Sequence[NamedMention]
) -> Iterator[tuple[NamedMention, NamedMention]]:
    """Pairs of a person's name and the other one, which the text says of a pronoun. Candidates in order."""
    starts = [mention.start for mention in candidates]
    for cue in cue_with_pronoun().finditer(text):
        at = bisect_left(starts, cue.end())
        if at == len(starts) or starts[at] > cue.end() + 1:
            continue
        near = bisect_left(starts, cue.start() - _NEAR)
        before = [mention for mention in candidates[near:at] if mention.end <= cue.start()]
        named = _named(text, cue, [m for m in before if m.by is not Finder.LABEL])
        if named is not None:
            yield named, candidates[at]


def _named(text: str, cue: re.Match[str], before: Sequence[NamedMention]) -> NamedMention | None:
    """Whom the pronoun of a cue stands for, of those named before it."""
    if cue["relative"]:
        last = before[-1] if before else None
        return last if last is not None and _APPOSITION.fullmatch(text, last.end, cue.start()) else None
    pronoun = _PRONOUN.search(cue[0])
    sex = _SEXES[pronoun[0].casefold()] if pronoun is not None else UNTOLD
    if cue["object"] and before and _VERBS.fullmatch(text, before[-1].end, cue.start()):
        before = before[:-1]  # "Holt knew him as Jack": he is not Holt
    fitting = [m for m in before if m.name is not None and told_sex(m.name) in (UNTOLD, sex)]
    if not fitting:
        return None
    last = fitting[-1]
    breaks = list(_SENTENCE.finditer(text, last.end, cue.start()))
    if len(breaks) > 1:
        return None
    same = [m for m in fitting if _SENTENCE.search(text, m.end, last.start) is None]
    surnames = {m.name.surname or m.name.given for m in same if m.name is not None}
    return last if len(surnames) == 1 else None
