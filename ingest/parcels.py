"""Parcels: files that travel to a worker on another machine, and what it does with them there."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from corpus.errors import InvalidError
from corpus.model import Document, Failure
from corpus.text.analysis import language_code, language_name, stemmed_languages
from ingest.languages import tagger_version
from ingest.processing import Task, fetch, make_documents
from ingest.recipe import RULES, recipe

# A spaCy pipeline belongs to one thread: those of a worker with several take turns.
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files with their bytes, from a machine that has `installed`, and `taggers` by language.

    Dask does not look inside.
    """

    files: tuple[tuple[Task, bytes | Failure], ...]
    model: str
    installed: str
    taggers: Mapping[str, str]


def installed() -> str:
    """What somebody needs to have installed to work with this machine."""
    return f"Stenogram {version('stenogram')} with rules {RULES}"


def pack(tasks: Sequence[Task], model: str) -> Parcel:
    """Read the files of tasks for their journey."""
    taggers = {code: read_by(code, model) for code in sorted(stemmed_languages())}
    return Parcel(tuple((task, fetch(task)) for task in tasks), model, installed(), taggers)


def read_by(language: str, model: str) -> str:
    """What reads texts in a language on this machine, beside the model."""
    return tagger_version(language, model) or f"no tagger of {language_name(language)}"


def unpack(parcel: Parcel) -> list[Document | Failure]:
    """What a worker does: `process`, with the bytes that came along.

    Raises `InvalidError`, which names the worker, where a model is missing or the facts would be others.
    """
    worker = f"worker {import_module('distributed').get_worker().address}"
    compare(worker, installed(), parcel.installed)
    try:
        for task, _ in parcel.files:
            stated = task.manifest.bibliography_for(task.source.relative)
            compare(worker, recipe(parcel.model, stated), task.recipe)
        with _TURN:
            made = make_documents(parcel.files, parcel.model)
        read = (one.reading.bibliography.language for one in made if isinstance(one, Document))
        for code in sorted(set(map(language_code, read)) & parcel.taggers.keys()):
            compare(worker, read_by(code, parcel.model), parcel.taggers[code])
        return made
    except InvalidError as error:
        if worker in error.message:
            raise
        raise InvalidError(f"On the {worker}: {error.message}", error.remedy) from None


def compare(who: str, theirs: str, ours: str) -> None:
    """Raise `InvalidError` where somebody has something else installed."""
    if theirs != ours:
        raise InvalidError(
            f"The {who} has {theirs}; this machine has {ours}.",
            "Install the same versions on all machines, and start scheduler and workers again.",
        )
