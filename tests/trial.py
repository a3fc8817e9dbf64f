"""A small fictional trial, written straight into a catalogue: what the tests of reading and search share.

The texts name people by the forms of `NAMES`; every occurrence becomes a mention with the attributions
that stand there. Two Lind sisters share a surname, Veresov speaks, Doctor Orme was merged into Veresov.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select

from corpus.catalogue import schema
from corpus.catalogue.writing import put_collection, put_document, put_failure
from corpus.model import (
    Bibliography,
    Document,
    Failure,
    Finder,
    Mention,
    MentionKind,
    Passage,
    Range,
    RangeKind,
    Reading,
    Section,
    Source,
    Turn,
)
from corpus.names.keys import lookup_keys

VERESOV, ANNA, BERTA, ORME, KLIM = "pveresov", "panna", "pberta", "porme", "pklim"
OFFICE = "ooffice"
COLLECTION = "harbour"

# Entity -> kind, name, what it was merged into.
ENTITIES: dict[str, tuple[str, str, str]] = {
    VERESOV: ("person", "Anton Veresov", ""),
    ANNA: ("person", "Anna Lind", ""),
    BERTA: ("person", "Berta Lind", ""),
    ORME: ("person", "Doctor Orme", VERESOV),
    KLIM: ("person", "Osip Klim", ""),
    OFFICE: ("organisation", "Port Office", ""),
}

Given = tuple[str, int, str]

# Form -> whom it names, how surely (0, 1, 2), why.
NAMES: dict[str, tuple[Given, ...]] = {
    "Anton Veresov": ((VERESOV, 0, "full name"),),
    "Veresov": ((VERESOV, 0, "surname"),),
    "VERESOV": ((VERESOV, 0, "speaker label"),),
    "Orme": ((ORME, 1, "alias"),),
    "Anna Lind": ((ANNA, 0, "full name"),),
    "Berta Lind": ((BERTA, 0, "full name"),),
    "Lind": ((ANNA, 2, "surname"), (BERTA, 2, "surname")),
    "Osip Klim": ((KLIM, 0, "full name"),),
    "Port Office": ((OFFICE, 0, "full name"),),
}
DATES = {"4 May 1931": "1931-05-04", "the year 1928": "1928", "one day": ""}

# A passage a line; `LABEL: ...` begins a turn, a line that begins with a space goes on with it.
MORNING = """\
Anton Veresov and Anna Lind met at the Port Office on 4 May 1931.
VERESOV: I never met Osip Klim at the harbour.
 I wrote letters to Berta Lind, and she answered one day.
