"""Agreement of a name's words, with a dictionary of a few words."""

from __future__ import annotations

import pytest

from ingest.russian_cases import Reading, nominatives, regular

WORDS = {
    "вере": [Reading("Dat", "Fem", "вера", 1), Reading("Loc", "Fem", "вера", 1)],
    "осиповне": [Reading("Dat", "Fem", "осиповна", 1), Reading("Loc", "Fem", "осиповна", 1)],
    "марку": [Reading("Acc", "Fem", "марка", 0.3), Reading("Dat", "Masc", "марк", 1)],
    "вересова": [Reading("Gen", "Masc", "вересов", 1), Reading("Nom", "Fem", "вересова", 1)],
    "линд": [Reading("Nom", "Masc", "линд", 0.4)],
    "линда": [Reading("Gen", "Masc", "линд", 0.4), Reading("Nom", "Fem", "линда", 1)],
}


def tag(case: str = "", gender: str = "") -> str:
    facts = {"Case": case, "Gender": gender}
    return "|".join(["PROPN", *(f"{name}={value}" for name, value in facts.items() if value)])


@pytest.mark.parametrize(
    ("name", "tags", "expected"),
    [
        # The dictionary overrules a model that is wrong of one word.
        ("вере осиповне", [tag("Nom", "Masc"), tag("Gen", "Masc")], "вера осиповна"),
        # Where the dictionary leaves it open, the model decides.
        ("вересова", [tag("Nom", "Fem")], "вересова"),
        ("вересова", [tag("Gen", "Masc")], "вересов"),
        ("вересова", [tag("Acc", "Masc")], "вересов"),
        ("марку", [tag("Dat", "Masc")], "марк"),
        # Parts with a hyphen are words; initials and foreign words say nothing.
        ("линда-вересова", [tag("Gen", "Masc")], "линд-вересов"),
        ("а . вересова", [tag("Nom"), "PUNCT", tag("Gen", "Masc")], "а . вересов"),
        ("hale вересова", [tag("Nom"), tag("Gen", "Masc")], "hale вересов"),
        ("hale", [tag("Gen", "Masc")], "hale"),
        # No reading of the case: the regular ending.
        ("осиповне линде", [tag("Dat", "Fem"), tag("Dat", "Fem")], "осиповна линда"),
    ],
)
def test_words_of_a_name_agree(name, tags, expected):
    unknown = [Reading("Nom", "Masc", "", 0)]
    found = nominatives(name.split(), tags, lambda word: WORDS.get(word, unknown))
    assert " ".join(found) == expected


@pytest.mark.parametrize(
    ("word", "case", "gender", "expected"),
    [
        ("кердпола", "Gen", "Masc", "кердпол"),
        ("кердполу", "Dat", "Masc", "кердпол"),
        ("кердполом", "Ins", "Masc", "кердпол"),
        ("рейганы", "Gen", "Fem", "рейгана"),
        ("маехарой", "Ins", "Fem", "маехара"),
        ("керри", "Gen", "Masc", "керри"),
        ("рад", "Ins", "Masc", "рад"),
        ("ю", "Dat", "Masc", "ю"),
    ],
)
def test_regular_endings(word, case, gender, expected):
    assert regular(word, case, gender) == expected
