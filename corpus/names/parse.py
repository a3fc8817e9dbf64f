"""Reading a written name: titles, given names and initials, surname, suffix.

Citizen G. E. Zinoviev's          given g. e., surname zinoviev, title citizen
Smith, John, Jr.                  given john, surname smith, suffix jr
Гр. Варнека                       surname varnek (or varneka), title gr
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpus.names.fold import fold, is_cyrillic, nominatives, skeleton
from corpus.names.tables import endings, equivalents, given_names, words
from corpus.names.titles import (
    is_honoured,
    is_initial,
    is_plural,
    is_short,
    pop_suffix,
    surname_before_comma,
    without_suffix,
    without_titles,
)
from corpus.names.writing import plain

# A word of a name, with the full stop or colon that may abbreviate it.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’\-\u2010\u2011][^\W\d_]+)*[.:]?")
# Beginnings of Irish and Scottish surnames that stand apart.
_APART = ("Mac", "Mc", "M'", "M’", "O'", "O’", "MAC", "MC", "Ó", "Ní", "Nic", "Uí", "Ua")
# One or two syllables of Chinese in pinyin or Wade-Giles; "Po-wen", as Korean names are written too.
_SYLLABLE = (
    "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh|ts|tz|hs)?"
    "(?:i?ang?|i?ao|i?ong|uang?|iang?|[aeo]ng|ing?|[aeu]n|uai|u?ai|u?ei|ui|iu|ou|uo|ia|ie|ua|ue|eh|ih|[aeiou]))"
)
_SYLLABLES = re.compile(rf"{_SYLLABLE}{{1,2}}")
_HYPHENATED = re.compile(r"[A-Z][a-z]{1,5}['’]?[-\u2010\u2011][a-z]{1,6}")
_IN_CAPITALS = re.compile(r"[A-Z]{2,6}['’]?[-\u2010\u2011][A-Z]{2,6}")
_LONGEST_CHINESE = 8
# "Lim Swee Kok"
SURNAME_AND_SYLLABLES = 3
_LONGEST_SYLLABLE = 5
# So many capitals may be initials: "JC Varga".
_INITIALS_TOGETHER = 2
# Letters before questions, answers, and the items and headings of lists.
_LETTERS = frozenset("qabcdefghivx")
# The Arabic article: "al-Khatib" is Khatib as well.
_ARTICLE = re.compile(r"^(?:[aeu]l|a[dnrstz]|ash)[-\u2010\u2011](?=[^\W\d_]{2})", re.IGNORECASE)
# Endings of Russian given names that are no nominative.
_OBLIQUE = ("ом", "ем", "у", "ю", "е", "и", "ой", "ей")


@dataclass(frozen=True, slots=True)
class Given:
    """A given name, patronymic or initial, folded. `short` when abbreviated (`G.`, `Wm.`).

    `also` are the other nominatives that a Russian word may have: a man's "Александра" is a woman's too.
    """

    text: str
    short: bool
    also: tuple[str, ...] = ()
    written: str = field(default="", compare=False, repr=False)

    @property
    def readings(self) -> tuple[str, ...]:
        """All that it may be, the likeliest first."""
        return (self.text, *self.also)


@dataclass(frozen=True, slots=True)
class Name:
    """A written name, read. All parts are folded; `written` is the surname as it stands.

    `surname` is empty for a given name with patronymic ("Vladimir Ilyich"). `readings` are the
    surnames that it can be (the nominatives of a Cyrillic word), `surname` first.
    """

    given: tuple[Given, ...]
    surname: str
    readings: tuple[str, ...]
    suffix: str
    titles: tuple[str, ...]
    written: str = ""
    # A last word that may be a patronymic as well as a surname ("Lazar Kaganovich").
    patronymic_last: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is a surname alone."""
        return bool(self.surname) and not self.given

    def with_last_as_surname(self) -> Name:
        """The other reading of "Lazar Kaganovich": the last word is the surname, not a patronymic."""
        last = self.given[-1].text
        return replace(self, given=self.given[:-1], surname=last, readings=(last,), written=last.title())

    @property
    def skeletons(self) -> frozenset[str]:
        """The skeletons of all that the surname can be."""
        return frozenset(skeleton(reading) for reading in self.readings)

    @property
    def fullness(self) -> tuple[int, int]:
        """How much it tells: written-out given names, then all given parts."""
        return sum(not part.short for part in self.given), len(self.given)


