"""Aliases that a text states: "Fritz David (Kruglyansky)", "alias", "known as 'Ferryman'".

Two names that the text itself puts beside each other as one person's join identities. The words that do so
stand in `names/data/alias_cues.tsv`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.model import Finder
from corpus.names.fold import fold
from corpus.names.parse import Given, Name, is_given_name, parse_name
from corpus.names.tables import rows, words
from corpus.persons.cue_patterns import OPENING, cue_pattern
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.pronouns import cue_with_pronoun, find_named_by_pronoun

# "Isaac Perlmutter (now Sir Isaac Palmer)"
_SINCE = r"(?:(?:now|formerly|later|afterwards|previously|once|born|that is)\s+)?"
_BRACKET = re.compile(rf"['’]?s?\s*[(\[]\s*{_SINCE}(?P<title>[^\W\d_]+\.?\s+)?")
_CLOSING = re.compile(r"\s*[)\]]")
# "John Holt, Lord Varnek": one man, where nothing else stands in the sentence.
_TITLE_BETWEEN = re.compile(
    r", (?:LORD|Lord|LADY|Lady|BARON|Baron|VISCOUNT|Viscount"
    r"|(?:EARL|Earl|DUKE|Duke|MARQUESS|Marquess|Marquis|VISCOUNT|Viscount) (?:OF|of)) "
)
_OPENS = re.compile(
    r"(?:^|\n|[.;:] )(?:(?:\d{1,4}[.)]?|The Right Honourable|The Hon\.|Sir|SIR|THE HON\.) ?){0,3}$"
)
_LONGEST_OPENING = 40
_CLOSES = re.compile(r"\s*(?:[.;\n]|$)")
_CALLED = re.compile(r"\b(?:call|called|calls|nicknamed|dubbed) $")
_CALLED_SO = re.compile(r"\s+[\"“‘'«„](?:the )?")
_QUOTED = re.compile(r"[\"“”‘’'«„]\s*$")
# How far before the cue the person is named, in characters: the same sentence.
_NEAR = 80
_NAME = re.compile(r"[A-ZА-ЯЁ][^\W\d_]+(?:[- ][A-ZА-ЯЁ][^\W\d_]+)?")


@cache
def _cue() -> str:
    """A pattern of all cues, the longest first."""
    cues = sorted((cue for _, cue in rows("alias_cues")), key=lambda cue: (-len(cue), cue))
    return rf"(?:{'|'.join(map(cue_pattern, cues))})(?!\w)"


@cache
def _between() -> re.Pattern[str]:
    joining = r"(?:(?:and|who|he|she|was|is|had been|went|lived|acted|и|который|был) ){0,3}"
    return re.compile(rf"[\s,;(\-–—\"”’]*{joining}{_cue()}{OPENING}(?:the )?", re.IGNORECASE)


@cache
def _stated() -> re.Pattern[str]:
    return re.compile(rf"\b{_cue()}{OPENING}(?=(?-i:[A-ZА-ЯЁ]))", re.IGNORECASE)


@cache
def _first_words() -> re.Pattern[str]:
    firsts = {word for _, cue in rows("alias_cues") for word in cue.split()[0].split("/")}
    return re.compile("|".join(map(re.escape, sorted(firsts))))


# The given names, as written, that stand before each surname of a document.
Bearers = dict[str, set[tuple[Given, ...]]]


@dataclass(frozen=True, slots=True)
class Alias:
    """Two candidates of a document that its text says are one person; `evidence` is what it says.

    It is `stated` where words say so, not how the names stand.
    """

    name: NamedMention
    alias: NamedMention
    evidence: str
    stated: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether the alias is a surname alone."""
        return self.alias.name is not None and self.alias.name.bare


def stated_names(document: DocumentNames) -> Iterator[NamedMention]:
    """Names that stand after a cue, whether a tagger saw them or not.

    "known as 'Ferryman'": the name is in quotation marks, or a mention of a person stands before it.
    """
    ends = [mention.end for mention in document.mentions]
    for cue in _cues_of(document.text):
        before = bisect_right(ends, cue.start())
        named = before > 0 and cue.start() - ends[before - 1] < _NEAR
        if named or _QUOTED.search(cue[0]):
            yield from _name_after(cue)
    for cue in cue_with_pronoun().finditer(document.text):
        # "We called him the Ferryman" may be no more than what he was.
        if _QUOTED.search(cue[0]) or not cue[0].endswith("the "):
            yield from _name_after(cue)


def _name_after(cue: re.Match[str]) -> Iterator[NamedMention]:
    name = _NAME.match(cue.string, cue.end())
    if name and _is_name(name[0]):
        yield NamedMention(None, name.start(), name.end(), name[0], Finder.PATTERN)


def _cues_of(text: str) -> Iterator[re.Match[str]]:
    """The cues before capitals, in order. Where one may begin is looked for first: that takes a third of the
    time of looking for all of them."""
    end = 0
    for begin in _first_words().finditer(text.lower()):
        if begin.start() >= end and (cue := _stated().match(text, begin.start())):
            yield cue
            end = cue.end()


def _is_name(word: str) -> bool:
    folded = fold(word)
    return folded not in words("titles") and folded not in words("function_words") and bool(parse_name(word))


