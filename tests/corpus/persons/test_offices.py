"""Offices: who is meant by "THE PRESIDENT:", "Citizen Prosecutor" and "Q.", by what the texts say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Turn
from corpus.persons.names import DocumentNames
from corpus.persons.offices import find_offices, kind_of
from tests.corpus.persons.naming import court, names_of


def trial(
    marked: str, *labels: str, relative: str = "trial/day-1.txt", key: int = 1, title: str = ""
) -> DocumentNames:
    """A document whose speeches begin at lines with these labels; `title` is the section's, as it stands."""
    plain = names_of(marked, relative, key=key)
    start = plain.text.find(title)
    document = names_of(
        marked, relative, key=key, sections=[(0, ""), (start, title)] if start > 0 else [(0, title)]
    )
    text, turns, at = document.text, [], 0
    for line in text.splitlines(keepends=True):
        label = next((label for label in labels if line.startswith(label)), None)
        if label:
            turns.append(Turn(at, at + len(line.rstrip()), label, at + len(label) + 2))
        at += len(line)
    return replace(document, turns=tuple(turns))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("THE PRESIDENT", "president"),
        ("President of the Court", "president"),
        ("The President of the Military Tribunal", "president"),
        ("President of the Bank", ""),
        ("Citizen Procurator", "prosecutor"),
        ("Председатель суда", "president"),
        ("Q.", "questioner"),
        ("A", "answerer"),
        ("Question", "questioner"),
        ("Ans.", "answerer"),
        ("THE WITNESS", "witness"),
        ("ORLOV", ""),
        ("Anna", ""),
    ],
)
def test_a_label_names_an_office(label, kind):
    assert kind_of(label) == kind


@pytest.mark.parametrize(
    "statement",
    [
        "The President, Judge {Anna Dorova}, opened the session.",
        "The court consisted of: President: {Anna Dorova}; Secretary: {Karl Benz}.",
        "It sat under Judge {Anna Dorova}, President of the Special Tribunal.",
        "The court was presided over by Judge {Anna Dorova}.",
        "{Anna Dorova} presided.",
        "The President {Anna Dorova} opened the session.",
    ],
)
def test_the_holder_is_read_from_the_text(statement):
    found = court(trial(f"{statement}\nTHE PRESIDENT: Is {{Karl Benz}} here?", "THE PRESIDENT"))
    assert found.answer("THE PRESIDENT").persons == {"Anna Dorova"}
    assert found.answer("THE PRESIDENT").reason == "office"
    assert found.answer("THE PRESIDENT").tier == "probable"


def test_an_office_says_its_name():
    text = "{p:Anna Dorova} came.\nTHE PRESIDENT: I preside; my name is {p:Berta Holm}. Be seated."
    assert court(trial(text, "THE PRESIDENT")).who("THE PRESIDENT") == {"Berta Holm"}


def test_the_words_are_kept_as_evidence():
    found = court(trial("The President, Judge {Anna Dorova}, sat.\nTHE PRESIDENT: Silence!", "THE PRESIDENT"))
    assert found.answer("THE PRESIDENT").detail == "The President, Judge Anna Dorova"


def test_an_office_that_nobody_is_known_to_hold_leads_to_nobody():
    found = court(trial("{Anna Dorova} came.\nTHE PRESIDENT: Silence!", "THE PRESIDENT"))
    assert not found.who("THE PRESIDENT")


def test_an_office_that_several_are_said_to_hold_is_possible_for_each():
    text = "The President, {Anna Dorova}, sat.\nThe President, {Berta Holm}, sat.\nTHE PRESIDENT: Silence!"
    found = court(trial(text, "THE PRESIDENT"))
    assert found.who("THE PRESIDENT") == {"Anna Dorova", "Berta Holm"}
    assert {row.tier for row in found.rows("THE PRESIDENT")} == {"possible"}


def test_the_case_knows_what_a_session_does_not_say():
    first = trial("The Public Prosecutor, {Karl Benz}, rose.")
    second = trial("{Anna Dorova}: No, Citizen Prosecutor.", relative="trial/day-2.txt", key=2)
    assert court(first, second).who("Prosecutor", document=1) == {"Karl Benz"}


def test_another_case_makes_it_possible_only():
    first = trial("The Public Prosecutor, {Karl Benz}, rose.", relative="one/day.txt")
    second = trial("{Anna Dorova}: No, Citizen Prosecutor.", relative="two/day.txt", key=2)
    assert court(first, second).answer("Prosecutor", document=1).tier == "possible"


def test_the_nearer_statement_counts():
    first = trial("The President, {Karl Benz}, sat.\nTHE PRESIDENT: Yes.", "THE PRESIDENT")
    other = ("The President, {Anna Dorova}, sat.\nTHE PRESIDENT: No.", "THE PRESIDENT")
    found = court(first, trial(*other, relative="trial/day-2.txt", key=2))
    assert found.who("THE PRESIDENT") == {"Karl Benz"}
    assert found.who("THE PRESIDENT", document=1) == {"Anna Dorova"}


