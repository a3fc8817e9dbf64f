"""Names as traditions other than the English write and use them, and what tells two of a surname apart."""

import pytest

from corpus.names.parse import parse_name
from tests.corpus.persons.naming import court

# --- Given names that stand alone ---


def test_who_is_named_in_full_is_found_by_the_given_name_alone():
    found = court("{p:Biljana Vukova} came. Yes, Biljana sat in front; Biljana left.")
    assert found.who("Biljana") == found.who("Biljana", nth=1) == {"Biljana Vukova"}
    assert found.answer("Biljana").reason == "given name"


@pytest.mark.parametrize(
    "more",
    [
        "The Biljana Hotel burned.",  # a longer name
        "It was Mrs. Biljana who spoke.",  # a surname
        "They had biljana, much biljana, biljana again, and Biljana.",  # a word
    ],
)
def test_what_goes_with_another_word_or_is_one_is_no_given_name(more):
    found = court(f"{{p:Biljana Vukova}} came. {more}")
    assert "Biljana" not in found.texts()[1:] or found.answer("Biljana").reason != "given name"


# --- Two surnames ---


def test_the_first_of_two_surnames_is_used_alone_where_titles_are_spanish():
    found = court("{p:Maria Abarca Luna} came. Later señora {Abarca} left; {Abarca} wrote.")
    assert found.who("Abarca") == found.who("Abarca", nth=1) == {"Maria Abarca Luna"}
    assert "Abarca Luna" in found.answer("Abarca", nth=1).detail


def test_a_middle_name_alone_is_somebody_else():
    found = court("{p:Beatrice Amory Blaine} came. Later {Amory} left; {Amory} wrote.")
    assert found.who("Amory") != {"Beatrice Amory Blaine"}


def test_a_name_that_begins_a_longer_one_is_its():
    found = court("{p:Eusebio Cordero Luna} came. {p:Eusebio Cordero} left.")
    assert found.who("Eusebio Cordero") == {"Eusebio Cordero Luna"}


def test_two_given_names_are_another_where_the_second_is_a_surname_here():
    found = court("{p:John Thomas Holt} came with {p:Henry Thomas}. {p:John Thomas} left.")
    assert found.who("John Thomas") == {"John Thomas"}


# --- Pronouns ---


@pytest.mark.parametrize(
    "said",
    [
        "We called him {Kruminsh}.",
        "His real name was {Kruminsh}.",
        "He went by the name of {Kruminsh}.",
        "{p:Boris Holt} knew him as {Kruminsh}.",
    ],
)
def test_what_a_pronoun_is_called_is_an_alias(said):
    found = court(f"I met {{p:Pavel Orme}} in May. {said} Later {{Kruminsh}} left.")
    assert found.who("Kruminsh") == found.who("Kruminsh", nth=1) == {"Pavel Orme"}


@pytest.mark.parametrize(
    "text",
    [
        "{p:Pavel Orme} and {p:Boris Holt} came. We called him {Kruminsh}.",  # one of two
        "{p:Anna Orme} came. We called him {Kruminsh}.",  # a woman
        "{p:Pavel Orme} and a man whom we called {Kruminsh} came.",  # somebody else
        "{p:Pavel Orme} came. It rained. It was late. We called him {Kruminsh}.",  # too far
    ],
)
def test_a_pronoun_that_may_be_another_joins_nothing(text):
    assert court(text).who("Kruminsh") == {"Kruminsh"}


def test_a_relative_pronoun_is_who_stands_before_it():
    found = court("{p:Pavel Orme}, a carter, whom they called {Kruminsh}, came. Later {Kruminsh} left.")
    assert found.who("Kruminsh", nth=1) == {"Pavel Orme"}


def test_namesakes_that_a_text_states_to_be_one_are():
    found = court("{p:Andrew Orme} came. His real name was {p:Boris Orme}. Later {p:Boris Orme} left.")
    assert len(found.persons()) == 1


# --- Orders of names ---


@pytest.mark.parametrize(
    ("text", "surname", "given"),
    [
        ("Zhao Mingde", "zhao", "mingde"),
        ("Huang Po-wen", "huang", "po-wen"),
        ("Kim Il-sung", "kim", "il-sung"),
        ("Lee Harvey", "harvey", "lee"),
        ("Long Meg", "meg", "long"),
        ("Jean-Luc Holt", "holt", "jean-luc"),
        ("Daniel Mac Namara", "macnamara", "daniel"),
        ("Ramon de la Vega y Ortiz", "delavega", "ramon"),
    ],
)
def test_which_word_is_the_surname(text, surname, given):
    name = parse_name(text)
    assert name is not None
    assert (name.surname, name.given[0].text) == (surname, given)


