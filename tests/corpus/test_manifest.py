"""Manifests: what is read, what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ManifestError, NotFoundError
from corpus.manifest import (
    CollectionManifest,
    Override,
    find_source,
    first_known,
    load_collection,
    load_sources,
    render_collection,
    sample_root,
    shipped_sources,
)
from corpus.manifest_schema import MAX_BYTES
from corpus.model import Bibliography

COLLECTION = """
title = "The Harbour Papers"
description = "Letters about a crane."

[defaults]
language = "en"
publisher = "Harbour Office"

[documents."letters/*"]
publisher = "Post Office"
published = "1911"

[documents."letters/second.txt"]
published = 1912-03-04
title = "Second letter"
"""

SOURCES = """
[[source]]
name = "crane"
title = "The Crane Inquiry"
published = 1912
base = "https://records.example/crane/"
files = ["1.htm", "2.htm"]
"""


def _write(folder: Path, text: str, name: str = "collection.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_collection_is_read_whole(tmp_path: Path):
    manifest = load_collection(_write(tmp_path, 'name = "harbour"' + COLLECTION))
    assert (manifest.name, manifest.title) == ("harbour", "The Harbour Papers")
    assert manifest.description == "Letters about a crane."
    assert manifest.defaults == Bibliography(language="en", publisher="Harbour Office")


def test_the_folder_names_a_collection_that_has_no_name(tmp_path: Path):
    folder = tmp_path / "harbour-papers"
    folder.mkdir()
    assert load_collection(_write(folder, "")).name == "harbour-papers"


@pytest.mark.parametrize(
    ("relative", "found", "expected"),
    [
        ("notes.txt", None, {"publisher": "Harbour Office"}),
        ("notes.txt", {"publisher": "The Crane Press"}, {"publisher": "The Crane Press"}),
        ("letters/first.txt", None, {"publisher": "Post Office", "published": "1911"}),
        ("letters/first.txt", {"title": "First"}, {"publisher": "Post Office", "title": "First"}),
        ("letters/old/zero.txt", None, {"published": "1911"}),
        (
            "letters/second.txt",
            {"title": "A misprint"},
            {"published": "1912-03-04", "title": "Second letter", "publisher": "Post Office"},
        ),
    ],
)
def test_each_fact_comes_from_the_nearest_that_knows_it(tmp_path, relative, found, expected):
    manifest = load_collection(_write(tmp_path, COLLECTION))
    facts = manifest.bibliography_for(relative, Bibliography(**found) if found else None)
    assert {name: getattr(facts, name) for name in expected} == expected
    assert facts.language == "en"


def test_the_exact_path_wins_even_when_a_pattern_comes_later():
    manifest = CollectionManifest(
        "c", overrides=(Override("a.txt", Bibliography(place="A")), Override("*", Bibliography(place="all")))
    )
    assert manifest.bibliography_for("a.txt").place == "A"
    assert manifest.bibliography_for("b.txt").place == "all"


def test_a_path_with_brackets_is_matched_as_it_is():
    manifest = CollectionManifest("c", overrides=(Override("a[1].txt", Bibliography(place="A")),))
    assert manifest.bibliography_for("a[1].txt").place == "A"


def test_patterns_that_fit_no_file_are_named(tmp_path: Path):
    manifest = load_collection(_write(tmp_path, COLLECTION))
    assert manifest.unmatched(["letters/first.txt"]) == ("letters/second.txt",)
    assert manifest.unmatched(["letters/second.txt"]) == ()


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("titel = 'x'", "titel: no such key", "Did you mean 'title'?"),
        ("[defaults]\nlicense = 'CC0'", "defaults.license: no such key", "Did you mean 'licence'?"),
        ("[documents.'a.txt']\nauthor = 'x'", "documents.a.txt.author", "Known keys: title"),
        ("title = 3", "title: Input should be a valid string", "Correct this value."),
        ("name = 'Not a Name'", "name: String should match", "Correct this value."),
        ("[defaults]\npublished = 'last year'", "defaults.published: is no EDTF date", "Correct this value."),
        ("[defaults]\nurl = 'javascript:alert(1)'", "defaults.url", "Correct this value."),
        ("[defaults]\nlanguage = 'English!'", "defaults.language", "Correct this value."),
        ("title = 'a\ntitle = 'b'", "(at line 1", "Correct the line"),
        ("title = 'a'\ntitle = 'b'", "Cannot overwrite a value", "Correct the line"),
    ],
)
def test_a_bad_collection_is_named_with_place_and_remedy(tmp_path, text, place, remedy):
    path = _write(tmp_path, text)
    with pytest.raises(ManifestError) as caught:
        load_collection(path)
    assert str(path) in caught.value.message
    assert place in caught.value.message
    assert remedy in caught.value.remedy


def test_files_that_are_no_text_are_refused(tmp_path: Path):
    binary = tmp_path / "collection.toml"
    binary.write_bytes(b"title = '\xff\xfe'")
    large = _write(tmp_path, "#" * (MAX_BYTES + 1), "large.toml")
    for path, reason in (
        (binary, "not UTF-8"),
        (large, "larger than"),
        (tmp_path / "none.toml", "No such file"),
    ):
        with pytest.raises(ManifestError, match=reason):
            load_collection(path)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("'1936-08-19/1936-08-24'", "1936-08-19/1936-08-24"),
        ("1936", "1936"),
        ("1936-08-19", "1936-08-19"),
        ("''", ""),
    ],
)
def test_dates_may_be_written_as_toml_or_as_edtf(tmp_path, value, expected):
    manifest = load_collection(_write(tmp_path, f"[defaults]\npublished = {value}"))
    assert manifest.defaults.published == expected


def test_sources_keep_their_order_and_get_whole_addresses(tmp_path: Path):
    (source,) = load_sources(_write(tmp_path, SOURCES))
    assert source.addresses == ("https://records.example/crane/1.htm", "https://records.example/crane/2.htm")
    assert source.facts.published == "1912"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SOURCES + SOURCES, "two sources are called 'crane'"),
        (SOURCES.replace("https://records.example/crane/", ""), "'1.htm' is no http"),
        (SOURCES.replace("https://", "file://"), "source.0.base"),
        (SOURCES.replace("title", "titel"), r"source\.0\.title"),
        ("", "source: Field required"),
    ],
)
def test_bad_sources_are_refused(tmp_path, text, reason):
    with pytest.raises(ManifestError, match=reason):
        load_sources(_write(tmp_path, text, "sources.toml"))


def test_an_unknown_source_proposes_what_is_near(tmp_path: Path):
    sources = load_sources(_write(tmp_path, SOURCES))
    assert find_source(sources, "crane").title == "The Crane Inquiry"
    with pytest.raises(NotFoundError, match=r"'crene'.*Try: crane"):
        find_source(sources, "crene")


def test_the_shipped_sources_say_where_they_come_from():
    sources = shipped_sources()
    assert {"moscow-1936", "moscow-1937", "moscow-1938-bukharin", "old-bailey"} <= {s.name for s in sources}
    for source in sources:
        assert source.title
        assert source.facts.publisher
        assert source.facts.published
        assert source.facts.licence
        assert source.note
        assert source.addresses or "ingest" in source.note.lower()
        assert len(set(source.addresses)) == len(source.addresses)


def test_the_sample_collection_has_a_manifest():
    assert load_collection(sample_root() / "collection.toml").name == "sample"


_WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(str.strip)
_FACTS = st.builds(Bibliography, title=_WORDS, label=_WORDS, publisher=_WORDS, place=_WORDS, licence=_WORDS)
_PATTERNS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
_MANIFESTS = st.builds(
    CollectionManifest,
    name=st.just("some-name"),
    title=_WORDS,
    description=_WORDS,
    defaults=_FACTS,
    overrides=st.lists(st.builds(Override, _PATTERNS, _FACTS), max_size=3, unique_by=lambda o: o.pattern).map(
        tuple
    ),
)


@settings(max_examples=100, deadline=None)
@given(manifest=_MANIFESTS)
def test_what_is_written_reads_back_the_same(tmp_path_factory, manifest):
    path = _write(tmp_path_factory.mktemp("manifest"), render_collection(manifest))
    assert load_collection(path) == manifest


@given(st.lists(_FACTS, min_size=1, max_size=4))
def test_the_first_that_knows_a_fact_gives_it(known):
    merged = first_known(*known)
    titles = [facts.title for facts in known if facts.title]
    assert merged.title == (titles[0] if titles else "")
