"""Comparing any two written names: the verdict, and the reasons that a reader is shown."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names.comparison import compare_names
from corpus.names.reasons import Kind, Part, Verdict

CERTAIN = [
    ("Anna Varga", "ANNA VARGA"),
    ("Varga, Anna", "Miss Anna Varga"),
    ("Anna Varga", "Anna Maria Varga"),
    ("Анна Варгина", "Anna Vargina"),
    ("Анной Варгиной", "Анна Варгина"),
    ("Wladimir Schukow", "Владимир Жуков"),
    ("Mary Holt-\nVarga", "Mary Holt-Varga"),
    ("Holt, John, Jun.", "John Holt the younger"),
    ("Ivan Petrovich Vargin", "Иван Петрович Варгин"),
    ("Vargin Ivan Petrovich", "Ivan Vargin"),
]
PROBABLE = [
    ("A. Varga", "Anna Varga"),
    ("A. M. Varga", "Anna Varga"),
    ("Citizen G. E. Vargin", "Варгин, Григорий"),
    ("Grigory Vargin", "Hirsch Vargin"),
    ("Gregory Vargin", "Girsh Vargin"),
    ("Jno. Smyth", "John Smith"),
    ("Eliz: Holt", "Elizabeth Holt"),
    ("Klim Vargin", "Kliment Vargin"),
    ("Thomas Clark", "Thos Clerke"),
    ("J0hn Ho1land", "John Holland"),
    ("Lev Kamanin", "Lev Kamenin"),
    ("Lev Barnev", "Lev Bamev"),
    ("J.-C. Varga", "Jean-Claude Varga"),
    ("JC Varga", "Jean-Claude Varga"),
]
POSSIBLE = [
    ("Varga", "Anna Varga"),
    ("Comrade Varga", "Varga"),
    ("the Vargas", "Varga"),
    ("Mr. King", "King"),
    ("Reynolds", "Rennalls"),
    ("L. Kamanin", "Lev Kamenin"),
    ("Anna Vargo", "Anna Varga"),
    ("Kamanin", "Kamenin"),
    ("Mary Holt", "Mary Holt-Varga"),
    ("Maria Varga", "Anna Maria Varga"),  # called by her second name
    ("Juan Cordero", "Juan Cordero Ibarra"),
]
DIFFERENT = [
    ("Anna Varga", "Anna Holt"),
    ("Anna Varga", "Berta Varga"),
    ("A. Varga", "Berta Varga"),
    ("Hans O. Varga", "Hans Joachim Varga"),
    ("John Holt", "Joan Holt"),
    ("John Holt", "Jonathan Holt"),
    ("Maria Holt", "Marta Holt"),
    ("Ivan Petrovich Vargin", "Ivan Nikitich Vargin"),
    ("Oleksandr Varhin", "Volodymyr Oleksandrovych Varhin"),
    ("Holt Jr.", "Holt the elder"),
    ("Mr. Holt", "Mrs. Holt"),
    ("Varginov", "Varginova"),
    ("Ivan Markovsky", "Irina Markovskaya"),
    ("Friedrich Hans", "Hans Friedrich"),  # either may be the surname
    ("Berg", "Bern"),
    ("Anna", "Anna Varga"),
    ("A. Varga", "J. A. Varga"),
    ("Holt", "Jean Holtz"),
    ("Ivan Petrovich", "Ivan Petrov"),
]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        *((*pair, Verdict.CERTAIN) for pair in CERTAIN),
        *((*pair, Verdict.PROBABLE) for pair in PROBABLE),
        *((*pair, Verdict.POSSIBLE) for pair in POSSIBLE),
        *((*pair, Verdict.DIFFERENT) for pair in DIFFERENT),
    ],
)
def test_the_verdict_on_two_names(one, other, verdict):
    found = compare_names(one, other)
    assert (found.verdict, found.explanation) == (verdict, found.explanation)
    assert compare_names(other, one).verdict is verdict


@pytest.mark.parametrize(
    ("one", "other", "part", "kind"),
    [
        ("Anna Varga", "Anna Varga", Part.SURNAME, Kind.SAME),
        ("Varginoff", "Варгинову", Part.SURNAME, Kind.TRANSLITERATION),
        ("Варгиным", "Варгину", Part.SURNAME, Kind.CASE),
        ("Clark", "Clerke", Part.SURNAME, Kind.SPELLING),
        ("Kamanin", "Kamenin", Part.SURNAME, Kind.MISPRINT),
        ("Lev Barnev", "Lev Bamev", Part.SURNAME, Kind.SCANNING),
        ("Mary Holt", "Mary Holt-Varga", Part.SURNAME, Kind.PART),
        ("Varginov", "Varginova", Part.SURNAME, Kind.ENDING),
        ("Varga", "Holt", Part.SURNAME, Kind.CONFLICT),
        ("Bob Varga", "Robert Varga", Part.GIVEN, Kind.EQUIVALENT),
        ("R. Varga", "Robert Varga", Part.GIVEN, Kind.INITIAL),
        ("Alex Varga", "Alexander Varga", Part.GIVEN, Kind.EQUIVALENT),
        ("Ansel Varga", "Anselm Varga", Part.GIVEN, Kind.SHORTENED),
        ("Anna Varga", "Berta Varga", Part.GIVEN, Kind.CONFLICT),
        ("Ivan Petrovich Vargin", "Ivan Nikitich Vargin", Part.PATRONYMIC, Kind.CONFLICT),
        ("Holt Jr.", "Holt Sr.", Part.SUFFIX, Kind.CONFLICT),
        ("Mr. Holt", "Mrs. Holt", Part.TITLE, Kind.ENDING),
        ("Varga", "Anna Varga", Part.NAME, Kind.ALONE),
        ("Varga Anna", "Anna Varga", Part.NAME, Kind.REVERSED),
        ("AnselmBrandt", "Anselm Brandt", Part.NAME, Kind.JOINED),
        ("Anselm Bra ndt", "Anselm Brandt", Part.NAME, Kind.TORN),
        ("Anselm-Brandt", "Anselm Brandt", Part.NAME, Kind.JOINED),
        ("", "Varga", Part.NAME, Kind.UNREADABLE),
    ],
)
def test_a_reason_names_what_was_compared_and_how_it_agrees(one, other, part, kind):
    assert (part, kind) in {(reason.part, reason.kind) for reason in compare_names(one, other).reasons}


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        (
            "Lev Barnev",
            "Lev Bamev",
            "surname: letters that a scanner takes for one another (Barnev, Bamev; rn for m)",
        ),
        ("Anna Varga", "Berta Varga", "given name: they differ (Anna, Berta)"),
        ("Varga", "Varga", "name: only the surname is known"),
        ("R. Varga", "Robert Varga", "given name: the initial agrees (R., Robert)"),
        ("Mr.", "Varga", "name: nothing that could be compared"),
    ],
)
def test_reasons_can_be_read(one, other, text):
    assert text in compare_names(one, other).explanation


def test_a_misprint_tells_its_distance():
    reason = compare_names("Kamanin", "Kamenin").reasons[0]
    assert reason.distance == pytest.approx(0.7)


def test_better_agreement_has_a_higher_score():
    best_first = ["Anna Varga", "A. Varga", "Varga", "Vargo", "Berta Varga", "Berta Holt"]
    scores = [compare_names("Anna Varga", other).score for other in best_first]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "A",
        "A.",
        "A. B.",
        "Mr.",
        "THE WITNESS",
        "1936",
        "—",
        "\x00\x07",
        "\u202e\u202d",
        "\ud800",
        "王",
        "😀",
    ],
)
def test_what_holds_no_name_is_different_from_every_name_and_says_so(text):
    found = compare_names(text, "Anna Varga")
    assert found.verdict is Verdict.DIFFERENT
    assert found.score == 0
    assert not any(reason.kind.agrees for reason in found.reasons)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("محمد علي", "محمد علي", Verdict.CERTAIN),
        ("محمد علي", "Muhammad Ali", Verdict.DIFFERENT),  # no table reads it
        ("\u202eAnna Varga\u202c", "Anna Varga", Verdict.CERTAIN),
        ("An\x00na Var\x1bga", "Anna Varga", Verdict.CERTAIN),
        ("Аnnа Vаrgа", "Anna Varga", Verdict.CERTAIN),  # Cyrillic letters within
        ("Anna محمد Varga", "Anna Varga", Verdict.CERTAIN),
    ],
)
def test_other_scripts_and_hidden_letters(one, other, verdict):
    assert compare_names(one, other).verdict is verdict


LONG = [
    "x" * 10_000,
    "ab" * 5_000,
    "A. " * 4_000 + "Varga",
    "Anna " * 2_000,
    "a-" * 5_000,
    "Ж" * 10_000,
    "," * 10_000,
]
LONG += ["Anna" + "\u0301" * 10_000, "محمد " * 2_000, "van " * 3_000, "Ваа" * 3_000]


@pytest.mark.parametrize("one", LONG, ids=lambda text: repr(text[:6]))
@pytest.mark.parametrize(
    "other", [*LONG[:6:2], "Anna Varga", "Анна Варгина"], ids=lambda text: repr(text[:6])
)
def test_one_comparison_takes_no_time(one, other):
    start = time.process_time()
    compare_names(one, other)
    assert time.process_time() - start < 0.2


WORDS = [
    "Anna",
    "A.",
    "Varga",
    "Vargo",
    "Варгина",
    "Ивановна",
    "Jr.",
    "the",
    "van",
    "Mr.",
    "Mrs.",
    ",",
    "-",
    "Holt-Varga",
]
NAMES = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(st.characters(), max_size=40)


def test_two_names_that_have_each_others_surname_inside_are_compared_alike_in_both_orders():
    one, other = "Holt-Varga Anna Варгина Varga", "Holt-Varga Варгина"
    assert compare_names(one, other).score == compare_names(other, one).score


@given(NAMES, NAMES)
def test_any_two_texts_get_the_same_verdict_in_both_orders(one, other):
    first, second = compare_names(one, other), compare_names(other, one)
    assert (first.verdict, first.score) == (second.verdict, second.score)
    assert 0 <= first.score <= 1
    assert first.reasons
    assert all(reason.text for reason in first.reasons)


@given(NAMES, NAMES)
def test_without_a_surname_in_common_nothing_is_joined(one, other):
    found = compare_names(one, other)
    against = any(r.part is Part.SURNAME and not r.kind.agrees for r in found.reasons)
    assert not against or found.verdict is Verdict.DIFFERENT
