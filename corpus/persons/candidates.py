"""Candidates: which of a document's mentions, and of the sweep's, name a person, and how to read them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from corpus.model import Finder
from corpus.names.fold import fold
from corpus.names.parse import Given, Name, bare_name, is_answer, is_patronymic
from corpus.names.sexes import with_words_before
from corpus.names.tables import given_names, words, words_of
from corpus.overlaps import without_overlaps
from corpus.persons.evidence import FRENCH, Evidence
from corpus.persons.names import Candidate, DocumentNames, NamedMention
from corpus.persons.sweep import first_names, names_a_place, sweep, with_small_surname
from corpus.persons.wordy import is_word_by_title, of_somebody_here

# Letters before questions, answers and the items of lists.
_LETTERS = frozenset("qaivx")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{3})")
# More letters with full stops than this are an abbreviation.
MOST_INITIALS = 3

# Titles before a given name: a knight is "Sir Thomas" to everybody, "don Diego" is no surname.
_TITLE_OF_GIVEN = re.compile(
    r"(?<!\w)(?i:sir|dame|don|doña|dona|dom|donna|brother|sister|uncle|aunt|ser|fra|frater|soror) $"
)

_ADDRESS_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+)\.?\s$")
_LONGEST_TITLE = 12
_M = Given("m", short=True)

_SURE = (Finder.GIVEN, Finder.LABEL, Finder.NATASHA)


def read_candidates(document: DocumentNames, evidence: Evidence, *, noisy: bool = False) -> list[Candidate]:
    """All candidates of a document, which may be `noisy`, in order, without overlaps."""
    found = without_overlaps([*document.mentions, *evidence.stated_in.get(document.id, ())])
    found = [_with_small_surname(m, document.text, evidence) for m in found]
    firsts = first_names(found)

    def read(mention: NamedMention, *, noisy: bool) -> Name | None:
        name = settle(mention, evidence, noisy=noisy)
        titled = with_words_before(name, document.text, mention.start) if name else None
        return _as_given(titled, firsts, evidence)

    bearers = {name.surname for m in found if (name := read(m, noisy=False)) and name.given and name.surname}

    def read_titled(mention: NamedMention) -> Name | None:
        return _as_surname(read(mention, noisy=noisy), mention, document.text, bearers)

    trusted = [
        m for m in found if (name := read(m, noisy=False)) and is_person(m, name, evidence, document, firsts)
    ]
    swept = sweep(replace(document, mentions=tuple(trusted)), evidence)
    ordered = sorted([*trusted, *swept], key=lambda m: (m.start, m.end))
    titled = ((m, name) for m in ordered if (name := read_titled(m)))
    candidates = [Candidate(m, name, _is_unsure(m, name, evidence)) for m, name in titled]
    candidates = list(_with_neighbours(candidates, document.text))
    more = of_somebody_here(document, candidates, evidence)
    return sorted([*candidates, *more], key=lambda c: (c.mention.start, c.mention.end))


def _with_neighbours(candidates: list[Candidate], text: str) -> Iterator[Candidate]:
    """The candidates, where surname and given name with patronymic that stand side by side are one name:
    "Орлову Льву Петровичу" is two to a tagger."""
    taken = -1
    for at, candidate in enumerate(candidates):
        if at == taken:
            continue
        behind = candidates[at + 1] if at + 1 < len(candidates) else None
        if behind is not None and _is_name_and_patronymic(candidate, behind, text):
            taken = at + 1
            surname = candidate.name
            whole = replace(
                behind.name, surname=surname.surname, readings=surname.readings, written=surname.written
            )
            yield replace(candidate, name=whole, unsure=False)
            yield replace(behind, name=whole)
        else:
            yield candidate


def _is_name_and_patronymic(surname: Candidate, given: Candidate, text: str) -> bool:
    if not surname.name.bare or given.name.surname or len(given.name.given) != 2:
        return False
    # "вдова Орлова Анна Ильинична": in two cases they are two.
    in_nominative = [m.form == m.shown for m in (surname.mention, given.mention)]
    if in_nominative[0] != in_nominative[1]:
        return False
    between = text[surname.mention.end : given.mention.start]
    return between == " " and is_patronymic(given.name.given[1].written)


def _with_small_surname(mention: NamedMention, text: str, evidence: Evidence) -> NamedMention:
    """A mention of a given name alone, with the surname behind it that a tagger does not see."""
    if mention.by is not Finder.SPACY or " " in mention.form:
        return mention
    return with_small_surname(text, mention.start, mention.end, mention.form, evidence) or mention


def _is_unsure(mention: NamedMention, name: Name, evidence: Evidence) -> bool:
    """Whether a name may be none, or had initials that are not believed and may be a namesake's."""
    if name.given or not name.surname:
        return False
    if mention.by is Finder.SWEEP and any(map(evidence.is_doubtful, name.readings)):
        return True
    if FRENCH in name.titles:
        return False
    return mention.name is not None and any(part.short for part in mention.name.given)


