"""Organisations' names: keys, spans, stated abbreviations, groups."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.organisations import (
    clean_organisation,
    find_abbreviations,
    group_organisations,
    organisation_key,
)

SAME = [
    ("the N.T.T.", "NTT"),
    ("N. T. T.", "NTT"),
    ("N.T.T.'s", "the NTT"),
    ("Holt & Sons Co.", "Holt and Sons Company"),
    ("HOLT & SONS", "Holt and Sons'"),
    ("Timber Trust's", "the Timber Trust"),
    ("Timber Trust’s", "Timber\nTrust"),
    ("Northern Tim-\nber Trust", "Northern Timber Trust"),
    ("River-Harbour Board", "River Harbour Bd."),
    ("Ministry of Forests of the N.R.", "the Ministry of Forests of NR"),
    ("Labor Center", "Labour Centre"),
    ("«Северный трест»", "Северный Трест"),
]
DIFFERENT = [
    ("Northern Timber Trust", "Southern Timber Trust"),
    ("Timber Trust", "Timber Trust of the North"),
    ("N.T.T.", "N.T.B."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one, other):
    assert organisation_key(one) == organisation_key(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_keys(one, other):
    assert organisation_key(one) != organisation_key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_up_to_case(text):
    assert organisation_key(text) == organisation_key(text.upper().lower()) or not text.isascii()


CLEAN = [
    ("the Timber Trust", "Timber Trust"),
    ("The Timber Trust's", "Timber Trust"),
    ("our Timber Trust,", "Timber Trust"),
    ("Timber Trust.", "Timber Trust"),
    ("the N.T.T.", "N.T.T."),
    ("Holt & Co.", "Holt & Co."),
    ("Timber Trust (North", "Timber Trust (North"),
    ("(Timber Trust)", "Timber Trust"),
    ("Timber Trust)", "Timber Trust"),
    ("Timber Trust (North)", "Timber Trust (North)"),
    ("“Timber Trust”", "Timber Trust"),
    ("and the Timber Trust --", "Timber Trust"),
    ("58", None),
    ("trust", None),
    ("Q.", None),
    ("A.", None),
    ("X", None),
    ("the", None),
    ("Witness", None),
    ("...", None),
    ("", None),
]


@pytest.mark.parametrize(("marked", "name"), CLEAN)
def test_cleaning(marked, name):
    text = f"He wrote to {marked} and left."
    start = len("He wrote to ")
    span = clean_organisation(text, start, start + len(marked))
    assert (text[slice(*span)] if span else None) == name


@given(st.text(alphabet="Ab .,'’s()[]the-Q1", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_clean_span_lies_inside_and_is_clean(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    span = clean_organisation(text, start, end)
    if span:
        assert start <= span[0] < span[1] <= end
        assert clean_organisation(text, *span) == span


STATED = [
    ("the Northern Timber Trust (N.T.T.) paid", [("Northern Timber Trust", "N.T.T.")]),
    ("the Northern Timber Trust (NTT) paid", [("Northern Timber Trust", "NTT")]),
    ("N.T.T. (Northern Timber Trust) paid", [("Northern Timber Trust", "N.T.T.")]),
    ("the Office of Forests and Rivers [OFR]", [("Office of Forests and Rivers", "OFR")]),
    ("the Union of the Northern Ports (U.N.P.)", [("Union of the Northern Ports", "U.N.P.")]),
    ("the Northern People’s Bank (NPB)", [("Northern People’s Bank", "NPB")]),
    ("the “Northern Timber Trust” (N. T. T.)", [("Northern Timber Trust", "N. T. T.")]),
    ("Северный лесной трест (СЛТ)", [("Северный лесной трест", "СЛТ")]),
    ("He paid the Trust (see above) twice", []),
    ("Ivan Holt (N.T.T.) paid", []),
    ("the Northern Timber Trust (1926)", []),
    ("Trust. Northern (T.N.)", []),
]


@pytest.mark.parametrize(("text", "pairs"), STATED)
def test_abbreviations_stated_in_the_text(text, pairs):
    found = [
        (text[pair.long_start : pair.long_end], text[pair.short_start : pair.short_end])
        for pair in find_abbreviations(text)
    ]
    assert found == pairs


@pytest.mark.parametrize("text", ["(" * 50_000, "A." * 50_000, "A (" * 30_000, "Aa " * 50_000])
def test_hostile_texts_take_no_long_time(text):
    begin = time.process_time()
    find_abbreviations(text)
    organisation_key(text)
    assert time.process_time() - begin < 2


def test_groups_join_spellings_and_stated_abbreviations():
    forms = {
        "Northern Timber Trust": 5,
        "NORTHERN TIMBER TRUST": 2,
        "N.T.T.": 9,
        "the NTT": 1,
        "Port Board": 1,
    }
    names = group_organisations(forms, [("Northern Timber Trust", "N.T.T.")])
    assert names == {
        **dict.fromkeys(forms, "Northern Timber Trust"),
        "Port Board": "Port Board",
    }


def test_an_abbreviation_of_two_names_stays_alone():
    forms = {"Northern Timber Trust": 1, "National Tram Trust": 1, "NTT": 3}
    pairs = [("Northern Timber Trust", "NTT"), ("National Tram Trust", "N.T.T.")]
    assert group_organisations(forms, pairs)["NTT"] == "NTT"


@given(st.dictionaries(st.sampled_from([form for pair in SAME for form in pair]), st.integers(1, 9)))
def test_every_form_has_a_display_name_among_the_forms(forms):
    names = group_organisations(forms, [("Timber Trust", "NTT")])
    assert set(names) == set(forms)
    assert set(names.values()) <= set(forms)
    assert all(names[name] == name for name in names.values())
