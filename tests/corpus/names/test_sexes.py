"""What a name tells of its bearer, and who can be one person by it."""

from __future__ import annotations

import pytest

from corpus.names.parse import parse_name
from corpus.names.sexes import MAN, UNTOLD, WOMAN, may_be_one, told_sex, with_words_before


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Mrs. Holt", WOMAN),
        ("Mr Holt", MAN),
        ("Frau Lindqvar", WOMAN),
        ("Citizen Holt", UNTOLD),
        ("Captain Holt", UNTOLD),
        ("Holt", UNTOLD),
        ("Mary Holt", WOMAN),
        ("Eliz: Holt", WOMAN),
        ("Wm. Holt", MAN),
        ("Jo. Holt", UNTOLD),
        ("M. Holt", UNTOLD),
        ("Stephen Holt", MAN),
        ("Evelyn Holt", UNTOLD),
        ("Zanthe Holt", UNTOLD),
        ("Mrs. Stephen Holt", WOMAN),
        ("Гражданка Дорова", WOMAN),
        ("Мария Дорова", WOMAN),
        ("Пётр Доров", MAN),
    ],
)
def test_titles_and_given_names_tell_the_sex(text, sex):
    assert told_sex(parse_name(text)) == sex


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Mr. Holt", "Mrs. Holt", False),
        ("Mr. Holt", "Mary Holt", False),
        ("Mr. Holt", "Stephen Holt", True),
        ("Mr. Holt", "M. Holt", True),
        ("Mrs. Holt", "Miss Holt", False),
        ("Mrs. Holt", "Lady Holt", True),
        ("Miss Holt", "Mary Holt", True),
        ("Mrs. Holt", "Mary Holt", True),
        ("Comrade Holt", "Mary Holt", True),
        ("Madame Vautrel", "Monsieur Vautrel", False),
    ],
)
def test_man_and_woman_wife_and_daughter_are_two(one, other, may):
    names = parse_name(one), parse_name(other)
    assert may_be_one(*names) == may_be_one(*reversed(names)) == may


@pytest.mark.parametrize(
    ("before", "surname", "sex"),
    [
        ("said Mrs. ", "Holt", WOMAN),
        ("said Mr ", "Holt", MAN),
        ("to Miss\n", "Holt", WOMAN),
        ("said the lady. ", "Holt", UNTOLD),
        ("said sister. ", "Holt", UNTOLD),
        ("before ", "Holt", UNTOLD),
        ("xMrs. ", "Holt", UNTOLD),
        ("", "Holt", UNTOLD),
        ("said Mrs. ", "Stephen Holt", WOMAN),
    ],
)
def test_a_title_before_the_mention_is_read_too(before, surname, sex):
    text = before + surname
    assert told_sex(with_words_before(parse_name(surname), text, len(before))) == sex


@pytest.mark.parametrize(
    ("before", "suffix"),
    [
        ("I saw the elder ", "elder"),
        ("The Younger Mr. ", "younger"),
        ("I saw an elder ", ""),
        ("the elder brother of ", ""),
    ],
)
def test_the_elder_before_a_surname_tells_two_bearers_apart(before, suffix):
    assert with_words_before(parse_name("Holt"), f"{before}Holt there", len(before)).suffix == suffix
    full = with_words_before(parse_name("John Holt"), f"{before}John Holt there", len(before))
    assert full.suffix == ""
