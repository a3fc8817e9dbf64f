"""The grammar of dates: what is found, what it is worth, what is no date."""

from __future__ import annotations

import json
import time
from pathlib import Path

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates

ANCHOR = "1931-10-14"
SHARED = Path(__file__).resolve().parents[4] / "shared"


def found(text: str, anchor: str = ANCHOR) -> list[tuple[str, str]]:
    return [(date.text, date.value) for date in find_dates(text, anchor=anchor)]


ABSOLUTE = [
    ("It was 3 May 1928.", "3 May 1928", "1928-05-03"),
    ("on May 3, 1928, he left", "May 3, 1928", "1928-05-03"),
    ("the 3rd of May, 1928", "the 3rd of May, 1928", "1928-05-03"),
    ("on the 3d of May", "the 3d of May", "1931-05-03"),
    ("Sept. 4,1930", "Sept. 4,1930", "1930-09-04"),
    ("on Tuesday, the 4th of March", "Tuesday, the 4th of March", "1931-03-04"),
    ("the twenty-first of June 1930", "the twenty-first of June 1930", "1930-06-21"),
    ("my letter of June 2 this year", "June 2 this year", "1931-06-02"),
    ("on November 30 of last year", "November 30 of last year", "1930-11-30"),
    ("arrested on December 9", "December 9", "1930-12-09"),
    ("adjourned until October 15", "October 15", "1931-10-15"),
    ("on the 3rd of June last", "the 3rd of June last", "1931-06-03"),
    ("Feb. 7-9, 1929", "Feb. 7-9, 1929", "1929-02-07/1929-02-09"),
    (
        "between the 7th and the 9th of June, 1929",
        "the 7th and the 9th of June, 1929",
        "1929-06-07/1929-06-09",
    ),
    ("dated 1929-02-07", "1929-02-07", "1929-02-07"),
    ("am 7.2.1929", "7.2.1929", "1929-02-07"),
    ("signed 02/17/1929", "02/17/1929", "1929-02-17"),
    ("March 1927", "March 1927", "1927-03"),
    ("the close of March of 1927", "the close of March of 1927", "1927-03"),
    ("March-April 1927", "March-April 1927", "1927-03/1927-04"),
    ("we met in July", "July", "1931-07"),
    ("we met in December", "December", "1930-12"),
    ("about the middle of July", "the middle of July", "1931-07~"),
    ("early in the month of December", "the month of December", "1930-12"),
    ("in 1926", "1926", "1926"),
    ("(1861-1924)", "1861-1924", "1861/1924"),
    ("the period 1926-29", "1926-29", "1926/1929"),
    ("in 1926/27", "1926/27", "1926/1927"),
    ("roughly since 1926", "1926", "1926~"),
    ("by approximately 1926-27", "1926-27", "1926~/1927~"),
    ("the end of 1926", "the end of 1926", "1926"),
    ("in the latter part of 1926", "the latter part of 1926", "1926"),
    ("the year 1926", "the year 1926", "1926"),
    ("the spring of 1926", "the spring of 1926", "1926-21"),
    ("1926, the spring", "1926, the spring", "1926-21"),
    ("the winter of 1926-27", "the winter of 1926-27", "1926-24"),
    ("at the end of the fall of 1926", "the end of the fall of 1926", "1926-23"),
    ("the first half of 1926", "the first half of 1926", "1926-01/1926-06"),
    ("the latter half of 1926", "the latter half of 1926", "1926-07/1926-12"),
    ("the third quarter of 1926", "the third quarter of 1926", "1926-07/1926-09"),
    ("the first half of February 1928", "the first half of February 1928", "1928-02-01/1928-02-15"),
    ("the second half of February 1928", "the second half of February 1928", "1928-02-16/1928-02-29"),
    ("the first days of May 1928", "the first days of May 1928", "1928-05"),
    ("the 1920s", "the 1920s", "192X"),
    ("in the early twenties", "the early twenties", "192X"),
    ("in the forties", "the forties", "184X"),
    ("the 18th century", "the 18th century", "17XX"),
    ("a seventeenth-century house", "seventeenth-century", "16XX"),
    ("in 44 BC", "44 BC", "-0043"),
    ("on December I, 1929", "December I, 1929", "1929-12-01"),
    ("since1925", "1925", "1925"),
    ("in November1925", "November1925", "1925-11"),
    ("November\n1925", "November\n1925", "1925-11"),
    ("30 February 1925", "30 February 1925", ""),
    ("4 мая 1928 года", "4 мая 1928 года", "1928-05-04"),
    ("в мае 1928 г.", "мае 1928 г.", "1928-05"),
    ("летом 1928 года", "летом 1928 года", "1928-22"),
    ("в конце 1928 г.", "конце 1928 г.", "1928"),
    ("в первой половине 1928 года", "первой половине 1928 года", "1928-01/1928-06"),
    ("в 1920-х годах", "1920-х годах", "192X"),
    ("в XVIII веке", "XVIII веке", "17XX"),
    ("двадцать первого июня", "двадцать первого июня", "1931-06-21"),
]


