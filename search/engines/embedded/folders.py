"""The folder of a generation: what says that it is whole, and how that of a later revision begins.

Tantivy never changes the files of a segment: revisions share them by hard links, each with a list of its
own that says which files are its index.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import NotIndexedError, UnavailableError
from search.engines.base import RebuildNeededError

BUILT = "built.json"
_META = "meta.json"
_LAYOUT = 4
_REMEDY = "Run `stenogram index`."

# A segment keeps what is deleted of it, and every question passes by it. Where more is deleted than there
# is, and more than a build takes seconds for, a new build is due.
_MOST_DELETED = 20_000


@dataclass(frozen=True, slots=True)
class Built:
    """What a whole generation says of itself. `layout` is the version of fields and analysis."""

    passages: int
    languages: tuple[str, ...]
    layout: int = _LAYOUT


def write_built(folder: Path, built: Built) -> None:
    """Say that a generation is whole, in one step."""
    half = folder / f"{BUILT}.half"
    with half.open("w", encoding="utf-8") as file:
        json.dump(asdict(built), file)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / BUILT)


def read_built(folder: Path) -> Built:
    """What a generation says of itself.

    Raises `NotIndexedError` where it is not whole, `UnavailableError` for another layout, and OSError,
    ValueError, KeyError or TypeError where it cannot be read.
    """
    try:
        facts = json.loads((folder / BUILT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotIndexedError(f"The index {folder.name} is not there, or not whole.", _REMEDY) from None
    if facts["layout"] != _LAYOUT:
        raise UnavailableError(f"The index {folder.name} was built by another version.", _REMEDY)
    return Built(facts["passages"], tuple(facts["languages"]))


def read_base(folder: Path) -> Built:
    """As `read_built`, of a generation that shall be updated: what prevents it is a `RebuildNeededError`."""
    try:
        built = read_built(folder)
        segments = json.loads((folder / _META).read_text(encoding="utf-8"))["segments"]
        deleted = sum(segment["max_doc"] for segment in segments) - built.passages
    except NotIndexedError:
        raise
    except (UnavailableError, OSError, ValueError, KeyError, TypeError) as error:
        raise RebuildNeededError(f"{folder.name} cannot be read: {error}") from error
    if deleted > max(built.passages, _MOST_DELETED):
        raise RebuildNeededError(f"{folder.name} holds {deleted:,} passages that are deleted")
    return built


def link_files(base: Path, folder: Path) -> None:
    """Begin a folder with all that `base` holds, except that it is whole."""
    for file in base.iterdir():
        if file.name != BUILT and file.suffix not in (".lock", ".half"):
            _link(file, folder / file.name)


def _link(file: Path, name: Path) -> None:
    # Lists are small, and not safe from being written in place.
    if file.suffix != ".json":
        with suppress(OSError):  # not every file system has links
            os.link(file, name)
            return
    shutil.copyfile(file, name)
