import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import sentence_ends


def sentences(text):
    ends = sentence_ends(text, 0, len(text))
    return [text[a:b].strip() for a, b in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ('"Go!" he said. "Why?"', ['"Go!" he said.', '"Why?"']),
        ("Mr. Orme met J. K. Voss. They ate.", ["Mr. Orme met J. K. Voss.", "They ate."]),
        ("V.V. Orme signed. Yes.", ["V.V. Orme signed.", "Yes."]),
        ("I went . . . I came.", ["I went . . .", "I came."]),
        ("Wait... and see. Good.", ["Wait... and see.", "Good."]),
        ("The No. 5 boat sank. No. I did not.", ["The No. 5 boat sank.", "No.", "I did not."]),
        ("See Vol. IV of it. Done.", ["See Vol. IV of it.", "Done."]),
        ("1. The boat. 2. The quay.", ["1. The boat.", "2. The quay."]),
        ("It was in 1931. Then it rained.", ["It was in 1931.", "Then it rained."]),
        ("He was in Lund.Orme came.", ["He was in Lund.", "Orme came."]),
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("Он пришёл. Тов. Лебедев ушёл.", ["Он пришёл.", "Тов. Лебедев ушёл."]),
        ("Это было в г. Лунде. А. П. Орлов молчал.", ["Это было в г. Лунде.", "А. П. Орлов молчал."]),
        ("В 1931 г. Орлов молчал. Да.", ["В 1931 г.", "Орлов молчал.", "Да."]),
        ("no mark at all", []),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


def test_only_looks_inside_the_stretch():
    text = "One. Two. Three."
    assert sentence_ends(text, 5, 9) == [9]


@settings(deadline=None)
@given(st.text(alphabet="aB .!?\"'\n()1Я", max_size=60))
def test_offsets_ascend_within_the_text(text):
    ends = sentence_ends(text, 0, len(text))
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) and any(c in ".!?" for c in text[:end]) for end in ends)