@pytest.mark.parametrize(
    "text",
    [
        "In reply to the Prosecutor, {Anna Dorova} says nothing.\nCitizen Prosecutor!",
        "The Vice-President, {Anna Dorova}, sat.\nTHE PRESIDENT: Silence!",
        "The President of the Bank, {Anna Dorova}, sat.\nTHE PRESIDENT: Silence!",
        "The President said that {Anna Dorova} was late.\nTHE PRESIDENT: Silence!",
    ],
)
def test_no_holder(text):
    found = court(trial(text, "THE PRESIDENT"))
    assert not found.who("THE PRESIDENT")
    assert not found.who("Prosecutor")


def test_an_office_beside_its_holder_is_no_mention_of_its_own():
    found = court(trial("Then the President, {Anna Dorova}, rose."))
    assert found.texts() == ["Anna Dorova"]


def test_who_answers_an_address_again_and_again_holds_the_office():
    talk = "{l:BENZ}: Where?\n{l:DOROVA}: There, Citizen Prosecutor.\n" * 3
    found = court(trial(talk, "BENZ", "DOROVA"))
    assert found.who("Prosecutor") == {"Benz"}
    assert "3 of 3" in found.rows("Prosecutor")[0].detail


def test_letters_are_who_examines_and_who_is_examined():
    text = (
        "EXAMINATION OF THE WITNESS {Dorova}\n\nBy Advocate {Karl Benz}.\n\nQ. Where?\nA. There.\n"
        "Cross-examined by Mr. {p:Holm}.\nQ. When?\nA. Then.\n"
    )
    found = court(trial(text, "Q", "A", title="EXAMINATION OF THE WITNESS Dorova"))
    assert [found.who("Q", nth=n) for n in (0, 1)] == [{"Karl Benz"}, {"Holm"}]
    assert [found.who("A", nth=n) for n in (0, 1)] == [{"Dorova"}, {"Dorova"}]


def test_an_examiner_may_be_named_by_office():
    text = (
        "The Public Prosecutor, {Karl Benz}, rose.\nEXAMINATION OF {Anna Dorova}\n"
        "By the Public Prosecutor.\nQ. Where?\nA. There.\n"
    )
    assert court(trial(text, "Q", "A", title="EXAMINATION OF Anna Dorova")).who("Q") == {"Karl Benz"}


def test_offices_stand_where_they_are_written():
    document = trial("THE PRESIDENT: May I, Madam President, ask the State Prosecutor?", "THE PRESIDENT")
    found = [
        (o.kind, document.text[o.start : o.end], o.is_label, o.is_address) for o in find_offices(document)
    ]
    assert found == [
        ("president", "THE PRESIDENT", True, False),
        ("president", "President", False, True),
        ("prosecutor", "the State Prosecutor", False, False),
    ]


def test_the_office_is_no_form_of_the_name():
    found = court(trial("The President, {Anna Dorova}, sat.\nTHE PRESIDENT: Silence!", "THE PRESIDENT"))
    (identity,) = {row.identity for row in found.rows("THE PRESIDENT")}
    assert set(identity.forms) == {"Anna Dorova"}


@pytest.mark.parametrize(
    "words",
    [
        "a witness for the prosecution, was duly sworn",
        "tenant in the north, aged 54, solemnly sworn",
        "sworn",
    ],
)
def test_a_witness_is_described_before_he_is_sworn(words):
    found = court(
        trial(
            f"The accused, {{p:Berta Holt}}, was there.\n{{p:Anna Dorova}}, {words}.\nAnswer. I saw it.",
            "Answer",
        )
    )
    assert found.answer("Answer").persons == {"Anna Dorova"}
    assert found.answer("Answer").reason == "office"


def test_the_title_of_a_case_does_not_say_who_is_examined():
    text = "The case of {p:Pavel Orme}\nWITNESS: {p:Anna Dorova}\nQ. Did you see him?\nA. I saw {Orme}.\n"
    document = trial(text, "WITNESS", "Q", "A", title="The case of Pavel Orme")
    found = court(document)
    assert found.who("A") == {"Anna Dorova"}
    assert found.answer("A").detail == "WITNESS: Anna Dorova"


def test_who_examines_is_announced_in_capitals():
    text = "{p:Anna Dorova}, sworn.\nBY MS. {HALE}:\nQ. Did you go?\nA. I did.\nThen {p:Mary Hale} sat.\n"
    found = court(trial(text, "Q", "A"))
    assert found.who("Q") == {"Mary Hale"}
    assert found.who("A") == {"Anna Dorova"}


@pytest.mark.parametrize(
    "statement",
    [
        "BEFORE THE HONORABLE {p:ANNA DOROVA}, JUDGE",
        "Before Hon. {p:Anna Dorova}",
        "{p:Anna Dorova}, Judge Presiding",
    ],
)
def test_the_court_speaks_by_its_judge(statement):
    text = f"{statement}\nTHE COURT: Good morning.\nThen the Court rose.\n"
    document = trial(text, "THE COURT")
    assert court(document).who("THE COURT") == {"Anna Dorova"}
    assert not court(document).rows("the Court")