@pytest.mark.parametrize(("text", "span", "value"), ABSOLUTE)
def test_absolute_dates(text, span, value):
    assert found(text) == [(span, value)]
    assert find_dates(text, anchor=ANCHOR)[0].kind == "absolute"


RELATIVE = [
    ("He came yesterday.", "yesterday", "1931-10-13"),
    ("The day before yesterday I wrote", "The day before yesterday", "1931-10-12"),
    ("the day after tomorrow", "the day after tomorrow", "1931-10-16"),
    ("last year", "last year", "1930"),
    ("eighteen months ago", "eighteen months ago", "1930-04~"),
    ("a year and a half ago", "a year and a half ago", "1930-04~"),
    ("half a year ago", "half a year ago", "1931-04~"),
    ("five days ago", "five days ago", "1931-10-09"),
    ("some years ago", "some years ago", ""),
    ("in the spring", "the spring", "1931-21"),
    ("by the winter", "the winter", "1930-24"),
    ("last winter", "last winter", "1930-24"),
    ("last May", "last May", "1931-05"),
    ("in July last", "July last", "1931-07"),
    ("next week", "next week", "1931-10-19/1931-10-25"),
    ("on Monday", "Monday", "1931-10-12"),
    ("last Wednesday", "last Wednesday", "1931-10-07"),
    ("next Friday", "next Friday", "1931-10-16"),
    ("your letter of the 1st inst.", "the 1st inst.", "1931-10-01"),
    ("the 26th of last month", "the 26th of last month", "1931-09-26"),
    ("on the 12th, in the evening", "the 12th", "1931-10-12"),
    ("the middle of the year", "the middle of the year", "1931"),
    ("the last century", "the last century", "18XX"),
    ("вчера", "вчера", "1931-10-13"),
    ("в прошлом году", "прошлом году", "1930"),
    ("два года назад", "два года назад", "1929~"),
]


@pytest.mark.parametrize(("text", "span", "value"), RELATIVE)
def test_relative_dates(text, span, value):
    assert found(text) == [(span, value)]
    assert find_dates(text, anchor=ANCHOR)[0].kind == "relative"


DURATIONS = [
    ("for many years", "many years", ""),
    ("For seven months.", "seven months", ""),
    ("How long? A week.", "A week", ""),
    ("a number of years", "a number of years", ""),
    ("the last eight years", "the last eight years", "1923/1931"),
    ("the last few years", "the last few years", ""),
    ("несколько лет", "несколько лет", ""),
]


@pytest.mark.parametrize(("text", "span", "value"), DURATIONS)
def test_durations(text, span, value):
    assert found(text) == [(span, value)]
    assert find_dates(text, anchor=ANCHOR)[0].kind == "duration"


