"""Commands of the documentation exist and run on the sample collection; requests and links work."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
import typer.main

from corpus.catalogue.catalogue import Catalogue
from corpus.manifest import load_collection
from docs.examples import PAGES, Example, read_examples, renew_examples, run_example
from search.app import create_app
from search.engines.embedded import EmbeddedEngine
from search.service.service import Service
from stenogram.cli import app as cli
from stenogram.settings import Settings
from tests.serving import serving

# What each documented example must print, and must be shown to print, whatever else the rules find.
ESSENTIALS: Mapping[str, tuple[str, ...]] = {
    "stenogram ingest corpus/sample": ("documents", "unchanged"),
    "stenogram search '\"forty minutes\" lamp' --limit 1": ("forty minutes", "1 of"),
    "stenogram persons Varneck": ("Varnek", "1 of 1 persons"),
    'stenogram person "Leon Trotsky" --movements --limit 1': ("Trotskyite", "1 of"),
    "stenogram person Ferryman --limit 2": ("Orlinsky", "mentioned in", "probable and above"),
    "stenogram status | head -n 3": ("9 documents read", "agree"),
    "stenogram search '\"calder reef\" -lamp' --limit 1": ("Calder Reef", "1 of"),
    "stenogram search 'insur* -lamp' --limit 1": ("insur", "1 of"),
    "stenogram search 'lighthouse keeper lamp oil' --any --limit 1": ("Lighthouse", "1 of"),
    "stenogram search 'crowns' --person Varnek --limit 1": ("crowns", "1 of"),
    "stenogram search collectivisation --limit 1 --format jsonl": ('"passage": "', '"section": "'),
    "stenogram person Tomsky --limit 1 --format jsonl": (
        '"relation": "mentioned"',
        '"tier": "',
        '"reason": "',
    ),
    "stenogram persons Lipskaya --format jsonl": ('"name": "Vera', '"forms": ["', '"passages": '),
    "stenogram export mentions --kind date --format csv | head -n 4": (
        "document,source,start",
        ",date,grammar,",
    ),
    "stenogram export turns | grep LIPSKAYA | head -n 1": ('"label": "LIPSKAYA', '"speaker": "p'),
    "stenogram persons Kamenyev": ("Kamenev", "Kamenyev"),
    "stenogram persons Ferryman": ("Orlinsky", "1 of 1 persons"),
    "stenogram persons Dolgarov": ("Ilya", "Matvei", "2 of 2 persons"),
    "stenogram person Sorensen --relation spoken --limit 1": ("In", "more they only speak"),
    "stenogram names Vellen": ("Vellin", "another transliteration", "1 of 1 forms"),
    'stenogram names "M. Dolgarof" --limit 2': ("M. A. Dolgarov", "certain", "2 of"),
    "stenogram names Vellen --format jsonl": ('"form": "Vellin"', '"tier": "certain"', '"reasons": ["'),
    "stenogram search --limit 1 -- '-lamp sawdust'": ("sawdust", "1 of"),
    "stenogram fetch": ("moscow-1936", "Files"),
}

_SHELL = re.compile(r"(?<=^```sh\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def documented() -> list[Example]:
    return [one for page in PAGES for one in read_examples(page.read_text(encoding="utf-8"))]


def shell_lines() -> Iterator[list[str]]:
    """The words of each line of the blocks that are shown and not run, comments aside."""
    for page in PAGES:
        for block in _SHELL.finditer(page.read_text(encoding="utf-8")):
            yield from filter(None, (shlex.split(line, comments=True) for line in block[0].splitlines()))


# --- Examples ---


def test_every_example_has_its_essentials() -> None:
    assert {example.command for example in documented()} == set(ESSENTIALS)


@pytest.mark.parametrize("example", documented(), ids=lambda example: example.command)
def test_an_example_prints_what_is_shown(example: Example, sample: Mapping[str, str]) -> None:
    ran = run_example(example.command, sample)
    assert ran.status == 0, ran.printed
    for printed in (ran.printed, example.shown):
        # The terminal may break a line anywhere.
        text = " ".join(printed.split())
        assert [one for one in ESSENTIALS[example.command] if one not in text] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```console\n$ a\n1\n\n2\n$ b\n```\n", "```console\n$ a\nA!\n\n$ b\nB!\n```\n"),
        ("```sh\n$ a\n```\n", "```sh\n$ a\n```\n"),
        ("no block", "no block"),
    ],
)
def test_examples_are_renewed(text: str, expected: str) -> None:
    assert renew_examples(text, lambda command: f"{command.upper()}!") == expected
    assert renew_examples(expected, lambda command: f"{command.upper()}!") == expected


# --- Snippets ---


def snippet(language: str, page: str) -> str:
    """The one block of a language on a page."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


