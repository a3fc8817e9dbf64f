"""The promises of the project, end to end on the sample collection, each by its name.

Promise 5 (curated decisions are never lost) comes with curation. The others have suites of their own:
6, engines agree: tests/search/engines/test_contract.py; 7, documents are hostile until shown otherwise:
tests/search/web/test_hostile_texts.py; 8, kill it anywhere and run it again: tests/ingest/test_kill.py.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from corpus.catalogue.schema import documents, mentions, texts
from corpus.manifest import sample_root
from corpus.model import MentionKind, Relation, Tier
from search.query import Facet, SearchQuery
from stenogram.commands.ingesting import run_index, run_ingest
from stenogram.parts import catalogue_for, service_for
from stenogram.settings import Settings, load_settings


def read(data: Path, *paths: Path) -> Settings:
    settings = load_settings({"data": data, "workers": 1})
    run_ingest(settings, paths)
    return settings


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return read(tmp_path_factory.mktemp("promises") / "data", sample_root())


def stored_texts(settings) -> dict[str, str]:
    with catalogue_for(settings) as catalogue, catalogue.engine.connect() as connection:
        query = select(documents.c.source, texts.c.text).join(texts)
        return dict(connection.execute(query).all())


def test_offsets_are_sacred(sample):
    stored = stored_texts(sample)
    with service_for(sample) as service:
        passages = list(service.export_passages())
        found = list(service.export_mentions())
        turns = list(service.export_turns())
    assert passages
    assert found
    assert turns
    for passage in passages:
        assert stored[passage.document.source][passage.start : passage.end] == passage.text
    for mention in found:
        assert stored[mention.source][mention.start : mention.end] == mention.text
    for turn in turns:
        assert stored[turn.source][turn.start : turn.end].startswith(turn.label)


def answers(settings) -> dict[str, int]:
    with service_for(settings) as service:
        return {text: service.search(SearchQuery(text)).total for text in ("lamp", '"Grey Petrel"', "Dolg*")}


def test_the_index_is_disposable(sample, tmp_path, monkeypatch):
    data = tmp_path / "data"
    shutil.copytree(sample.data, data)
    shutil.rmtree(data / "index")
    monkeypatch.setattr("ingest.tagging.load_tagger", None)  # an index needs no tagging
    settings = load_settings({"data": data})
    run_index(settings)
    assert answers(settings) == answers(sample)
    assert all(answers(sample).values())


def test_nothing_is_silently_missing(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(sample_root(), folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "scan.txt").write_bytes(b"\x00\x01\x02" * 50)
    settings = read(tmp_path / "data", folder)
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "collection.toml"]
    with service_for(settings) as service:
        held = service.status().holdings
        assert service.status().whole
        assert held.documents + len(held.failures) == len(files)
        assert all(failure.reason and failure.remedy for failure in held.failures)
        for person in service.persons(limit=1000).items:
            indexed = service.search(SearchQuery().select(Facet.PERSON, person.id), limit=1).total
            listed = service.person_passages(person.id, relation=Relation.MENTIONED, limit=1000)
            assert indexed == listed.total == len(listed.items) == person.passages


def test_possible_answers_include_the_surer_ones(sample):
    with service_for(sample) as service:
        for person in service.persons(limit=1000).items:
            by_tier = [
                {
                    item.passage.id
                    for item in service.export_person_passages(person.id, tier=tier)
                    if item.mentions
                }
                for tier in (Tier.CERTAIN, Tier.PROBABLE, Tier.POSSIBLE)
            ]
            assert by_tier[0] <= by_tier[1] <= by_tier[2]


BROKEN = """THE PRESIDENT: Call the witness Anna Velmarova.

VELMAROVA: I am Anna Velmarova.

THE PRESIDENT: The clerk wrote Velma-
rova on one line, and Anna
Velmarova over two, and Velma-\x0crova over a page.
"""


def test_a_name_is_found_once_wherever_it_is_broken(tmp_path):
    (tmp_path / "record.txt").write_text(BROKEN, encoding="utf-8")
    settings = read(tmp_path / "data", tmp_path / "record.txt")
    with catalogue_for(settings) as catalogue, catalogue.engine.connect() as connection:
        query = select(mentions.c.form).where(mentions.c.kind == MentionKind.PERSON)
        forms = Counter(connection.execute(query).scalars())
    assert forms == Counter({"Anna Velmarova": 3, "Velmarova": 2, "VELMAROVA": 1})
