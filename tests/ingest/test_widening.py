"""The whole name of which taggers and patterns see a part."""

import pytest

from corpus.model import Finder, Mention, MentionKind, Turn
from ingest.finding import find_persons, label_mentions, without_labels
from ingest.tagging import Label, Tagged


@pytest.mark.parametrize(
    ("text", "seen", "expected"),
    [
        # Given names, initials and abbreviations before what is seen
        ("I met Amos P. Halloran.", "Halloran", "Amos P. Halloran"),
        ("I met LOUIS P. MANDRELL, clerk", "", "LOUIS P. MANDRELL"),
        ("one Mrs. Eliz. Marlpit, widow", "Eliz", "Eliz. Marlpit"),
        ("and Sir Tho. Pelverton was", "", "Tho. Pelverton"),
        ("then Nath. Thrale came", "Thrale", "Nath. Thrale"),
        ("(Signed) ALEXR. GUNN.", "GUNN", "ALEXR. GUNN"),
        ("we saw Olga Petrovna Varnek there", "Varnek", "Olga Petrovna Varnek"),
        ("a letter by Jean-Marie De Witte", "De Witte", "Jean-Marie De Witte"),
        ("a letter by Ruairi P. Gunn", "Ruairi P. Gunn", "Ruairi P. Gunn"),
        ("Lieut. Ambrosius T. Fairleigh was", "Ambrosius", "Ambrosius T. Fairleigh"),
        ("Capitán Nazario Abud came", "", "Nazario Abud"),
        # The surname behind given names and particles
        ("the defendant Waldemar von Kessling.", "Waldemar", "Waldemar von Kessling"),
        ("Pieter van der Straaten came", "Pieter van der", "Pieter van der Straaten"),
        ("Waldemar Emil von Kessling.", "Waldemar Emil", "Waldemar Emil von Kessling"),
        # Particles before it, and no title or first word of a sentence
        ("Herr von Kessling came", "Kessling", "von Kessling"),
        ("Colonel van der Straaten came", "Straaten", "van der Straaten"),
        ("Yesterday Varnek came", "Varnek", "Varnek"),
        ("Comrade G. Varnek came", "Varnek", "G. Varnek"),
        # Two persons, two sentences
        ("I told James. Varnek came", "Varnek", "Varnek"),
        ("for Mary, Varnek and Moss", "Varnek", "Varnek"),
    ],
)
def test_the_whole_name_is_found(text, seen, expected):
    found = names_of(text, seen)
    assert expected in found
    assert not any(expected in name for name in found - {expected})


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Sir Tho. Pelverton, Kt. and Bart.", "Bart"),
        ("late of the parish, Gent. How", "Gent"),
        ("Mr. Att. Gen. Swear him", "Att"),
        ("the Solicitor General rose", "Solicitor"),
        ("in the parish of St. Clements yesterday", "Clements"),
        ("L. C. J. Mr. Wexcombe, you", "L. C. J. Mr"),
        ("Then swear Mr. Thrale", "swear Mr"),
        ("L. C. J. Gentlemen, you", "L. C. J. Gentlemen"),
    ],
)
def test_ranks_offices_and_places_are_no_persons(text, seen):
    assert seen not in names_of(text, seen)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The accused: 1. ARBATOV, Kirill Savvich, born 1889; 2. ...", "ARBATOV, Kirill Savvich"),
        ("born 1889; 3. Mrs. HARTOG-LEVY, Rosa;", "HARTOG-LEVY, Rosa"),
        ("4. PRUDE, Barnaby (alias the Pike)", "PRUDE, Barnaby"),
        ("PRUDE, B. F., of London", "PRUDE, B. F."),
    ],
)
def test_an_item_of_a_list_begins_with_the_surname(text, expected):
    assert expected in names_of(text, "")


@pytest.mark.parametrize(
    "text", ["1. LONDON, England, is", "We saw PRUDE, Barnaby and others", "3. EVIDENCE, Documents;"]
)
def test_what_only_looks_like_a_list_is_none(text):
    assert not any("," in name for name in names_of(text, ""))


@pytest.mark.parametrize("text", ["Oliver St. John came", "Mr. St. John came"])
def test_a_saint_may_be_a_surname(text):
    assert any(name.endswith("John") for name in names_of(text, "John"))


def test_a_name_does_not_begin_in_the_label_before_it():
    text = "Q. Captain Holt, you came?\nA. Anna Moss did."
    turns = [Turn(0, 26, "Q", 3), Turn(27, 45, "A", 30)]
    mentions = [
        Mention(start, end, text[start:end], MentionKind.PERSON, Finder.SPACY, text[start:end])
        for start, end in ((0, 15), (27, 39))
    ]
    found = without_labels(mentions, turns, text)
    assert [(m.text, m.form, m.start) for m in found] == [
        ("Holt", "Holt", 11),
        ("Anna Moss", "Anna Moss", 30),
    ]
    assert not list(label_mentions(turns, text))


def names_of(text: str, seen: str) -> set[str]:
    """The names that are found where a tagger has seen one."""
    start = text.find(seen)
    tagged = [Tagged(start, start + len(seen), Label.PERSON)] if seen else []
    return {text[found.start : found.end] for found in find_persons(text, tagged)}
