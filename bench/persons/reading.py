"""Texts read and resolved in memory: no catalogue, so that altered texts can be measured as they come.

What the tagger makes of a text is kept in the data folder, under a digest of the text and of the rules of
ingest, without the word lists of `corpus/names/data`: delete the folder `read` after a change of those.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from bench.persons.scoring import Row
from bench.setting import MODEL, Setting
from corpus.catalogue.ids import document_id
from corpus.manifest import CollectionManifest
from corpus.model import Bibliography, Document, Failure, MentionKind, Source
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.resolution import resolve
from ingest.processing import Task, make_documents
from ingest.recipe import recipe

_ROOT = Path(__file__).resolve().parents[2]
_PORTION = 12


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read: its collection, and its path below it (the folder is its case)."""

    collection: str
    relative: str
    text: str


def read_texts(setting: Setting, texts: Sequence[Text]) -> list[Document]:
    """The documents of texts, in order, from what is kept of an earlier run where nothing has changed."""
    kept = setting.data / "read" / f"{_digest(texts)}.pickle"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(_read(texts)))
    found: list[Document] = pickle.loads(kept.read_bytes())
    return found


def _read(texts: Sequence[Text]) -> list[Document]:
    portions = [texts[at : at + _PORTION] for at in range(0, len(texts), _PORTION)]
    with ProcessPoolExecutor(2) as pool:
        return [document for found in pool.map(read_documents, portions) for document in found]


def read_documents(texts: Sequence[Text]) -> list[Document]:
    """The documents of texts, in order, read here and now. Raises ValueError where one cannot be read."""
    made = make_documents([(_task(text), text.text.encode()) for text in texts], MODEL)
    failed = [item.reason for item in made if isinstance(item, Failure)]
    if failed:
        raise ValueError(f"a text of the benchmark was not read: {failed[0]}")
    return [item for item in made if isinstance(item, Document)]


def _task(text: Text) -> Task:
    source = Source(text.collection, text.relative, text.relative)
    manifest = CollectionManifest(text.collection)
    made_by = recipe(MODEL, Bibliography())
    return Task(Path(text.relative), source, "text/plain", made_by, manifest, len(text.text))


@cache
def _rules() -> bytes:
    files = [*sorted((_ROOT / "ingest").rglob("*.*")), *sorted((_ROOT / "corpus" / "names").glob("*.py"))]
    return b"".join(file.read_bytes() for file in files if file.suffix in (".py", ".txt"))


def _digest(texts: Iterable[Text]) -> str:
    digest = blake2b(_rules() + MODEL.encode(), digest_size=12)
    for text in texts:
        digest.update("\x1f".join((text.collection, text.relative, text.text)).encode())
    return digest.hexdigest()


def names_of(document: Document, key: int) -> DocumentNames:
    """What resolution works on, with its place in a list as key."""
    source = document.source
    persons = (m for m in document.mentions if m.kind is MentionKind.PERSON)
    return DocumentNames(
        key=key,
        id=document_id(source.collection, source.relative),
        collection=source.collection,
        case=f"{source.collection}/{source.relative.rpartition('/')[0]}/",
        text=document.reading.text,
        sections=document.sections,
        mentions=tuple(NamedMention(n, m.start, m.end, m.form, m.by, m.value) for n, m in enumerate(persons)),
        capitals=tuple((part.start, part.end, part.word) for part in document.capitals),
        lower=dict(document.lower_words),
        otherwise=dict(document.tagged_otherwise),
        turns=document.turns,
    )


def rows_of(names: Sequence[DocumentNames]) -> list[Row]:
    """Who is who, as rows; persons are numbered."""
    resolution = resolve(names)
    numbers = {identity: str(n) for n, identity in enumerate(resolution.identities)}
    return [
        Row(key, r.mention.start, r.mention.end, r.mention.form, numbers[r.identity], r.tier.rank, r.reason)
        for key, rows in sorted(resolution.assigned.items())
        for r in rows
    ]


def resolved(documents: Sequence[Document]) -> list[Row]:
    """The rows of documents; a row's `document` is the place in the sequence."""
    return rows_of([names_of(document, key) for key, document in enumerate(documents)])
