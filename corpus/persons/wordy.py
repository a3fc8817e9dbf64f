"""Surnames that are words, titles or places too (Hill, King), where somebody of the document bears them.

Elsewhere such a word alone is no name. Beside "John King" a speaker's label KING is, and a King inside a
sentence may be: those are *possible*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Finder
from corpus.names.fold import fold
from corpus.names.parse import Name, bare_name
from corpus.names.tables import words, words_of
from corpus.persons.evidence import Evidence
from corpus.persons.names import Candidate, DocumentNames, NamedMention
from corpus.persons.sweep import Coverage, names_a_place

# The word before it goes on with a sentence in small letters, and is no article: "the King", "Notting Hill".
_INSIDE = re.compile(r"(?<![^\W\d_])([a-z][a-z’']*)[,(]?\s+$")
_LOOK_BACK = 24
# "Hall was convicted."
_ACTS = re.compile(r" ([a-z]+)\b")
# Behind it no other capitalised word ("King George"), and no day ("March 5").
_GOES_ON = re.compile(r"\s+(?:[A-Z]|\d)|-\w|['’](?!s\b)\w")


def of_somebody_here(
    document: DocumentNames, found: Sequence[Candidate], evidence: Evidence
) -> Iterator[Candidate]:
    """The candidates that those `found` leave out: bare words that are the surname of one of these."""
    named = (c.name for c in found if c.name.given or is_word_by_title(c.name))
    surnames = {name.surname for name in named if _is_word(name, evidence)}
    if not surnames:
        return
    covered = Coverage(tuple(candidate.mention for candidate in found))
    labels = {turn.start: turn.label for turn in document.turns}
    tagged = {mention.start for mention in document.mentions}
    for start, end, word in document.capitals:
        surname = fold(word)
        if surname not in surnames or covered.at(start):
            continue
        is_label = fold(labels.get(start, "")) == surname
        if is_label or _may_be_named(document.text, start, end, surname):
            by = Finder.LABEL if is_label else Finder.SWEEP
            mention = NamedMention(None, start, end, word, by)
            yield Candidate(mention, bare_name(surname, word), unsure=not is_label and start not in tagged)


def is_word_by_title(name: Name) -> bool:
    """Whether a word that is no name alone is one by the title that it is written with: "Mr. King", "Judge
    May"."""
    return name.bare and bool(name.titles) and name.surname in words_of("titles_surnames", "titled")


def _is_word(name: Name, evidence: Evidence) -> bool:
    if name.surname in words("titles_surnames") or evidence.is_wordy(name.surname):
        return True
    return not evidence.is_surname(name.surname)  # a Hall beside whom there are halls


def _may_be_named(text: str, start: int, end: int, surname: str) -> bool:
    if surname in words("months") or names_a_place(text, end) or _GOES_ON.match(text, end):
        return False
    before = _INSIDE.search(text, max(0, start - _LOOK_BACK), start)
    if before is not None:
        return before[1] not in words("articles")
    acts = _ACTS.match(text, end)
    return acts is not None and acts[1] in words("acting")
