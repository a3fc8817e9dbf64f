"""What a name tells of its bearer: man or woman, married or not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache, lru_cache

from corpus.names.fold import fold, is_cyrillic
from corpus.names.parse import Name
from corpus.names.tables import endings, equivalents, given_names, rows, words
from corpus.names.titles import sex_of

MAN, WOMAN, UNTOLD = "m", "f", ""

_ADJECTIVES = ("skaya", "tskaya"), ("skiy", "tskiy")
_LONGEST = 12
# "Mrs. Holt", but not "... said his wife. Holt ...".
_LONGEST_ABBREVIATION = 4
# "Mr. and Mrs. Carlos Holt" are Carlos Holt and his wife.
_ADDRESSES_TWO = re.compile(r"(?:and|&)\s+\w+\.?\s+$")
_AGE_BEFORE = re.compile(r"\b[Tt]he\s+([Ee]lder|[Yy]ounger)\s+(?:[A-Z][a-z]{1,8}\.?\s+)?$")
_BEFORE = re.compile(rf"(?<![^\W_])([^\W\d_]{{1,{_LONGEST}}})(\.?)\s+$")


def told_sex(name: Name) -> str:
    """By the titles, else by the first given name that is no initial; nothing where neither tells."""
    if told := sex_of(name.titles):
        return told
    first = next((part for part in name.given if len(part.text) > 1), None)
    if first is None:
        return UNTOLD
    return _sex_of_short(first.text) if first.short else sex_of_given(first.readings)


def is_titled(name: Name) -> bool:
    """Whether a surname stands alone behind a title that tells the sex: "Mrs. Holt"."""
    return name.bare and bool(sex_of(name.titles))


def may_be_one(one: Name, other: Name) -> bool:
    """Whether two names of one surname can be one person's, by sex, and by what women are called.

    "Miss Holt" and Miss Jane Holt are not Mrs. Holt beside whom they are named, but Jane Holt may be either;
    and who bears both names is one, unmarried and later married.
    """
    sexes = {told_sex(one), told_sex(other)} - {UNTOLD}
    return (
        len(sexes) < 2
        and not differ_in_form(one, other)
        and not ((one.bare or other.bare) and _differ_in_marriage(one, other))
    )


def _differ_in_marriage(one: Name, other: Name) -> bool:
    """Whether the titles call one of two married and the other unmarried."""
    return (_is(one, "married") and _is(other, "unmarried")) or (
        _is(one, "unmarried") and _is(other, "married")
    )


def differ_in_form(one: Name, other: Name) -> bool:
    """Whether one surname has the form of a woman's and the other of a man's: "Varnitskaya", "Varnitsky"."""
    return {sex_of_form(one), sex_of_form(other)} == {MAN, WOMAN}


def sex_of_form(name: Name) -> str:
    """What the ending of a surname tells. "Варнекова" is a woman, or of Varnekov: it tells nothing."""
    if not is_cyrillic(name.written):
        return sex_of_ending(name.surname)
    women, men = _ADJECTIVES
    return WOMAN if name.surname.endswith(women) else MAN if name.surname.endswith(men) else UNTOLD


@lru_cache(maxsize=1 << 16)
def sex_of_ending(surname: str) -> str:
    """Whether a folded surname ends as a Slavic woman's or man's in the nominative."""
    if surname.endswith(endings("surnames_women")):
        return WOMAN
    return MAN if surname.endswith(endings("surnames_men")) else UNTOLD


def is_unmarried(name: Name) -> bool:
    """Whether a title says that a woman is not married."""
    return _is(name, "unmarried")


def title_class(name: Name) -> str:
    """What the titles of a name tell, the same for all that can be one person's."""
    sex = sex_of(name.titles) if name.bare else UNTOLD
    return sex + "".join(kind for kind in ("married", "unmarried") if _is(name, kind))


def with_words_before(name: Name, text: str, start: int) -> Name:
    """A name with what stands before it, for taggers often leave that out: a surname alone with any title
    that tells a sex, and with "the elder" or "the younger"; a full name with a title that tells whether a
    woman is married."""
    before = text[max(0, start - 2 * _LONGEST) : start]
    if "er " in before and name.bare and not name.suffix and (age := _AGE_BEFORE.search(before)):
        name = replace(name, suffix=fold(age[1]))
    return _with_title_before(name, text, start)


def _with_title_before(name: Name, text: str, start: int) -> Name:
    if not name.surname or sex_of(name.titles):
        return name
    before = text[max(0, start - 2 * _LONGEST) : start]
    found = _BEFORE.search(before)
    title = fold(found[1]) if found else ""
    if title == "m" and found and found[2]:
        title = "monsieur"  # the M. of a given name would be part of the name
    if not sex_of((title,)) or (found and found[2] and not _is_abbreviation(found[1])):
        return name
    if name.given and (title not in words("married") | words("unmarried") or _ADDRESSES_TWO.search(before)):
        return name
    return replace(name, titles=(title, *name.titles))


def _is_abbreviation(word: str) -> bool:
    return word[0].isupper() and len(word) <= _LONGEST_ABBREVIATION


def sex_of_given(readings: tuple[str, ...]) -> str:
    """The sex of all who bear a given name, by what it can be, folded; nothing where both do, or nobody."""
    if any(reading in words("given_both") for reading in readings):
        return UNTOLD
    women, known = words("given_women"), given_names()
    told = {
        WOMAN if reading in women else MAN for reading in readings if reading in women or reading in known
    }
    return told.pop() if len(told) == 1 else UNTOLD  # "Ивану" is Ivan's, or Ivana's


@cache
def _sex_of_short(word: str) -> str:
    """The sex of the names that an abbreviation stands for (`Wm.`, `Eliz:`), where nearly all have one."""
    groups = equivalents().get(word, frozenset())
    names = [name for name, others in equivalents().items() if groups & others]
    told = Counter(sex_of_given((name,)) for name in names if name not in words("given_short"))
    del told[UNTOLD]
    sex, most = told.most_common(1)[0] if told else (UNTOLD, 0)
    return sex if most * 5 > told.total() * 4 else UNTOLD


def _is(name: Name, kind: str) -> bool:
    return not words(kind).isdisjoint(name.titles)


@cache
def sex_words(kind: str) -> dict[str, str]:
    """The words of running text that tell a sex, of one kind (see `sex_words.tsv`), each with that sex."""
    return {word: sex for row, sex, found in rows("sex_words") if row == kind for word in found.split()}
