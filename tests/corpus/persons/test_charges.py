from time import perf_counter

import pytest

from corpus.persons.charges import Span, charged, charges


def accused(text, *names):
    """Those of the names, in the order of the text, against whom its first charge is brought."""
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    return [text[span.start : span.end] for span in charged(text, spans, charges(text)[0])]


def test_all_in_the_list_before_the_words_of_a_charge_are_accused():
    names = ("ANNA ORLOVA", "PETER HOLT", "BERTA MILL")
    text = "ANNA ORLOVA, PETER HOLT (tailor), and BERTA MILL were charged with theft."
    assert accused(text, *names) == list(names)


def test_another_name_of_an_accused_ends_no_list():
    text = "ANNA ORLOVA, otherwise HOLT, and PETER MILL, alias Fell, were indicted."
    assert accused(text, "ANNA ORLOVA", "PETER MILL") == ["ANNA ORLOVA", "PETER MILL"]


def test_whose_goods_were_stolen_is_not_accused_of_receiving_them():
    text = "the goods of Ida Fell; and PETER HOLT, for feloniously receiving the same"
    assert accused(text, "Ida Fell", "PETER HOLT") == ["PETER HOLT"]


def test_who_is_named_in_another_sentence_is_not_accused():
    assert accused("The goods of IDA FELL. PETER HOLT was indicted.", "IDA FELL", "PETER HOLT") == [
        "PETER HOLT"
    ]


def test_a_place_may_stand_between_name_and_charge():
    assert accused("Peter Holt, of the Parish of Mary, was indicted.", "Peter Holt")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12. PETER HOLT (19), Stealing a coat.", True),
        ("He met a man of the name of Holt (19) there.", False),
        ("The weather was fine.", False),
    ],
)
def test_an_age_at_the_head_of_a_case_is_a_charge(text, found):
    assert bool(charges(text)) is found


def test_a_long_head_in_capitals_takes_no_time():
    head = ("AB" * 60 + " and OTHERS of no name (18) now. ") * 200
    started = perf_counter()
    charges(head)
    assert perf_counter() - started < 1
