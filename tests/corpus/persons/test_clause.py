"""Whom the grammar of a sentence tells apart, and who is meant where speakers take turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Turn
from corpus.persons.names import DocumentNames
from tests.corpus.persons.naming import Answer, court, names_of

TWO = "{p:A. Dorova} and {p:B. Dorova} came. " + "Much was said of this and of that. " * 4


def probable(person: str, reason: str = "surname") -> Answer:
    return Answer(frozenset((person,)), "probable", reason, "")


def undecided() -> Answer:
    return Answer(frozenset(("A. Dorova", "B. Dorova")), "possible", "surname", "")


@pytest.mark.parametrize(
    "text",
    [
        "This was confirmed by {p:A. Dorova} to {Dorova} in the yard.",  # an initial ends no clause
        "The accused {Dorova} handed over {p:A. Dorova}'s report in the yard.",
        "The accused {p:A. Dorova} also confirmed the fact that {Dorova} went away.",
        "{p:A. Dorova}, examined on 3 May, said that there {Dorova} went away.",
        "In May {p:A. Dorova} knew well that {Dorova} went away.",
        "Further, {Dorova} told Holt that {p:A. Dorova} went away.",
        "It was {Dorova} who brought his brother {p:A. Dorova} to the yard.",
        "{p:A. Dorova}, who had come, put his brother {Dorova} there.",
        "There stood {Dorova} with my brother {p:A. Dorova}, who lives there.",
    ],
)
def test_a_namesake_in_the_sentence_is_another(text):
    assert court(TWO + text).answer("Dorova") == probable("B. Dorova")


@pytest.mark.parametrize(
    "text",
    [
        "{p:A. Dorova} knew it well, but that {Dorova} went away is true.",  # two clauses side by side
        "At the house of {p:A. Dorova} stood many who told that {Dorova} went away.",
        "The house of {p:A. Dorova} says that {Dorova} went away.",
        # "He" might be Holt, so that the subject is named again.
        "{p:A. Dorova} said that {p:G. Holt} had asked that {Dorova} be sent.",
    ],
)
def test_a_namesake_outside_of_the_clause_may_be_the_same(text):
    assert court(TWO + text).answer("Dorova") == undecided()


def test_a_title_is_no_part_of_the_sentence_behind_it():
    head = "{p:A. Dorova} and {p:B. Dorova} came.\n"
    length = len(head.replace("{p:", "").replace("}", ""))
    title = "EXAMINATION OF A. DOROVA"
    text = head + title + " The accused {Dorova} spoke."
    found = court(names_of(text, sections=[(0, "The opening"), (length, title)]))
    assert found.answer("Dorova") == probable("A. Dorova")


def spoken(marked: str, sections: tuple[tuple[int, str], ...] = ()) -> DocumentNames:
    """A document in which each line with a colon is a speech."""
    document = names_of(marked, sections=sections)
    turns, at = [], 0
    for line in document.text.splitlines(keepends=True):
        if ": " in line:
            label = line.partition(": ")[0]
            turns.append(Turn(at, at + len(line), label, at + len(label) + 2))
        at += len(line)
    return replace(document, turns=tuple(turns))


def test_who_is_examined_under_a_bare_title_is_who_speaks_there():
    head = TWO + "\n"
    length = len(head.replace("{p:", "").replace("}", ""))
    talk = "{l:B. Dorova}: I did.\nIn May {Dorova} went to the harbour.\n"
    found = court(spoken(head + talk, sections=((0, "The opening"), (length, "EXAMINATION OF DOROVA"))))
    assert found.answer("Dorova", nth=0) == probable("B. Dorova")


def test_who_is_spoken_to_is_not_named_besides():
    talk = "Orme: You went away?\n{l:B. Dorova}: I did.\nOrme: Did you know {Dorova}?\n{l:B. Dorova}: Yes.\n"
    assert court(spoken(TWO + "\n" + talk)).answer("Dorova") == probable("A. Dorova")
    # One witness after the other: who speaks next is not asked.
    talk = (
        "Orme: I live here.\n{l:G. Holt}: You know me.\nTarn: I told you of {Dorova}.\n{l:B. Dorova}: Yes.\n"
    )
    assert court(spoken(TWO + "\n" + talk)).answer("Dorova") == undecided()


def test_an_answer_without_a_name_is_that_of_the_witness():
    talk = "{l:B. Dorova}: I live here.\nQ: Who was there?\nA: My wife, and {Dorova}.\n"
    assert court(spoken(TWO + "\n" + talk)).answer("Dorova") == probable("A. Dorova")


def test_a_witness_is_sworn_once():
    lines = "{l:A. DOROVA} sworn: I live here.\n{l:DOROVA} sworn: I saw it.\n"
    document = spoken(TWO + "\n" + lines)
    turns = [replace(turn, label=turn.label.removesuffix(" sworn")) for turn in document.turns]
    found = court(replace(document, turns=tuple(turns)))
    assert found.answer("DOROVA") == probable("B. Dorova", "speaker label")


KIN = "{p:Anna Dorova} and {p:Henry Dorova} came. " + "Much was said of this and of that. " * 4


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("There stood {Dorova}, a girl of twelve, in the yard.", "Anna Dorova"),
        ("Of this {Dorova}, was my husband's mother, knew.", "Anna Dorova"),
        ("I knew {Dorova} for three years; she lodged there.", "Anna Dorova"),
        ("\n{Dorova}'S Defence. I went to my wife.", "Henry Dorova"),
        # His sister is told of, but "I am the wife" is said more plainly.
        ("\n{Dorova}. I am the wife of Henry Dorova, and Anna Dorova is my sister.\n", "Anna Dorova"),
    ],
)
def test_the_words_behind_tell_of_a_man_or_a_woman(text, meant):
    assert court(KIN + text).answer("Dorova") == probable(meant)


def test_a_verdict_stands_under_the_charge_before_its_title():
    text = (
        "{p:HENRY DOROVA} and {p:LEO DOROVA} were indicted for stealing the goods of {p:Emil Dorova}.\n"
        "{p:HENRY DOROVA} - GUILTY.\n"
    )
    length = len(text.replace("{p:", "").replace("}", ""))
    sections = [(0, ""), (length, "DOROVA - NOT GUILTY.")]
    assert court(names_of(text + "{Dorova} - NOT GUILTY.\n", sections=sections)).who("Dorova") == {
        "Leo Dorova"
    }


def test_a_married_title_is_less_sure_than_a_surname():
    found = court("{p:Anna Dorova} came. Then {Mrs. Dorova} spoke. Then {Dorova} spoke.")
    assert found.answer("Mrs. Dorova") == probable("Anna Dorova")
    assert found.answer("Dorova").tier == "certain"
    titled = court("{p:Mrs. Anna Dorova} came. Then {Mrs. Dorova} spoke.")
    assert titled.answer("Mrs. Dorova").tier == "certain"


def test_the_elder_before_a_surname_is_one_of_two():
    text = "{p:John Holt the elder} and {p:John Holt the younger} came. Then the younger {Holt} spoke."
    assert court(text).answer("Holt").persons == {"John Holt the younger"}


def test_a_title_of_women_means_the_one_who_is_known_to_be_one():
    found = court("{p:Griff Dorova} and {p:Anna Dorova} came. Then {Mrs. Dorova} spoke.")
    assert found.answer("Mrs. Dorova") == probable("Anna Dorova")


def test_two_spellings_in_one_sentence_may_be_two_persons():
    often = "{p:Peter Heylard} came. Then {Heylard} spoke. " * 3
    apart = court(often + "Mr. {Heylard} stood there, and Mr. {Haylard} beside him.")
    assert {(row.tier.value, row.reason.value) for row in apart.rows("Mr. Haylard")} == {
        ("possible", "misspelling")
    }
    found = court(often + "{Heylard} stood there. It was dark. Then {Haylard} went away.")
    assert found.answer("Haylard") == Answer(
        frozenset(("Peter Heylard",)), "probable", "misspelling", "1 from heylard"
    )
