import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Range, RangeKind
from ingest.cleaning import clean
from ingest.readers import read


def cleaned(text):
    return clean(text, read("text/plain", text.encode()).ranges)


def stretches(text):
    result = cleaned(text)
    return [result.text[a:b] for a, b in result.stretches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anne Hale\nwent home.", "Anne Hale went home."),
        ("Anne\r\nHale", "Anne Hale"),
        ("She fled.[5] Then", "She fled. Then"),
        ("She fled.[5]Then", "She fled. Then"),
        ("in 1931[2], when", "in 1931, when"),
        ("Orme[3]'s boat", "Orme's boat"),
        ("the har-\nbour of Lund", "the harbour of Lund"),
        ("Anne Ter-\nMarek", "Anne Ter-Marek"),
        ("Lind\u00adqvist", "Lindqvist"),
    ],
)
def test_clean_text(text, expected):
    assert cleaned(text).text == expected


def test_markup_does_not_glue_or_split_words():
    text = "Some **Anne** Hale and [Orme](http://x.org)'s boat\n"
    result = clean(text, read("text/markdown", text.encode()).ranges)
    assert result.text.strip() == "Some Anne Hale and Orme's boat"


def test_fact_lines_lose_their_keys_and_the_address():
    text = "TITLE: The Hale Case\nURL: http://example.org/orme\n\nAnne Hale spoke.\n"
    assert stretches(text) == ["The Hale Case", "Anne Hale spoke."]


def test_headings_are_stretches_of_their_own():
    text = "Chapter 3\n\nAnne Hale spoke. Orme did not.\n"
    assert stretches(text) == ["Chapter 3", "Anne Hale spoke. Orme did not."]


def test_stretches_end_at_sentences_and_have_a_limit():
    text = " ".join(["Anne Hale kept the inn at the ferry."] * 200)
    parts = stretches(text)
    assert len(parts) == 3
    assert all(part.endswith("ferry.") and len(part.split()) <= 600 for part in parts)
    assert all(len(part.split()) <= 600 for part in stretches("word " * 2000))


@pytest.mark.parametrize(
    ("text", "name", "stored"),
    [
        ("Mr. Lind-\nqvist left", "Lindqvist", "Lind-\nqvist"),
        ("Anne\nHale left", "Anne Hale", "Anne\nHale"),
        ("Anne[1] Hale left", "Anne Hale", "Anne[1] Hale"),
        ("Anne Hale[1] left", "Anne Hale", "Anne Hale"),
        ("He left.[1]Anne", "Anne", "Anne"),
    ],
)
def test_locate(text, name, stored):
    result = cleaned(text)
    at = result.text.index(name)
    start, end = result.locate(at, at + len(name))
    assert text[start:end] == stored


PIECES = st.sampled_from(
    ["Anne", "Hale", " ", "\n", "\n\n", ". ", "[12]", "[edit]", "har-\nbour", "Ter-\nMarek", "\u00ad", "1931"]
)
HEADS = st.sampled_from(["", "TITLE: The Case\nURL: http://x.org\n\n"])


def folded(text):
    return re.sub(r"\s+", "", text)


@settings(max_examples=300, deadline=None)
@given(HEADS, st.lists(PIECES, max_size=40), st.data())
def test_any_span_maps_back_to_itself(head, pieces, data):
    text = head + "".join(pieces)
    if not text.strip():
        return
    ranges = read("text/plain", text.encode()).ranges
    result = clean(text, ranges)
    if not result.text.strip():
        return
    first = data.draw(st.integers(0, len(result.text) - 1))
    last = data.draw(st.integers(first + 1, len(result.text)))
    start, end = result.locate(first, last)
    assert 0 <= start < end <= len(text)
    left_out = {
        o for r in ranges if r.kind in (RangeKind.JOIN, RangeKind.NOISE) for o in range(r.start, r.end)
    }
    body = text.index("\n\n") + 2 if head else 0
    if start >= body:
        kept = "".join(text[o] for o in range(start, end) if o not in left_out)
        assert folded(kept) == folded(result.text[first:last])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_stretches_leave_out_white_space_only(pieces):
    text = "".join(pieces)
    result = clean(text, [Range(0, 1, RangeKind.HEADING)] if text else [])
    outside = list(result.text)
    for start, end in result.stretches:
        assert result.text[start:end] == result.text[start:end].strip() != ""
        outside[start:end] = [" "] * (end - start)
    assert "".join(outside).strip() == ""
    assert all(a[1] <= b[0] for a, b in zip(result.stretches, result.stretches[1:], strict=False))


DOUBLED = (
    "Mr.  Justice  Hale  said  that  the  clerk  of  the  court  will  now \n"
    "call  the  names  of  Anne \nOrme. "
)


def test_a_text_that_was_justified_has_one_blank_between_words():
    found = cleaned(DOUBLED * 3)
    assert "Mr. Justice Hale said that the clerk" in found.text
    assert "names of Anne Orme." in found.text
    at = found.text.index("Anne Orme")
    assert (DOUBLED * 3)[slice(*found.locate(at, at + 9))] == "Anne \nOrme"


def test_columns_and_what_is_indented_stay_apart():
    text = "Abram Hale    20\nAnna Orme    31\nhis name\n              ANNE HALE"
    assert cleaned(text).text == text.replace("\n", " ")
