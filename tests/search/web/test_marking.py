"""A passage in parts: nothing lost, marks and hits where they belong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.reading.values import DocumentName, PassageView, Span, TurnView
from search.web.marking import Mark, mark_passage

DOCUMENT = DocumentName("d", "Fiction", "", "c", "in/a.txt", "a.txt", "en")
offsets = st.integers(min_value=0, max_value=60)


def make_passage(text: str, start: int = 0, turns: tuple[TurnView, ...] = (), noise: tuple[Span, ...] = ()):
    return PassageView("d.0", 0, start, start + len(text), text, DOCUMENT, "", "", turns, noise)


def shown(blocks) -> list[list[tuple[str, str, str]]]:
    """Each block as (text, style of the run, style of the part)."""
    return [
        [(part.text, run.style, part.style) for run in block.runs for part in run.parts] for block in blocks
    ]


@st.composite
def spans(draw):
    start = draw(offsets)
    return Span(start, start + draw(st.integers(min_value=0, max_value=20)))


@given(
    text=st.text(alphabet="ab \n", max_size=40),
    start=st.integers(min_value=0, max_value=20),
    marks=st.lists(spans(), max_size=5),
    hits=st.lists(spans(), max_size=5),
    noise=st.lists(spans(), max_size=2),
    turns=st.lists(spans(), max_size=3),
)
def test_no_character_is_lost_or_added(text, start, marks, hits, noise, turns):
    views = tuple(TurnView(n, t.start, t.end, "ab", t.start, None) for n, t in enumerate(turns))
    passage = make_passage(text, start, views, tuple(noise))
    blocks = mark_passage(passage, [Mark(m.start, m.end, "person") for m in marks], hits)
    assert "".join(part for block in shown(blocks) for part, _, _ in block) == text
    hit = "".join(
        ("x" if "hit" in style else ".") * len(part) for block in shown(blocks) for part, _, style in block
    )
    assert hit == "".join(
        "x" if any(h.start <= start + n < h.end for h in hits) else "." for n in range(len(text))
    )


def test_offsets_are_the_stored_texts():
    blocks = mark_passage(make_passage("saw Ada here", start=100), [Mark(104, 107, "person certain")])
    assert shown(blocks) == [[("saw ", "", ""), ("Ada", "person certain", ""), (" here", "", "")]]


def test_a_hit_within_a_mention_keeps_it_whole():
    blocks = mark_passage(make_passage("Ada Lee"), [Mark(0, 7, "person", "/persons/p")], [Span(4, 7)])
    (run,) = blocks[0].runs
    assert [(part.text, part.style) for part in run.parts] == [("Ada ", ""), ("Lee", "hit")]
    assert run.href == "/persons/p"


def test_of_nested_mentions_the_inner_shows():
    marks = [Mark(0, 11, "organisation"), Mark(4, 7, "person")]
    blocks = mark_passage(make_passage("The Lee Inn"), marks)
    assert [(part, style) for part, style, _ in shown(blocks)[0]] == [
        ("The ", "organisation"),
        ("Lee", "person"),
        (" Inn", "organisation"),
    ]


def test_blocks_begin_with_turns_and_after_empty_lines():
    text = "Q: One?\nA: Two.\n\nThree."
    turns = (TurnView(0, 0, 8, "Q", 3, None), TurnView(1, 8, 24, "A", 11, None))
    blocks = mark_passage(make_passage(text, turns=turns, noise=(Span(17, 22),)))
    assert shown(blocks) == [
        [("Q", "", "label"), (": One?\n", "", "")],
        [("A", "", "label"), (": Two.\n\n", "", "")],
        [("Three", "", "noise"), (".", "", "")],
    ]
