"""What pymorphy3's dictionary of Russian says of single words. It is given, not imported here."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ingest.russian_cases import Reading

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

# Words that are remembered: a text has the same ones again and again.
_REMEMBERED = 1 << 14
# Institutions that are called by letters have hardly more.
_LONGEST_LETTERS = 6
# The dictionary's names of cases and genders -> those of the models. It knows three cases more, of few words.
_CASES = {"nomn": "Nom", "gent": "Gen", "accs": "Acc", "datv": "Dat", "ablt": "Ins", "loct": "Loc"}
_GENDERS = {None: "", "masc": "Masc", "femn": "Fem"}
_NAMES = frozenset({"Name", "Surn", "Patr"})


class Lexicon:
    """The dictionary's answers, remembered.

    `readings` are what a word can be, `is_word` tells of one that is never a name ("разве"), `is_role` of
    one that is rarely a name ("лоцман"), `may_name` of one that can be a name ("Гуреева").
    """

    def __init__(self, dictionary: MorphAnalyzer) -> None:
        self.readings = lru_cache(_REMEMBERED)(partial(_readings, dictionary))
        self.is_word = lru_cache(_REMEMBERED)(partial(_is_word, dictionary))
        self.is_role = lru_cache(_REMEMBERED)(partial(_is_role, dictionary))
        self.may_name = lru_cache(_REMEMBERED)(partial(_may_name, dictionary))


def _readings(dictionary: MorphAnalyzer, word: str) -> tuple[Reading, ...]:
    """What a lower-case word can be in the singular, by the dictionary or by its likeness to words there."""
    return tuple(
        Reading(_CASES[parse.tag.case], _GENDERS[parse.tag.gender], _singular(parse), _weight(parse))
        for parse in dictionary.parse(word)
        if parse.tag.case in _CASES and parse.tag.gender in _GENDERS and parse.tag.number != "plur"
    )


def _is_word(dictionary: MorphAnalyzer, word: str) -> bool:
    """Whether a word is known, and never a noun or an adjective: "разве", "сообщил"."""
    parses = dictionary.parse(word.casefold()) if len(word) > 2 and dictionary.word_is_known(word) else ()
    return bool(parses) and not any(parse.tag.case for parse in parses if parse.tag.POS != "NPRO")


def _is_role(dictionary: MorphAnalyzer, word: str) -> bool:
    """Whether a word is known for somebody, in the singular, and for no name: "лоцман", "кучером"."""
    parses = dictionary.parse(word.casefold()) if dictionary.word_is_known(word.casefold()) else ()
    somebody = any("anim" in parse.tag and parse.tag.number == "sing" for parse in parses)
    return somebody and not any(_NAMES & parse.tag.grammemes for parse in parses)


def _may_name(dictionary: MorphAnalyzer, word: str) -> bool:
    """Whether a word is known for a name, is like the surnames that are, or unknown and too long for the
    letters of an institution: "Вересова", "Рубежанский", but not "заседания" and "МАГАТЕ".
    """
    parses = dictionary.parse(word.casefold())
    if dictionary.word_is_known(word.casefold()):
        return any(_NAMES & parse.tag.grammemes for parse in parses)
    return len(word) > _LONGEST_LETTERS or any("Surn" in parse.tag for parse in parses)


def _singular(parse: Parse) -> str:
    found = parse.inflect({"nomn", "sing"})
    return found.word if found else ""


def _weight(parse: Parse) -> float:
    if not _NAMES & parse.tag.grammemes:
        return 0.3 if parse.is_known else 0
    if not parse.is_known:
        return 0.4
    return 0.9 if "Fixd" in parse.tag else 1