def test_offsets_are_as_the_snippet_says(
    sample: Mapping[str, str], pages: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PAGES[0].parent)
    code = compile(snippet("python", pages["docs/formats.md"]), "docs/formats.md", "exec")
    ran = run_example("stenogram export mentions | grep -v html", sample)
    rows = [json.loads(line) for line in ran.printed.splitlines()]
    assert len(rows) > 500
    for row in rows:
        exec(code, {"row": row})


def test_the_manifest_is_read(pages: Mapping[str, str], tmp_path: Path) -> None:
    file = tmp_path / "collection.toml"
    file.write_text(snippet("toml", pages["docs/formats.md"]), encoding="utf-8")
    facts = load_collection(file).bibliography_for("day-2/morning.txt")
    assert (facts.publisher, facts.published) == ("Yorkshire Press", "1871-03-14")


# --- Commands that are shown only ---


@pytest.mark.parametrize("words", [w for w in shell_lines() if "stenogram" in w], ids=" ".join)
def test_a_shown_command_exists(words: list[str]) -> None:
    name, *arguments = words[words.index("stenogram") + 1 :]
    command = typer.main.get_group(cli).commands[name]
    command.make_context(name, arguments)  # raises for what it does not know


def test_shown_commands_are_of_known_programs() -> None:
    programs = {next(word for word in words if not re.match(r"[A-Z_]+=", word)) for words in shell_lines()}
    assert programs == {"make", "stenogram", "curl", "dask", "docker"}


# --- Requests ---


@pytest.fixture(scope="module")
def client(sample: Mapping[str, str]) -> Iterator[httpx.Client]:
    folder = Path(sample["STENOGRAM_DATA"])
    catalogue = Catalogue.open(folder)
    service = Service(catalogue, EmbeddedEngine(folder / "index"))
    app = create_app(service, Settings(data=folder))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        yield client
    catalogue.close()


@pytest.mark.parametrize("words", [w for w in shell_lines() if w[0] == "curl"], ids=lambda words: words[-1])
def test_a_shown_request_is_answered(words: list[str], client: httpx.Client) -> None:
    person = client.get("/api/v1/persons", params={"q": "Varnek"}).json()["items"][0]["id"]
    answer = client.get(words[-1].removeprefix("http://127.0.0.1:8000").replace("PERSON", person))
    assert answer.status_code == 200
    assert answer.json().get("total", 1) > 0


# --- Links ---


def anchors(text: str) -> set[str]:
    """The anchors that headings get: small letters, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_lead_somewhere(pages: Mapping[str, str]) -> None:
    root = PAGES[0].parent
    for name, text in pages.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if target.startswith(("https://", "http://")):
                continue
            path, _, anchor = target.partition("#")
            file = (root / name).parent / path if path else root / name
            assert file.is_file(), f"{name}: {target}"
            if anchor:
                assert anchor in anchors(file.read_text(encoding="utf-8")), f"{name}: {target}"


def test_pictures_are_pictures_and_small(pages: Mapping[str, str]) -> None:
    folder = PAGES[0].parent / "docs" / "pictures"
    pictures = sorted(folder.iterdir())
    shown = {name for text in pages.values() for name in re.findall(r"pictures/([\w.-]+)\)", text)}
    assert {picture.name for picture in pictures} == shown
    for picture in pictures:
        assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
        assert picture.stat().st_size < 200_000, picture.name
