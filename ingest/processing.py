"""From the bytes of files to documents: what one worker does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from corpus.errors import DocumentError
from corpus.manifest import CollectionManifest
from corpus.model import Bibliography, Document, Failure, Reading, Section, Source
from corpus.names.parse import parse_name
from ingest.cleaning import CleanText, clean
from ingest.finding import (
    as_mentions,
    capitals,
    each_once,
    find_all_dates,
    find_organisations,
    find_persons,
    label_mentions,
    lower_words,
    tagged_otherwise,
    without_labels,
)
from ingest.labels import label_key
from ingest.languages import believed, settle_labels, settle_persons, tagger_for
from ingest.passages import split_passages
from ingest.readers import read
from ingest.recipe import in_language
from ingest.sections import find_sections
from ingest.tagging import Tagged, Tagger
from ingest.told_language import told_language
from ingest.turns import find_turns


@dataclass(frozen=True, slots=True)
class Task:
    """One file of `size` bytes to be made a document, by the facts that its manifest states."""

    path: Path
    source: Source
    media_type: str
    recipe: str
    manifest: CollectionManifest
    size: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that was read, before it is tagged."""

    task: Task
    data: bytes
    reading: Reading
    sections: tuple[Section, ...]
    clean: CleanText


def process(tasks: Sequence[Task], model: str) -> list[Document | Failure]:
    """Make documents of files, in order; a file that cannot be read becomes a failure."""
    return make_documents([(task, fetch(task)) for task in tasks], model)


def fetch(task: Task) -> bytes | Failure:
    """The bytes of a task's file, or why they cannot be had."""
    try:
        return task.path.read_bytes()
    except OSError as error:
        return Failure(task.source, error.strerror or str(error), "Check that the file can be read.")


def make_documents(files: Sequence[tuple[Task, bytes | Failure]], model: str) -> list[Document | Failure]:
    """Make documents of fetched files, in order; what could not be fetched stays a failure.

    All texts go through the tagger in one stream, so that small files fill its batches together.
    """
    prepared = [_prepare(task, data) for task, data in files]
    readable = [item for item in prepared if isinstance(item, _Prepared)]
    tagged = iter(_tag_all(readable, model))
    return [_finish(item, next(tagged), model) if isinstance(item, _Prepared) else item for item in prepared]


def _prepare(task: Task, data: bytes | Failure) -> _Prepared | Failure:
    if isinstance(data, Failure):
        return data
    try:
        reading = read(task.media_type, data)
    except DocumentError as error:
        return Failure(task.source, error.message.rstrip("."), error.remedy)
    facts = task.manifest.bibliography_for(task.source.relative, reading.bibliography)
    reading = replace(reading, bibliography=_with_language(facts, reading.text))
    sections = find_sections(reading.text, reading.ranges, reading.bibliography)
    return _Prepared(task, data, reading, sections, clean(reading.text, reading.ranges))


def _with_language(facts: Bibliography, text: str) -> Bibliography:
    """The language that the facts state, else the one that the text tells."""
    return replace(facts, language=facts.language or told_language(text))


def _tag_all(items: Sequence[_Prepared], model: str) -> list[list[Tagged]]:
    """The entities of each text, by the tagger of its language."""
    taggers = [tagger_for(item.reading.bibliography.language, model) for item in items]
    found: dict[int, list[Tagged]] = {}
    for tagger in dict.fromkeys(taggers):
        numbers = [n for n, one in enumerate(taggers) if one is tagger]
        found.update(zip(numbers, _tag([items[n] for n in numbers], tagger), strict=True))
    return [found[n] for n in range(len(items))]


def _tag(items: Sequence[_Prepared], tagger: Tagger) -> list[list[Tagged]]:
    """The entities of each text, in the offsets of its clean text."""
    stretches = [(n, start, end) for n, item in enumerate(items) for start, end in item.clean.stretches]
    found: list[list[Tagged]] = [[] for _ in items]
    texts = (items[n].clean.text[start:end] for n, start, end in stretches)
    for (n, start, _), entities in zip(stretches, tagger.tag(texts), strict=True):
        found[n] += [Tagged(e.start + start, e.end + start, e.label, e.by) for e in entities]
    return found


def _finish(item: _Prepared, tagged: Sequence[Tagged], model: str) -> Document:
    text, ranges = item.reading.text, item.reading.ranges
    language, plain = item.reading.bibliography.language, item.clean.text
    tagged = believed(tagged, plain, language, model)
    found = settle_persons(find_persons(plain, tagged), plain, tagged, language)
    persons = list(as_mentions(found, item.clean, text))
    names = (parse_name(mention.value or mention.form) for mention in persons)
    surnames = {label_key(name.written) for name in names if name}
    turns = find_turns(text, ranges, surnames)
    mentions = each_once(
        [
            *without_labels(persons, turns, text),
            *settle_labels(label_mentions(turns, text, persons), plain, tagged, language),
            *as_mentions(find_organisations(plain, tagged), item.clean, text),
            *as_mentions(find_all_dates(item.clean, item.sections, tagged), item.clean, text),
        ]
    )
    passages = split_passages(text, ranges=ranges, sections=item.sections, turns=turns, mentions=mentions)
    return Document(
        source=item.task.source,
        media_type=item.task.media_type,
        sha256=sha256(item.data).hexdigest(),
        size=len(item.data),
        recipe=in_language(item.task.recipe, language, model),
        reading=item.reading,
        sections=item.sections,
        turns=turns,
        passages=passages,
        mentions=mentions,
        capitals=capitals(item.clean),
        lower_words=lower_words(item.clean),
        tagged_otherwise=tagged_otherwise(item.clean, tagged),
        words=len(plain.split()),
    )
