"""Trimming what taggers and patterns return to the name itself."""

from __future__ import annotations

import re

from corpus.names.fold import fold, is_cyrillic
from corpus.names.movements import is_movement
from corpus.names.parse import is_answer, is_given_name, parse_name
from corpus.names.sexes import MAN, sex_of_given
from corpus.names.tables import given_names, words, words_of
from corpus.names.titles import may_be_small, without_letters
from ingest.patterns import NICKNAMED
from ingest.shapes import ADDRESS, INITIALS_ALONE, search_before

_EDGES = "\"'“”‘’«»„()[]{}<>,;:-–—*_#/|.?!…"
_POSSESSIVE = re.compile(r"['’`´]\s?[sS]?$")
# "Mr. Varnek's Sons", "Col. Varnek's Butler": a noun written large behind whose it is.
_OWNER = re.compile(r"['’][sS]\s+(?P<owned>[^\W\d_a-z]\w*)")
_CUT = re.compile(
    r"\s(?:and|or|of|to|the|in|at|by|for|with|from|who|is|was|и|в|на|с|от|et|y|und)\s|\sand(?=[A-Z])"
    r"|[:;()\[\]\"“”?!]|\s[-–—]\s"
)
# "Cross-examined", "Re-examination": written large as the first word, and no name.
_DONE = re.compile(r"[^\W\d_a-z]\w+-[a-z]+(?:ed|ing|ion)")
_ROMAN = re.compile(r"[IVXLC]{2,}")
# "Varnek A. P.", "John Varnek, Jr.": the stop belongs to the initial, or to the suffix.
_INITIAL_AT_END = re.compile(r"(?<=[\s.])(?:[^\W\d_a-zа-яё]|[JS][Rr])\.$")
# "MESSRS. ORMSBY and GRIFFITHS Prosecuted": what one in capitals did, written large.
_VERB_BEHIND_CAPITALS = re.compile(
    r"(?P<name>[^\W\d_a-zа-яё]{3,}(?:[ '’-]+[^\W\d_a-zа-яё]{2,})*)\s+"
    r"(?P<verb>(?:[A-Z][a-z]+-)?[A-Z]?[a-z]{2,}ed)(?!\w)"
)
_WORD_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+)\.? $")
# "His Honor Mr. Justice Varnek": Honor is a given name, too.
_STYLED = re.compile(r"(?i:(?:his|her|your)\s+(?:honou?r|lordship|excellency|grace|majesty)),?\s+")
_TITLE_BEFORE = re.compile(r"(?<![\w'’-])(?P<title>[^\W\d_a-z][^\W\d_]+)(?P<stop>\.?) $")
# "Mr. Baron Hale": a title is part of none where a name stands behind it.
_WORD_BEHIND = re.compile(r" [^\W\d_a-z]")
_LONGEST_ABBREVIATION = 4
_LETTERS_BEFORE = re.compile(r"(?<![^\W_])[^\W\d_]+$")
_LETTERS_BEHIND = re.compile(r"[^\W\d_]+")
# "H. Mr. Varnek": no title stands behind an initial; the letter tells who speaks.
_LABEL_LETTER = re.compile(rf"[^\W\d_a-zа-яё]\. (?={ADDRESS}\b)")
_COMRADES = frozenset({"comrade", "citizen", "citizeness", "herr", "monsieur", "tov"})
_LAST_WORD = re.compile(r"(?<=\s)[^\W\d_]+$")
_NAME_WORD = re.compile(r"[^\s.]+\.?")
_GIVEN_AND_SURNAME = 2
_FIRST_WORD = re.compile(r"\S+\s+")
_SMALL_WORD = re.compile(r"\s([a-zа-яё][^\s'’\-]+)(?=\s|$)")