def test_the_arabic_article_may_be_left_out():
    name = parse_name("Walid al-Khatib")
    assert name is not None
    assert name.readings == ("al-khatib", "khatib")


def test_a_name_stands_inverted_before_a_comma_and_without():
    found = court("{p:ORIKAWA, Shigemi} came. {p:Orikawa Shigemi} left.")
    assert len(found.persons()) == 1


def test_a_form_of_a_name_that_may_be_a_mans_is_no_womans():
    found = court("{p:Vera Varnitskaya} came with {p:Oleg Varnitsky}. There {Varnitskaya} left.")
    assert found.who("Varnitskaya") == {"Vera Varnitskaya"}


def test_a_woman_is_not_the_man_of_her_surname():
    found = court("{p:Oleg Varnitsky} came. There {Varnitskaya}'s house stood.")
    assert found.who("Varnitskaya") == {"Varnitskaya"}


def test_a_given_name_with_patronymic_is_of_these_initials():
    found = court("{p:L. L. Orme} came. There {p:Lev Lvovich} left.")
    assert found.who("Lev Lvovich") == {"L. L. Orme"}


# --- Ranks ---


def test_a_rank_tells_namesakes_apart():
    found = court(
        "General {p:Kenzo Orme} met Admiral {p:Saburo Orme}. Later Admiral {Orme} left, and {Orme}."
    )
    assert found.who("Orme") == {"Saburo Orme"}
    assert len(found.who("Orme", nth=1)) == 2


def test_a_rank_that_both_have_tells_nothing():
    found = court("General {p:Kenzo Orme} met General {p:Saburo Orme}. Later General {Orme} left.")
    assert len(found.who("Orme")) == 2


def test_behind_mr_a_given_name_is_a_surname():
    found = court("Yes, Mr. {Jayne} said. Then Ms. {Jayne} left, and Mr. {Jayne}.")
    assert found.answer("Jayne").reason == "surname"


def test_who_stands_behind_a_name_tells_the_sex():
    found = court(
        "{p:Anna Orme} and {p:Peter Orme} came. I saw {Orme} her husband, and {Orme}, his late wife."
    )
    assert found.who("Orme") == {"Peter Orme"}
    assert found.who("Orme", nth=1) == {"Anna Orme"}


def test_what_a_named_person_is_called_is_an_alias():
    found = court('{p:Arno Orme} came. They called {Arno} "{Kruminsh}". Later {Kruminsh} left.')
    assert found.who("Kruminsh", nth=1) == {"Arno Orme"}


# --- The surname first ---


def test_a_surname_that_stands_first_is_known_by_what_people_are_called():
    found = court("{p:Hirnum Kiichiro} came. Procurator {p:Hirnum} had no objection.")
    assert found.who("Hirnum") == {"Hirnum Kiichiro"}
    assert found.answer("Hirnum").detail == "Hirnum of Hirnum Kiichiro"


def test_who_is_called_by_the_last_word_has_no_other_surname():
    found = court("{p:Hirnum Kiichiro} came. {p:Hirnum} sat, and then Mr. {p:Kiichiro} spoke.")
    assert found.who("Hirnum") == {"Hirnum"}


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Kardos László", "kardos"),
        ("László Kardos", "kardos"),
        ("SENG Bunthan", "seng"),
        ("JC Varga", "varga"),
        ("Kariuki s/o Njoroge", "binnjoroge"),
        ("Haidar Reshid Bey", "reshid"),
    ],
)
def test_orders_and_titles_tell_the_surname(text, surname):
    assert parse_name(text).surname == surname


def test_a_label_that_comes_back_after_a_question_is_of_the_same_speaker():
    found = court(
        "{p:Pavel Kardosh} and his father {p:Josef Kardosh} came.\n{l:PRESIDENT}: Do you plead guilty, "
        "{p:Pavel Kardosh}?\n{l:KARDOSH}: Yes.\n{l:PRESIDENT}: When?\n{l:KARDOSH}: In May."
    )
    assert found.who("KARDOSH", nth=1) == found.who("KARDOSH")