@pytest.mark.parametrize(
    "head",
    [
        "THE PROSECUTOR versus {p:ANNA DOROVA}\n",
        "The People v. {p:Anna Dorova}\n",
        "THE PROSECUTOR OF THE TRIBUNAL\nAGAINST\n{p:ANNA DOROVA}\n",
        "SPECIAL COURT\nThe trial of the accused {p:Anna Dorova}\n",
        "Proceedings against Mrs. {p:Anna Dorova} before Judge {p:Karl Benz}\n",
        "По делу {p:Anna Dorova}\n",
    ],
)
def test_who_is_tried_by_the_head_of_a_document_is_the_accused(head):
    found = court(trial(head + "THE ACCUSED: I thank the court.\n", "THE ACCUSED"))
    assert found.who("THE ACCUSED") == {"Anna Dorova"}


def test_the_head_of_a_document_holds_in_all_its_sections():
    text = "THE PROSECUTOR v. {p:ANNA DOROVA}\nFIRST DAY\nTHE ACCUSED: I thank the court.\n"
    found = court(trial(text, "THE ACCUSED", title="FIRST DAY"))
    assert found.who("THE ACCUSED") == {"Anna Dorova"}


def test_of_several_who_are_tried_none_is_surely_the_accused():
    head = "THE PROSECUTOR v. {p:ANNA DOROVA}, {p:LEO HOLT} and Mr. {p:KARL BENZ}\n"
    found = court(trial(head + "THE ACCUSED: I thank the court.\n", "THE ACCUSED"))
    assert found.answer("THE ACCUSED").persons == {"Anna Dorova", "Leo Holt", "Karl Benz"}
    assert found.answer("THE ACCUSED").tier == "possible"


@pytest.mark.parametrize(
    "head", ["Before Judge A. V. {Dorova}\n", "We call him {Dorova}.\n", "See {Dorova} v. Holt.\n"]
)
def test_what_only_looks_like_the_head_of_a_case_says_nothing(head):
    text = "{p:Anna Dorova} came. " + head + "THE ACCUSED: I thank the court.\nTHE WITNESS: So do I.\n"
    found = court(trial(text, "THE ACCUSED", "THE WITNESS"))
    assert not {"THE ACCUSED", "THE WITNESS"} & set(found.texts())


def test_a_precedent_far_from_the_head_tells_of_no_accused():
    text = "Much was said. " * 200 + "See The People v. {p:Anna Dorova}.\nTHE ACCUSED: I thank the court.\n"
    assert "THE ACCUSED" not in court(trial(text, "THE ACCUSED")).texts()


def test_who_is_called_is_the_witness():
    text = (
        "PROSECUTOR: I call the next witness, Captain {p:Anna Dorova}.\nWITNESS: I am here.\n"
        "PROSECUTOR: Do you know one who was called {p:Leo Holt}?\nWITNESS: Yes.\n"
        "PROSECUTOR: I recall Dr. {p:Karl Benz}.\nWITNESS: I am here again.\n"
    )
    found = court(trial(text, "PROSECUTOR", "WITNESS"))
    assert [found.who("WITNESS", nth=n) for n in range(3)] == [
        {"Anna Dorova"},
        {"Anna Dorova"},
        {"Karl Benz"},
    ]


def test_a_witness_whose_label_names_him_is_the_witness():
    text = (
        "{p:Anna Dorova} came.\nWitness {l:Dorova}: I am here.\nPRESIDENT: Sit down.\nWitness: I thank you.\n"
    )
    found = court(trial(text, "Witness Dorova", "PRESIDENT", "Witness"))
    assert found.who("Witness") == {"Anna Dorova"}


def test_a_title_of_an_examination_names_who_asks():
    title = "DIRECT EXAMINATION OF {p:ANNA DOROVA} BY MR. {p:KARL BENZ}"
    plain = title.replace("{p:", "").replace("}", "")
    found = court(trial(f"Much was said.\n{title}\nQ. Where?\nA. There.\n", "Q", "A", title=plain))
    assert found.who("Q") == {"Karl Benz"}
    assert found.who("A") == {"Anna Dorova"}
    asked = court(trial("Questions from MR {p:KARL BENZ}\nQ. Where?\nA. There.\n", "Q.", "A."))
    assert asked.who("Q.") == {"Karl Benz"}


def test_a_label_with_office_and_name_says_who_holds_it():
    text = (
        "Presiding Judge Dr. {l:Anna Dorova}: The court sits.\nProsecutor {l:Karl Benz}: I am here.\n"
        "President: Sit down.\nProsecutor: I do.\n"
    )
    labels = ("Presiding Judge Dr. Anna Dorova", "Prosecutor Karl Benz", "President", "Prosecutor")
    found = court(trial(text, *labels))
    assert found.who("President") == {"Anna Dorova"}
    assert found.who("Prosecutor") == {"Karl Benz"}
