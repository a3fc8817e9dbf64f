import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.spans import clean_person


def cleaned(span: str, before: str = "", after: str = "") -> str | None:
    """The name in a span that stands between other text."""
    text = before + span + after
    found = clean_person(text, len(before), len(before) + len(span))
    return None if found is None else text[found[0] : found[1]]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        # Titles, offices
        ("Mr. Hale", "Hale"),
        ("Captain Arthur Moss", "Arthur Moss"),
        ("Mr. J. P. Hale's", "J. P. Hale"),
        ("товарищ Варнек", "Варнек"),
        ("President Hale", "Hale"),
        ("the Hale", "Hale"),
        # ... to which belongs what is no name without it
        ("Mr. King", "Mr. King"),
        ("Judge May", "Judge May"),
        ("Mr. Baron Hale", "Hale"),
        ("Mrs. Stephen Hale", "Mrs. Stephen Hale"),
        ("Mrs. Anna Hale", "Anna Hale"),
        ("His Honor Mr. Justice Hale", "Hale"),
        ("Mr. Nash", "Nash"),
        ("Наш Варнек", "Варнек"),
        # Two names
        ("Otto Hale und Konrad Moss", "Otto Hale"),
        ("Ana Hale y Carlos Moss", "Ana Hale"),
        ("Carlos Hale y Moss", "Carlos Hale y Moss"),
        ("John Hale the elder", "John Hale the elder"),
        ("Mr. Just. Hale", "Hale"),
        ("Braithwaite", "Braithwaite"),
        ("Lindqvist", "Lindqvist"),
        ("John Tumanian", "John Tumanian"),
        ("Varnekite", None),
        ("Tumanian", None),
        ("M. le Président", None),
        ("Q. Captain", None),
        ("Captain", None),
        ("Citizen President", None),
        # Possessives
        ("Hale's", "Hale"),
        ("Hale’s", "Hale"),
        ("Hales'", "Hales"),
        # Brackets, quotation marks, dashes, ends of sentences
        ("Veresov (Orme)", "Veresov"),
        ("(Orme)", "Orme"),
        ('"Ferryman"', "Ferryman"),
        ("«Паромщик»", "Паромщик"),
        ("Hale — clerk", "Hale"),
        ("— Hale,", "Hale"),
        ("Hale?", "Hale"),
        # Words that open a sentence, or have slipped in
        ("Beside Varnek", "Varnek"),
        ("Did Arthur Moss", "Arthur Moss"),
        ("Will Moss", "Will Moss"),
        ("May Hale", "May Hale"),
        ("I. The Hale", None),
        ("Varnek a*nd Moss", "Varnek"),
        ("Varnek andMoss", "Varnek"),
        ("Jan van der Moss", "Jan van der Moss"),
        ("Arthur Moss junior", "Arthur Moss junior"),
        # A heading and the name after it are two
        ("HARLOW Stephen Harlow", "Stephen Harlow"),
        ("HARLOW Stephen", "HARLOW Stephen"),
        ("STEPHEN HARLOW", "STEPHEN HARLOW"),
        # What one in capitals did, written large
        ("ORMSBY Prosecuted", "ORMSBY"),
        ("PURCELL GRIFFITHS Defended", "PURCELL GRIFFITHS"),
        ("ORMSBY Cross-examined", "ORMSBY"),
        ("ORMSBY Alfred", "ORMSBY Alfred"),
        ("Ormsby Reed", "Ormsby Reed"),
        # What hangs on
        ("Hale and Moss", "Hale"),
        ("Hale of Leeds", "Hale"),
        ("Анна и Пётр", "Анна"),
        # What belongs to it
        ("Hale, Emil", "Hale, Emil"),
        ("Orlov, Ivan Petrovich", "Orlov, Ivan Petrovich"),
        ("de la Mare", "de la Mare"),
        ("Варнек И. П. ", "Варнек И. П."),
        ("Hale J.P., ", "Hale J.P."),
        ("Anne\nHale", "Anne\nHale"),
        ("John Hale AC QC", "John Hale"),
        ("Orlov A. M.", "Orlov A. M."),
        ("Thomas Hale Instructed", "Thomas Hale"),
        ("Frank Hale, Jr.", "Frank Hale, Jr."),
        ("Hale's Butler", "Hale"),
        ("H. Mr. Hale", "Hale"),
        # No names
        ("Trotskyites", None),
        ("Leninism", None),
        ("Marxist", None),
        ("Hale 3", None),
        ("hale", None),
        ("M", None),
        ("XIV", None),
        ("A. P.", None),
        ("...", None),
        ("A" * 90, None),
    ],
)
def test_a_span_is_trimmed_to_the_name(span, expected):
    assert cleaned(span) == expected
    assert cleaned(span, before="He saw ", after=" there.") == expected


@given(st.text(alphabet="AНaн. ,'’()[]\n-–5sof", max_size=40), st.text(max_size=5), st.text(max_size=5))
def test_the_name_lies_within_the_span_and_is_trimmed_once(span, before, after):
    text = before + span + after
    found = clean_person(text, len(before), len(before) + len(span))
    if found is not None:
        start, end = found
        assert len(before) <= start < end <= len(before) + len(span)
        assert text[start].isalpha()
        assert not text[start:end].endswith((" ", ",", "("))


@pytest.mark.parametrize(
    ("before", "found"), [("Comrade ", "Tumanian"), ("Mr. ", "Tumanian"), ("the ", None), ("", None)]
)
def test_who_is_addressed_is_no_follower(before, found):
    assert cleaned("Tumanian", before=f"I met {before}", after=" there.") == found


def test_who_speaks_is_no_follower():
    assert clean_person("TUMANIAN: Yes.", 0, 8, is_label=True) == (0, 8)
