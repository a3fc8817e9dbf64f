"""What stands before and after a name and is no part of it: titles, suffixes, honours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.names.fold import fold
from corpus.names.tables import given_names, groups, words, words_of
from corpus.names.writing import CHILD_OF

_CHILD_OF = re.compile(CHILD_OF)
# "Bikram KC" is a given name and a surname.
_GIVEN_AND_LAST = 2
_STOPPED = 2
_BEHIND_NAME = re.compile(r"(?:,| and)\s$")


def is_initial(word: str) -> bool:
    """A single letter, with or without a full stop."""
    return len(word.rstrip(".:")) == 1


def is_short(word: str) -> bool:
    """An initial or an abbreviation: `G.`, `Wm.`, `Eliz:`."""
    return is_initial(word) or (word.endswith((".", ":")) and len(word) <= 6)


def without_titles(found: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The titles before a name, folded, and the words behind them; what describes its bearer is left out."""
    count, titles = 0, []
    while count < len(found):
        if fold(found[count]) in words("titles") and not is_initial(found[count]):
            titles.append(fold(found[count]))
        elif _begins_office(found[count:]):
            pass  # "Public Prosecutor Holt"
        elif not _is_epithet(found[count], found[count + 1 :]):
            break
        count += 1
    if 1 < count == len(found) and _is_surname(*found[-2:]):
        count -= 1
        titles.pop()
    return tuple(titles), list(found[count:])


def _begins_office(found: Sequence[str]) -> bool:
    """Whether a word makes a title behind it an office: "Public Prosecutor Holt"."""
    return len(found) > 2 and fold(found[0]) in words("before_offices") and fold(found[1]) in words("titles")


def _is_epithet(word: str, rest: Sequence[str]) -> bool:
    """Whether a word before a name is none: "the amiable Miss Holt", "Poor Thomas"."""
    if not rest or is_short(word):
        return False
    if word.islower():
        return not may_be_small(word) and any(other[0].isupper() for other in rest)
    following = next((fold(other) for other in rest if not other.islower()), "")
    return fold(word) in words("epithets") and (following in given_names() or following in words("titles"))


def may_be_small(word: str) -> bool:
    """Whether a word of a name may be written small."""
    folded = fold(word)
    known = words_of("particles", "suffixes", "titles", "honours")
    return folded in known or _CHILD_OF.fullmatch(word) is not None


def surname_before_comma(found: Sequence[str]) -> list[str]:
    """The words before a comma without titles; a title that is a surname too is one ("King, John")."""
    bare = without_titles(found)[1]
    return bare or [word for word in found[-1:] if fold(word) in words("titles_surnames")]


def is_plural(titles: Sequence[str], surname: str) -> bool:
    """Whether a folded surname may be that of several persons: "the Holts"."""
    return bool(titles) and titles[-1] in words("titles_plural") and len(surname) > 4 and surname[-1] == "s"


def _is_surname(before: str, last: str) -> bool:
    """Whether a title is the surname: "Mr. King"."""
    return fold(before) in words("addresses") and fold(last) in words("titles_surnames")


def without_suffix(parts: Sequence[list[str]]) -> tuple[list[list[str]], str]:
    """The parts between commas without those that are a suffix or an honour, and the suffix."""
    kept, suffix = list(parts[:1]), ""
    for part in parts[1:]:
        bare = part[1:] if part and part[0] == "the" else part
        if all(fold(word) in words("suffixes") for word in bare):
            suffix = suffix or "".join(map(fold, bare[:1]))
        elif not all(fold(word) in words("honours") for word in bare):
            kept.append(part)
    return kept, suffix


def pop_suffix(found: list[str]) -> str:
    """Take the suffix from the end of a name's words, and honours written small ("John Holt gent.")."""
    suffix = ""
    del found[without_letters(found) :]
    while len(found) > 2 and found[-1].islower() and fold(found[-1]) in words("honours"):
        found.pop()
    while len(found) > 1 and fold(found[-1]) in words("titles_behind"):
        found.pop()
    while len(found) > 1 and fold(found[-1]) in words("suffixes"):
        suffix = fold(found.pop())
        if len(found) > 1 and found[-1] == "the":
            found.pop()
    return suffix


def without_letters(found: Sequence[str]) -> int:
    """How many of a name's words stand before letters of orders and degrees: two of "John Holt AC QC"."""
    count = len(found)
    while letters := _letters_behind(found[:count]):
        count -= letters
    return count


def _letters_behind(found: Sequence[str]) -> int:
    """How many words at the end are letters of one order, office or degree: "QC", "K." "C.".

    Letters with stops behind a surname alone may be initials ("Orlov A. M.").
    """
    if len(found) > 1 and found[-1].isupper() and fold(found[-1]) in words("letters_behind"):
        return 0 if len(found) == _GIVEN_AND_LAST and fold(found[0]) in given_names() else 1
    last = [word for word in found[-2:] if is_initial(word) and word.endswith(".") and word[0].isupper()]
    if len(last) == _STOPPED and sum(not is_short(word) for word in found[:-2]) > 1:
        return _STOPPED if fold("".join(last)) in words("letters_behind") else 0
    return 0


def is_rank_behind(text: str, start: int, end: int) -> bool:
    """Whether a word of a text is an abbreviated rank behind a name: "Sir Thomas Hale, Kt. and Bart."."""
    if not text.startswith(".", end) or fold(text[start:end]) not in words("ranks_behind"):
        return False
    return _BEHIND_NAME.search(text, max(0, start - 5), start) is not None


def same_suffix(a: str, b: str) -> bool:
    """Whether two suffixes can be one person's; Esq. and none agree with every other."""
    first, second = groups("suffixes").get(a, 0), groups("suffixes").get(b, 0)
    return not first or not second or first == second


def tells_generation(suffix: str) -> bool:
    """Whether a suffix tells who of a family it is: the elder, Jr., but not Esq."""
    return groups("suffixes").get(suffix, 0) > 0


def is_honoured(parts: Sequence[list[str]]) -> bool:
    """Whether a name in natural order has letters behind it: "D. N. Holt, K.C."."""
    before = without_titles(parts[0])[1]
    return sum(not word.islower() for word in before) > 1 and all(
        is_short(word) for part in parts[1:] for word in part
    )


@lru_cache(maxsize=1 << 12)
def sex_of(titles: tuple[str, ...]) -> str:
    """`f` or `m` where the titles say it, else nothing."""
    if any(title in words("women") for title in titles):
        return "f"
    return "m" if any(title in words("men") for title in titles) else ""
