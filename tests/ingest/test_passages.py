import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Finder, Mention, MentionKind, Range, RangeKind, Section, Turn
from ingest.passages import split_passages
from ingest.turns import find_turns


def mention(text, start, end):
    return Mention(start, end, text[start:end], MentionKind.PERSON, Finder.SPACY, text[start:end])


def split(text, *, ranges=(), sections=(), turns=(), mentions=()):
    whole = sections or (Section(0, len(text)),)
    return split_passages(text, ranges=ranges, sections=whole, turns=turns, mentions=mentions)


def texts(text, **facts):
    return [text[p.start : p.end] for p in split(text, **facts)]


def sentence(words, first="Word"):
    return " ".join([first] + ["word"] * (words - 1)) + "."


def sizes(text, **facts):
    return [len(passage.split()) for passage in texts(text, **facts)]


def test_short_text_is_one_passage():
    assert texts("Anne Hale kept the inn.\n") == ["Anne Hale kept the inn.\n"]
    assert texts("") == []


def test_paragraphs_stay_whole():
    text = "\n\n".join(" ".join([sentence(10)] * n) for n in (9, 8, 11, 9))
    assert sizes(text) == [90, 80, 110, 90]


def test_a_long_paragraph_is_cut_at_sentence_ends():
    text = " ".join([sentence(25)] * 20)
    assert all(75 <= size <= 150 for size in sizes(text))
    assert all(passage.rstrip().endswith(".") for passage in texts(text))


def test_a_sentence_without_end_is_cut_at_clauses_or_words():
    commas = ", ".join(["one two three four five six seven"] * 200)
    assert max(sizes(commas)) <= 150
    assert all(passage.rstrip().endswith(",") for passage in texts(commas)[:-1])
    plain = " ".join(["word"] * 1500)
    assert max(sizes(plain)) <= 150
    assert all(passage.split() == ["word"] * len(passage.split()) for passage in texts(plain))


def test_no_passage_crosses_a_section():
    text = sentence(30) + "\n" + sentence(30)
    middle = text.index("\n") + 1
    found = split(text, sections=(Section(0, middle), Section(middle, len(text))))
    assert [(p.start, p.end, p.section) for p in found] == [(0, middle, 0), (middle, len(text), 1)]


def test_a_heading_stays_with_what_follows():
    before, after = sentence(100), sentence(100)
    text = f"{before}\n\nThe Ferry\n\n{after}"
    heading = Range(text.index("The"), text.index("Ferry") + 5, RangeKind.HEADING)
    assert texts(text, ranges=(heading,)) == [f"{before}\n\n", f"The Ferry\n\n{after}"]


def test_short_answers_stay_with_their_questions():
    exchanges = [f"Hale: {sentence(n)[:-1]}? Orme: {sentence(n % 7 + 1)} " for n in range(8, 40)]
    text = "".join(exchanges)
    turns = find_turns(text, ())
    assert len(turns) == 64
    for passage in texts(text, turns=turns):
        assert passage.startswith("Hale: ")
        assert not passage.rstrip().endswith("?")


def test_a_passage_knows_its_turns():
    text = f"Hale: {sentence(100)} Orme: {sentence(90)} Hale: Yes. Orme: No."
    turns = find_turns(text, ())
    found = split(text, turns=turns)
    assert [p.turns for p in found] == [(0,), (1, 2, 3)]


@pytest.mark.parametrize("noise", ["[edit]", "[1]", "[12]: xvii"])
def test_small_noise_lies_inside_a_passage(noise):
    text = f"Anne Hale.{noise} She kept the inn."
    start = text.index(noise)
    assert texts(text, ranges=(Range(start, start + len(noise), RangeKind.NOISE),)) == [text]


def test_whole_lines_of_noise_lie_between_passages():
    text = f"Archive\n\n{sentence(70)}\n\nHome | Back\n\n{sentence(70)}\n"
    ranges = [
        Range(text.index(line), text.index(line) + len(line), RangeKind.NOISE)
        for line in ("Archive", "Home | Back")
    ]
    assert [passage.strip() for passage in texts(text, ranges=ranges)] == [sentence(70)] * 2


def test_noise_alone_is_no_passage():
    text = f"---\n# The inn\n{sentence(20)}\n## "
    noise = [Range(0, 6, RangeKind.NOISE), Range(len(text) - 3, len(text), RangeKind.NOISE)]
    sections = (Section(0, 6), Section(6, len(text) - 4), Section(len(text) - 4, len(text)))
    assert texts(text, ranges=noise, sections=sections) == [text[6:-4]]


# --- Promises, for any text ---

PIECES = st.sampled_from(
    [
        "Anne Hale",
        "went home",
        ". ",
        ", ",
        "? ",
        "\n",
        "\n\n",
        " ",
        "Orme: ",
        "[1]",
        "har-\nbour ",
        "word " * 40,
        "I. ",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@st.composite
def tagged(draw):
    text = draw(TEXTS)
    spans = st.lists(st.tuples(st.integers(0, len(text)), st.integers(1, 30)), max_size=6)
    cut = [(a, min(a + n, len(text))) for a, n in draw(spans) if a < len(text)]
    noise = [Range(a, b, RangeKind.NOISE) for a, b in cut[::2]]
    mentions = [
        mention(text, a, b) for a, b in cut[1::2] if not any(a < r.end and r.start < b for r in noise)
    ]
    borders = sorted(draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=3)))
    borders = [b for b in borders if b < len(text) and not any(m.start < b < m.end for m in mentions)]
    sections = [Section(a, b) for a, b in zip([0, *borders], [*borders, len(text)], strict=True) if a < b]
    return text, noise, sections, find_turns(text, ()), mentions


@settings(max_examples=200, deadline=None)
@given(tagged())
def test_passages_keep_their_promises(case):
    text, noise, sections, turns, mentions = case
    found = split_passages(text, ranges=noise, sections=sections, turns=turns, mentions=mentions)
    covered = [0] * len(text)
    for ordinal, passage in enumerate(found):
        assert passage.ordinal == ordinal
        assert passage.start < passage.end
        section = sections[passage.section]
        assert section.start <= passage.start
        assert passage.end <= section.end
        for offset in range(passage.start, passage.end):
            covered[offset] += 1
        for number, turn in enumerate(turns):
            assert (number in passage.turns) == (turn.start < passage.end and passage.start < turn.end)
    noisy = {offset for r in noise for offset in range(r.start, r.end)}
    for offset, count in enumerate(covered):
        assert count <= 1
        assert count == 1 or offset in noisy or text[offset].isspace()
    for m in mentions:
        assert not any(m.start < p.start < m.end or m.start < p.end < m.end for p in found)


@settings(max_examples=50, deadline=None)
@given(tagged())
def test_no_passage_is_longer_than_the_cap(case):
    text, noise, sections, turns, _ = case
    found = split_passages(text, ranges=noise, sections=sections, turns=turns, mentions=())
    assert all(len(text[p.start : p.end].split()) <= 300 for p in found)


def test_a_turn_that_starts_inside_a_mention_does_not_cut_it():
    text = f"{sentence(100)} Anne Hale: {sentence(100)}"
    start = text.index("Anne")
    turn = Turn(start + 5, len(text), "Hale", start + 11)
    found = split(text, turns=(turn,), mentions=(mention(text, start, start + 9),))
    assert all(not start < p.start < start + 9 for p in found)
