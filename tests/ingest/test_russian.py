"""The Russian tagger: entities and nominatives, with the real models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import InvalidError
from ingest import russian
from ingest.russian import load_russian_tagger, russian_version
from ingest.tagging import Label

pytest.importorskip("slovnet", reason="the extra ru is not installed")

TEXT = "Анна Петровна Линд встретила Антона Вересова в Ленинграде. Это решил Верховный суд."


@pytest.fixture(scope="module")
def tagger():
    found = load_russian_tagger()
    assert found is not None
    return found


@pytest.fixture
def persons(tagger):
    """The persons of a text as they are written."""

    def find(text: str) -> list[str]:
        (spans,) = tagger.tag([text])
        return [text[s.start : s.end] for s in spans if s.label is Label.PERSON]

    return find


def test_persons_places_and_bodies_are_found(tagger):
    (spans,) = tagger.tag([TEXT])
    assert [(TEXT[s.start : s.end], s.label) for s in spans] == [
        ("Анна Петровна Линд", Label.PERSON),
        ("Антона Вересова", Label.PERSON),
        ("Ленинграде", Label.OTHER),
        ("Верховный суд", Label.ORGANISATION),
    ]


def test_every_text_has_its_answer_in_order(tagger):
    texts = ["", TEXT, " ", "...", "Никого здесь нет.", TEXT, "Вересов ушёл."] * 20
    answers = list(tagger.tag(iter(texts)))
    assert len(answers) == len(texts)
    expected = {TEXT: 4, "Вересов ушёл.": 1}
    assert [len(answer) for answer in answers] == [expected.get(text, 0) for text in texts]
    assert len({answers[n] for n, text in enumerate(texts) if text == TEXT}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Подсудимый Зинцовъ показалъ, что видѣлъ Ѳедора Вересова.", ["Зинцовъ", "Ѳедора Вересова"]),
        ("Суд спросил, где был Вере\u0301сов в тот день.", ["Вере\u0301сов"]),
        ("Свидетель назвал Андреи\u0306 Саи\u0306кин.", ["Андреи\u0306 Саи\u0306кин"]),
        ("Разве Вересов молчал? Неужели Линд не знала?", ["Вересов", "Линд"]),
        ("Приехал Томас Хейл (Thomas Hale), сообщает газета.", ["Томас Хейл", "Thomas Hale"]),
    ],
)
def test_old_letters_accents_and_brackets_hide_no_name(persons, text, expected):
    assert persons(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Председательствующего — военного юриста ГУРЕЕВА, при секретаре ВЕРЕСОВЕ", ["ГУРЕЕВА", "ВЕРЕСОВЕ"]),
        (
            "с участием адвокатов КРУГЛОВА, РУБЕЖАНСКОГО и ГАЛЬПЕРНА",
            ["КРУГЛОВА", "РУБЕЖАНСКОГО", "ГАЛЬПЕРНА"],
        ),
        ("ПРОТОКОЛ СУДЕБНОГО ЗАСЕДАНИЯ", []),
        ("Заместитель начальника ОГПУ и сотрудник МАГАТЕ молчали.", []),
    ],
)
def test_names_in_capitals_are_names_and_other_words_in_capitals_are_none(persons, text, expected):
    assert persons(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Лоцман уверял, что ошибся. Кучер молчал.", []),
        ("Вересова допросили. — Мельник ответил за него.", ["Вересова"]),
        ("Писарь прочёл письмо Кузнеца.", ["Кузнеца"]),
        ("Вересов ответил за него.", ["Вересов"]),
    ],
)
def test_a_calling_is_no_person_for_beginning_a_sentence(persons, text, expected):
    assert persons(text) == expected


@pytest.mark.parametrize(
    ("text", "written", "nominative"),
    [
        ("Об этом суд спросил Антона Вересова.", "Антона Вересова", "Антон Вересов"),
        ("Вместе с Вересовым приехала жена.", "Вересовым", "Вересов"),
        ("О Вересове на суде молчали.", "Вересове", "Вересов"),
        ("Суд выслушал показания Софьи Тугариной.", "Софьи Тугариной", "Софья Тугарина"),
        ("Письмо Крупицкой нашли в столе.", "Крупицкой", "Крупицкая"),
        ("Передал Вере Павловне Солнцевой.", "Вере Павловне Солнцевой", "Вера Павловна Солнцева"),
        ("Сергея Ивановича допросили.", "Сергея Ивановича", "Сергей Иванович"),
        ("Разговор с А. П. Линд-Вересовым.", "А. П. Линд-Вересовым", "А. П. Линд-Вересов"),
        ("Речь защитника Ивана Головко.", "Ивана Головко", "Иван Головко"),
        ("Показания Гаррета Кердпола прочли.", "Гаррета Кердпола", "Гаррет Кердпол"),
        ("Суд вызвал Вере\u0301сова къ допросу.", "Вере\u0301сова", "Вересов"),
        ("Антон Вересов не пришёл.", "Антон Вересов", "Антон Вересов"),
        ("Суд спросил ВЕРЕСОВА Антона.", "ВЕРЕСОВА", "ВЕРЕСОВ"),
        ("Статья Томаса Hale о суде.", "Hale", "Hale"),
        ("Статья о суде — Н.", "—", "—"),
    ],
)
def test_a_name_gets_its_nominative(tagger, text, written, nominative):
    start = text.index(written)
    assert list(tagger.nominatives(text, [(start, start + len(written))])) == [nominative]


def test_each_of_many_names_gets_its_own(tagger):
    names = ["Антона Вересова", "Софью Тугарину", "Льва Крупицкого"] * 50
    text = "".join(f"Суд назвал {name} вчера. " for name in names)
    spans, at = [], 0
    for name in names:
        at = text.index(name, at)
        spans.append((at, at + len(name)))
        at += len(name)
    found = list(tagger.nominatives(text, spans))
    assert found == ["Антон Вересов", "Софья Тугарина", "Лев Крупицкий"] * 50
    assert list(tagger.nominatives(text, [])) == []


def test_nothing_is_loaded_before_a_russian_text_comes():
    libraries = ("slovnet", "navec", "razdel", "pymorphy3", "spacy", "numpy")
    code = f"import sys, ingest.processing; print([m for m in {libraries} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- Where it is missing or broken ---


@pytest.fixture
def anew():
    """Versions and taggers are asked for anew, before and after."""
    for cached in (load_russian_tagger, russian_version):
        cached.cache_clear()
    yield
    for cached in (load_russian_tagger, russian_version):
        cached.cache_clear()


def test_a_version_names_what_reads_and_what_inflects():
    assert [part.rpartition("-")[0] for part in russian_version().split()] == [
        "natasha",
        "slovnet",
        "pymorphy3",
        "pymorphy3-dicts-ru",
    ]


@pytest.mark.usefixtures("anew")
def test_without_the_extra_there_is_no_tagger(monkeypatch):
    monkeypatch.setattr(russian, "_PACKAGES", ("natasha", "no-such-package-of-the-tests"))
    assert russian_version() == ""
    assert load_russian_tagger() is None


@pytest.mark.usefixtures("anew")
def test_a_broken_package_is_one_clear_error(monkeypatch, tmp_path):
    (tmp_path / "emb").mkdir()
    Path(tmp_path, russian._WORDS).write_bytes(b"no archive")
    monkeypatch.setattr(russian, "_data_folder", lambda: tmp_path)
    with pytest.raises(InvalidError, match=r"Russian tagger cannot be loaded.*stenogram\[ru\]") as caught:
        load_russian_tagger()
    assert "\n" not in str(caught.value)