@lru_cache(maxsize=1 << 16)
def parse_name(text: str) -> Name | None:
    """Read a written name; None where nothing of a name is left (a title alone, no letters)."""
    parts = [part for part in plain(text).split(",") if part.strip()]
    tokens, suffix = without_suffix([_WORD.findall(part) for part in parts])
    if len(tokens) > 1 and tokens[0] and not is_honoured(tokens):
        # Surname, Given: the comma says which is which.
        before = surname_before_comma(tokens[0])
        titles, after = without_titles([word for part in tokens[1:] for word in part])
        return _name(titles, after, before, suffix) if before else None
    titles, found = without_titles(tokens[0] if tokens else [])
    suffix = pop_suffix(found) or suffix
    if len(found) > 1 and all(word.endswith(".") and is_initial(word) for word in found):
        return _of_initials(titles, found)
    given, surname = _split(found)
    return _name(titles, given, surname, suffix)


def _of_initials(titles: tuple[str, ...], found: list[str]) -> Name:
    """Who is named by initials alone: "Mr. J.S." of a judgment."""
    return bare_name("".join(map(fold, found)), "".join(found), titles)


def bare_name(surname: str, written: str, titles: tuple[str, ...] = ()) -> Name:
    """The name that a folded surname is alone, or behind titles."""
    return Name((), surname, (surname,), "", titles, written)


def _split(found: list[str]) -> tuple[list[str], list[str]]:
    """Given names and surname of a name in natural order; the surname takes its particles along."""
    found = _with_mac(_without_second(found))
    if not found:
        return [], []
    if _is_surname_first(found) or is_east_asian(found) or is_hungarian(found) or _is_in_capitals(found):
        return found[1:], found[:1]
    if len(found) > 1 and is_patronymic(found[-1]) and not is_short(found[0]) and not is_short(found[-1]):
        return found, []
    border = len(found) - 1
    if len(found) > 1 and all(is_initial(word) for word in found[1:]):
        return found[1:], found[:1]  # "Smirnov I. N."
    while border > 0 and _is_particle(found, border - 1):
        border -= 1
    return found[:border], found[border:]


def _with_mac(found: list[str]) -> list[str]:
    """A name in which a beginning of Irish and Scottish surnames stands apart: "Daniel Mac Namara"."""
    if len(found) > 1 and found[-2] in _APART:
        return [*found[:-2], found[-2] + found[-1]]
    return found


def is_east_asian(found: Sequence[str]) -> bool:
    """Whether words are in the Chinese order, surname first: "Zhao Mingde", "Huang Po-wen", "Lim Swee Kok".

    A given name of two syllables with a hyphen, the second one small, tells it by itself.
    """
    if len(found) == SURNAME_AND_SYLLABLES:
        return _has_two_syllables(found)
    if len(found) != 2 or is_short(found[0]) or not found[0].isascii() or is_given_name(found[1]):
        return False
    if _HYPHENATED.fullmatch(found[1]):
        return len(found[0]) <= _LONGEST_CHINESE
    known = fold(found[0]) in words("surnames_chinese")
    return known and (_SYLLABLES.fullmatch(found[1].lower()) or _IN_CAPITALS.fullmatch(found[1])) is not None


def _has_two_syllables(found: Sequence[str]) -> bool:
    """Whether a Chinese surname stands before two short words that are given names of no other kind."""
    if fold(found[0]) not in words("surnames_chinese") or is_given_name(found[0]):
        return False
    return all(
        1 < len(word) <= _LONGEST_SYLLABLE
        and word.isalpha()
        and not is_given_name(word)
        and fold(word) not in words("particles")
        for word in found[1:]
    )


def is_hungarian(found: Sequence[str]) -> bool:
    """Whether a name is in the Hungarian order, the surname first: "Kardos László"."""
    last = [word.casefold() for word in found[1:]]
    known = len(found) in (2, 3) and words("given_hungarian").issuperset(last)
    return known and not is_given_name(found[0]) and found[0].casefold() not in words("given_hungarian")


def _is_in_capitals(found: Sequence[str]) -> bool:
    """Whether capitals say that the first word is the surname: "SENG Bunthan"."""
    if len(found) < 2 or not found[0].isupper() or len(found[0]) <= _INITIALS_TOGETHER:
        return False
    if is_given_name(found[0]) or fold(found[0]) in words("particles"):
        return False
    return all(word[0].isupper() and word[1:].islower() for word in found[1:])


