"""Who is who in a million mentions: time and memory, from scratch and for one document more.

    python -m bench resolution
    python -m bench.resolution --mentions 100000

Each part runs in a process of its own, so that its memory is its own too. The records are invented
(`bench.fiction`) and kept in the data folder.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection, func, select

from bench.fiction import Draft, Fiction
from bench.figures import Target, show, show_load
from bench.setting import Setting
from corpus.authority import update_authority
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.ids import document_id
from corpus.catalogue.schema import alive, attributions, documents, forms, mentions
from corpus.catalogue.writing import put_document
from corpus.curation.deciding import Said, decide
from corpus.curation.decisions import Kind
from corpus.curation.requests import Request, Spot
from corpus.model import Document, Mention, MentionKind, NamePart, Passage, Reading, Section, Source, Turn
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.resolution import resolve

MENTIONS, FORMS_OF_MENTIONS = 1_000_000, 5
SCRATCH, MEMORY, ONE_MORE = Target(300), Target(2048), Target(1)
# Documents that are written in one transaction while the catalogue is made.
_BATCH = 500
MORE = 5
# Decisions about the persons with most mentions.
DECISIONS = 100


@dataclass(frozen=True, slots=True)
class Records:
    """The names of invented documents, in a file that can be read again and again."""

    path: Path

    def __iter__(self) -> Iterator[DocumentNames]:
        with self.path.open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except EOFError:
                    return

    def make(self, mentions: int) -> None:
        """Write the file, unless it is there."""
        if not self.path.exists():
            fresh = self.path.with_suffix(".new")
            with fresh.open("wb") as file:
                for draft in Fiction(mentions, mentions // FORMS_OF_MENTIONS):
                    pickle.dump(names_of(draft), file)
            fresh.rename(self.path)


def main(setting: Setting) -> None:
    """Print the figures of a million mentions."""
    measure(setting.data, MENTIONS)


def measure(data: Path, mentions: int) -> None:
    """Make the records, then measure each part in its own process."""
    show_load()
    folder = data / f"resolution-{mentions}"
    folder.mkdir(parents=True, exist_ok=True)
    records = Records(folder / "names.pickle")
    records.make(mentions)
    for part in ("alone", "catalogue"):
        command = [sys.executable, "-m", "bench.resolution", "--part", part]
        command += ["--mentions", str(mentions), "--data", str(data)]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        _print(part, json.loads(found.stdout.splitlines()[-1]))


def _print(part: str, found: dict[str, float]) -> None:
    if part == "alone":
        show("mentions", found["mentions"], digits=0)
        show("forms", found["forms"], digits=0)
        show("persons", found["persons"], digits=0)
    show(f"{part}: from scratch", found["seconds"], "s", SCRATCH, digits=1)
    show(f"{part}: processor time", found["processor"], "s", digits=1)
    show(f"{part}: memory", found["memory"], "MB", MEMORY, digits=0)
    if "more" in found:
        show(f"{part}: one document more, slowest of {MORE}", found["more"], "s", ONE_MORE)
        show(f"{part}: the same, processor time", found["more_processor"], "s")
        show(f"{part}: the same with {DECISIONS} decisions in force", found["decided"], "s")
        show(f"{part}: a decision, slowest of them", found["decision"], "s")


def alone(records: Records) -> dict[str, float]:
    """Resolve, without a catalogue."""
    clock, processor = time.perf_counter(), time.process_time()
    found = resolve(records)
    seconds, spent = time.perf_counter() - clock, time.process_time() - processor
    rows = [row for several in found.assigned.values() for row in several]
    return {
        "seconds": seconds,
        "processor": spent,
        "memory": peak(),
        "mentions": len({id(row.mention) for row in rows}),
        "forms": len({row.mention.form for row in rows}),
        "persons": len(found.identities),
    }


def from_catalogue(folder: Path, mentions: int) -> dict[str, float]:
    """Resolve from catalogue to catalogue, then again after each of some documents more."""
    fiction = Fiction(mentions, mentions // FORMS_OF_MENTIONS)
    with closing(_filled(folder, fiction)) as catalogue, catalogue.writing() as revision:
        clock, processor = time.perf_counter(), time.process_time()
        update_authority(catalogue, revision)
        found = {"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor}
        more = [_one_more(catalogue, revision, fiction, n) for n in range(MORE)]
        found["more"], found["more_processor"] = map(max, zip(*more, strict=True))
        found["decision"] = max(_decide(catalogue, revision))
        found["decided"] = max(_one_more(catalogue, revision, fiction, MORE + n)[0] for n in range(MORE))
        return {**found, "memory": peak()}


def _decide(catalogue: Catalogue, revision: int) -> Iterator[float]:
    """Decide of the persons with most mentions, and yield how long each decision took."""
    with catalogue.engine.connect() as db:
        total = func.sum(forms.c.certain + forms.c.probable).desc()
        query = select(forms.c.entity).group_by(forms.c.entity).order_by(total, forms.c.entity)
        persons = list(db.execute(query.where(alive(forms, revision)).limit(DECISIONS)).scalars())
        spots = [_spot(db, revision, person) for person in persons]
    for n, (person, other, spot) in enumerate(zip(persons, reversed(persons), spots, strict=True)):
        request = (
            Request(Kind.RENAME, person, text=f"Somebody {n}"),
            Request(Kind.CONFIRM, person, spots=(spot,)),
            Request(Kind.REJECT, person, spots=(spot,)),
            Request(Kind.DIFFERENT, person, other),
            Request(Kind.MERGE, person, other),
        )[n % 5 if n < DECISIONS // 2 else n % 3]
        said = Said(f"bench{n}", "bench", "2031-05-04T10:00:00Z")
        started = time.perf_counter()
        catalogue.transact(lambda db, request=request, said=said: decide(db, revision, request, said))
        yield time.perf_counter() - started


def _spot(db: Connection, revision: int, person: str) -> Spot:
    """A mention that is surely the person's."""
    columns = (documents.c.id, *mentions.c["start", "end"])
    query = select(*columns).join(mentions, mentions.c.document == documents.c.key).join(attributions)
    query = query.where(attributions.c.entity == person, alive(attributions, revision))
    return Spot(*db.execute(query.order_by(attributions.c.tier, attributions.c.key).limit(1)).one())


