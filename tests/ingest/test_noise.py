from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import RangeKind
from ingest.noise import find_noise

PROSE = (
    "The Lund ferry case was a hearing before the harbour commission, and the first of its kind. It began "
    "in the spring of 1931 and ended when the commission rose in May of that year."
)


def noise(text):
    return [text[r.start : r.end] for r in find_noise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Background[edit]\n\nText.", ["[edit]"]),
        ("История[править | править код]", ["[править | править код]"]),
        ("He fled.[5] Then", ["[5]"]),
        ("He fled.[1]: xvii  Then", ["[1]: xvii"]),
        ("He fled.[12]: 6–7 Then", ["[12]: 6–7"]),
        ("in early 1923[2][3] after", ["[2][3]"]),
        ("a word[a] here", ["[a]"]),
        ("It is said.[citation needed] Then", ["[citation needed]"]),
        ("in [1936] he", []),
        ("the bracket [12] stands alone", []),
        ("he said [to Orme] that", []),
        ("Skip to content\n\nA line of text.", ["Skip to content"]),
        ("Home | News | About us\n\nA line.", ["Home | News | About us"]),
        ("Either | or | that is what he asked her?", []),
    ],
)
def test_marks(text, expected):
    assert noise(text) == expected


def test_web_header_before_the_title():
    text = f"Blue Heron Archive\n\nLund ferry case\n\n{PROSE}\n"
    assert noise(text) == ["Blue Heron Archive"]


@pytest.mark.parametrize("header", ["", "TITLE: Lund ferry case\nURL: http://example.org\n\n"])
def test_no_header_where_title_or_facts_come_first(header):
    assert noise(f"{header}Lund ferry case\n\n{PROSE}\n") == []


def test_broken_reference_list():
    listed = (
        ". The Long Winter (1949).\n\nMarsh, Edith\n\n. Low Water (1951).\n\nPell, Thomas\n\n"
        "Hall, John (2010). Ferries and Fees. Lund: Quay Press.  978-0-300-10407-3.\n\nISBN"
    )
    assert noise(f"{PROSE}\n\n{listed}\n\n{PROSE}\n") == [listed]


def test_short_lines_of_a_dialogue_are_no_list():
    text = "Orme: Yes.\n\nHale: Where?\n\nOrme: Here.\n\nMarsh, Edith\n\nHale: Thank you.\n"
    assert noise(text) == []


@settings(deadline=None)
@given(st.text(alphabet='aB .[]1:|\n\r"', max_size=80))
def test_ranges_ascend_without_touching(text):
    ranges = find_noise(text)
    assert all(r.kind is RangeKind.NOISE and 0 <= r.start < r.end <= len(text) for r in ranges)
    assert all(a.end < b.start for a, b in pairwise(ranges))


NUMBERED = "\n\n".join(
    f"{n % 25 + 1} {line}"
    for n, line in enumerate(
        ["MR. HALE: I call Mr. Jan", "Orme, who is here.", "THE COURT: Very well. Let him"] * 12
    )
)


def test_the_numbers_of_lines_are_noise():
    assert noise(NUMBERED)[:3] == ["1 ", "\n2 ", "\n3 "]
    assert len(noise(NUMBERED)) == 36


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{n}. A point of the charge." for n in range(1, 20)),
        "\n".join(f"{n} boats" for n in (3, 7, 1, 9, 4, 12, 2, 30, 5, 8, 11)),
        "\n".join(["A line of prose without any number at all."] * 30 + [f"{n} x" for n in range(1, 12)]),
        "\n".join(f"{n} x" for n in range(1, 6)),
    ],
)
def test_numbers_that_count_no_lines_are_not(text):
    assert noise(text) == []


def test_the_numbers_of_lines_that_were_run_together_are_noise():
    text = "  ".join(f"{n} Mr. Hale went on to ask" for n in range(3, 20))
    assert noise(text) == [f" {n} " for n in range(4, 20)]