def settle(mention: NamedMention, evidence: Evidence, *, noisy: bool = False) -> Name | None:
    """The mention's name, as the collection shows it to be meant.

    A last word like "Kaganovich" is a surname where others say so; what stands before a surname and is
    no given name ("Meeting Zinoviev", "Smirnov Trotsky") is dropped.
    """
    key = mention.shown, noisy
    if key not in evidence.settled:
        asked, evidence.asked = evidence.asked, set()
        name = _with_title(mention.name, evidence)
        name = _settle(name, evidence, is_inverted="," in mention.shown)
        if noisy and name is not None and name.given and name.surname:
            name = _without_misread(name, evidence)
        evidence.settled[key] = (name, frozenset(evidence.asked))
        evidence.asked = asked
    name, words_of = evidence.settled[key]
    evidence.asked |= words_of
    return name


def _as_given(name: Name | None, firsts: Collection[str], evidence: Evidence) -> Name | None:
    """A bare word that is nobody's surname, and the given name of who is named in full in the document."""
    if name is None or not name.bare or name.surname not in firsts or name.titles:
        return name
    if evidence.is_surname(name.surname):
        return name
    return replace(name, given=(Given(name.surname, short=False),), surname="", readings=())


def _as_surname(name: Name | None, mention: NamedMention, text: str, bearers: Collection[str]) -> Name | None:
    """A given name behind a form of address that is a surname of the document, too: "Mrs. James" of Isabel
    James."""
    if name is None or name.surname or len(name.given) != 1 or name.given[0].text not in bearers:
        return name
    title = _ADDRESS_BEFORE.search(text, max(0, mention.start - _LONGEST_TITLE), mention.start)
    if title is None or fold(title[1]) not in words("addresses"):
        return name
    return bare_name(name.given[0].text, mention.form, (fold(title[1]),))


def _with_title(name: Name | None, evidence: Evidence) -> Name | None:
    """A name in which an M. that stands for Monsieur is read so."""
    if name is None or not name.surname or not name.given or name.given[0] != _M or not evidence.is_french():
        return name
    return replace(name, given=name.given[1:], titles=(*name.titles, FRENCH))


def _without_misread(name: Name, evidence: Evidence) -> Name:
    """A name of a noisy text without given names that nobody else has, where its surname is well known.

    They are misread words and names ("Comiade", "Mironovieh") far more often than another person's. So are
    initials; but these may be a namesake's.
    """
    if not any(evidence.is_well_known(reading) for reading in name.readings):
        return name
    if all(part.short for part in name.given):
        return name if evidence.is_initialled(name) else replace(name, given=())
    kept = tuple(part for part in name.given if part.short or not evidence.is_once_given(part.text))
    return replace(name, given=() if all(part.short for part in kept) else kept)


