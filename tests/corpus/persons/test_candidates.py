"""Candidates: what is believed of the taggers, and what the sweep finds beside them."""

from __future__ import annotations

import pytest

from corpus.model import Finder
from corpus.overlaps import without_overlaps
from corpus.persons.candidates import read_candidates
from corpus.persons.counting import gather
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.sweep import Coverage, names_a_place
from tests.corpus.persons.naming import names_of

SPEAK = "{l:DOREKO}: I came. {l:KRUMSKI}: So did we. "


def candidates(document: str | DocumentNames) -> list[str]:
    """The forms of all candidates of a document, in order."""
    read = names_of(document) if isinstance(document, str) else document
    return [candidate.mention.form for candidate in read_candidates(read, gather([read]))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Doreko spoke.", ["Doreko"]),
        ("Then DOREKO spoke.", ["DOREKO"]),
        ("It was Doreko's house.", ["Doreko"]),
        ("The Doreko-Krumski group met.", ["Doreko", "Krumski"]),
        ("CitizenDoreko spoke.", ["Doreko"]),
        ("Then A. P. Doreko spoke.", ["A. P. Doreko"]),
        ("Then A .P.Doreko spoke.", ["A .P.Doreko"]),
        ("Then A P Doreko spoke.", ["A P Doreko"]),
        ("Then Anna Doreko spoke.", ["Anna Doreko"]),
        ("Doreko, Krumski", ["Doreko", "Krumski"]),
        ("They sent for doreko and dorekov.", []),
        ("{p:A. Petrosian} came. Then Petrosian spoke.", ["A. Petrosian", "Petrosian"]),
        ("The Dorekoite line.", []),
    ],
)
def test_the_sweep_finds_known_surnames_that_no_tagger_saw(text, found):
    assert candidates(SPEAK + text)[2:] == found


@pytest.mark.parametrize(
    "text",
    [
        "They met in Doreko Street.",
        "They met at the Doreko Factory.",
        "They met in {Doreko Street}.",
        "They met at the {Doreko} Works.",
    ],
)
def test_a_street_or_factory_is_no_person(text):
    assert candidates(SPEAK + text)[2:] == []


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("Doreko Street", 6, True),
        ("Doreko\nSTREET", 6, True),
        ("Doreko street", 6, False),
        ("Doreko went", 6, False),
        ("Doreko", 6, False),
        ("Doreko. Street", 6, False),
    ],
)
def test_names_a_place(text, end, expected):
    assert names_a_place(text, end) is expected


def test_a_surname_that_is_a_word_needs_more_than_a_capital():
    text = "{l:WHITE}: I came. {p:Anna White} heard it. The white door. A white wall, white light. "
    found = candidates(text + "White walls. Then {p:J. White} spoke, and {White} too.")
    assert found == ["WHITE", "Anna White", "J. White", "White"]


def test_a_word_alone_is_a_name_only_beside_somebody_who_bears_it():
    text = "{l:WHITE}: I came. The white door. A white wall, white light. Then spoke White, and no other."
    assert candidates(text) == ["WHITE"]


@pytest.mark.parametrize(
    ("words", "named"),
    [("wife of King, a baker", True), ("saw the King there", False), ("at Notting King", False)],
)
def test_a_title_that_is_somebodys_surname_may_name_him(words, named):
    text = f"{{p:John King}} came. I am the {words}. God save the king, the king, a king."
    assert ("King" in candidates(text)) is named


def test_a_given_name_alone_is_a_candidate_where_the_tagger_says_so():
    text = "{Anna Doreko} and {Anna Krumski} met. Then {Anna} spoke, and Anna left, and Berta too."
    assert candidates(text) == ["Anna Doreko", "Anna Krumski", "Anna", "Anna"]


@pytest.mark.parametrize(
    ("marked", "given_parts", "surname"),
    [
        ("{Meeting Doreko}", "", "doreko"),  # a word that is written small as well
        ("{CitizenDoreko}", "", "doreko"),
        ("{p:O.G.P.U. Doreko}", "", "doreko"),
        ("{p:A. P. Doreko}", "a p", "doreko"),
        ("{p:Anna Doreko}", "anna", "doreko"),
    ],
)
def test_what_stands_before_a_surname_and_is_no_given_name_is_dropped(marked, given_parts, surname):
    read = names_of(SPEAK + "A meeting, the meeting, no meeting. " + marked)
    last = read_candidates(read, gather([read]))[-1]
    assert " ".join(part.text for part in last.name.given) == given_parts
    assert last.name.surname == surname


def mention(start: int, end: int, by: Finder) -> NamedMention:
    return NamedMention(None, start, end, "x" * (end - start), by)


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([(0, 4, Finder.SPACY), (4, 8, Finder.SPACY)], [(0, 4), (4, 8)]),
        ([(0, 4, Finder.SPACY), (0, 8, Finder.SPACY)], [(0, 8)]),
        ([(0, 9, Finder.SPACY), (2, 5, Finder.LABEL)], [(2, 5)]),
        ([(0, 9, Finder.SPACY), (2, 5, Finder.GIVEN)], [(2, 5)]),
        ([(2, 5, Finder.LABEL), (0, 9, Finder.GIVEN)], [(0, 9)]),
        ([(0, 5, Finder.PATTERN), (3, 9, Finder.SPACY)], [(0, 5)]),
        ([], []),
    ],
)
def test_of_overlapping_mentions_the_surest_then_the_longest_is_kept(spans, kept):
    found = without_overlaps([mention(*span) for span in spans])
    assert [(m.start, m.end) for m in found] == kept


def test_coverage_knows_which_offsets_lie_in_a_candidate():
    spans = [(10, 16), (2, 5), (3, 4)]
    covered = Coverage(tuple(NamedMention(None, s, e, "Doreko", Finder.SPACY) for s, e in spans))
    assert [offset for offset in range(20) if covered.at(offset)] == [2, 3, 4, *range(10, 16)]
    assert not Coverage(()).at(0)
