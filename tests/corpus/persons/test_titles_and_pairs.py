"""What a title before a name tells, who is the elder, and what stands before or behind a surname."""

import pytest

from tests.corpus.persons.naming import court

# --- Words that are names behind a title ---


@pytest.mark.parametrize("title", ["Mr.", "Mrs.", "Goody"])
def test_a_title_makes_a_title_a_surname(title):
    found = court(f"{{p:{title} King}} came. {{p:{title} King}} left. The king, a king. God save the King.")
    assert found.answer(f"{title} King").reason == "surname"
    assert found.texts() == [f"{title} King"] * 2


def test_a_judge_may_be_called_as_a_month_is():
    found = court("{l:JUDGE MAY}: Go on. {p:Judge May} sat in May, and on May 3. May I go?")
    assert found.texts() == ["JUDGE MAY", "Judge May"]
    assert found.who("Judge May") == found.who("JUDGE MAY")


# --- Married or not ---


def test_mrs_is_not_miss_who_is_named_in_full():
    found = court(
        "Miss {p:Jane Dorin} came with her father. {p:Mrs. Dorin} stayed. Miss {p:Jane Dorin} left."
    )
    assert not found.who("Mrs. Dorin") & found.who("Jane Dorin")


def test_mrs_is_who_may_be_married():
    found = court("Miss {p:Jane Dorin} came with {p:Abby Dorin}. {p:Mrs. Dorin} stayed.")
    assert found.who("Mrs. Dorin") == {"Abby Dorin"}


def test_who_is_called_both_is_one():
    found = court("Miss {p:Jane Dorin} came. Years later Mrs. {p:Jane Dorin} wrote.")
    assert found.who("Jane Dorin") == found.who("Jane Dorin", nth=1)


def test_mrs_with_a_mans_name_is_his_wife():
    found = court("{p:Stephen Holt} came. Then {p:Mrs. Stephen Holt} wept.")
    assert not found.who("Stephen Holt") & found.who("Mrs. Stephen Holt")


def test_mr_and_mrs_is_the_man_too():
    found = court("{p:Carlos Holt} came. Mr. and Mrs. {p:Carlos Holt} left.")
    assert found.who("Carlos Holt") == found.who("Carlos Holt", nth=1)


def test_a_bare_surname_is_not_a_woman_whom_all_call_miss():
    found = court("Miss {p:Clara Orme} came with {p:Lew Orme}. Did you see {Orme}? I saw {Orme} there.")
    assert found.who("Orme") == {"Lew Orme"}


# --- The elder and the younger ---


def test_the_elder_is_not_the_younger():
    text = "{p:James Orme the elder} and {p:James Orme the younger} came. {p:Orme the younger} fled. "
    found = court(text + "Then {p:Orme, senior} was taken.")
    assert not found.who("James Orme the elder") & found.who("James Orme the younger")
    assert found.who("Orme the younger") == found.who("James Orme the younger")
    assert found.who("Orme, senior") == found.who("James Orme the elder")


def test_the_sweep_takes_the_elder_in():
    text = "{p:James Orme the elder} and {p:James Orme the younger} came. Then Orme the elder said no. "
    found = court(text + "But Orme the younger brother wept.")
    assert found.texts()[2:] == ["Orme the elder", "Orme"]
    assert found.who("Orme the elder") == found.who("James Orme the elder")


# --- What goes with a surname ---


def test_a_given_name_behind_a_title_may_be_a_surname():
    found = court("{p:Isabel James} and {p:James Hall} came. Mrs {James} was told so.")
    assert found.who("James") == {"Isabel James"}


def test_a_given_name_behind_a_title_that_is_nobodys_surname_is_none():
    found = court("{p:Isabel Orme} and {p:James Hall} came. Mr {James} was told so.")
    assert found.who("James") == {"James Hall"}


def test_young_is_no_given_name():
    found = court("{p:James Orme} came. Then {Young Orme} fled.")
    assert found.who("Young Orme") == {"James Orme"}


def test_an_unknown_word_that_always_goes_with_a_surname_is_a_given_name():
    text = "His wife, {p:Esther Orme}, came. In her words Whitlow Orme fled, and then Whitlow Orme wrote."
    found = court(text)
    assert found.texts() == ["Esther Orme", "Whitlow Orme", "Whitlow Orme"]
    assert not found.who("Whitlow Orme") & found.who("Esther Orme")


@pytest.mark.parametrize("more", ["Whitlow fell.", "Over whitlow, whitlow and whitlow."])
def test_a_word_that_stands_without_the_surname_too_is_none(more):
    found = court(f"{{p:Esther Orme}} came. Then Whitlow Orme fled, and Whitlow Orme wrote. {more}")
    assert "Whitlow Orme" not in found.texts()


def test_an_s_without_apostrophe_is_whose_something_is():
    found = court("{p:Hermann Langer} wrote. In Langers letter stands that the Langers knew.")
    assert found.texts() == ["Hermann Langer", "Langer", "the Langers"]
    assert found.who("Langer") == {"Hermann Langer"}


def test_the_letter_of_a_question_is_no_initial():
    found = court("{p:Rudolf Langer} came.\n{l:Q}: Langer alone could do it?\n{l:A}: Yes.")
    assert "Langer" in found.texts()


@pytest.mark.parametrize("text", ["Hall was convicted.", "They saw Hall there.", "It was Hall's ring."])
def test_a_surname_that_is_a_word_is_found_where_somebody_bears_it(text):
    found = court(f"{{James Hall}} came into the hall. A hall, the hall, that hall. {text}")
    assert found.texts() == ["James Hall", "Hall"]
