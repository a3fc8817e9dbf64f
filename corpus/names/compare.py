"""Comparing two names: can they be one person's, and how well does a written form answer a question?"""

from __future__ import annotations

from enum import IntEnum

from rapidfuzz.distance import OSA

from corpus.names.fold import skeleton
from corpus.names.parse import Given, Name, is_patronymic_form, parse_name
from corpus.names.tables import equivalents, given_names
from corpus.names.titles import same_suffix

# First letters that transliterations exchange: Yuri/Iuri/Juri, Vasily/Wasily, Konon/Conon.
_LETTERS = ("yij", "vw", "kc")

# A surname of so many letters may have two of them wrong.
LONG = 11


class Grade(IntEnum):
    """How well a form answers a name that was asked for; higher is better."""

    NONE = 0
    CONFLICT = 1  # the surname, with other given names
    NEAR = 2  # a misspelling of the surname, given names that agree
    PART = 3  # a given name, or part of a double surname
    VARIANT = 4  # another spelling or transliteration of the surname
    SURNAME = 5  # the surname; one of the two has no given name
    INITIALS = 6  # the surname with initials that agree
    FULL = 7  # the surname with a given name that agrees
    EXACT = 8  # the same words


def compatible(a: Name, b: Name) -> bool:
    """Whether the given names and suffixes of two names with one surname can be one person's."""
    if not same_suffix(a.suffix, b.suffix):
        return False
    if all(same_given(x, y) for x, y in zip(a.given, b.given, strict=False)):
        return True
    return is_middle_name(a, b) or is_middle_name(b, a)


def is_middle_name(a: Name, b: Name) -> bool:
    """Whether the only given name of `a` is a later one of `b`, and so rare a one that no other has it.

    "Bagster Hale" is George Bagster Hale; "Ann Hale" need not be Mary Ann Hale.
    """
    if len(a.given) != 1 or a.given[0].short or a.given[0].text in given_names():
        return False
    if is_patronymic_form(a.given[0].text):
        return False
    return any(part.text == a.given[0].text and not part.short for part in b.given[1:])


def same_given(a: Given, b: Given) -> bool:
    """Whether two given names or initials can be one; an initial agrees with what it may shorten."""
    if a.short or b.short:
        short, other = (a, b) if a.short and (not b.short or len(a.text) <= len(b.text)) else (b, a)
        return begins(other.text, short.text) or is_equivalent(a.text, b.text)
    return any(_same_word(x, y) for x in a.readings for y in b.readings)


def _same_word(a: str, b: str) -> bool:
    if a == b or skeleton(a) == skeleton(b) or is_equivalent(a, b):
        return True
    if a.endswith("a") != b.endswith("a"):
        return False  # Alexander, Alexandra
    if min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)):
        return True  # Klim, Kliment
    if a in equivalents() and b in equivalents():
        return False  # Maria, Marta
    longest = max(len(a), len(b))
    return longest > 4 and OSA.distance(a, b) <= longest // 4  # John and Joan are two names


def misspelt(word: str, known: str) -> int:
    """The edits between two folded surnames when one may be a misprint of the other, else 0.

    One edit from five letters on, two from eleven (Mansfield and Stansfield are two men). A feminine
    ending is another person, not a misprint.
    """
    if word == known or min(len(word), len(known)) < 4:
        return 0
    if word.removesuffix("a") == known or known.removesuffix("a") == word:
        return 0
    longest = max(len(word), len(known))
    allowed = 2 if longest >= LONG else 1 if longest >= 5 else 0
    distance = OSA.distance(word, known, score_cutoff=allowed)
    return distance if distance <= allowed else 0


def grade(query: str, form: str) -> Grade:
    """How well a written form answers a name that was asked for."""
    asked, found = parse_name(query), parse_name(form)
    if asked is None or found is None:
        return Grade.NONE
    return grade_names(asked, found)


def grade_names(asked: Name, found: Name) -> Grade:
    """`grade` of names that were read already; of two readings of one the better counts."""
    return max(_grade(a, b) for a in _both_readings(asked) for b in _both_readings(found))


def _both_readings(name: Name) -> tuple[Name, ...]:
    """A name, and where its last word may be patronymic or surname, also as the latter."""
    unsure = name.patronymic_last and not name.surname and len(name.given) > 1
    return (name, name.with_last_as_surname()) if unsure else (name,)


def _grade(asked: Name, found: Name) -> Grade:
    if (asked.given, asked.readings, asked.suffix) == (found.given, found.readings, found.suffix):
        return Grade.EXACT
    if not asked.surname or not found.surname:
        return Grade.PART if _share_given(asked, found) else Grade.NONE
    if set(asked.readings) & set(found.readings):
        return _grade_given(asked, found)
    if asked.skeletons & found.skeletons:
        return min(Grade.VARIANT, _grade_given(asked, found))
    if any(misspelt(a, b) for a in asked.readings for b in found.readings):
        return Grade.NEAR if compatible(asked, found) else Grade.NONE
    return Grade.PART if _part_of(asked, found) else Grade.NONE


def _grade_given(asked: Name, found: Name) -> Grade:
    if not compatible(asked, found):
        return Grade.CONFLICT
    if not asked.given or not found.given:
        return Grade.SURNAME
    both = any(not x.short and not y.short for x, y in zip(asked.given, found.given, strict=False))
    return Grade.FULL if both else Grade.INITIALS


def _part_of(asked: Name, found: Name) -> bool:
    """A given name asked for alone, or one half of a double surname."""
    halves = {*found.surname.split("-"), *(part.text for part in found.given if not part.short)}
    return not asked.given and asked.surname in halves


def _share_given(asked: Name, found: Name) -> bool:
    bare = Given(asked.surname, short=False) if asked.surname and not asked.given else None
    wanted = [bare] if bare else list(asked.given)
    return bool(wanted) and len(found.given) >= len(wanted) and all(map(same_given, wanted, found.given))


def begins(word: str, initial: str) -> bool:
    """Whether a folded initial or abbreviation can be the beginning of a word, in any transliteration."""
    if word.startswith(initial):
        return True
    if len(initial) > 1 and initial[0] in _LETTERS[0]:
        return skeleton(word).startswith(skeleton(initial))  # Yu. for Iurii
    return len(initial) == 1 and any(initial in letters and word[:1] in letters for letters in _LETTERS)


def is_equivalent(a: str, b: str) -> bool:
    """Whether two folded given names are forms of one name."""
    groups = equivalents()
    return not groups.get(a, frozenset()).isdisjoint(groups.get(b, frozenset()))