def clean_person(text: str, start: int, end: int, *, is_label: bool = False) -> tuple[int, int] | None:
    """The name inside a span: without titles, possessives, brackets and what hangs on; or None.

    A follower ("Trotskyite") is none, but who speaks is ("TUMANIAN:").
    """
    if NICKNAMED.fullmatch(text, start, end):
        return start, end
    if (styled := _STYLED.match(text, start, end)) is not None:
        start = styled.end()
    cut = next((m for m in _CUT.finditer(text, start, end) if not _belongs(text, start, m)), None)
    if cut is not None:
        start, end = (start, cut.start()) if cut.start() > start + 1 else (cut.end(), end)
    if (owner := _OWNER.search(text, start, end)) is not None and not _names_with(fold(owner["owned"])):
        end = owner.start()
    start, end = _trim(text, *_of_one_name(text, start, end))
    if (letter := _LABEL_LETTER.match(text, start, end)) is not None:
        start = letter.end()
    while (first := _FIRST_WORD.match(text, start, end)) and fold(first[0].strip()) in words("titles"):
        if len(first[0].strip(" .")) == 1:
            break
        start = first.end()
    start = _without_epithet(text, start, end)
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive:
        end = start + possessive.start()
    start, end = _trim(text, *_without_last_title(text, *_trim(text, start, end)))
    end = _without_letters(text, start, end)
    titled = _with_title_of_word(text, start, end)
    name = text[titled:end]
    if INITIALS_ALONE.fullmatch(name):
        return (start, end) if is_addressed(text, start) else None
    if not _is_name(name):
        return None
    if " " in name or is_label or is_given_name(name) or is_addressed(text, start):
        return titled, end
    return None if is_movement(name) else (titled, end)


def _with_title_of_word(text: str, start: int, end: int) -> int:
    """Where a name begins to which the title before it belongs: "Mr. King" and "Judge May", which would be no
    names without it, and "Mrs. Stephen Holt", who is not Stephen."""
    title = search_before(_TITLE_BEFORE, text, start)
    word, before = fold(text[start:end]), fold(title["title"]) if title else ""
    if title and before in words("married") and _is_mans(text[start:end].split()):
        return start if text[: title.start()].endswith((" and ", " & ")) else title.start()
    if title is None or not text[start].isupper() or _WORD_BEHIND.match(text, end):
        return start
    if title["stop"] and len(before) > _LONGEST_ABBREVIATION:
        return start  # "Mr. Witness. Yesterday you said": a sentence ends there
    if word in words("titles_surnames"):
        return title.start() if before in words("addresses") else start
    return title.start() if word in words("titled") and before in words("titles") else start


def _is_mans(name: list[str]) -> bool:
    """Whether a name has more than a surname, and a given name of men."""
    return len(name) > 1 and sex_of_given((fold(name[0]),)) == MAN


def _names_with(word: str) -> bool:
    """Whether a folded word behind whose it is makes a name with that: "Lincoln's Inn"."""
    return word in words_of("institutions", "places", "courts")


def _without_epithet(text: str, start: int, end: int) -> int:
    """Where a name begins behind a word that says who it is: "Daughter Betty"."""
    first = _FIRST_WORD.match(text, start, end)
    if first is None or fold(first[0].strip()) not in words("epithets") or not first[0][0].isupper():
        return start
    return first.end() if is_given_name(text[first.end() : end].split()[0]) else start


def _belongs(text: str, start: int, cut: re.Match[str]) -> bool:
    """Whether what parts two names is inside one: "John Holt the elder", "Barth: Sedgwick", "von Holst und
    Sarn", "Carlos Reyes y Ruiz", but not "Ana Ruiz y Carlos Reyes"."""
    word, behind = cut[0].strip(), _LETTERS_BEHIND.match(text, cut.end())
    if word == "und":
        return "von" in text[start : cut.start()].split()
    if word == "the":
        return behind is not None and fold(behind[0]) in words("suffixes")
    if word == "y":
        return behind is not None and behind[0][0].isupper() and not is_given_name(behind[0])
    return _abbreviates(text, cut)


def _abbreviates(text: str, cut: re.Match[str]) -> bool:
    """Whether a colon belongs to an abbreviation, and a surname stands behind it: "Barth: Sedgwick"."""
    if cut[0] != ":" or not text[cut.end() : cut.end() + 2].strip()[:1].isupper():
        return False
    word = search_before(_LETTERS_BEFORE, text, cut.start())
    return word is not None and fold(word[0]) in words_of("given_short", "given_clipped")


