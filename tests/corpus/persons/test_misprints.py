"""Misprints: which rare word stands for which frequent surname."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.persons.misprints import Asked, Misprint, Misprints, standing

TOTALS = {"dorvalek": 9, "kamorin": 9, "kamolin": 9, "dorvelek": 1, "kamonin": 1, "orm": 9, "kamozin": 4}


@pytest.mark.parametrize(
    ("word", "here", "expected"),
    [
        ("dorvelek", {"dorvalek"}, Misprint(("dorvalek",), 1, True)),
        ("dorvelek", set(), Misprint(("dorvalek",), 1, False)),
        ("kamonin", {"kamorin", "kamolin"}, Misprint(("kamolin", "kamorin"), 1, True)),
        ("kamonin", set(), Misprint(("kamolin", "kamorin", "kamozin"), 1, False)),
        ("kamonin", {"kamorin"}, Misprint(("kamorin",), 1, True)),
        ("kamorin", {"kamolin"}, None),  # itself frequent
        ("dorvaleks", {"dorvalek"}, None),  # a plural
        ("dorvaleka", {"dorvalek"}, None),  # a woman of that surname
        ("ormo", {"orm"}, None),  # too short
        ("unlikely", {"dorvalek"}, None),
    ],
)
def test_of(word, here, expected):
    assert Misprints(TOTALS, TOTALS).of(word, here) == expected


def test_the_right_spelling_is_three_times_as_frequent():
    assert Misprints(["dorvalek"], {"dorvalek": 3, "dorvelek": 1}).of("dorvelek", ()) is not None
    assert Misprints(["dorvalek"], {"dorvalek": 5, "dorvelek": 2}).of("dorvelek", ()) is None
    assert Misprints(["dorvalek"], {"dorvalek": 60, "dorvelek": 4}).of("dorvelek", ()) is None


def test_fewer_edits_come_first():
    totals = {"evdokimorin": 9, "evdokimovun": 9}
    assert Misprints(totals, totals).of("evdokimovin", ()) == Misprint(tuple(sorted(totals)), 1, False)
    near = {"evdokimorin": 9, "evdakimorin": 9}
    assert Misprints(near, near).of("evdokimorim", ()) == Misprint(("evdokimorin",), 1, False)


NOISY = Asked(noisy=True)


@pytest.mark.parametrize(
    ("word", "asked", "expected"),
    [
        ("dorvalelc", NOISY, Misprint(("dorvalek",), 1, False)),  # lc for k
        ("clorvalek", NOISY, Misprint(("dorvalek",), 1, False)),  # cl for d
        ("oorvalefc", NOISY, None),  # three letters of eight
        ("dorvulok", NOISY, Misprint(("dorvalek",), 1, False, far=True)),
        ("dorvulok", Asked(), None),  # a clean text has no two wrong letters
        ("dorvalelc", Asked(), None),
        ("dorvalekite", NOISY, None),  # made from the name
        ("dorvalek", NOISY, None),  # itself
        ("dorvalek", Asked(broken=True), Misprint(("dorvalek",), 0, False)),
        ("dorvulek", Asked(broken=True), None),
        ("dorvulek", Asked(broken=True, noisy=True), Misprint(("dorvalek",), 1, False)),
    ],
)
def test_a_noisy_text_has_more_of_them(word, asked, expected):
    assert Misprints(["dorvalek", "kamorin"], {"dorvalek": 9, "kamorin": 9}).of(word, (), asked) == expected


@pytest.mark.parametrize(
    ("word", "count", "surnames", "meant"),
    [
        ("dorvolek", 5, 40, False),
        ("dorvolek", 5, 200, True),  # a wrong letter in what is far more frequent
        ("dorvalelc", 5, 30, False),
        ("dorvalelc", 5, 70, True),  # letters that look alike
        ("dorvalelc", 32, 9000, False),  # a name of its own
        ("dorvallek", 5, 200, False),  # sounds the same: another spelling of it
    ],
)
def test_what_comes_again_and_again_stands_for_what_is_far_more_frequent(word, count, surnames, meant):
    totals = {"dorvalek": surnames, word: count}
    assert (Misprints(["dorvalek"], totals).of(word, (), NOISY) is not None) == meant
    assert Misprints(["dorvalek"], totals).of(word, ()) is None


def test_a_nearer_name_of_the_case_goes_before_a_far_one_of_the_document():
    totals = {"dorvalek": 9, "dorvelin": 9}
    found = Misprints(totals, totals).of("dorvalck", {"dorvelin"}, NOISY)
    assert found == Misprint(("dorvalek",), 1, False)


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_counts_that_are_no_different_are_neighbours(one, other):
    least, most = standing(one)
    assert least <= one <= most
    assert (least <= other <= most) == (standing(other) == standing(one))


@given(
    st.lists(st.sampled_from(["dorvalek", "kamorin", "kamolin", "orlinsky", "ter-voganyan"]), max_size=4),
    st.text("dorvalekmin-", min_size=4, max_size=9),
)
def test_what_is_forgotten_is_all_that_a_surname_can_change(surnames, word):
    totals = dict.fromkeys([*surnames, "dorvalek"], 9)
    kept = Misprints(surnames, totals)
    before = kept.of(word, (), NOISY)
    kept.add("dorvalek")
    kept.forget(["dorvalek"])
    assert kept.of(word, (), NOISY) == Misprints([*surnames, "dorvalek"], totals).of(word, (), NOISY)
    kept.discard("dorvalek")
    kept.forget(["dorvalek"])
    assert kept.of(word, (), NOISY) == before