THE CLERK: The letters were read to the court.
Lind was seen with Orme in the year 1928."""

EVENING = """\
The court sat again. Veresov had gone.
THE CLERK: Nobody was called.
Anna Lind wept; Anna Lind left the court [edit] at last."""


@dataclass(frozen=True, slots=True)
class Record:
    """A document to write. `noise` and `joins` are texts whose occurrences are marked."""

    relative: str
    text: str
    title: str = ""
    date: str = "1931-05-05"
    published: str = "1932"
    language: str = "en"
    noise: tuple[str, ...] = ("[edit]",)
    joins: tuple[str, ...] = ()
    collection: str = COLLECTION


TRIAL: tuple[Record, ...] = (
    Record("session-2.txt", MORNING, title="Morning"),
    Record("session-10.txt", EVENING, title="Evening", date="", published="1932"),
)


@dataclass(slots=True)
class Writer:
    """Writes records at one revision, then whom they name."""

    db: Connection
    revision: int
    names: dict[str, tuple[Given, ...]] = field(default_factory=lambda: dict(NAMES))

    def write(self, records: Iterable[Record] = TRIAL) -> list[str]:
        """Write documents with attributions and speakers; give their ids."""
        put_collection(self.db, COLLECTION, title="The harbour trial")
        ids = [put_document(self.db, make_document(record, self.names), self.revision) for record in records]
        self._attribute()
        self._speak()
        return ids

    def write_entities(self, entities: dict[str, tuple[str, str, str]] | None = None) -> None:
        """Write entities and their forms, with counts from the attributions."""
        for entity, (kind, name, redirect) in (entities or ENTITIES).items():
            row = {"id": entity, "kind": kind, "name": name, "redirect": redirect, "born": self.revision}
            self.db.execute(insert(schema.entities).values(row))
            for form in [form for form, given in self.names.items() if any(g[0] == entity for g in given)]:
                self._write_form(entity, form)

    def write_unclaimed(self) -> None:
        """Write the forms that are given to nobody."""
        for form, given in self.names.items():
            if not given:
                self._write_form("", form)

    def _write_form(self, entity: str, form: str) -> None:
        tier = next((given[1] for given in self.names[form] if given[0] == entity), None)
        count = self.db.execute(
            select(func.count()).select_from(schema.mentions).where(schema.mentions.c.form == form)
        ).scalar_one()
        counts = dict.fromkeys(("certain", "probable", "possible"), 0)
        if tier is not None:
            counts[("certain", "probable", "possible")[tier]] = count
        key = self.db.execute(
            insert(schema.forms).values(entity=entity, text=form, born=self.revision, **counts)
        ).inserted_primary_key[0]
        keys = [{"form": key, "lookup": lookup} for lookup in lookup_keys(form)]
        self.db.execute(insert(schema.form_keys), keys)

    def _attribute(self) -> None:
        table = schema.mentions
        for row in self.db.execute(select(table).where(table.c.born == self.revision)).all():
            for entity, tier, reason in self.names.get(row.form, ()):
                self.db.execute(
                    insert(schema.attributions).values(
                        mention=row.key,
                        passage=row.passage,
                        entity=entity,
                        tier=tier,
                        reason=reason,
                        detail="",
                        born=self.revision,
                    )
                )

    def _speak(self) -> None:
        rows = self.db.execute(
            select(schema.passage_turns, schema.passages.c.document, schema.turns.c.label)
            .join(schema.passages, schema.passages.c.key == schema.passage_turns.c.passage)
            .join(
                schema.turns,
                (schema.turns.c.document == schema.passages.c.document)
                & (schema.turns.c.ordinal == schema.passage_turns.c.turn),
            )
            .where(schema.passages.c.born == self.revision)
        ).all()
        for row in rows:
            for entity, tier, _ in self.names.get(row.label, ()):
                values = {"document": row.document, "turn": row.turn, "passage": row.passage}
                self.db.execute(
                    insert(schema.speakers).values(entity=entity, tier=tier, born=self.revision, **values)
                )


def write_trial(db: Connection, revision: int = 1) -> list[str]:
    """The whole trial with its entities and one file that could not be read; the documents' ids."""
    writer = Writer(db, revision)
    ids = writer.write()
    writer.write_entities()
    source = Source(COLLECTION, "trial/torn.txt", "torn.txt")
    put_failure(db, Failure(source, "The file is empty.", "Fetch it again."))
    return ids


def make_document(record: Record, names: dict[str, tuple[Given, ...]]) -> Document:
    """A document as ingest would make it: a passage a line, turns by label, mentions by name."""
    data = record.text.encode()
    passages, turns = _cut(record.text)
    return Document(
        source=Source(record.collection, f"trial/{record.relative}", record.relative),
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        recipe="test",
        reading=Reading(
            record.text,
            tuple(sorted(_ranges(record))),
            Bibliography(title=record.title, published=record.published, language=record.language),
        ),
        sections=(Section(0, len(record.text), "Session", record.date),),
        turns=tuple(turns),
        passages=tuple(passages),
        mentions=tuple(_mentions(record.text, names)),
        words=len(record.text.split()),
    )


def _cut(text: str) -> tuple[list[Passage], list[Turn]]:
    passages: list[Passage] = []
    turns: list[Turn] = []
    start, speaking = 0, False
    for line in text.splitlines(keepends=True):
        label = re.match(r"([A-Z ]+): ", line)
        end = start + len(line)
        if label:
            turns.append(Turn(start, end, label[1], start + label.end()))
        elif speaking and line.startswith(" "):
            turns[-1] = Turn(turns[-1].start, end, turns[-1].label, turns[-1].speech_start)
        speaking = bool(label) or (speaking and line.startswith(" "))
        passages.append(Passage(len(passages), start, end, 0, (len(turns) - 1,) if speaking else ()))
        start = end
    return passages, turns


def _mentions(text: str, names: Iterable[str]) -> Iterator[Mention]:
    forms = sorted([*names, *DATES], key=len, reverse=True)
    for found in re.finditer("|".join(rf"\b{re.escape(form)}\b" for form in forms), text):
        form = found[0]
        kind, by = MentionKind.PERSON, Finder.LABEL if form.isupper() else Finder.SPACY
        if form in DATES:
            kind, by = MentionKind.DATE, Finder.GRAMMAR
        elif form == "Port Office":
            kind = MentionKind.ORGANISATION
        yield Mention(found.start(), found.end(), form, kind, by, form, DATES.get(form, ""))


def _ranges(record: Record) -> Iterator[Range]:
    for kind, texts in ((RangeKind.NOISE, record.noise), (RangeKind.JOIN, record.joins)):
        for text in texts:
            for found in re.finditer(re.escape(text), record.text):
                yield Range(found.start(), found.end(), kind)
