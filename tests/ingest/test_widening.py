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
        # What nobody knows, where nothing else can stand; the surname behind it; who of two
        ("(Testimony of Tavell Wesley Varnek)", "Wesley Varnek", "Tavell Wesley Varnek"),
        ("met Courtland Varnek; then", "Courtland", "Courtland Varnek"),
        ("James Varnek the elder James Varnek the younger Thomas Moss", "", "James Varnek the elder"),
        ("then James Varnek, the younger, denied it", "", "James Varnek, the younger"),
        ("then John Varnek the younger brother of", "", "John Varnek"),
        ("Otto Wolkner und Konrad Varnek kamen", "Otto Wolkner und Konrad Varnek", "Konrad Varnek"),
        ("Ana Ruiz y Carlos Varnek", "Carlos Varnek", "Carlos Varnek"),
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
        ("of St. Andrew's Holborn, were", "Andrew's Holborn"),
        ("L. C. J. Mr. Wexcombe, you", "L. C. J. Mr"),
        ("Then swear Mr. Thrale", "swear Mr"),
        ("L. C. J. Gentlemen, you", "L. C. J. Gentlemen"),
        ("living in the U.S. since", "U.S."),
        # Words of the language, alone or together
        ("the General Directorate expropriated", "Directorate"),
        ("the General Accident Insurance Company paid", "Accident Insurance Company"),
        ("a fine of 54,525,000 Turkish Liras (TRL)", "Turkish Liras"),
        ("competent doctors. Apparently divorce", "Apparently"),
        ("B. Censorship of the letters", "B. Censorship"),
        # An office, a law, a place, an institution in its own language
        ("their Agent, Mr. Varnek, Head of the Department", "Head"),
        ("under section 7 of Law no. 3713", "Law"),
        ("a lawyer practising in Tarsovar.", "Tarsovar"),
        ("from the District of Tarsovar", "Tarsovar"),
        ("the District Court (Sud Okruzny) ordered", "Sud Okruzny"),
        ("the case of Reg. v. Varnek", "Reg"),
        ("robbed upon Wandsworth Heath. He", "Wandsworth Heath"),
        ("L. C. Baron. Who had been in the room?", "L. C. Baron"),
        ("of the Parish of St. Saviours, Spinster, was", "Spinster"),
    ],
)
def test_what_a_tagger_takes_for_a_person_and_is_none(text, seen):
    assert seen not in names_of(text, seen)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I spoke to Mr. Purse yesterday", "Purse"),
        ("the prisoner (Ivan Orlov) said", "Ivan Orlov"),
        ("the address of Mr J.S. Further, she said", "J.S."),
        ("told Mr. J. S. Varnek so", "J. S. Varnek"),
    ],
)
def test_names_that_look_like_these_are_found(text, seen):
    assert seen in names_of(text, seen)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lenert Michielsz van Os came", {"Lenert Michielsz van Os"}),
        ("then Richard atte Hull was", {"Richard atte Hull"}),
        ("Geoffrey de Sancto Mauro was", {"Geoffrey de Sancto Mauro"}),
        ("Captain Ramón de la Vega y Ortiz came", {"Ramón de la Vega y Ortiz"}),
        ("with Dr. Hassan el-Hage, and", {"Hassan el-Hage"}),
        ("is Walid Abu Hassan al-Khatib.", {"Walid Abu Hassan al-Khatib"}),
        ("with Freiherr von und zu Aufsatz?", {"von und zu Aufsatz"}),
        ("María del Carmen Abarca Luna came", {"María del Carmen Abarca Luna"}),
        ('No. 4, Andries "Boy" Varnek.', {'Andries "Boy" Varnek'}),
        ('I, Wilhelmina ("Minna") Drachen, say', {'Wilhelmina ("Minna") Drachen'}),
        ("before Barth: Sedgwicke and", {"Barth: Sedgwicke"}),
        ("Oberst a. D. Kurt Varnek came", {"Kurt Varnek"}),
        ("The accused Varnek K. S., and", {"Varnek K. S."}),
        ("обвинитель: Варников А. Н. Подсудимые", {"Варников А. Н."}),
    ],
)
def test_what_belongs_to_a_name_in_other_traditions_is_of_it(text, expected):
    found = names_of(text, "")
    assert {name for name in found if not any(name != other and name in other for other in found)} == expected


@pytest.mark.parametrize(
    "text", ["of Washington D. C., and", "John Varnek B. A., clerk", "Mr. HOLT, Counsel for"]
)
def test_letters_of_states_and_degrees_are_no_initials(text):
    assert not any(name.endswith((".", "Counsel")) for name in names_of(text, ""))


TRIBUNAL = "Marquis OKABE, Nagatoshi met SAITO, Kenzo and SAITO, Saburo. Mr. HOLT, Counsel, rose."
INDEX = "Adamson, Henry, 12, 45; arrested, 102 Bronsky, Lev D. (Riga), 3 Kolman, A. I., 55 London, May 12"


def test_a_surname_in_capitals_stands_before_a_comma_where_several_do():
    assert {name for name in names_of(TRIBUNAL, "") if "," in name} == {
        "OKABE, Nagatoshi",
        "SAITO, Kenzo",
        "SAITO, Saburo",
    }


def test_the_names_of_an_index_are_found():
    found = {name for name in names_of(INDEX, "") if "," in name}
    assert found == {"Adamson, Henry", "Bronsky, Lev D.", "Kolman, A. I."}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Cross-examined by Mr. Holt", "Cross-examined"),
        ("the DISTRICT ATTORNEY rose", "DISTRICT ATTORNEY"),
        ("Deputy Prosecutor Holt", "Deputy"),
    ],
)
def test_what_is_done_and_offices_are_no_persons(text, seen):
    assert seen not in names_of(text, seen)


def test_who_is_described_before_a_given_name_is_not_of_it():
    assert names_of("so doth my Daughter Betty.", "Daughter Betty") == {"Betty"}