def is_addressed(text: str, start: int) -> bool:
    """Whether a form of address stands before a word: "Comrade Tumanian" is no follower of anybody."""
    before = word_before(text, start)
    return before in words("addresses") or before in _COMRADES


def word_before(text: str, end: int) -> str:
    """The word before a place in a text, with a full stop or without, folded; empty where there is none."""
    found = search_before(_WORD_BEFORE, text, end)
    return fold(found[1]) if found else ""


def _of_one_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a span that is one name: no word that opens a sentence before it, none written small in it,
    no label before a name that has the same surname."""
    while (first := _FIRST_WORD.match(text, start, end)) and _is_no_beginning(first[0].strip()):
        start = first.end()
    if first is not None and _is_label_of(first[0].strip(), text[first.end() : end]):
        start = first.end()
    behind = _VERB_BEHIND_CAPITALS.match(text, start, end)
    if behind is not None and fold(behind["verb"]) not in given_names():
        end = behind.end("name")
    for word in _SMALL_WORD.finditer(text, start, end):
        if text[start : start + 1].isupper() and not may_be_small(word[1]):
            return start, word.start()
    return start, end


def _is_no_beginning(word: str) -> bool:
    return _opens(word) or (word[0].islower() and not may_be_small(word))


def _opens(word: str) -> bool:
    """ "Beside Zinoviev", "Did Kamenev": a word that is no name and is written large all the same."""
    folded = fold(word)
    if word == "OF":
        return True  # "THE SECRETARY OF STATE"
    if len(folded) < 3 or word.endswith(".") or not word[0].isupper():
        return False
    known = (
        words_of("function_words", "function_words_cyrillic")
        if is_cyrillic(word)
        else words("function_words")
    )
    return folded in known and folded not in given_names()


def _without_last_title(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the form of address of the next name: "L. C. J. Mr" of "L. C. J. Mr. Hale"."""
    last = _LAST_WORD.search(text, start, end)
    if last is None or not _ends_no_name(fold(last[0]), text[start : last.start()].split()):
        return start, end
    # What stands before a form of address is no name, but for the last of a sentence.
    return (start, last.start()) if " " in text[start : last.start()].strip() else (start, start)


def _without_letters(text: str, start: int, end: int) -> int:
    """Where a name ends before letters of orders and degrees ("John Holt AC QC"), and a longer one before a
    word that is of the next line: "Thomas Holt Instructed by"."""
    found = list(_NAME_WORD.finditer(text, start, end))
    del found[without_letters([word[0] for word in found]) :]
    last = found[-1] if len(found) > _GIVEN_AND_SURNAME else None
    if last and fold(last[0]) in words("english") and last[0].istitle() and not last[0].endswith("."):
        del found[-1]
    return found[-1].end() if found else end


def _ends_no_name(word: str, before: list[str]) -> bool:
    if word in words("addresses"):
        return True
    return names_nobody(before) and word in words("titles") - words("titles_surnames")


def names_nobody(parts: list[str]) -> bool:
    """Whether there are only letters and small particles: "L. C. J.", "M. le"."""
    return all(
        len(part.strip(".")) == 1 or (part.islower() and fold(part) in words("particles")) for part in parts
    )


def _is_label_of(word: str, rest: str) -> bool:
    """ "HARLOW Stephen Harlow": a heading or label, and the name after it."""
    last = rest.split()[-1] if rest.split() else ""
    return len(word) > 2 and word.isupper() and not last.isupper() and last.upper() == word


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_edge(text[start]):
        start += 1
    while start < end and _is_edge(text[end - 1]) and not _INITIAL_AT_END.search(text, start, end):
        end -= 1
    return start, end


def _is_edge(character: str) -> bool:
    return character in _EDGES or character.isspace()


def _is_name(name: str) -> bool:
    if len(name) < 2 or len(name) > 80 or any(character.isdigit() for character in name):
        return False
    if not any(word[:1].isupper() for word in name.split()):
        return False
    if any(_opens(word) for word in name.split()[1:-1]) or names_nobody(name.split()):
        return False
    read = None if _DONE.fullmatch(name) else parse_name(name)
    return read is not None and not is_answer(read) and not _ROMAN.fullmatch(name)
