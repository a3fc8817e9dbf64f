"""The sample collection shows what it promises to show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.manifest import load_collection, sample_root

ROOT = sample_root()
RECORD = sorted((ROOT / "fictional-record").glob("*.txt"))
FICTION = [*sorted((ROOT / "fictional-record").iterdir()), ROOT / "lantern-case-ru.txt"]
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in RECORD}
ALL = "\n".join(TEXTS.values())
NEWSPAPER = (ROOT / "fictional-record" / "07-newspaper.html").read_text(encoding="utf-8")
RUSSIAN = (ROOT / "lantern-case-ru.txt").read_text(encoding="utf-8")
BACKGROUND = (ROOT / "moscow-trials-background.md").read_text(encoding="utf-8")


def _words(text: str) -> int:
    return len(text.split())


def _labels(text: str) -> set[str]:
    return set(re.findall(r"^([A-Z][\w. ]{2,30})(?: \([^)]*\))?:", text, re.MULTILINE))


def test_every_file_has_a_place_in_the_manifest():
    manifest = load_collection(ROOT / "collection.toml")
    relatives = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    relatives.remove("collection.toml")
    assert manifest.unmatched(relatives) == ()
    for relative in relatives:
        facts = manifest.bibliography_for(relative)
        assert facts.licence == "CC0 1.0"
        assert facts.published or relative.endswith("-ru.txt")
    assert manifest.bibliography_for("lantern-case-ru.txt").language == "ru"


@pytest.mark.parametrize("path", FICTION, ids=lambda path: path.name)
def test_fiction_says_so_in_its_first_line_and_in_its_text(path: Path):
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    marks = re.compile("fictional|вымышлен", re.IGNORECASE)
    assert marks.search(first)
    assert any(marks.search(line) for line in rest[:20])


@pytest.mark.parametrize("path", [p for p in FICTION if p.parent != ROOT], ids=lambda path: path.name)
def test_the_manifest_marks_the_fiction(path: Path):
    manifest = load_collection(ROOT / "collection.toml")
    facts = manifest.bibliography_for(path.relative_to(ROOT).as_posix())
    assert "(fictional)" in facts.publisher
    assert "(fictional)" in facts.place


@pytest.mark.parametrize("name", TEXTS)
def test_records_begin_like_published_ones(name: str):
    assert re.match(r"TITLE: .+\nLABEL: .+\n\n", TEXTS[name])


def test_lengths():
    assert 5_500 <= _words(ALL) <= 6_800
    assert 1_200 <= _words(BACKGROUND) <= 1_700
    assert 200 <= _words(RUSSIAN) <= 350


@pytest.mark.parametrize(
    "heading",
    [
        "MORNING SESSION, MARCH 3, 1931",
        "EVENING SESSION, MARCH 3, 1931",
        "MORNING SESSION, MARCH 4, 1931",
        "EVENING SESSION, MARCH 4, 1931",
        "MORNING SESSION, MARCH 5, 1931",
        "MORNING SESSION, MARCH 6, 1931",
        "INDICTMENT",
        "EXAMINATION OF THE ACCUSED VARNEK",
        "LAST PLEAS OF THE ACCUSED",
        "VERDICT",
    ],
)
def test_sessions_and_parts_have_headings(heading: str):
    assert heading in ALL


@pytest.mark.parametrize(
    ("feature", "pattern", "least"),
    [
        ("labels in capitals", r"(?m)^[A-Z][A-Z. ]+: ", 40),
        ("labels in mixed case", r"(?m)^[A-Z][a-z]+(?: [A-Z][a-z]+)?: ", 40),
        ("labels with a stage direction", r"(?m)^[\w ]+ \([^)]+\): ", 3),
        ("stage directions in speech", r": \([A-Z][^)]+\)", 1),
        ("stage directions of their own", r"(?m)^\[[^\]]+\]$", 4),
        ("questions", r"(?m)^Q\. ", 12),
        ("answers", r"(?m)^A\. ", 12),
        ("false label Note", r"(?m)^Note: ", 2),
        ("false label The following", r"(?m)^The following: ", 1),
        ("misprinted labels", r"(?m)^(?:OSTERMN|Lipskya): ", 2),
        ("misprinted names", r"\bVarenk's\b|\bDolgraov\b", 2),
        ("a name broken by a hyphen", r"Dolga-\nrov", 1),
        ("possessives", r"\b(?:Varnek|Orlinsky|Lipskaya)'s\b", 3),
        ("initials", r"\bA\. P\. Varnek\b", 3),
        ("surname first", r"Dolgarov, (?:Ilya|Matvei)", 4),
        ("given name and patronymic alone", r"Vera Nikolayevna(?! Lipskaya)", 2),
        ("Comrade", r"Comrade (?:Varnek|Harlow)", 2),
        ("Citizen", r"Citizen (?:Lipskaya|Osterman|Brandt)", 3),
        ("Dr.", r"Dr\. (?:Leonid )?Feldt", 2),
        ("Colonel", r"Colonel (?:J\. R\. )?Thorne", 3),
        ("Captain", r"Captain (?:Emil )?Sorensen", 3),
        ("cover name", r'known in the group as "Ferryman"', 1),
        ("assumed name", r"under the\s+name of Thomas Brandt", 2),
        ("the cover name in use", r'"Ferryman"', 5),
        ("the engineer", r"I\. S\. Dolgarov|Ilya (?:Semyonovich )?Dolgarov", 8),
        ("the pilot", r"M\. A\. Dolgarov|Matvei (?:Antonovich )?Dolgarov", 8),
        ("the bare surname, the engineer's", r"[.?] Dolgarov: |the engineer Dolgarov|Mr\. Dolgarov", 10),
        ("the bare surname, the pilot's", r"old Dolgarov|[Pp]ilot Dolgarov", 10),
        ("organisation with abbreviation", r"Northern Timber Trust \(N\.T\.T\.\)", 1),
        ("abbreviation alone", r"the N\.T\.T\.", 3),
        ("other organisations", r"Harbour Board|Workers' Savings Bank|Meridian Marine|S\.L\.S\.", 8),
        ("relative dates", r"the day before yesterday|in the\s+autumn of that year|A week later", 3),
        ("partial dates", r"In May 1930|1929-30|in the spring of 1929", 4),
        ("full dates", r"(?:January|March|October|November|December) \d{1,2}\b", 15),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() and len(value) < 40 else "",
)
def test_the_record_shows(feature: str, pattern: str, least: int):
    assert len(re.findall(pattern, ALL)) >= least, feature


def test_one_record_is_flattened_with_its_labels_inline():
    (flat,) = [text for text in TEXTS.values() if "EVENING SESSION, MARCH 3, 1931 EXAMINATION" in text]
    assert len(flat.splitlines()) == 4
    assert len(re.findall(r"[.?!)] (?:Osterman|Dolgarov|Harlow|The President|Marsh): ", flat)) >= 30


def test_people_speak_in_capitals_and_in_mixed_case():
    labels = _labels(ALL)
    assert {"THE PRESIDENT", "OSTERMAN", "Varnek", "Harlow", "Ilya Dolgarov", "Matvei Dolgarov"} <= labels


def test_narrative_stands_between_the_answers():
    morning = TEXTS["02-first-day-morning.txt"]
    paragraphs = [p for p in morning.split("\n\n") if not re.match(r"[\w. ]+(?:\([^)]*\))?: ", p)]
    assert any(_words(p) > 80 and "Varnek" in p for p in paragraphs)


def test_the_newspaper_has_noise_and_a_second_transliteration():
    for form in ("Dolgaroff", "Orlinski", "Varneck", "Lipskaja", "Mr. Thomas Brandt"):
        assert form in NEWSPAPER
    for noise in ("[edit]", "[2]: 4", "<nav>", "<footer>", "<li>^</li>"):
        assert noise in NEWSPAPER


def test_the_russian_page_declines_its_names():
    for form in (
        "Варнек,",
        "Варнеком",
        "Варнека",
        "Орлинский",
        "Орлинского",
        "Долгаров ",
        "Долгарову",
        "Долгарова",
    ):
        assert form in RUSSIAN
    assert {"Липская", "Липской"} <= set(re.findall(r"\w+", RUSSIAN))
    assert "С.Л.Т." in RUSSIAN


def test_the_background_article_names_its_sources_and_spellings():
    assert BACKGROUND.startswith("# The Moscow trials")
    assert len(re.findall(r"(?m)^## ", BACKGROUND)) >= 6
    listed = {int(n) for n in re.findall(r"(?m)^(\d+)\. ", BACKGROUND)}
    cited = {int(n) for n in re.findall(r"\[(\d+)\]", BACKGROUND)}
    assert cited == listed
    for form in ("G. E. Zinoviev", "Zinoviev and Kamenev", "L. B. Kamenev", "Leon Trotsky", "Lurye"):
        assert form in BACKGROUND