def _settle(name: Name | None, evidence: Evidence, *, is_inverted: bool) -> Name | None:
    if name is None:
        return None
    if not name.surname:
        return _with_surname(name, evidence) if name.patronymic_last else name
    if name.bare and evidence.is_first_name(name.surname) and not is_word_by_title(name):
        return replace(name, given=(Given(name.surname, short=False),), surname="", readings=())
    glued = _GLUED.search(name.written)
    if glued and evidence.is_surname(fold(name.written[glued.start() :])):
        written = name.written[glued.start() :]  # "ComradeVyshinsky"
        name = replace(name, surname=fold(written), readings=(fold(written),), written=written)
    given = tuple(_given_parts(name, evidence))
    if len(given) > MOST_INITIALS and all(part.short for part in given):
        given = ()  # an abbreviation before the name: "O.G.P.U. Zinoviev"
    if given and is_inverted and name.surname.endswith("s") and evidence.is_surname(name.surname[:-1]):
        # "the two Dolgarovs, Ilya and Matvei", but not "James Stokes"
        singular = name.surname[:-1]
        return replace(name, given=given, surname=singular, readings=(singular,), written=name.written[:-1])
    return name if given == name.given else replace(name, given=given)


def _given_parts(name: Name, evidence: Evidence) -> Iterator[Given]:
    """The given parts that are believed. Behind a known given name the first of two surnames is one too."""
    before = ""
    for part in name.given:
        if part.text != name.surname and not _describes(part):
            double = before in given_names() and evidence.is_surname(part.text)
            if part.short or evidence.is_given(part.text) or (double and not evidence.is_lower(part.text)):
                yield part
        before = part.text


def _describes(part: Given) -> bool:
    """Whether a word before a surname tells who of several it is, or what he is like: "young Holt"."""
    return part.text in words("epithets") and part.text not in given_names()


def _with_surname(name: Name, evidence: Evidence) -> Name:
    return name.with_last_as_surname() if evidence.is_labelled(name.given[-1].text) else name


def is_person(
    mention: NamedMention,
    name: Name,
    evidence: Evidence,
    document: DocumentNames,
    firsts: Collection[str] = (),
) -> bool:
    """Whether a tagger's mention is believed. Labels and given mentions always are.

    `firsts` are the given names of those who are named in full in the document.
    """
    if mention.by in _SURE:
        return True
    if names_a_place(document.text, mention.end) or len(name.surname) == 1 or is_answer(name):
        return False
    if not name.surname:
        first = name.given[0].text
        if len(name.given) > 1 or first in firsts or evidence.is_tagged(first) or _is_shown(mention):
            return True
        titled = _TITLE_OF_GIVEN.search(document.text, max(0, mention.start - 8), mention.start)
        return titled is not None and not name.given[0].short
    if is_word_by_title(name):
        return True
    if not name.given:
        return any(evidence.is_surname(reading) for reading in name.readings) and (
            mention.by is not Finder.SPACY or not _is_wordy(name, evidence) or bool(name.titles)
        )
    known = any(part.text in given_names() for part in name.given)
    if any(half in words("institutions") for half in name.surname.split("-")) and not known:
        return any(part.short for part in name.given) and evidence.is_labelled(name.surname, often=2)
    if any(part.short for part in name.given):
        return not _is_lettered(name, evidence)
    if not known and mention.by is Finder.SPACY and name.surname in words_of("places", "english"):
        return evidence.is_labelled(name.surname)  # "the Whiteguard Cossack League"
    parts = [*name.surname.split("-"), *(part.text for part in name.given)]
    return known or any(not evidence.is_lower(part) and part not in words("titles") for part in parts)


def _is_shown(mention: NamedMention) -> bool:
    """Whether a given name alone stands where nothing else can: "his son Azor"."""
    return mention.by is Finder.PATTERN


def _is_lettered(name: Name, evidence: Evidence) -> bool:
    """ "A. Nothing at all", "Q. Francis": a letter that stands before answers and items, and a word."""
    if len(name.given) != 1 or name.given[0].text not in _LETTERS:
        return False
    return evidence.is_lower(name.surname) or name.surname in given_names()


def _is_wordy(name: Name, evidence: Evidence) -> bool:
    """A bare word that is mostly something else is a person only where more than the tagger says so."""
    return all(evidence.is_wordy(reading) for reading in name.readings)
