"""Reading written names: what is the surname, what is given, what is neither."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names.parse import Name, is_patronymic, parse_name
from corpus.names.titles import is_initial


def parts(text: str) -> tuple[str, str]:
    """Given parts, short ones with a full stop, and the surname (the first of its readings)."""
    name = parse_name(text)
    assert name is not None, text
    return " ".join(part.text + "." * part.short for part in name.given), name.surname


NATURAL = [
    ("Varga", "", "varga"),
    ("VARGA", "", "varga"),
    ("Anna Varga", "anna", "varga"),
    ("Anna\nVarga", "anna", "varga"),
    ("Anna \t  Varga", "anna", "varga"),
    ("Anna Maria Varga", "anna maria", "varga"),
    ("Jean-Paul Varga", "jean-paul", "varga"),
    ("Šárka Ženíková", "sarka", "zenikova"),
    ("Zoë O'Dell", "zoe", "odell"),
    ("Zoë O’Dell", "zoe", "odell"),
]
INITIALS = [
    ("G. E. Varga", "g. e.", "varga"),
    ("G.E.Varga", "g. e.", "varga"),
    ("G .E.VARGA", "g. e.", "varga"),
    ("G . E . Varga", "g. e.", "varga"),
    ("G E Varga", "g. e.", "varga"),
    ("G.Varga", "g.", "varga"),
    ("Yu. K. Varga", "yu. k.", "varga"),
    ("J.-P. Holt", "j. p.", "holt"),
    ("Wm. Holt", "wm.", "holt"),
    ("Eliz: Holt", "eliz.", "holt"),
    ("Varga G. E.", "g. e.", "varga"),
    ("A. Maria Varga", "a. maria", "varga"),
]
REVERSED = [
    ("Varga, Anna", "anna", "varga"),
    ("VARGA, ANNA MARIA", "anna maria", "varga"),
    ("Varga, G. E.", "g. e.", "varga"),
    ("Varga ,Anna", "anna", "varga"),
    ("Varga, Dr. Anna", "anna", "varga"),
    ("van Holt, Ludwig", "ludwig", "vanholt"),
    ("Varga,", "", "varga"),
]
PARTICLES = [
    ("LUDWIG VAN HOLT", "ludwig", "vanholt"),
    ("Anna De La Torre", "anna", "delatorre"),
    ("Mary Ben Holt", "mary ben", "holt"),
    ("Ludwig van Holt", "ludwig", "vanholt"),
    ("Juan de la Torre", "juan", "delatorre"),
    ("van Holt", "", "vanholt"),
    ("de la Torre", "", "delatorre"),
    ("Mr. van Holt", "", "vanholt"),
    ("Ben Holt", "ben", "holt"),
    ("Mary Holt-Varga", "mary", "holt-varga"),
    ("Mary Holt‐Varga", "mary", "holt-varga"),
]
POSSESSIVES = [
    ("Varga's", "", "varga"),
    ("Varga’s", "", "varga"),
    ("VARGA'S", "", "varga"),
    ("Anna Ross'", "anna", "ross"),
    ("Citizen G. E. Varga's", "g. e.", "varga"),
    ("O’Dell's", "", "odell"),
]
ENGLISH = [
    ("Goody Holt", "", "holt"),
    ("Lord Justice Holt", "", "holt"),
    ("Mr. Justice Holt", "", "holt"),
    ("Mrs. Eliz: Holt", "eliz.", "holt"),
    ("Jno Holt", "jno", "holt"),
    ("Sam'l Holt", "saml", "holt"),
    ("the accused Holt", "", "holt"),
    ("Holt, Mary, spinster", "mary", "holt"),
    ("John Holt, gent.", "john", "holt"),
    ("John Holt gent", "john", "holt"),
    ("Mr. King", "", "king"),
    ("Adv. Holt", "", "holt"),
    ("Mnr Holt", "", "holt"),
    ("King, John", "john", "king"),
    ("Miss Mary Bishop", "mary", "bishop"),
]
PAGES = [
    ("Anna Var-\nga", "anna", "varga"),
    ("ANNA VAR-\n  GA", "anna", "varga"),
    ("Mary Holt-\nVarga", "mary", "holt-varga"),
    ("Var\u00adga", "", "varga"),
    ("Варги-\nным", "", "varginym"),
    ("V4rga", "", "varga"),
    ("I9or H0lt", "igor", "holt"),
    ("Holt12", "", "holt"),  # the number of a note
]
RUSSIAN = [
    ("Олександр Петрович Варгін", "oleksandr petrovich", "vargin"),
    ("Олександр Іванович", "oleksandr ivanovich", ""),
    ("Иванъ Варгинъ", "ivan", "vargin"),
    ("Анна Варгина", "anna", "vargina"),
    ("Варгина, Анна", "anna", "vargina"),
    ("А. П. Варгин", "a. p.", "vargin"),
    ("Варгин А. П.", "a. p.", "vargin"),
    ("Иван Петрович Варгин", "ivan petrovich", "vargin"),
    ("Ивана Петровича Варгин", "ivan petrovich", "vargin"),
    ("Товарищ Варгин", "", "vargin"),
    ("Варгин Иван Петрович", "ivan petrovich", "vargin"),
    ("Варгина Ивана Петровича", "ivan petrovich", "vargina"),
    ("Vargin Ivan Petrovich", "ivan petrovich", "vargin"),
    ("Варгин Талгат Ильясович", "talgat ilyasovich", "vargin"),
    ("Meeting Talgat Ilyasovich", "meeting talgat ilyasovich", ""),
    ("Анна Мария Павловна", "anna mariya pavlovna", ""),
    ("Казимир Иванович Петрович", "kazimir ivanovich petrovich", ""),
    ("Ёлкин", "", "elkin"),
    ("Холт-Варгин", "", "kholt-vargin"),
]


@pytest.mark.parametrize(
    ("text", "given_parts", "surname"),
    [*NATURAL, *INITIALS, *REVERSED, *PARTICLES, *POSSESSIVES, *ENGLISH, *PAGES, *RUSSIAN],
)
def test_a_written_name_falls_into_given_parts_and_surname(text, given_parts, surname):
    assert parts(text) == (given_parts, surname)


@pytest.mark.parametrize(
    ("text", "titles", "surname"),
    [
        ("Dr. Varga", ("dr",), "varga"),
        ("Comrade Prosecutor Varga", ("comrade", "prosecutor"), "varga"),
        ("Frau Doktor Anna Varga", ("frau", "doktor"), "varga"),
        ("THE WITNESS VARGA", ("the", "witness"), "varga"),
        ("Гр. Варгин", ("gr",), "vargin"),
        ("the amiable Miss Varga", ("the", "miss"), "varga"),
        ("the late Mr. Varga", ("the", "mr"), "varga"),
        ("Poor old Mr. Varga", ("mr",), "varga"),
        ("Varga", (), "varga"),
    ],
)
def test_titles_stand_apart(text, titles, surname):
    name = parse_name(text)
    assert name is not None
    assert (name.titles, name.surname) == (titles, surname)


@pytest.mark.parametrize(
    ("text", "given_parts", "surname"),
    [
        ("good-natured Miss Jemima Varga", "jemima", "varga"),
        ("Poor Thomas", "", "thomas"),
        ("Young John Holt", "john", "holt"),
        ("the late John Holt", "john", "holt"),
        ("Young", "", "young"),
        ("Good, John", "john", "good"),
        ("John Little", "john", "little"),
        ("Little Varga", "little", "varga"),
        ("von Holt", "", "vonholt"),
        ("john holt", "john", "holt"),
        ("j. Holt", "j.", "holt"),
    ],
)
def test_what_describes_the_bearer_is_no_name(text, given_parts, surname):
    assert parts(text) == (given_parts, surname)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("the Varnaks", ("varnaks", "varnak")),
        ("the two Varnaks", ("varnaks", "varnak")),
        ("Varnaks", ("varnaks",)),
        ("the late John Varnaks", ("varnaks",)),
    ],
)
def test_a_surname_alone_behind_an_article_may_be_of_several(text, readings):
    name = parse_name(text)
    assert name is not None
    assert name.readings == readings


@pytest.mark.parametrize(
    ("text", "given_parts", "surname", "suffix"),
    [
        ("Holt Jr.", "", "holt", "jr"),
        ("Holt, Jr.", "", "holt", "jr"),
        ("John Holt, Senr.", "john", "holt", "senr"),
        ("Holt, John, Jr.", "john", "holt", "jr"),
        ("Holt, Jr., John", "john", "holt", "jr"),
        ("John Holt III", "john", "holt", "iii"),
        ("John Holt the Younger", "john", "holt", "younger"),
        ("John Holt, the elder", "john", "holt", "elder"),
        ("John Holt, Esq.", "john", "holt", "esq"),
        ("John Holt", "john", "holt", ""),
        ("John Holt, Jun'r", "john", "holt", "junr"),
        ("Sam'l Holt Sen'r", "saml", "holt", "senr"),
    ],
)
def test_a_suffix_tells_two_bearers_apart(text, given_parts, surname, suffix):
    name = parse_name(text)
    assert name is not None
    assert (*parts(text), name.suffix) == (given_parts, surname, suffix)


@pytest.mark.parametrize(
    ("text", "given_parts", "surname"),
    [
        ("Mr. D. N. Holt, K.C.", "d. n.", "holt"),
        ("Sir John Holt, Q.C., M.P.", "john", "holt"),
    ],
)
def test_letters_after_a_full_name_are_an_honour_and_no_initials(text, given_parts, surname):
    assert parts(text) == (given_parts, surname)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Варгину", {"vargin", "vargina"}),
        ("Варгиным", {"vargin"}),
        ("Варгина", {"vargin", "vargina"}),
        ("Марковского", {"markovskiy"}),
        ("Марковской", {"markovskaya"}),
        ("Варнека", {"varnek"}),
        ("Варнеком", {"varnek"}),
        ("Волкове", {"volkov"}),
        ("Volkova", {"volkova"}),
        ("Варгинымъ", {"vargin"}),
        ("Марковскаго", {"markovskiy"}),
        ("Белого", {"belyy"}),
        ("Гоголеву", {"gogolev"}),
        ("the Holts", {"holts", "holt"}),
        ("Messrs. Vargas", {"vargas", "varga"}),
        ("the Ross", {"ross"}),
    ],
)
def test_the_readings_of_a_surname_hold_its_nominatives(text, readings):
    name = parse_name(text)
    assert name is not None
    assert readings <= set(name.readings)
    assert name.surname == name.readings[0]


def test_a_name_in_latin_letters_has_one_reading():
    assert parse_name("Vargina").readings == ("vargina",)


@pytest.mark.parametrize(
    ("text", "given_parts"),
    [
        ("Vladimir Ilyich", "vladimir ilyich"),
        ("Anna Petrovna", "anna petrovna"),
        ("Анна Петровна", "anna petrovna"),
        ("Анны Петровны", "anna petrovna"),
        ("Иваном Петровичем", "ivan petrovich"),
    ],
)
def test_given_name_and_patronymic_have_no_surname(text, given_parts):
    assert parts(text) == (given_parts, "")
    assert parse_name(text).patronymic_last


@pytest.mark.parametrize("text", ["I. Petrovich", "Petrovich", "Dr. Petrovich"])
def test_a_patronymic_as_surname(text):
    assert parse_name(text).surname == "petrovich"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Petrovich", True),
        ("Петровичем", True),
        ("Ивановна", True),
        ("Ивановны", True),
        ("Ильич", True),
        ("Varga", False),
        ("Rich", False),
        ("Варга", False),
        ("", False),
    ],
)
def test_patronymics_are_known_by_their_ending(word, expected):
    assert is_patronymic(word) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("A", True), ("A.", True), ("A:", True), ("Yu.", False), ("Al", False), ("", False)],
)
def test_an_initial_is_one_letter(word, expected):
    assert is_initial(word) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        ",",
        ",,, ,",
        "1936",
        "— … !",
        "’s",
        "A.",
        "Mr.",
        "THE WITNESS",
        "Comrade",
        "\x00\x01\x1b[31m"[:2],
        "王小明",
        "محمد علي",
        "\u202e\u202d",
        "\ud800",
    ],
)
def test_what_holds_no_name_is_none(text):
    assert parse_name(text) is None


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("\x00Varga\x07", "varga"),
        ("\u202eVarga\u202c", "varga"),
        ("\u200fVarga", "varga"),
        ("Vаrga", "varga"),  # a Cyrillic letter among Latin ones
        ("Va\u0301rga", "varga"),
        ("Anna محمد Varga", "varga"),
        ("<b>Varga</b>", "varga"),
        ("Varga\ud800", "varga"),
    ],
)
def test_hostile_writing_does_not_hide_a_name(text, surname):
    name = parse_name(text)
    assert name is not None
    assert surname in {name.surname, *(part.text for part in name.given)}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "A. " * 5_000 + "Varga",
        "," * 10_000,
        "Varga, " * 2_000,
        "o'" * 5_000,
        "a-" * 5_000,
        "the " * 3_000 + "Varga",
        "e\u0301" * 5_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_ten_thousand_characters_take_no_time(text):
    start = time.process_time()
    name = parse_name(text)
    assert time.process_time() - start < 0.1
    assert name is None or len(name.written) <= 200


ANY_TEXT = st.text(st.characters(), max_size=300)
NAME_LIKE = st.lists(
    st.sampled_from(
        ["Anna", "A.", "A", "Varga", "Варгина", "Ивановна", "Jr.", "the", "van", "Mr.", ",", "-", "'s", "."]
    ),
    max_size=8,
).map(" ".join)


@given(ANY_TEXT | NAME_LIKE)
def test_any_text_is_read_or_is_none(text):
    name = parse_name(text)
    assert name is None or isinstance(name, Name)


@given(ANY_TEXT | NAME_LIKE)
def test_what_is_read_is_folded_and_not_empty(text):
    name = parse_name(text)
    if name is None:
        return
    words = [*name.readings, *(part.text for part in name.given)]
    assert any(words)
    assert all(set(word) <= set("abcdefghijklmnopqrstuvwxyz-") for word in words)
    assert all(part.text for part in name.given)
    assert name.surname == (name.readings[0] if name.readings else "")
    assert name.bare == (bool(name.surname) and not name.given)


@given(NAME_LIKE)
def test_space_around_and_within_changes_nothing(text):
    assert parse_name(f"  {text}\n") == parse_name(text)
    first, second = parse_name(text), parse_name(text.replace(" ", "\n "))
    assert (first and (first.given, first.readings)) == (second and (second.given, second.readings))


@pytest.mark.parametrize("text", ["J.S.", "J. S.", "Mr. J.S.", "Mr J. S."])
def test_who_is_named_by_initials_alone(text):
    name = parse_name(text)
    assert name is not None
    assert (name.surname, name.given, name.written) == ("js", (), "J.S.")


@pytest.mark.parametrize("office", ["Marshal", "Clerk", "Speaker", "Bailiff", "Counselor", "Foreman"])
def test_who_is_addressed_by_an_office_has_no_name(office):
    assert parse_name(f"Mr. {office}") is None
