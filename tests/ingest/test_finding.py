import pytest

from corpus.model import Finder, Mention, MentionKind, Section, Turn
from ingest.cleaning import clean
from ingest.finding import (
    as_mentions,
    capitals,
    each_once,
    find_all_dates,
    find_organisations,
    find_persons,
    label_mentions,
    lower_words,
    tagged_otherwise,
)
from ingest.readers import read
from ingest.tagging import Label, Tagged

PERSON, ORGANISATION, DATE = MentionKind


def cleaned(text: str):
    return clean(text, read("text/plain", text.encode()).ranges)


def tagged(text: str, *names: str, label: Label = Label.PERSON) -> list[Tagged]:
    return [Tagged(text.index(name), text.index(name) + len(name), label) for name in names]


def mention(start: int, end: int, by: Finder, kind: MentionKind = PERSON) -> Mention:
    return Mention(start, end, "x" * (end - start), kind, by, "x")


# --- Persons ---


def test_persons_come_from_the_tagger_and_by_their_shape():
    text = "Mr. Hale met Emil Orme's wife and the Trotskyites."
    spans = tagged(text, "Emil Orme's", "Trotskyites", "Hale")
    found = {(text[f.start : f.end], f.by) for f in find_persons(text, spans)}
    assert {("Emil Orme", Finder.SPACY), ("Hale", Finder.SPACY), ("Hale", Finder.PATTERN)} <= found
    assert {name for name, _ in found} == {"Emil Orme", "Hale"}


@pytest.mark.parametrize("label", [Label.ORGANISATION, Label.DATE, Label.OTHER])
def test_what_is_tagged_otherwise_is_no_person(label):
    text = "at Leeds"
    assert list(find_persons(text, tagged(text, "Leeds", label=label))) == []


@pytest.mark.parametrize(
    ("text", "stored", "form"),
    [
        ("He saw Anne Hale there.", "Anne Hale", "Anne Hale"),
        ("He saw Anne\nHale there.", "Anne\nHale", "Anne Hale"),
        ("He saw Anne\r\n  Hale there.", "Anne\r\n  Hale", "Anne Hale"),
        ("He saw Mr. Hal-\nloran there.", "Hal-\nloran", "Halloran"),
        ("He saw Mr. Hal\u00adloran there.", "Hal\u00adloran", "Halloran"),
        ("He saw Mr. J. Hal-\r\nloran there.", "J. Hal-\r\nloran", "J. Halloran"),
    ],
)
def test_a_broken_name_is_found_once_and_its_form_is_whole(text, stored, form):
    clean_text = cleaned(text)
    spans = tagged(clean_text.text, "Anne Hale") if "Anne Hale" in clean_text.text else []
    if "Anne" in text and not spans:
        spans = [Tagged(clean_text.text.index("Anne"), clean_text.text.index("Hale") + 4, Label.PERSON)]
    found = list(find_persons(clean_text.text, spans))
    kept = each_once(as_mentions(found, clean_text, text))
    assert [(m.text, m.form) for m in kept] == [(stored, form)]
    assert all(text[m.start : m.end] == m.text for m in kept)


# --- Organisations, dates ---


def test_organisations_come_from_the_tagger():
    text = "the Northern Timber Trust, Anna Lind"
    spans = [*tagged(text, "the Northern Timber Trust", label=Label.ORGANISATION), *tagged(text, "Anna Lind")]
    found = [(text[f.start : f.end], f.kind, f.by) for f in find_organisations(text, spans)]
    assert found == [("Northern Timber Trust", ORGANISATION, Finder.SPACY)]


def test_dates_take_their_day_from_their_section():
    text = "Opening.\n\nI came yesterday.\n\nHe left yesterday, in May 1930.\n"
    cut = text.index("He left")
    sections = [Section(0, cut, "First", "1931-05-04"), Section(cut, len(text), "Second", "1931-06-01")]
    clean_text = cleaned(text)
    found = [(clean_text.text[d.start : d.end], d.value) for d in find_all_dates(clean_text, sections, [])]
    assert found == [("yesterday", "1931-05-03"), ("yesterday", "1931-05-31"), ("May 1930", "1930-05")]


