import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Bibliography
from ingest.days import written_day
from ingest.headings import find_headings
from ingest.sections import find_sections


def sections(text, **facts):
    found = find_sections(text, find_headings(text), Bibliography(**facts))
    return [(text[s.start : s.start + 12], s.title, s.date) for s in found]


@pytest.mark.parametrize(
    ("text", "years", "expected"),
    [
        ("Morning Session, March 3, 1931", (), "1931-03-03"),
        ("the 3rd of May, 1931", (), "1931-05-03"),
        ("August 19 (morning session)", ("record", "/1931/case"), "1931-08-19"),
        ("August 19 (morning session)", (), ""),
        ("February 31, 1931", (), ""),
        ("1931-05-02T10:00", (), "1931-05-02"),
        ("1931", (), "1931"),
        ("5 мая 1931 года", (), "1931-05-05"),
        ("Chapter 12", (), ""),
    ],
)
def test_written_day(text, years, expected):
    assert written_day(text, years) == expected


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("MORNING SESSION, MARCH 3, 1931\n\nText.", ["MORNING SESSION, MARCH 3, 1931"]),
        ("Chapter 3\n\nText.", ["Chapter 3"]),
        ("Chapter 3: The Ferry\n\nText.", ["Chapter 3: The Ferry"]),
        ("Examination of the accused Orme\n\nText.", ["Examination of the accused Orme"]),
        ("Background[edit]\nText.", ["Background"]),
        ("Глава 2\n\nТекст.", ["Глава 2"]),
        ("Part of it was lost.\n\nText.", []),
        ("Chapter 3\nfollows at once.", []),
        (
            "he was at the EXAMINATION OF THE ACCUSED ORME The accused was",
            ["EXAMINATION OF THE ACCUSED ORME"],
        ),
        (
            "(evening session) EXAMINATION OF THE WITNESS J. REED A tall man",
            ["EXAMINATION OF THE WITNESS J. REED"],
        ),
        ("THE HARBOUR CASE\n\nText.", ["THE HARBOUR CASE"]),
        ("YES!\n\nText.", []),
    ],
)
def test_headings(text, headings):
    assert [text[r.start : r.end] for r in find_headings(text)] == headings


def test_sections_carry_title_and_day():
    text = (
        "Preface.\n\nMORNING SESSION, MARCH 3\n\nOrme: Yes.\n\nEXAMINATION OF ANNE HALE\n\nHale: No.\n\n"
        "EVENING SESSION\nMarch 4\n\nOrme: Yes.\n"
    )
    assert sections(text, title="The Ferry Case, 1931") == [
        ("Preface.\n\nMO", "", ""),
        ("MORNING SESS", "MORNING SESSION, MARCH 3", "1931-03-03"),
        ("EXAMINATION ", "EXAMINATION OF ANNE HALE", "1931-03-03"),
        ("EVENING SESS", "EVENING SESSION", "1931-03-04"),
    ]


def test_a_day_in_the_line_below_the_heading():
    text = "EVENING SESSION\n\nMarch 4, 1931\n\nOrme: Yes.\n"
    assert sections(text) == [("EVENING SESS", "EVENING SESSION", "1931-03-04")]


def test_without_headings_label_and_url_tell():
    facts = {"title": "Ferry: May 9 (evening)", "label": "Last words", "url": "http://x.org/1931/y"}
    assert sections("Some text.", **facts) == [("Some text.", "Last words", "1931-05-09")]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Chapter 1", "VERDICT", "Orme: Yes.", "", "May 3, 1931"]), max_size=12))
def test_sections_cover_the_text(lines):
    text = "\n\n".join(lines)
    found = find_sections(text, find_headings(text), Bibliography())
    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(s.start < s.end for s in found)
