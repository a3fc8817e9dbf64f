"""Comparing names: whose can they be, and how well does a form answer a question?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names.compare import Grade, compatible, grade, misspelt, same_given
from corpus.names.parse import Given, parse_name


def agree(one: str, other: str) -> bool:
    a, b = parse_name(one), parse_name(other)
    assert a is not None
    assert b is not None
    assert compatible(a, b) == compatible(b, a)
    return compatible(a, b)


ONE_PERSON = [
    ("Varga", "Anna Varga"),
    ("A. Varga", "Anna Varga"),
    ("A. M. Varga", "Anna Varga"),
    ("A. M. Varga", "Anna Maria Varga"),
    ("Klim Vargin", "Kliment Vargin"),
    ("Alex Vargin", "Alexander Vargin"),
    ("Aleksandr Vargin", "Alexander Vargin"),
    ("Wm. Holt", "William Holt"),
    ("Jno. Holt", "John Holt"),
    ("Eliza Holt", "Elizabeth Holt"),
    ("Mikhail Vargin", "Mihail Vargin"),
    ("Grigory Vargin", "Grigori Vargin"),
    ("Stanislav Vargin", "Stanislaw Vargin"),
    ("Stanislav Vargin", "Stanilsav Vargin"),
    ("Yu. Vargin", "Yuri Vargin"),
    ("Yu. Vargin", "Iurii Vargin"),
    ("J. Vargin", "Yuri Vargin"),
    ("V. Vargin", "Wassily Vargin"),
    ("K. Vargin", "Conon Vargin"),
    ("Ya. Vargin", "Iakov Vargin"),
    ("Bagster Holt", "George Bagster Holt"),
    ("Holt Jr.", "Holt"),
    ("Holt Jr.", "Holt the younger"),
    ("John Holt, Esq.", "John Holt, Jun."),
    ("Xtopher Holt", "Christopher Holt"),
    ("Girsh Vargin", "Grigory Vargin"),
    ("Иван Варгин", "Ivan Vargin"),
    ("И. Варгин", "Ivan Vargin"),
    ("Ивана Варгина", "Иван Варгин"),
    ("Елена Варгина", "Elena Vargina"),
    ("Елены Варгиной", "Елена Варгина"),
    ("Ольга Варгина", "Olga Vargina"),
    ("Никита Варгин", "Nikita Vargin"),
    ("Егора Варгина", "Егору Варгину"),
    ("Анатолий Варгин", "Анатолия Варгина"),
    ("Елене Варгиной", "Elena Vargina"),
    ("Александра Варгина", "Alexander Vargin"),  # his genitive
    ("Александра Варгина", "Alexandra Vargina"),  # or her nominative
]
TWO_PERSONS = [
    ("A. Varga", "Berta Varga"),
    ("Anna Varga", "Berta Varga"),
    ("A. M. Varga", "A. N. Varga"),
    ("A. M. Varga", "Anna Nora Varga"),
    ("Alexander Vargin", "Alexandra Vargin"),
    ("Karl Holt", "Karla Holt"),
    ("John Holt", "Joan Holt"),
    ("Mary Holt", "Martha Holt"),
    ("Maria Holt", "Marta Holt"),
    ("Holt Jr.", "Holt Sr."),
    ("Holt junior", "Holt the elder"),
    ("John Holt the elder", "John Holt the younger"),
    ("Ivan Petrovich Vargin", "Ivan Nikitich Vargin"),
    ("Иван Варгин", "Pavel Vargin"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_names_that_can_be_one_persons(one, other):
    assert agree(one, other)


@pytest.mark.parametrize(("one", "other"), TWO_PERSONS)
def test_names_that_cannot(one, other):
    assert not agree(one, other)


GIVEN = st.builds(
    Given,
    st.sampled_from(
        ("a", "b", "y", "yu", "iurii", "anna", "ann", "alexander", "alexandra", "aleksandr", "sasha")
    )
    | st.sampled_from(("klim", "kliment", "john", "jno", "ivan", "joan", "wm", "william", "elen", "elena"))
    | st.text("abcdefgiklmnoprstuvwxy", min_size=1, max_size=9),
    st.booleans(),
)


@given(GIVEN, GIVEN)
def test_same_given_is_symmetric(one, other):
    assert same_given(one, other) == same_given(other, one)


@given(GIVEN)
def test_a_given_name_is_the_same_as_itself(name):
    assert same_given(name, name)


WORDS = st.sampled_from(
    [
        "Anna",
        "A.",
        "Varga",
        "Klim",
        "Kliment",
        "Wm.",
        "Jr.",
        "Sr.",
        "Варгина",
        "Елены",
        "И.",
        "Holt-Varga",
        ",",
    ]
)
NAMES = (
    (st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.text(st.characters(), max_size=40))
    .map(parse_name)
    .filter(bool)
)


@given(NAMES, NAMES)
def test_compatible_is_symmetric(one, other):
    assert compatible(one, other) == compatible(other, one)


@given(NAMES)
def test_a_name_is_compatible_with_itself(name):
    assert compatible(name, name)


@pytest.mark.parametrize(
    ("word", "known", "edits"),
    [
        ("kamanin", "kamenin", 1),
        ("kameinn", "kamenin", 1),  # two letters that changed places
        ("kamenn", "kamenin", 1),
        ("kamennin", "kamenin", 1),
        ("kammanin", "kamenin", 0),  # two edits, not nine letters
        ("edokimovin", "evdokimovin", 1),
        ("yedokimovin", "evdokimovin", 2),
        ("kamenin", "kamenin", 0),
        ("kamenina", "kamenin", 0),  # his wife
        ("kamenin", "kamenina", 0),
        ("berg", "bern", 0),  # four letters are too few
        ("holt", "holts", 1),
        ("orm", "orme", 0),
        ("smirno", "smirnov", 1),
        ("", "kamenin", 0),
        ("varga", "dorgu", 0),
    ],
)
def test_misspelt_counts_the_edits_of_a_likely_misprint(word, known, edits):
    assert misspelt(word, known) == edits


@given(st.text("abkmnov", max_size=12), st.text("abkmnov", max_size=12))
def test_misspelt_is_symmetric_and_small(one, other):
    assert misspelt(one, other) == misspelt(other, one)
    assert misspelt(one, other) in (0, 1, 2)


GRADES = [
    ("Anna Varga", "ANNA VARGA", Grade.EXACT),
    ("Varga, Anna", "Anna Varga", Grade.EXACT),
    ("Varga's", "Varga", Grade.EXACT),
    ("A. Varga", "A. Varga", Grade.EXACT),
    ("Alexander Vargin", "Aleksandr Vargin", Grade.FULL),
    ("Anna Varga", "Anna Maria Varga", Grade.FULL),
    ("Anna Varga", "A. Varga", Grade.INITIALS),
    ("Varga", "Anna Varga", Grade.SURNAME),
    ("Anna Varga", "Varga", Grade.SURNAME),
    ("Tchernov", "Chernov", Grade.VARIANT),
    ("Boris Tchernov", "Boris Chernov", Grade.VARIANT),
    ("Anna", "Anna Varga", Grade.PART),
    ("Holt", "Mary Holt-Varga", Grade.PART),
    ("Petrov", "Ivan Petroff", Grade.VARIANT),
    ("Kamenin", "Kamanin", Grade.NEAR),
    ("Lev Kamenin", "L. Kamanin", Grade.NEAR),
    ("Lev Kamenin", "Boris Kamanin", Grade.NONE),
    ("Anna Varga", "Berta Varga", Grade.CONFLICT),
    ("Boris Tchernov", "Ivan Chernov", Grade.CONFLICT),
    ("Varga", "Holt", Grade.NONE),
    ("Varga", "1936", Grade.NONE),
    ("", "", Grade.NONE),
    ("Ivan Petrovich", "Ivan Petrovich Vargin", Grade.PART),
]


@pytest.mark.parametrize(("query", "form", "expected"), GRADES)
def test_grade_of_a_form_for_a_query(query, form, expected):
    assert grade(query, form) is expected


def test_better_answers_have_higher_grades():
    best_first = [
        "Anna Varga",
        "Anna Maria Varga",
        "A. Varga",
        "Varga",
        "Anna Vargha",
        "Anna Varge",
        "Berta Varga",
    ]
    grades = [grade("Anna Varga", form) for form in best_first]
    assert grades == sorted(grades, reverse=True)
    assert (
        Grade.CONFLICT
        < Grade.NEAR
        < Grade.VARIANT
        < Grade.SURNAME
        < Grade.INITIALS
        < Grade.FULL
        < Grade.EXACT
    )


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.text(st.characters(), max_size=40))
def test_a_name_answers_itself_exactly(text):
    assert grade(text, text) is (Grade.NONE if parse_name(text) is None else Grade.EXACT)