NO_DATES = [
    "at 12:10 p.m. and again at 7 o'clock",
    "Article 58, section 8",
    "Vol. XXVII, p. 1936, and pp. 1936-40",
    "they paid 1,926 roubles, or 1926 rubles",
    "a column of 1500 men",
    "You may go; we march at noon.",
    "an august assembly",
    "by May Carter and to June Weller",
    "the 5th floor, on the 5th floor of the house",
    "He was ten years old, aged 30 years.",
    "three times a day, every two weeks",
    "How many months?",
    "https://archive.example/1936/08/trial.htm",
    "In the winter coat and the Winter Palace",
    "the fall of the city",
    "Case no. 1689. Nos. 1689 and others",
    "1689. MARY HOLT was indicted",
    "Long years ago, ten thousand years ago",
    "her last years and the last day of her stay",
    "at that time, one after another",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates(text):
    assert found(text) == []


LISTS = [
    ("In 1926, 1927 and 1929", ["1926", "1927", "1929"]),
    ("from 1926 to 1929", ["1926", "1929"]),
    ("That time, 1926 and 1927, was lost", ["1926", "1927"]),
    ("from May to July 1927", ["1927-05", "1927-07"]),
    ("from November to January 1927", ["1926-11", "1927-01"]),
    ("the 10th or 11th of August 1927", ["1927-08-10", "1927-08-11"]),
    ("between the spring and the autumn of 1927", ["1927-21", "1927-23"]),
    ("с 1926 по 1929 год", ["1926", "1929"]),
]


@pytest.mark.parametrize(("text", "values"), LISTS)
def test_dates_side_by_side(text, values):
    assert [value for _, value in found(text)] == values


CONTEXTS = [
    ("It began in 1926. That year we met.", ["1926", "1926"]),
    ("It began in 1926. We met in the autumn of that year.", ["1926", "1926-23"]),
    ("It began in 1926. In May he left.", ["1926", "1926-05"]),
    ("On 3 May 1926 he wrote. The next day he left.", ["1926-05-03", "1926-05-04"]),
    ("On 3 May 1926 he wrote. On the 12th, he left.", ["1926-05-03", "1926-05-12"]),
    ("He came in May 1926. Two months later he left.", ["1926-05", "1926-07~"]),
    ("On 3 May we met. (It was 3 May 1926.)", ["1926-05-03", "1926-05-03"]),
    ("It was 1880. " + "On 3 May he left.", ["1880", "1880-05-03"]),
]


@pytest.mark.parametrize(("text", "values"), CONTEXTS)
def test_values_from_the_dates_before(text, values):
    assert [value for _, value in found(text)] == values


def test_without_an_anchor_only_what_is_written_or_named_before_has_a_value():
    assert found("Yesterday, on May 3, he said it.", anchor="") == [("Yesterday", ""), ("May 3", "")]
    assert found("In 1926, in May, he said it.", anchor="") == [("1926", "1926"), ("May", "1926-05")]


WORDS = [
    "May",
    "the",
    "of",
    "1926",
    "12",
    "3rd",
    "last",
    "year",
    "in",
    "and",
    "-",
    ",",
    ".",
    "autumn",
    "about",
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from([*WORDS, "\n", "\n\n", " ", "half", "first", "ago", "two", "1930s", "I", "г.", "в"])
    ).map(" ".join),
)


@given(TEXTS, st.sampled_from(["", "1931", "1931-10", ANCHOR]))
def test_offsets_are_sacred_and_values_are_edtf(text, anchor):
    end = 0
    for date in find_dates(text, anchor=anchor):
        assert text[date.start : date.end] == date.text == date.text.strip() != ""
        assert date.start >= end
        end = date.end
        if date.value:
            edtf.parse_edtf(date.value)


HOSTILE = [
    "the " * 60_000,
    "1" * 200_000,
    "_" * 200_000,
    "a" * 200_000 + "://",
    "\n" * 200_000,
    "1926-" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_time_grows_with_the_text_and_not_with_its_square(text):
    begin = time.process_time()
    find_dates(text, anchor=ANCHOR)
    assert time.process_time() - begin < 2


@pytest.mark.shared
def test_dates_of_the_records():
    gold_path = SHARED / "bench/persons/dates-dev.jsonl"
    if not gold_path.exists():
        pytest.skip("../shared is not here")
    gold = {
        (row["file"], row["start"], row["end"])
        for row in map(json.loads, gold_path.read_text("utf-8").splitlines())
    }
    spans = {
        (name, date.start, date.end)
        for name in {name for name, _, _ in gold}
        for date in find_dates((SHARED / "corpus" / name).read_text("utf-8"), anchor="1936-08-20")
    }
    assert len(gold & spans) / len(gold) >= 0.95
    assert len(gold & spans) / len(spans) >= 0.95
