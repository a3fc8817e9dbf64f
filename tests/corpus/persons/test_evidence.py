"""What makes a word a surname: counts over a whole collection, not the tagger's verdict on one place."""

from __future__ import annotations

import pytest

from corpus.persons.counting import gather
from tests.corpus.persons.naming import names_of

NAMES = "{l:DOREKO}: I came. {l:KRUMSEL}: So did we. "


def is_surname(word: str, text: str, **more: object) -> bool:
    return gather([names_of(NAMES + text, **more)]).is_surname(word)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("holm", "{l:HOLM}: I came."),
        ("holm", "There {p:A. Holm} came."),
        ("holm", "There {A. Holm} came."),
        ("holm", "There {g:Holm} came."),
        ("holm", "He saw {Holm} there."),
        ("holm", "He saw Doreko, Holm and Krumsel there."),
        ("holm", "It was the Doreko-Holm affair. There Holm was."),
        ("petrosian", "{l:PETROSIAN}: I came."),  # not a follower of Petros
        ("lindquist", "There {A. Lindquist} came."),
        ("ilic", "{l:ILIC}: I came."),  # not a numeral
        ("dorlin", "He saw Dorlin there."),  # it ends like a surname
        ("mirkovich", "He saw Mirkovich there."),
    ],
)
def test_what_speaks_for_a_surname(word, text):
    assert is_surname(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("holm", "He saw Holm there."),
        ("friday", "Doreko, Friday and Krumsel came."),
        ("xviii", "Doreko, XVIII and Krumsel came."),
        ("dorelian", "Doreko, Dorelian and Krumsel came."),
        ("comrade", "Doreko, Comrade and Krumsel came."),
        ("dorekoite", "The {Dorekoite} said so. A Dorekoite said no."),
        ("window", "{Window} said nothing. The window, a window, no window."),
        ("which", "{p:Q. Which} one?"),
        ("doreko-krumsel", "The {Doreko-Krumsel} group."),
        ("dorekos", "The two Dorekos left."),
    ],
)
def test_what_does_not(word, text):
    assert not is_surname(word, text)


def test_a_place_is_no_surname():
    text = "They met in Dorlin. They lived in Dorlin. They came to Dorlin."
    assert not is_surname("dorlin", text, otherwise={"Dorlin": 3})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The {Stradapo} came. He told the {Stradapo}. From the {Stradapo}, he said.", False),
        ("The {Stradapo} platform and the {Stradapo} group, by the {Stradapo} men.", True),  # of a man
        ("The {Stradapo} came. He told the {Stradapo}. {p:A. Stradapo} said.", True),
        ("He saw {Marschal} Field Orlow and {Marschal} Field Kell.", False),
        ("He saw {Marschal} and {Marschal} Kell.", True),
        ("He saw {Marschal} Kell.", True),
        ("He saw {Marschal} Anna and {Marschal} Ivan.", True),  # the surname comes first
    ],
)
def test_a_thing_is_no_surname(text, expected):
    word = "stradapo" if "Stradapo" in text else "marschal"
    assert is_surname(word, text) == expected


@pytest.mark.parametrize(
    ("text", "otherwise", "expected"),
    [
        ("He left Holmarz. Then Holmarz said so.", {"Holmarz": 1}, True),
        ("He left Holmarz. Then Holmarz said so.", {}, False),  # no tagger has taken it for anything
        ("He left Holmarz. Then Holmarz lay there.", {"Holmarz": 1}, False),
        ("He told Holmarz. Then Holmarz lay there.", {}, True),
        ("He told Holmarz. Then the Holmarz said so.", {"Holmarz": 1}, False),
        ("He told Holmarz nothing.", {"Holmarz": 1}, False),
        ("He said that Holmarz and Belk left. Belk said so.", {"Belk": 1, "Holmarz": 1}, False),
        ("He met Holmarz and Belk. Then Holmarz and Belk said so.", {"Belk": 1, "Holmarz": 2}, True),
    ],
)
def test_what_may_be_a_surname_by_little(text, otherwise, expected):
    evidence = gather([names_of(NAMES + text, otherwise=otherwise)])
    assert (evidence.is_doubtful("holmarz"), evidence.is_surname("holmarz")) == (expected, False)


def test_a_label_with_a_common_word_needs_two():
    words = "a white wall, white light, the white door. "
    assert not gather([names_of("{l:WHITE}: I came. " + words)]).is_surname("white")
    assert gather([names_of("{l:WHITE}: I came. {l:WHITE}: I went. " + words)]).is_surname("white")


def test_evidence_of_one_document_helps_the_others():
    first = names_of("{l:HOLM}: I came.", "a.txt", key=1)
    second = names_of("He saw Holm there.", "b.txt", key=2)
    assert not gather([second]).is_surname("holm")
    assert gather([first, second]).is_surname("holm")


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("anna", "{p:Doreko} came.", True),  # a name of the table
        ("vilma", "{p:Vilma Doreko} came.", True),
        ("meeting", "{Meeting Doreko} came. A meeting, the meeting, our meeting.", False),
        ("krumsel", "{p:Krumsel Doreko} came. {l:KRUMSEL}: Yes.", False),  # a surname of its own
        ("then", "{Then Doreko} came.", False),
    ],
)
def test_given_names(word, text, expected):
    assert gather([names_of(NAMES + text)]).is_given(word) is expected


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("holm", "{l:HOLM}: I came.", False),
        ("white", "{l:WHITE}: I came. white, white, white.", True),
        ("vilma", "{p:Vilma Doreko}, {p:Vilma Krumsel} and {p:Vilma Orm} came, and {Vilma}.", True),
    ],
)
def test_wordy_surnames(word, text, expected):
    assert gather([names_of(text)]).is_wordy(word) is expected


def test_a_single_misprint_in_small_letters_makes_no_word():
    assert not gather([names_of("{l:HOLM}: I came. " + "Holm came. " * 8 + "There holm stood.")]).is_lower(
        "holm"
    )


def test_nothing_is_known_of_an_unknown_word():
    evidence = gather([])
    assert not evidence.is_surname("holm")
    assert evidence.capital("holm") == 0


def test_a_word_of_the_language_is_one_without_being_written_small():
    once = gather([names_of("{l:SNAKE}: I came. Then Snake came.")])
    assert once.is_lower("snake")
    assert not once.is_surname("snake")
    assert not gather([names_of("Then Snake came. " * 9)]).is_lower("snake")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("I met {l:HOLM} and Varnek there.", {"varnek"}),
        ("I met {l:HOLM}, Varnek, Orm there.", {"varnek"}),
        ("I met {l:HOLM}, Varnek and Orm there.", {"varnek"}),
        ("I met {l:HOLM}, Head of the yard.", set()),
    ],
)
def test_a_comma_alone_makes_no_row(text, rows):
    assert set(gather([names_of(text)]).rows.get("holm", ())) == rows