def find_aliases(document: DocumentNames, candidates: Sequence[NamedMention]) -> Iterator[Alias]:
    """Neighbouring candidates (in order) that the text between them joins; names that begin a longer one."""
    named = [(mention, mention.name) for mention in {m.form: m for m in reversed(candidates)}.values()]
    distinct = [(mention, name) for mention, name in named if name is not None]
    bearers: Bearers = {}
    for _, name in distinct:
        bearers.setdefault(name.surname, set()).add(name.given)
    yield from _beginnings(distinct, bearers)
    yield from _inverted(distinct)
    yield from _surnames_first(distinct, bearers)
    for mention, alias in find_named_by_pronoun(document.text, candidates):
        yield _alias(document.text, mention, alias, stated=True)
    for mention, alias in pairwise(candidates):
        between = document.text[mention.end : alias.start]
        if len(between) > 80 or alias.start < mention.end:
            continue
        stated = (
            _between().fullmatch(between) is not None
            or _is_called(document.text, mention, between)
            or _is_ennobled(document.text, mention, alias, between)
        )
        if stated or _is_bracketed(document.text, between, alias.end):
            yield _alias(document.text, mention, alias, stated=stated)


def _is_called(text: str, name: NamedMention, between: str) -> bool:
    """ "They called Arno 'the Fox'", but not "they called Arno Fox"."""
    return (
        _CALLED_SO.fullmatch(between) is not None
        and _CALLED.search(text, max(0, name.start - 12), name.start) is not None
    )


def _alias(text: str, name: NamedMention, alias: NamedMention, *, stated: bool) -> Alias:
    return Alias(name, alias, " ".join(text[name.start : alias.end].split()), stated)


def _beginnings(distinct: Sequence[tuple[NamedMention, Name]], bearers: Bearers) -> Iterator[Alias]:
    """Names that begin the name of one other person of the document: "Diego Abarca" of Diego Abarca Luna.

    Where a given name stands for the surname, nobody else may have it: "John Thomas", brother of Henry
    Thomas, and John Thomas Holt are two.
    """
    longer: dict[tuple[str, str], list[tuple[NamedMention, Name]]] = {}
    for mention, name in distinct:
        written_out = [part.text for part in name.given if not part.short]
        if len(written_out) > 1:
            longer.setdefault((written_out[0], written_out[1]), []).append((mention, name))
    for mention, name in distinct if longer else ():
        if len(name.given) != 1 or (is_given_name(name.surname) and len(bearers[name.surname]) > 1):
            continue
        whole = longer.get((name.given[0].text, name.surname), [])
        if len({other.surname for _, other in whole}) == 1:
            yield Alias(whole[0][0], mention, f"{mention.form} of {whole[0][0].form}")


def _inverted(distinct: Sequence[tuple[NamedMention, Name]]) -> Iterator[Alias]:
    """Names that stand with the surname first, before a comma and without: "TANIGAWA, Shigeru" and "Tanigawa
    Shigeru"."""
    inverted: dict[tuple[str, str], NamedMention] = {}
    natural: dict[tuple[str, str], NamedMention] = {}
    for mention, name in distinct:
        if len(name.given) == 1 and not name.given[0].short:
            parts = name.given[0].text, name.surname
            (inverted if "," in mention.form else natural).setdefault(parts, mention)
    for (given, surname), mention in inverted.items():
        if (surname, given) in natural and (given, surname) not in natural:
            yield Alias(mention, natural[surname, given], f"{natural[surname, given].form}: {mention.form}")


def _surnames_first(distinct: Sequence[tuple[NamedMention, Name]], bearers: Bearers) -> Iterator[Alias]:
    """Surnames that stand first in a full name, by what people are called: "Hiranuma" of Hiranuma Kiichi.

    Its first word is no known given name, and nobody is called by the last one alone.
    """
    whole: dict[str, list[NamedMention]] = {}
    for mention, name in distinct:
        if len(name.given) == 1 and not (name.given[0].short or is_given_name(name.given[0].written)):
            whole.setdefault(name.given[0].text, []).append(mention)
    for mention, name in distinct:
        full = whole.get(name.surname, ()) if name.bare and bearers[name.surname] == {()} else ()
        if len(full) == 1 and (last := full[0].name) is not None and len(bearers[last.surname]) == 1:
            yield Alias(full[0], mention, f"{mention.form} of {full[0].form}")


def _is_ennobled(text: str, name: NamedMention, alias: NamedMention, between: str) -> bool:
    """Whether a sentence or line is a full name with the title of its bearer, as in lists of judges."""
    if _TITLE_BETWEEN.fullmatch(between) is None or name.name is None or not name.name.given:
        return False
    alone = _OPENS.search(text, max(0, name.start - _LONGEST_OPENING), name.start)
    return alone is not None and _CLOSES.match(text, alias.end) is not None


def _is_bracketed(text: str, between: str, end: int) -> bool:
    """Whether a name stands in brackets behind another one, alone or with a title."""
    bracket = _BRACKET.fullmatch(between)
    if bracket is None or _CLOSING.match(text, end) is None:
        return False
    return bracket["title"] is None or fold(bracket["title"].strip()) in words("titles")