def _one_more(catalogue: Catalogue, revision: int, fiction: Fiction, nth: int) -> tuple[float, float]:
    document = document_of(fiction.another(10_000_000 + nth))
    catalogue.transact(lambda connection: put_document(connection, document, revision))
    clock, processor = time.perf_counter(), time.process_time()
    update_authority(catalogue, revision)
    return time.perf_counter() - clock, time.process_time() - processor


def _filled(folder: Path, fiction: Fiction) -> Catalogue:
    """A catalogue of all documents, none resolved: a copy of the one that is kept."""
    kept, used = folder / "filled", folder / "used"
    if not (kept / "done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        _fill(kept, fiction)
        (kept / "done").touch()
    shutil.rmtree(used, ignore_errors=True)
    shutil.copytree(kept, used)
    return Catalogue.create(used)


def _fill(folder: Path, fiction: Fiction) -> None:
    with closing(Catalogue.create(folder)) as catalogue, catalogue.writing() as revision:
        batch: list[Document] = []
        for draft in fiction:
            batch.append(document_of(draft))
            if len(batch) == _BATCH:
                _put(catalogue, batch, revision)
        _put(catalogue, batch, revision)


def _put(catalogue: Catalogue, batch: list[Document], revision: int) -> None:
    with catalogue.engine.begin() as connection:
        for document in batch:
            put_document(connection, document, revision)
    batch.clear()


def names_of(draft: Draft) -> DocumentNames:
    """A draft as resolution sees it."""
    text = draft.text
    return DocumentNames(
        key=draft.number,
        id=document_id(draft.collection, draft.relative),
        collection=draft.collection,
        case=f"{draft.collection}/{draft.relative.rpartition('/')[0]}/",
        text=text,
        sections=(Section(0, len(text)),),
        mentions=tuple(
            NamedMention(1000 * draft.number + n, start, end, text[start:end], by)
            for n, (start, end, by) in enumerate(draft.spans)
        ),
        capitals=tuple(draft.capitals),
        lower={word: min(count, 3) for word, count in draft.lower.items()},
        otherwise={},
    )


def document_of(draft: Draft) -> Document:
    """A draft as ingest hands it to the catalogue."""
    text = draft.text
    borders = [*draft.paragraphs, len(text)]
    starts = [*draft.labels, len(text)]
    return Document(
        source=Source(draft.collection, draft.relative, draft.relative),
        media_type="text/plain",
        sha256=f"{draft.number:064}",
        size=len(text),
        recipe="bench",
        reading=Reading(text),
        sections=(Section(0, len(text)),),
        turns=tuple(
            Turn(a, b, text[a : (colon := text.index(":", a))], colon + 1) for a, b in pairwise(starts)
        ),
        passages=tuple(Passage(n, a, b, 0, (n,)) for n, (a, b) in enumerate(pairwise(borders))),
        mentions=tuple(
            Mention(start, end, text[start:end], MentionKind.PERSON, by, text[start:end])
            for start, end, by in draft.spans
        ),
        capitals=tuple(NamePart(*part) for part in draft.capitals),
        lower_words=tuple(sorted((word, min(count, 3)) for word, count in draft.lower.items())),
        words=text.count(" "),
    )


def peak() -> float:
    """The most memory that this process had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run() -> None:
    parser = argparse.ArgumentParser("python -m bench.resolution")
    parser.add_argument("--mentions", type=int, default=MENTIONS)
    parser.add_argument("--data", type=Path, default=Path("data/bench"))
    parser.add_argument("--part", choices=("alone", "catalogue"), help="one part, as JSON")
    options = parser.parse_args()
    folder = options.data / f"resolution-{options.mentions}"
    if options.part == "alone":
        print(json.dumps(alone(Records(folder / "names.pickle"))))
    elif options.part == "catalogue":
        print(json.dumps(from_catalogue(folder, options.mentions)))
    else:
        measure(options.data, options.mentions)


if __name__ == "__main__":
    _run()