def test_dates_of_the_tagger_have_no_value_and_give_way():
    text = "He came on 4 May 1931, some weeks later."
    spans = tagged(text, "4 May 1931", "some weeks later", label=Label.DATE)
    clean_text = cleaned(text)
    found = each_once(as_mentions(find_all_dates(clean_text, [], spans), clean_text, text))
    assert [(m.text, m.by, m.value) for m in found if m.text == "4 May 1931"] == [
        ("4 May 1931", Finder.GRAMMAR, "1931-05-04")
    ]
    assert next(m.text for m in found) == "4 May 1931"


def test_page_numbers_of_the_tagger_are_no_dates():
    text = "See pp. 72-73 and article 58, some weeks later."
    spans = tagged(text, "72-73", "58", "some weeks later", label=Label.DATE)
    found = list(find_all_dates(cleaned(text), [], spans))
    assert {text[d.start : d.end] for d in found} == {"some weeks later"}


# --- Labels ---


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("VERESOV", "VERESOV"),
        ("Mr. Hale", "Hale"),
        ("Accused Orlov", "Orlov"),
        ("The accused Orlov", "Orlov"),
        ("JUDGE HALE", "HALE"),
        ("JUDGE ADVOCATE", None),
        ("The Foreman", None),
        ("Comrade President", None),
        ("Accused No. 3", None),
        ("J. P. VARNEK", "J. P. VARNEK"),
        ("Варнек", "Варнек"),
        ("THE PRESIDENT", None),
        ("The President", None),
        ("Commandant of the Court", None),
        ("Counsel for Mr. Hale", None),
        ("Q", None),
    ],
)
def test_a_label_that_is_a_name_is_a_mention_and_an_office_is_none(label, expected):
    text = f"Before.\n{label}: I was there.\n"
    start = text.index(label)
    turn = Turn(start, len(text), label, start + len(label) + 2)
    found = list(label_mentions([turn], text))
    assert [m.text for m in found] == ([] if expected is None else [expected])
    assert all(text[m.start : m.end] == m.text and m.by is Finder.LABEL for m in found)


@pytest.mark.parametrize(
    ("label", "value"),
    [("Coll.", "Collard"), ("Coll:", ""), ("Collard.", ""), ("Orme.", ""), ("Bar.", ""), ("Ha.", "")],
)
def test_a_label_that_is_cut_short_has_the_whole_surname_as_value(label, value):
    text = f"{label} I saw Mr. Collard and Miss Hale, and Barton with Barlow."
    turn = Turn(0, len(text), label[:-1], len(label) + 1)
    persons = [
        Mention(at, at + len(name), name, MentionKind.PERSON, Finder.PATTERN, name)
        for name in ("Collard", "Hale", "Barton", "Barlow", label[:-1])
        if (at := text.index(name)) >= 0
    ]
    assert [m.value for m in label_mentions([turn], text, persons)] == [value]


# --- Overlaps ---


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        ([(0, 5, Finder.SPACY), (6, 9, Finder.SPACY)], [(0, 5), (6, 9)]),
        ([(0, 5, Finder.SPACY), (5, 9, Finder.SPACY)], [(0, 5), (5, 9)]),
        ([(0, 5, Finder.SPACY), (0, 5, Finder.SPACY)], [(0, 5)]),
        ([(0, 9, Finder.SPACY), (3, 6, Finder.SPACY)], [(0, 9)]),
        ([(0, 9, Finder.SPACY), (3, 6, Finder.PATTERN)], [(3, 6)]),
        ([(0, 9, Finder.PATTERN), (3, 6, Finder.LABEL)], [(3, 6)]),
        ([(0, 9, Finder.LABEL), (3, 6, Finder.GIVEN)], [(3, 6)]),
        ([(3, 6, Finder.SPACY), (0, 4, Finder.SPACY)], [(0, 4)]),
    ],
)
def test_of_two_that_overlap_the_surest_then_the_longest_is_kept(given, expected):
    kept = each_once(mention(*each) for each in given)
    assert [(m.start, m.end) for m in kept] == expected
    assert each_once(kept) == kept


