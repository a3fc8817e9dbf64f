"""Reading a written name: titles, given names and initials, surname, suffix.

Citizen G. E. Zinoviev's          given g. e., surname zinoviev, title citizen
Smith, John, Jr.                  given john, surname smith, suffix jr
Гр. Варнека                       surname varnek (or varneka), title gr
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.names.fold import fold, nominatives, skeleton
from corpus.names.tables import endings, equivalents, words

# A word of a name, with the full stop or colon that may abbreviate it.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’\-\u2010\u2011][^\W\d_]+)*[.:]?")
# Another name in brackets: "Georgi (Yuri) Pyatakov".
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_POSSESSIVE = re.compile(r"['’][sS]$|(?<=s)['’]$")
# Endings of Russian given names that are no nominative.
_OBLIQUE = ("ом", "ем", "у", "ю", "е", "и", "ой", "ей")
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Given:
    """A given name, patronymic or initial, folded. `short` when abbreviated (`G.`, `Wm.`).

    `also` are the other nominatives that a Russian word may have: a man's "Александра" is a woman's too.
    """

    text: str
    short: bool
    also: tuple[str, ...] = ()

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
    plain = _BRACKETED.sub(" ", text[:MAX_LENGTH]).strip() or text[:MAX_LENGTH].strip()
    parts = [part for part in _POSSESSIVE.sub("", plain).split(",") if part.strip()]
    tokens, suffix = _without_suffix([_WORD.findall(part) for part in parts])
    if len(tokens) > 1 and tokens[0] and not _is_honoured(tokens):
        # Surname, Given: the comma says which is which.
        before = _strip_titles(tokens[0])[1]
        titles, after = _strip_titles([word for part in tokens[1:] for word in part])
        return _name(titles, after, before, suffix) if before else None
    titles, found = _strip_titles(tokens[0] if tokens else [])
    while len(found) > 1 and fold(found[-1]) in words("suffixes"):
        suffix = fold(found.pop())
        if len(found) > 1 and found[-1] == "the":
            found.pop()
    given, surname = _split(found)
    return _name(titles, given, surname, suffix)


def _without_suffix(parts: list[list[str]]) -> tuple[list[list[str]], str]:
    """The parts between commas without those that are a suffix ("Jr.", "the elder"), and the suffix."""
    kept, suffix = parts[:1], ""
    for part in parts[1:]:
        bare = part[1:] if part and part[0] == "the" else part
        if all(fold(word) in words("suffixes") for word in bare):
            suffix = suffix or "".join(map(fold, bare[:1]))
        else:
            kept.append(part)
    return kept, suffix


def _is_honoured(parts: list[list[str]]) -> bool:
    """Whether a name in natural order has letters behind it: "D. N. Holt, K.C."."""
    before = _strip_titles(parts[0])[1]
    return sum(not word.islower() for word in before) > 1 and all(
        _short(w) for part in parts[1:] for w in part
    )


def _strip_titles(found: list[str]) -> tuple[tuple[str, ...], list[str]]:
    count = 0
    while count < len(found) and fold(found[count]) in words("titles") and not is_initial(found[count]):
        count += 1
    return tuple(fold(word) for word in found[:count]), found[count:]


def _split(found: list[str]) -> tuple[list[str], list[str]]:
    """Given names and surname of a name in natural order; the surname takes its particles along."""
    if not found:
        return [], []
    if len(found) > 1 and is_patronymic(found[-1]) and not _short(found[0]) and not _short(found[-1]):
        return found, []
    border = len(found) - 1
    if len(found) > 1 and all(is_initial(word) for word in found[1:]):
        return found[1:], found[:1]  # "Smirnov I. N."
    while border > 0 and found[border - 1].islower() and fold(found[border - 1]) in words("particles"):
        border -= 1
    return found[:border], found[border:]


def _name(titles: tuple[str, ...], given: list[str], surname: list[str], suffix: str) -> Name | None:
    if surname and all(is_initial(word) for word in surname):
        given, surname = [*given, *surname], []
    parts = tuple(_given(word) for word in given if fold(word))
    written = " ".join(surname)
    readings = tuple(dict.fromkeys(fold(word).strip("-") for word in _readings(surname)))
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
    return Given(text, _short(word), tuple(form for form in also if form not in ("", text)))


def _readings(surname: list[str]) -> tuple[str, ...]:
    return nominatives("".join(surname)) if surname else ()


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
    """Whether it is the letter of a question, an answer or a list, and its first word: "Q. What"."""
    return all(part.short for part in name.given) and name.surname in words("function_words")


def is_initial(word: str) -> bool:
    """A single letter, with or without a full stop."""
    return len(word.rstrip(".:")) == 1


def _short(word: str) -> bool:
    return is_initial(word) or (word.endswith((".", ":")) and len(word) <= 6)


def is_patronymic(word: str) -> bool:
    """Whether a word, in any case, has the ending of an East Slavic patronymic."""
    return any(is_patronymic_form(form) for form in nominatives(word))


def is_patronymic_form(word: str) -> bool:
    """Whether a word in the nominative has the ending of an East Slavic patronymic."""
    folded = fold(word)
    return len(folded) > 4 and folded.endswith(endings("patronymics"))