def _without_second(found: list[str]) -> list[str]:
    """A name without the second of two surnames that "y" or "und" joins: "de la Vega y Ortiz"."""
    for at, word in enumerate(found[1:-1], 1):
        if word in ("y", "und") and fold(found[at - 1]) not in words("particles"):
            return found[:at]
    return found


def _is_surname_first(found: list[str]) -> bool:
    """Surname, given name and patronymic, in the order of Russian lists."""
    if len(found) != 3 or is_short(found[0]) or not is_patronymic(found[2]) or is_given_name(found[0]):
        return False
    # What stands before a rare given name may be any word ("Meeting Musa Ilyich"), less so in Cyrillic.
    return is_given_name(found[1]) or (is_cyrillic(found[0]) and not is_patronymic(found[1]))


def is_given_name(word: str) -> bool:
    """Whether a word, in any case, is a given name of the tables, or two with a hyphen ("Jean-Luc")."""
    if any(fold(form) in given_names() for form in nominatives(word)):
        return True
    halves = fold(word).split("-")
    return len(halves) > 1 and given_names().issuperset(halves)


def _is_particle(found: list[str], at: int) -> bool:
    """A particle of the surname; at the beginning few that are written large are one: "Von Kessling"."""
    word = found[at]
    if word.islower():
        return fold(word) in words("particles")
    table = "particles_capital" if at > 0 else "particles_first"
    return not word.endswith(".") and fold(word) in words(table)


def _name(titles: tuple[str, ...], given: list[str], surname: list[str], suffix: str) -> Name | None:
    if surname and all(is_initial(word) for word in surname):
        given, surname = [*given, *surname], []
    parts = tuple(_given(word) for word in given if fold(word))
    written = " ".join(surname)
    readings = tuple(dict.fromkeys(fold(word).strip("-") for word in _readings(surname)))
    if readings and not parts and is_plural(titles, readings[0]):
        readings = (*readings, readings[0][:-1])
    if not surname and parts and all(part.short for part in parts):
        return None
    if not any(readings) and not parts:
        return None
    last = given[-1] if given and not surname else written
    return Name(
        given=parts,
        surname=readings[0] if readings else "",
        readings=readings,
        suffix=suffix,
        titles=titles,
        written=written,
        patronymic_last=len(given) + len(surname) > 1 and is_patronymic(last),
    )


def _given(word: str) -> Given:
    text = fold(_nominative(word))
    also = dict.fromkeys(fold(form) for form in nominatives(word))
    return Given(text, is_short(word), tuple(form for form in also if form not in ("", text)), word)


def _readings(surname: list[str]) -> tuple[str, ...]:
    """What a surname can be: many are written without their particles, too."""
    if not surname:
        return ()
    bare = [_ARTICLE.sub("", word) for word in surname if not _may_be_left_out(word)]
    without = nominatives("".join(bare)) if bare and bare != surname else ()
    return (*nominatives("".join(surname)), *without)


def _may_be_left_out(particle: str) -> bool:
    table = "particles_left_out_small" if particle.islower() else "particles_left_out"
    return fold(particle) in words(table)


def _nominative(word: str) -> str:
    """The likeliest nominative of a given name or patronymic; a word that may be one stays as it is."""
    possible = nominatives(word)
    if len(possible) == 1:
        return word
    known = [form for form in possible if fold(form) in equivalents() or is_patronymic_form(form)]
    if known:
        return known[-1] if is_patronymic_form(known[-1]) else known[0]
    return possible[-1] if word.endswith(_OBLIQUE) else word


def is_answer(name: Name) -> bool:
    """Whether it is the letter of a question, an answer, a list or a heading, and its first word: "Q. What",
    "B. Censorship of letters".
    """
    if not all(part.short for part in name.given) or name.titles:
        return False
    letter = name.given[0].text if len(name.given) == 1 else ""
    if name.surname in words("function_words") or (letter in _LETTERS and name.surname in words("english")):
        return True
    return name.surname in words("function_words_cyrillic") and is_cyrillic(name.written)


def is_patronymic(word: str) -> bool:
    """Whether a word, in any case, has the ending of an East Slavic patronymic."""
    return any(is_patronymic_form(form) for form in nominatives(word))


def is_patronymic_form(word: str) -> bool:
    """Whether a word in the nominative has the ending of an East Slavic patronymic."""
    folded = fold(word)
    return len(folded) > 4 and folded.endswith(endings("patronymics"))
