"""Words that are broken, and texts that are noisy."""

from __future__ import annotations

import pytest

from corpus.model import Reason, Tier
from corpus.persons.counting import gather
from corpus.persons.fragments import find_broken, is_noisy
from corpus.persons.resolution import resolve
from tests.corpus.persons.naming import names_of

RECORD = "{p:Anna Dorvalek} came. " + "{l:DORVALEK}: I saw it. Then {Dorvalek} spoke. " * 4


def broken(text: str) -> list[tuple[str, str]]:
    """The broken words of a text, and the surnames that they are read as."""
    document = names_of(text)
    return [(c.mention.form, c.name.surname) for c in find_broken(document, gather([document]), noisy=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Dor*valek spoke.", [("Dor*valek", "dorvalek")]),
        ("Then Dor.valek spoke.", [("Dor.valek", "dorvalek")]),
        ("Then D0rvalek spoke.", [("D0rvalek", "dorvalek")]),
        ("Then 5tahlberg spoke.", [("5tahlberg", "stahlberg")]),
        ("Then Dor*va^lek's hat.", [("Dor*va^lek", "dorvalek")]),
        ("Then A. P. Dor*valek spoke.", [("A. P. Dor*valek", "dorvalek")]),
        ("Then A.P.Dor*valek spoke.", [("A.P.Dor*valek", "dorvalek")]),
        ("Then Вар*нек said.", [("Вар*нек", "varnek")]),
        # No more than marks and digits as they should be.
        ("Then A.P.Dorvalek spoke.", []),
        ("The O'Brien, the M'Gowan.", []),
        ("In B12345 and A4 of 1936.", []),
        ("The U.S.S.R. then.", []),
        ("A Dorval*ekite was there.", []),
        ("The Dor*valek Street.", []),
    ],
)
def test_words_with_marks_and_digits(text, found):
    assert [each for each in broken(text) if not each[0].endswith((" spoke", " said"))] == found


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Dor valek: I did.", "dorvalek"),
        ("S tahlberg: I did.", "stahlberg"),
        ("A. P. Dor valek spoke.", "dorvalek"),
        ("A Dorval ekite spoke.", None),  # no name, whole
        ("Dor the valek.", None),
    ],
)
def test_words_parted_by_a_space(text, surname):
    assert [found for _, found in broken(text)][:1] == ([surname] if surname else [])


@pytest.mark.parametrize(
    ("text", "noisy"),
    [
        ("T^e court 0f " + "clean words " * 50, False),
        ("T^e c0urt of the tow~n " + "clean words " * 50, True),
        ("T^e c0urt of the tow~n " + "clean words " * 5000, False),
        ("The 3rd of May 1936, at 10.30, in 4to; don't, Vienna-born, i.e. A4, the 1930s. " * 50, False),
        ("", False),
    ],
)
def test_what_is_noisy(text, noisy):
    assert is_noisy(text) == noisy


@pytest.mark.parametrize(
    ("text", "form", "tier"),
    [
        ("They saw Dor valek there.", "Dor valek", Tier.PROBABLE),
        ("They saw D0rvalek there.", "D0rvalek", Tier.PROBABLE),
        ("They saw Dor*valek there.", "Dor*valek", Tier.PROBABLE),
        ("They saw {Dor}*valek there.", "Dor*valek", Tier.PROBABLE),
        ("They saw D0rvalelc th^ere with w~ood.", "D0rvalelc", Tier.PROBABLE),
        ("They s*w Dorvulok th^ere.", "Dorvulok", Tier.POSSIBLE),
        ("They saw Dorvulok there.", "", None),
        ("They saw D0rvulek there.", "", None),  # wrong twice, in a clean text
        ("They s*w Darval th^ere.", "", None),
    ],
)
def test_who_is_meant(text, form, tier):
    found = resolve([names_of(RECORD + text)])
    rows = [row for row in found.assigned[1] if row.reason is Reason.MISSPELLING]
    assert [(row.mention.form, row.tier) for row in rows] == ([(form, tier)] if form else [])
    assert not any(row.mention.form == "Dor" for row in found.assigned[1] if form)


def test_a_full_name_of_nobody_known_is_no_misprint():
    found = resolve([names_of(RECORD + "th^ey s*w {p:Anna Dorvalik}, {p:Berta Dorvalik} go.")])
    rows = {row.mention.form: row.reason for row in found.assigned[1]}
    assert rows["Berta Dorvalik"] is Reason.FULL_NAME
    assert rows["Anna Dorvalik"] is Reason.MISSPELLING


NOISE = " Th^ey s*w it."
FREQUENT = "{p:Anna Dorvalek} came. " + "Then {p:A. Dorvalek} spoke of {Dorvalek}. " * 12


@pytest.mark.parametrize(
    ("text", "form", "tier"),
    [
        ("{p:Ihen Dorvalek} came.", "Ihen Dorvalek", Tier.CERTAIN),
        ("{p:Qnly Dorvalek} came.", "Qnly Dorvalek", Tier.CERTAIN),
        ("{p:Anna Pctrovra Dorvalek} came.", "Anna Pctrovra Dorvalek", Tier.CERTAIN),
        ("{p:R. Dorvalek} came.", "R. Dorvalek", Tier.POSSIBLE),  # A., or a brother
    ],
)
def test_a_given_name_that_comes_once_is_doubted_in_a_noisy_text(text, form, tier):
    noisy, clean = (resolve([names_of(FREQUENT + text + noise)]) for noise in (NOISE, ""))
    assert {(row.tier, len(noisy.identities)) for row in noisy.assigned[1] if row.mention.form == form} == {
        (tier, 1)
    }
    if not form.startswith("Anna"):
        assert len(clean.identities) == 2


def test_known_given_names_and_initials_that_come_again_are_believed():
    text = "{p:Mary Dorvalek} came." + "{p:R. Dorvalek} came. " * 3
    assert len(resolve([names_of(FREQUENT + text + NOISE)]).identities) == 3
