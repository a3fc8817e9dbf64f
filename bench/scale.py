"""Loads passages that are already split and tagged into a data folder and indexes them.

    python -m bench.scale PASSAGES.jsonl.gz DATA [--limit N]

A line of the file has `id`, `doc`, `year`, `text`, `persons` (names as tagged). Each distinct name is an
entity; a mention is where the name, or its last word, stands in the text, else the first word.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from corpus.catalogue import schema
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.ids import (
    document_id,
    document_position,
    entity_id,
    passage_id,
    passage_position,
)
from corpus.catalogue.reading.generations import read_published
from corpus.errors import UnavailableError
from corpus.names.keys import lookup_keys
from search.engines.embedded.engine import EmbeddedEngine
from search.indexer import Indexing, rebuild

COLLECTION = "scale"
# Written last: a folder without it was not loaded to the end.
DONE = "loaded"
Line = Mapping[str, Any]


@dataclass(slots=True)
class Loader:
    """Writes documents row by row, a batch of rows at a time."""

    db: Connection
    revision: int
    passages: int = 0
    mentions: int = 0
    documents: int = 0
    persons: Counter[str] = field(default_factory=Counter)
    rows: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)

    def load(self, name: str, lines: Iterable[Line]) -> None:
        """Write one document."""
        self.documents += 1
        lines = list(lines)
        text = "\n".join(line["text"] for line in lines)
        self._put_document(name, text, lines[0]["year"])
        position, start = document_position(COLLECTION, name), 0
        for ordinal, line in enumerate(lines):
            self.passages += 1
            self._put(
                schema.passages,
                key=self.passages,
                id=passage_id(document_id(COLLECTION, name), ordinal),
                document=self.documents,
                ordinal=ordinal,
                position=passage_position(position, ordinal),
                start=start,
                end=start + len(line["text"]),
                section=0,
                text=line["text"],
                born=self.revision,
            )
            for person in dict.fromkeys(line["persons"]):
                self._put_mention(person, line["text"], start)
            start += len(line["text"]) + 1

    def finish(self) -> None:
        """Write the persons and what is left."""
        for key, (person, count) in enumerate(sorted(self.persons.items()), 1):
            entity = entity_id("person", person)
            facts = {"kind": "person", "name": person, "redirect": "", "born": self.revision}
            self._put(schema.entities, key=key, id=entity, **facts)
            counts = {"certain": count, "probable": 0, "possible": 0}
            self._put(schema.forms, key=key, entity=entity, text=person, born=self.revision, **counts)
            for lookup in sorted(lookup_keys(person)):
                self._put(schema.form_keys, form=key, lookup=lookup)
        for table in schema.metadata.sorted_tables:
            self._flush(table)

    def _put_document(self, name: str, text: str, year: int) -> None:
        facts = dict.fromkeys(("title", "label", "publisher", "place", "licence", "url"), "")
        self._put(
            schema.documents,
            key=self.documents,
            id=document_id(COLLECTION, name),
            collection=COLLECTION,
            source=name,
            relative=name,
            position=document_position(COLLECTION, name),
            media_type="text/plain",
            sha256=name,
            size=len(text.encode()),
            recipe="scale",
            encoding="utf-8",
            length=len(text),
            words=len(text.split()),
            published=str(year),
            language="en",
            born=self.revision,
            **facts,
        )
        self._put(schema.texts, document=self.documents, text=text, tokens=b"")
        self._put(
            schema.sections, document=self.documents, ordinal=0, start=0, end=len(text), title="", date=""
        )

    def _put_mention(self, person: str, text: str, offset: int) -> None:
        self.mentions += 1
        self.persons[person] += 1
        start, end = _find(person, text)
        shared = {"passage": self.passages, "born": self.revision}
        self._put(
            schema.mentions,
            key=self.mentions,
            document=self.documents,
            start=offset + start,
            end=offset + end,
            kind="person",
            by="given",
            text=text[start:end],
            form=person,
            value="",
            **shared,
        )
        self._put(
            schema.attributions,
            key=self.mentions,
            mention=self.mentions,
            entity=entity_id("person", person),
            tier=0,
            reason="full name",
            detail="",
            **shared,
        )

    def _put(self, table: Table, **row: Any) -> None:  # noqa: ANN401
        rows = self.rows.setdefault(table, [])
        rows.append(row)
        if len(rows) == 20_000:
            for parent in schema.metadata.sorted_tables:
                self._flush(parent)

    def _flush(self, table: Table) -> None:
        if rows := self.rows.pop(table, []):
            self.db.execute(insert(table), rows)


def read_lines(path: Path) -> Iterator[Line]:
    """The passages of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def load(path: Path, data: Path, limit: int | None = None) -> str:
    """Load a file into an empty data folder, index it, and say what was done."""
    catalogue = Catalogue.create(data)
    started = time.perf_counter()
    with catalogue.writing() as revision:
        with catalogue.engine.begin() as db:
            loader = Loader(db, revision)
            for name, lines in groupby(islice(read_lines(path), limit), key=lambda line: line["doc"]):
                loader.load(name, lines)
            loader.finish()
        loaded = time.perf_counter()
        rebuild(Indexing(catalogue, EmbeddedEngine(data / "index"), revision))
    catalogue.close()
    return (
        f"{loader.passages:,} passages, {loader.mentions:,} mentions, {len(loader.persons):,} persons:"
        f" loaded in {loaded - started:.1f} s, indexed in {time.perf_counter() - loaded:.1f} s"
    )


def ensure_loaded(path: Path, data: Path, limit: int | None = None) -> Path:
    """The data folder with the file's passages (or the first of them), loaded unless that was done before."""
    if not (data / DONE).exists():
        shutil.rmtree(data, ignore_errors=True)
        print(f"  {load(path, data, limit)}", flush=True)
        (data / DONE).touch()
    elif not is_indexed(data):
        print("  indexed anew: the index was built by another version", flush=True)
        index(data)
    return data


def is_indexed(data: Path) -> bool:
    """Whether this version of the engine can read the published index."""
    with closing(Catalogue.open(data)) as catalogue, catalogue.engine.connect() as db:
        published = read_published(db)
    try:
        EmbeddedEngine(data / "index").open(published.id if published else "none").close()
    except UnavailableError:
        return False
    return True


def index(data: Path) -> None:
    """Build the index anew from the catalogue."""
    with closing(Catalogue.open(data)) as catalogue, catalogue.writing() as revision:
        rebuild(Indexing(catalogue, EmbeddedEngine(data / "index"), revision))


def _find(person: str, text: str) -> tuple[int, int]:
    for name in (person, person.rpartition(" ")[2], text.split(maxsplit=1)[0]):
        start = text.find(name)
        if start >= 0:
            return start, start + len(name)
    raise ValueError(f"no word in {text!r}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int)
    asked = parser.parse_args()
    print(load(asked.passages, asked.data, asked.limit))
