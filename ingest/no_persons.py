"""What taggers and patterns take for a person and is none: words, offices, places, things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.names.fold import fold, is_cyrillic
from corpus.names.parse import is_given_name
from corpus.names.tables import given_names, words, words_of
from corpus.names.titles import is_rank_behind
from ingest.shapes import WORD, search_before
from ingest.spans import is_addressed, word_before

_SAINT = re.compile(r"(?<!\w)(?:St|Saint)\.? $")
_GENERAL = re.compile(r"\.? Gen(?:\.|eral\b)")
# "Holt, Head of the Department", "Reg. v. Holt", "the Tax Law no. 12".
_IN_APPOSITION = re.compile(r"\w\)?, $")
_OF_OFFICE = re.compile(r" of (?:the\b|[A-Z])")
_AGAINST = re.compile(r"\.? (?:v|vs|versus)\b\.? ?[A-Z]")
_HIGH_OFFICE = re.compile(r"L\. ?C[hH]?\. ?(?:Baron|Just(?:ice)?)|Privy Seal|PRIVY SEAL")
# "my noble Friend", "the right honourable Gentleman": as members of a parliament speak of each other.
_OF_A_MEMBER = re.compile(
    r"(?:[Nn]oble|[Hh]on(?:\.|ou?rable)|[Ll]earned|[Gg]allant|[Ww]orthy)(?: and (?:\w+))? $"
)
_MEMBERS = frozenset({"friend", "friends", "gentleman", "gentlemen", "member", "members", "baronet", "lady"})
# "H.M. Consul", "H.B.M. Minister"
_CROWN = re.compile(r"H\. ?(?:B\. ?)?M\.(?:['’]s)? ?([A-Z][\w-]+)")
# "His Honor", "Your Grace".
_HIS = re.compile(r"\b(?:[Hh]is|[Hh]er|[Yy]our|[Tt]heir|HIS|HER|YOUR|THEIR) $")
_HONOURS = frozenset({"honor", "honors", "honour", "honours", "grace", "graces", "worship", "lordship"})
_NUMBERED = re.compile(r" (?:[Nn]os?|[Nn]r|№)\b\.? ?\d")
# "H.M.S. Duke", "HMS Duke", "U.S.S. Holt": a ship, whoever it is named after.
_SHIP = r"(?:H\. ?M\. ?(?:[AC]\. ?)?S|HM[AC]?S|U\. ?S\. ?S|USS|R\. ?M\. ?S|RMS)\.? "
_OF_SHIP, _SHIP_BEFORE = re.compile(_SHIP), re.compile(rf"(?<!\w){_SHIP}$")
# "practising in Aydın", "the district of Aydın": only a place can be meant.
_OF_PLACE = re.compile(
    r"(?:\b(?:practi[sc]ing|living|lives?|lived|resid(?:es?|ed|ing)|born|settled|arrived|stationed) (?:in|at)"
    r"|\b[Tt]he (?:city|town|village|county|district|province|parish|republic|island|governorate|borough) of"
    r"|\b(?i:secretar(?:y|ies) of)|(?<=[^\W\d_]), (?:late )?of"
    r"|\b(?:City|Town|Village|County|District|Province|Parish|Republic|Island|Borough|Port) of) $"
)
# "the Regional Court (Sąd Rejonowy)": what an institution is called in its own language.
_IN_BRACKETS = re.compile(rf"(?P<word>{WORD}) \($")
# "the law on health colleges (Meslek Yüksek Okulu)": a bracket behind a word that is no name.
_BRACKET = re.compile(r"(?:[^\W\d_A-ZА-ЯЁ]{2}|[”\"»]) \((?P<before>[^()\n]*)$")
_BRACKET_ENDS = re.compile(r"[^()\n]{0,80}\)")
_SMALL_WORD = re.compile(r"(?<!\w)[^\W\d_A-ZА-ЯЁ]{2,}(?!\w)")
_LONGEST_BRACKET = 100
# Nothing more in the bracket.
_LITTLE = 3
_WORD_BEHIND = re.compile(rf" ({WORD})")
_TOWN_AND_HEATH = 2


def names_no_person(text: str, start: int, end: int) -> bool:
    """Whether a span of a clean text that could be a name is none.

    "Pelverton, Kt. and Bart.", "Mr. Att. Gen.", "the parish of St. Clement", "the District of Famagusta".
    """
    found = text[start:end].split()
    if _are_words(found) and not is_addressed(text, start):
        return True
    if _is_thing(text, start, end, fold(found[-1])) or _is_office(text, start, end, found):
        return True
    return _is_place(text, start, found)


def _are_words(found: Sequence[str]) -> bool:
    """Whether there are only words that are no surnames: "Accident Insurance Company", "Apparently"."""
    folded = {fold(word) for word in found}
    others = words_of("english", "places", "institutions", "courts", "function_words")
    return folded <= others and not folded.isdisjoint(words_of("english", "function_words"))


def _is_thing(text: str, start: int, end: int, last: str) -> bool:
    """ "the Tax Law no. 12", "Reg. v. Holt", "H.M.S. Duke", "the Regional Court (Sąd Rejonowy)"."""
    if _OF_SHIP.match(text, start, end) or search_before(_SHIP_BEFORE, text, start):
        return True
    if _NUMBERED.match(text, end) or (last in words("prosecuting") and _AGAINST.match(text, end)):
        return True
    if any(is_given_name(word) for word in text[start:end].split()):
        return False
    if _is_translated(text, start, end):
        return True
    bracket = search_before(_IN_BRACKETS, text, start)
    if bracket is None:
        return False
    word = fold(bracket["word"])
    return word in words_of("institutions", "courts", "english") and word not in words("titles")


def _is_translated(text: str, start: int, end: int) -> bool:
    """Whether it stands in a bracket that says something in another language: "(dualer Lastenausgleich)"."""
    if is_cyrillic(text[start:end]):
        return False
    bracket = _BRACKET.search(text, max(0, start - _LONGEST_BRACKET), start)
    behind = _BRACKET_ENDS.match(text, end)
    if bracket is None or behind is None:
        return False
    small = [fold(word) for word in _SMALL_WORD.findall(bracket["before"] + behind[0])]
    if small:
        return words_of("english", "function_words", "particles", "titles").isdisjoint(small)
    return " " in text[start:end] and len(bracket["before"] + behind[0]) < _LITTLE


def _is_office(text: str, start: int, end: int, found: Sequence[str]) -> bool:
    """A rank behind a name, an office, a part of one, or what somebody is by calling."""
    first, *others = map(fold, found)
    if _HIGH_OFFICE.fullmatch(text, start, end):
        return True
    if (crown := _CROWN.fullmatch(text, start, end)) and fold(crown[1]) in words("titles"):
        return True
    if first in _HONOURS and not others and search_before(_HIS, text, start):
        return True
    if first in _MEMBERS and not others and search_before(_OF_A_MEMBER, text, start):
        return True
    if others:
        return others[-1] in words("titles") and words("before_offices").issuperset((first, *others[:-1]))
    behind = _WORD_BEHIND.match(text, end)
    if behind and first in words("before_offices") and fold(behind[1]) in words("titles"):
        return True
    if _OF_OFFICE.match(text, end) and search_before(_IN_APPOSITION, text, start):
        return True
    if first in words("honours") and text.endswith(", ", 0, start):
        return True  # "Susan Holt of the parish of St. Saviour, Spinster"
    return is_rank_behind(text, start, end) or _GENERAL.match(text, end) is not None


def _is_place(text: str, start: int, found: Sequence[str]) -> bool:
    """ "practising in Aydın", "Wandsworth Heath", "St. Clement", "St. Andrew's Holborn"."""
    if len(found) == 1:
        return _is_saint(text, start) or search_before(_OF_PLACE, text, start) is not None
    if found[0].endswith(("'s", "’s")):
        return _is_saint(text, start)
    is_known = fold(found[0]) in words("places") and not is_given_name(found[0])
    return len(found) == _TOWN_AND_HEATH and is_known and not is_addressed(text, start)


def _is_saint(text: str, start: int) -> bool:
    """Whether a saint's name stands at a place, and no surname ("Oliver St. John")."""
    saint = search_before(_SAINT, text, start)
    return saint is not None and not _stands_in_name(text, saint.start())


def _stands_in_name(text: str, end: int) -> bool:
    """Whether what stands before "St. John" makes it a surname: a title, a given name, an initial."""
    word = word_before(text, end)
    return len(word) == 1 or word in words("addresses") or word in given_names()
