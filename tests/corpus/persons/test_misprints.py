"""Misprints: which rare word stands for which frequent surname."""

from __future__ import annotations

import pytest

from corpus.persons.misprints import Misprint, Misprints

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
    assert Misprints(["dorvalek"], {"dorvalek": 99, "dorvelek": 4}).of("dorvelek", ()) is None


def test_fewer_edits_come_first():
    totals = {"evdokimorin": 9, "evdokimovun": 9}
    assert Misprints(totals, totals).of("evdokimovin", ()) == Misprint(tuple(sorted(totals)), 1, False)
    near = {"evdokimorin": 9, "evdakimorin": 9}
    assert Misprints(near, near).of("evdokimorim", ()) == Misprint(("evdokimorin",), 1, False)
