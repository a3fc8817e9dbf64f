"""Parcels: files that travel to a worker on another machine, and what it does with them there."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from corpus.errors import InvalidError
from corpus.model import Document, Failure
from ingest.languages import is_russian, tagger_version
from ingest.processing import Task, fetch, make_documents
from ingest.recipe import RULES, recipe

# A spaCy pipeline belongs to one thread: those of a worker with several take turns.
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files with their bytes, from a machine that has `installed`, and for Russian texts `russian`.

    Dask does not look inside.
    """

    files: tuple[tuple[Task, bytes | Failure], ...]
    model: str
    installed: str
    russian: str


def installed() -> str:
    """What somebody needs to have installed to work with this machine."""
    return f"Stenogram {version('stenogram')} with rules {RULES}"


def pack(tasks: Sequence[Task], model: str) -> Parcel:
    """Read the files of tasks for their journey."""
    return Parcel(tuple((task, fetch(task)) for task in tasks), model, installed(), reads_russian())


def reads_russian() -> str:
    """What reads Russian texts on this machine."""
    return tagger_version("ru") or "no tagger of Russian"


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
        if any(isinstance(one, Document) and is_russian(one.reading.bibliography.language) for one in made):
            compare(worker, reads_russian(), parcel.russian)
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
