"""Words that are broken: by a space, a mark or a digit inside ("Dor valek", "Dorv*alek", "D0rvalek").

No tagger and no table of capitalised words has them whole. They are put together here, and are a name only
where a surname of the case is it, or nearly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Finder
from corpus.names.confusions import as_letters
from corpus.names.fold import fold
from corpus.names.movements import is_movement
from corpus.names.parse import parse_name
from corpus.names.tables import words
from corpus.persons.evidence import Evidence
from corpus.persons.misprints import MANY
from corpus.persons.names import Candidate, DocumentNames, NamedMention
from corpus.persons.sweep import names_a_place, start_of_name

_MARKS = r".,'’^*~_|!:;\"•·\-"
_PIECES = re.compile(
    rf"(?<![^\W_])(?P<word>[^\W_a-zа-яё][^\W_]*(?:[{_MARKS}]{{1,2}}[^\W_]+){{0,3}})"
    r"(?: (?P<rest>[a-zа-яё]{1,14})(?![^\W_]))?"
)
_REST = re.compile(r"[ -]([a-zа-яё]{1,14})(?![^\W_])")
_PIECE = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+(?=[^\W\d_]{2})")
# "M'Gowan", "O'Neil": the mark belongs there.
_PREFIX = re.compile(r"[^\W\d_]{1,2}['’][^\W\d_a-zа-яё]")
_POSSESSIVE = re.compile(r"['’]s$")
# Digits and marks inside words that nobody writes there.
_FOREIGN = re.compile(r"[^\W\d_][\d^~*|!•·$<>{}\\§£¢©®¬]+[^\W\d_]")
_WHITE = re.compile(r"\s+")
# A text is noisy that has them in one word of so many, and more than one. Of 2,000 clean texts (records of
# trials of three centuries, two languages) none has; where 2% of letters are misread, 4 to 10 in a thousand.
_NOISE = 1000
# Shorter ones are made of anything.
_SHORTEST = 5
_MOST_DIGITS = 2


def is_noisy(text: str) -> bool:
    """Whether a text is so badly scanned that any of its words may be misread."""
    foreign = len(_FOREIGN.findall(text))
    return foreign > 1 and foreign * _NOISE >= len(_WHITE.findall(text))


def find_broken(document: DocumentNames, evidence: Evidence, *, noisy: bool) -> Iterator[Candidate]:
    """Broken words that may be a name, each with the initials or given names before it."""
    text, pieces = document.text, _Pieces(evidence, noisy)
    for match in _PIECES.finditer(text):
        if match["word"].isalpha():
            # Most words: no initials, no possessive, nothing that scanners put there.
            start, end = match.span("word")
        else:
            start, end = _bounds(match)
            if start < end and _is_broken(match.string[start:end]):
                yield from _as_candidate(text, start, end, pieces)
        if match["rest"] and end == match.end("word") and pieces.may_be_one(text[start:end], match["rest"]):
            yield from _as_candidate(text, start, match.end(), pieces)


def _bounds(match: re.Match[str]) -> tuple[int, int]:
    """The word without the initials before it and the possessive behind it."""
    start, end = match.span("word")
    if initials := _INITIALS.match(match.string, start, end):
        start = initials.end()
    possessive = _POSSESSIVE.search(match.string, start, end)
    return start, possessive.start() if possessive else end


def _is_broken(word: str) -> bool:
    """Whether something stands among the letters that scanners put there."""
    digits = sum(character.isdigit() for character in word)
    marks = sum(not character.isalnum() for character in word)
    if (not digits and not marks) or _PREFIX.match(word):
        return False
    return digits <= _MOST_DIGITS and len(word) - digits - marks >= max(_SHORTEST - 1, 2 * digits)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What speaks for a word being a piece of another: in clean texts only rare ones are."""

    evidence: Evidence
    noisy: bool

    def is_whole(self, piece: str) -> bool:
        """Whether a piece is a word of its own: an ordinary one, or one that is often written large."""
        if self.noisy:
            return self.evidence.is_written_small(piece) or self.evidence.often(piece) > MANY
        return self.evidence.is_word(piece) or not self.evidence.is_rare(piece)

    def may_be_one(self, word: str, rest: str) -> bool:
        """Whether a word may be only the beginning of one, and the small letters behind it the rest."""
        if rest in words("function_words") or len(word) + len(rest) < _SHORTEST:
            return False
        if self.noisy and self.evidence.is_written_small(fold(rest)):
            return False
        return not self.evidence.is_lower(fold(word))


def _as_candidate(text: str, start: int, end: int, pieces: _Pieces) -> Iterator[Candidate]:
    found = [fold(piece) for piece in _PIECE.findall(text[start:end])]
    if len(found) > 1 and any(map(pieces.is_whole, found)):
        return
    if names_a_place(text, end) or goes_on_as_movement(text, start, end):
        return
    whole = "".join(_PIECE.findall(as_letters(text[start:end]))).title()
    first = start_of_name(text, start, pieces.evidence, lambda _: False)
    name = parse_name(text[first:start] + whole)
    if name is not None and len(name.surname) >= _SHORTEST:
        form = " ".join(text[first:end].split())
        yield Candidate(NamedMention(None, first, end, form, Finder.SWEEP), name)


def goes_on_as_movement(text: str, start: int, end: int) -> bool:
    """Whether a word is one made from a name, or the beginning of one that was broken ("Dorval ekite")."""
    rest = _REST.match(text, end)
    whole = "".join(_PIECE.findall(text[start:end]))
    return is_movement(whole) or (rest is not None and is_movement(whole + rest[1]))