def test_mentions_of_two_kinds_may_overlap():
    given = [mention(0, 9, Finder.SPACY, ORGANISATION), mention(0, 4, Finder.SPACY)]
    assert each_once(given) == (given[1], given[0])


# --- Words ---


def test_capitals_are_the_words_that_may_be_names():
    text = "Anne Hal-\nloran met McVey, О'Нил and Ter-Marek at 5 Leeds; e.g. iPod, ÉMILE, Анна."
    found = capitals(cleaned(text))
    assert [part.word for part in found] == [
        "Anne",
        "Halloran",
        "McVey",
        "О'Нил",
        "Ter-Marek",
        "Leeds",
        "ÉMILE",
        "Анна",
    ]
    assert text[found[1].start : found[1].end] == "Hal-\nloran"


def test_lower_words_are_counted_up_to_three():
    text = "White met white and black; black black black. No ok Белый белый."
    assert dict(lower_words(cleaned(text))) == {"met": 1, "white": 1, "and": 1, "black": 3, "belyy": 1}


def test_single_words_that_are_tagged_as_no_person_are_counted():
    text = "Leeds's harbour, Leeds, the Port Office, Hale, Monday"
    spans = [
        *tagged(text, "Leeds's", "Leeds", label=Label.OTHER),
        *tagged(text, "the Port Office", label=Label.ORGANISATION),
        *tagged(text, "Hale"),
        *tagged(text, "Monday", label=Label.DATE),
    ]
    assert tagged_otherwise(cleaned(text), spans) == (("Leeds", 2),)


# --- Pairs that share a surname ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Julius and Ethel Varnek came", [("Julius", "Julius Varnek"), ("Ethel Varnek", "")]),
        ("of ANNE and MICHAEL VARNEK", [("ANNE", "ANNE VARNEK"), ("MICHAEL VARNEK", "")]),
        ("Robert James and Mary Varnek", [("Robert James", ""), ("Mary Varnek", "")]),
        ("Then James fled. I saw James and Mary Varnek.", [("James", ""), ("Mary Varnek", "")]),
        ("Anna and Ethel Mary came", [("Ethel Mary", "")]),
    ],
)
def test_a_given_name_before_another_shares_its_surname(text, expected):
    found = [(text[f.start : f.end], f.value) for f in find_persons(text, [])]
    assert sorted(set(found)) == sorted(expected)


@pytest.mark.parametrize("ship", ["H.M.S. Duke", "HMS Duke", "U.S.S. Duke", "H. M. S. Duke"])
def test_a_ship_is_nobody(ship):
    text = f"He served on board {ship} for a year, and Mr. Duke with him."
    assert {text[f.start : f.end] for f in find_persons(text, tagged(text, ship))} == {"Mr. Duke"}


@pytest.mark.parametrize("form", ["His Honor", "Her Grace", "Your Honour"])
def test_what_judges_are_called_is_no_name(form):
    text = f"Then {form} asked for it."
    assert list(find_persons(text, tagged(text, form.split()[1]))) == []


def test_a_witness_with_the_surname_first_is_found_whole():
    text = "I live there.  ORME, PETER, sworn. I saw it.  Tarnek, Anna Maria, called and sworn. So did I."
    found = {text[f.start : f.end] for f in find_persons(text, [])}
    assert {"ORME, PETER", "Tarnek, Anna Maria"} <= found
    titled = "ORME, DR. PETER H., sworn. I saw it."
    assert "ORME, DR. PETER H." in {titled[f.start : f.end] for f in find_persons(titled, [])}
