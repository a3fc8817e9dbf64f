import pytest

from corpus.catalogue.reading.documents import (
    count_documents,
    read_copies,
    read_document,
    read_documents,
    read_sections,
    read_text,
)
from corpus.catalogue.reading.exports import export_mentions, export_passages, export_turns
from corpus.catalogue.reading.mentions import read_mentions
from corpus.catalogue.reading.passages import (
    count_passages,
    iterate_passages,
    read_document_passages,
    read_passages,
)
from corpus.catalogue.reading.skipped import blank, cut
from corpus.catalogue.reading.values import Span
from corpus.model import MentionKind
from tests.trial import EVENING, MORNING


@pytest.mark.parametrize(("revision", "passages"), [(0, 0), (1, 8), (2, 4)])
def test_a_revision_sees_its_own_rows(at, revision, passages):
    assert count_passages(at(revision)) == passages
    assert sum(map(len, iterate_passages(at(revision), size=3))) == passages


def test_passages_are_in_the_order_of_the_record_and_true_to_the_text(at, morning, evening):
    texts = {morning: MORNING, evening: EVENING}
    found = list(export_passages(at(1)))
    assert "".join(passage.text for passage in found) == MORNING + EVENING
    for passage in found:
        assert texts[passage.document.id][passage.start : passage.end] == passage.text
    assert [passage.ordinal for passage in found] == [0, 1, 2, 3, 4, 0, 1, 2]


def test_an_old_revision_keeps_its_text(at, morning):
    assert read_text(at(1), morning) == MORNING
    assert read_text(at(2), morning) != MORNING
    assert read_text(at(1), "nowhere") is None


def test_turns_speakers_and_section_of_a_passage(at, morning):
    found = read_passages(at(1), [f"{morning}.2", f"{morning}.3", "nowhere.1"])
    assert sorted(found) == [f"{morning}.2", f"{morning}.3"]
    veresov, clerk = found[f"{morning}.2"], found[f"{morning}.3"]
    assert (veresov.section, veresov.section_date) == ("Session", "1931-05-05")
    assert (veresov.speakers, clerk.speakers) == (("Anton Veresov",), ("THE CLERK",))
    assert MORNING[veresov.turns[0].start : veresov.turns[0].speech_start] == "VERESOV: "


def test_noise_is_marked_where_it_stands(at, evening):
    last = read_document_passages(at(1), evening, first=2, limit=5)[0]
    assert [EVENING[span.start : span.end] for span in last.noise] == ["[edit]"]


@pytest.mark.parametrize(
    ("text", "offset", "spans", "blanked", "shortened"),
    [
        ("one two", 10, [], "one two", "one two"),
        ("one two", 10, [Span(10, 13)], "    two", " two"),
        ("Vere-\nsov", 4, [Span(8, 10)], "Vere  sov", "Veresov"),
        ("a-\nb-\nc", 0, [Span(1, 3), Span(4, 6)], "a  b  c", "abc"),
    ],
)
def test_what_is_skipped(text, offset, spans, blanked, shortened):
    assert blank(text, offset, spans) == blanked
    assert cut(text, offset, spans) == shortened


def test_mentions_with_whom_they_name(at, morning):
    passage = read_passages(at(1), [f"{morning}.4"])[f"{morning}.4"]
    found = read_mentions(at(1), [passage.key])[passage.key]
    assert [
        (mention.text, mention.kind, [(a.entity.name, a.tier.value) for a in mention.attributions])
        for mention in found
    ] == [
        ("Lind", "person", [("Anna Lind", "possible"), ("Berta Lind", "possible")]),
        ("Orme", "person", [("Anton Veresov", "probable")]),
        ("the year 1928", "date", []),
    ]
    for mention in found:
        assert MORNING[mention.start : mention.end] == mention.text


def test_documents_come_by_the_numbers_in_their_paths(at, morning, evening):
    found = read_documents(at(1), limit=10)
    assert [document.id for _, document in found] == [morning, evening]
    assert [document.name for _, document in found] == ["Morning", "Evening"]
    assert [document.passages for _, document in found] == [5, 3]
    assert [document.id for _, document in read_documents(at(1), after=found[0][0], limit=10)] == [evening]
    assert read_documents(at(1), collection="elsewhere", limit=10) == []
    assert (count_documents(at(1)), count_documents(at(1), "elsewhere")) == (2, 0)


def test_one_document(at, morning):
    document = read_document(at(1), morning)
    assert (document.title, document.published, document.length) == ("Morning", "1932", len(MORNING))
    assert read_document(at(0), morning) is None
    assert [(s.title, s.date, s.passage) for s in read_sections(at(1), morning)] == [
        ("Session", "1931-05-05", 0)
    ]
    assert read_copies(at(1), document) == []


def test_exported_mentions_have_one_row_for_each_person(at):
    rows = [row for row in export_mentions(at(1)) if row.text == "Lind"]
    assert [(row.person, row.tier, row.reason, row.value) for row in rows] == [
        ("panna", "possible", "surname", None),
        ("pberta", "possible", "surname", None),
    ]


@pytest.mark.parametrize(("kind", "rows"), [(None, 15), ("person", 11), ("organisation", 1), ("date", 3)])
def test_exported_mentions_by_kind(at, kind, rows):
    found = list(export_mentions(at(1), MentionKind(kind) if kind else None))
    assert len(found) == rows
    texts = {"trial/session-2.txt": MORNING, "trial/session-10.txt": EVENING}
    assert all(texts[row.source][row.start : row.end] == row.text for row in found)


def test_exported_dates_have_their_value(at):
    values = [(row.text, row.value, row.person) for row in export_mentions(at(1), MentionKind.DATE)]
    assert values == [
        ("4 May 1931", "1931-05-04", None),
        ("one day", None, None),
        ("the year 1928", "1928", None),
    ]


def test_exported_turns_name_their_speaker(at):
    turns = [(turn.source, turn.label, turn.speaker) for turn in export_turns(at(1))]
    assert turns == [
        ("trial/session-2.txt", "VERESOV", "pveresov"),
        ("trial/session-2.txt", "THE CLERK", None),
        ("trial/session-10.txt", "THE CLERK", None),
    ]
