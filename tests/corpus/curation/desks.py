"""A curator's desk over a catalogue of small records: decisions at once, and what is held after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, select

from corpus.authority import update_authority
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.ids import document_id
from corpus.catalogue.schema import (
    alive,
    attributions,
    documents,
    entities,
    forms,
    mentions,
    passages,
    speakers,
    texts,
)
from corpus.catalogue.writing import mark_changed, put_document, remove_document
from corpus.curation.deciding import Said, decide, undo
from corpus.curation.decisions import Decision, Kind
from corpus.curation.requests import Request, Spot
from tests.corpus.catalogue.publishing import publish
from tests.corpus.persons.naming import document_of

Key = tuple[str, str]
MOMENT = "2031-05-04T10:00:00Z"


class Desk:
    """A catalogue in which every change and every decision is a published revision."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.revision = 0
        self.uids = (f"uid{n}" for n in count(1))

    def change(self, records: Mapping[Key, str | None]) -> None:
        """Write documents (None removes one), resolve, publish."""
        with self.catalogue.writing() as revision:
            with self.catalogue.engine.begin() as db:
                for (collection, path), text in records.items():
                    if text is None:
                        remove_document(db, document_id(collection, path), revision)
                    else:
                        put_document(db, document_of(text, path, collection=collection), revision)
            self._resolve(revision)

    def resolve_anew(self) -> None:
        """Resolve from scratch, though no document has changed."""
        self.catalogue.kept = None
        with self.catalogue.writing() as revision:
            self.catalogue.transact(mark_changed)
            self._resolve(revision)

    def _resolve(self, revision: int) -> None:
        update_authority(self.catalogue, revision)
        self.catalogue.transact(lambda db: publish(db, revision))
        self.revision = revision

    def decide(self, kind: Kind, person: str = "", other: str = "", **more: Any) -> Decision:
        """Decide at once, and publish."""
        asked = {name: more.pop(name) for name in list(more) if name in Request.__slots__}
        request = Request(kind, person, other, **asked)
        said = {"uid": next(self.uids), "author": "Ada", "made_at": MOMENT} | more
        return self.write(lambda db, at: decide(db, at, request, Said(**said)))

    def undo(self, number: int, **more: Any) -> Decision:
        """Take a decision back at once, and publish."""
        said = {"uid": next(self.uids), "author": "Ada", "made_at": MOMENT} | more
        return self.write(lambda db, at: undo(db, at, number, Said(**said)))

    def write(self, action: Any) -> Any:
        with self.catalogue.writing() as revision:
            made = self.catalogue.transact(lambda db: action(db, revision))
            self.catalogue.transact(lambda db: publish(db, revision))
        self.revision = revision
        return made

    def connect(self) -> Connection:
        return self.catalogue.engine.connect()

    def spot(self, path: str, text: str, nth: int = 0, collection: str = "court") -> Spot:
        """Where a text stands for the nth time in a document."""
        name = document_id(collection, path)
        with self.connect() as db:
            query = select(texts.c.text).join(documents, documents.c.key == texts.c.document)
            stored = db.execute(query.where(documents.c.id == name, self._alive(documents))).scalar_one()
        start = -1
        for _ in range(nth + 1):
            start = stored.index(text, start + 1)
        return Spot(name, start, start + len(text))

    def person(self, name: str) -> str:
        """The id of the one person who is shown under a name."""
        (found,) = [entity for entity, row in self.persons().items() if row == (name, "")]
        return found

    def persons(self) -> dict[str, tuple[str, str]]:
        """Name and redirect by id."""
        with self.connect() as db:
            query = select(entities).where(entities.c.kind == "person", self._alive(entities))
            return {row.id: (row.name, row.redirect) for row in db.execute(query)}

    def names(self) -> list[str]:
        """Who is there, by name."""
        return sorted(name for name, redirect in self.persons().values() if not redirect)

    def who(self, spot: Spot) -> dict[str, tuple[int, str]]:
        """Whom a mention names, by shown name: tier and reason."""
        persons = self.persons()
        return {
            persons[persons[row.entity][1] or row.entity][0]: (row.tier, row.reason)
            for row in self._attributed()
            if (row.id, row.start, row.end) == tuple(spot)
        }

    def held(self) -> dict[str, Any]:
        """All that decisions can change: attributions, persons, forms, speakers, mentions by curators."""
        with self.connect() as db:
            living = db.execute(select(forms).where(self._alive(forms)))
            place = select(documents.c.id, passages.c.ordinal, *speakers.c["turn", "entity", "tier"])
            place = place.select_from(speakers).join(passages, passages.c.key == speakers.c.passage)
            place = place.join(documents, documents.c.key == passages.c.document)
            speaking = db.execute(place.where(self._alive(speakers)))
            return {
                "attributed": {tuple(row) for row in self._attributed()},
                "persons": self.persons(),
                "forms": {(r.entity, r.text, r.certain, r.probable, r.possible) for r in living},
                "speakers": {tuple(row) for row in speaking},
            }

    def _attributed(self) -> list[Any]:
        query = (
            select(
                *documents.c["id",],
                *mentions.c["start", "end", "form", "by"],
                *attributions.c["entity", "tier", "reason", "detail"],
            )
            .select_from(mentions)
            .join(documents, mentions.c.document == documents.c.key)
            .join(attributions, attributions.c.mention == mentions.c.key)
            .where(*(self._alive(table) for table in (documents, mentions, attributions)))
        )
        with self.connect() as db:
            return list(db.execute(query))

    def _alive(self, table: Any) -> Any:
        return alive(table, self.revision)


@contextmanager
def new_desk() -> Iterator[Desk]:
    """A desk with a catalogue of its own."""
    with TemporaryDirectory() as folder:
        catalogue = Catalogue.create(Path(folder))
        yield Desk(catalogue)
        catalogue.close()
