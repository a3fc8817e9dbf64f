"""`stenogram fetch NAME`: a published record from the web into a folder, ready to be ingested.

Each file is written whole or not at all, and remembered in `.fetch.json` at once: a run that was
stopped goes on where it was. What is there already is not asked for again, unless `refresh` is set;
then the server is asked whether it has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import InvalidError, StenogramError, UnavailableError
from corpus.manifest import (
    MANIFEST_NAME,
    CollectionManifest,
    Override,
    PublishedSource,
    render_collection,
)
from corpus.model import Bibliography
from stenogram.polite_client import Answer, PoliteClient

STATE_NAME = ".fetch.json"
MARK = "# Written by `stenogram fetch`. Remove this line to keep your own changes.\n"
# After so many failures in a row the rest is not asked for: the host is down, or wants us gone.
PATIENCE = 3

_NOT_MODIFIED = 304

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/tei+xml": ".xml",
    "application/pdf": ".pdf",
}


class Outcome(StrEnum):
    """What became of one file."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file that is there now. `size` is in bytes."""

    address: str
    path: Path
    outcome: Outcome
    size: int


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A file that is not there, with reason and remedy."""

    address: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a run brought, in the order of the record. Complete if `failures` is empty."""

    source: str
    directory: Path
    files: tuple[FetchedFile, ...]
    failures: tuple[FetchFailure, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is remembered of a fetched file."""

    file: str
    etag: str = ""
    last_modified: str = ""


@dataclass(slots=True)
class _Folder:
    """The folder that a record is fetched into, with its memory."""

    path: Path
    entries: dict[str, _Entry] = field(default_factory=dict)

    def known(self, address: str) -> _Entry | None:
        entry = self.entries.get(address)
        return entry if entry and (self.path / entry.file).is_file() else None

    def keep(self, address: str, name: str, answer: Answer) -> Path:
        """Write the file, then remember it."""
        _write_whole(self.path / name, answer.body)
        headers = answer.headers
        etag, last_modified = headers.get("etag", ""), headers.get("last-modified", "")
        self.entries[address] = _Entry(name, etag, last_modified)
        state = {known: asdict(entry) for known, entry in self.entries.items()}
        _write_whole(self.path / STATE_NAME, json.dumps(state, indent=1).encode())
        return self.path / name


@dataclass(slots=True)
class _Run:
    """One run over a source: its client, its folder, its patience."""

    web: PoliteClient
    folder: _Folder
    refresh: bool
    failed_in_a_row: int = 0

    def bring(self, number: int, address: str) -> FetchedFile | FetchFailure:
        """One file, or why it is not there."""
        try:
            done = self._bring(number, address)
        except StenogramError as error:
            self.failed_in_a_row += 1
            return FetchFailure(address, error.message, error.remedy)
        self.failed_in_a_row = 0
        return done

    def _bring(self, number: int, address: str) -> FetchedFile:
        entry = self.folder.known(address)
        if entry and not self.refresh:
            return _fetched(address, self.folder.path / entry.file, Outcome.KEPT)
        if self.failed_in_a_row >= PATIENCE:
            raise UnavailableError("Not asked for, since the files before it failed.", "Try again later.")
        answer = self.web.get(address, _conditions(entry) if entry else {})
        if entry and answer.status == _NOT_MODIFIED:
            return _fetched(address, self.folder.path / entry.file, Outcome.UNCHANGED)
        name = entry.file if entry else _file_name(number, address, answer)
        return _fetched(address, self.folder.keep(address, name, answer), Outcome.FETCHED)


def fetch(
    source: PublishedSource,
    directory: Path,
    *,
    refresh: bool = False,
    client: PoliteClient | None = None,
    progress: Callable[[FetchedFile | FetchFailure], None] = lambda _: None,
) -> FetchReport:
    """Bring a source's files into `directory`, with a `collection.toml` beside them.

    One file that fails does not stop the others; it stands in the report. `progress` is called
    after each file. Raises InvalidError when the source has no addresses or the folder is unusable.
    """
    if not source.addresses:
        raise InvalidError(f"{source.name} is not published file by file.", f"{source.note} {source.page}")
    folder = _open_folder(directory)
    done: list[FetchedFile | FetchFailure] = []
    with client or PoliteClient() as web:
        run = _Run(web, folder, refresh)
        for number, address in enumerate(source.addresses, start=1):
            done.append(run.bring(number, address))
            progress(done[-1])
    _write_manifest(source, folder)
    files = tuple(one for one in done if isinstance(one, FetchedFile))
    failures = tuple(one for one in done if isinstance(one, FetchFailure))
    return FetchReport(source.name, directory, files, failures)


def _fetched(address: str, path: Path, outcome: Outcome) -> FetchedFile:
    return FetchedFile(address, path, outcome, path.stat().st_size)


def _conditions(entry: _Entry) -> Mapping[str, str]:
    headers = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
    return {name: value for name, value in headers.items() if value}


def _file_name(number: int, address: str, answer: Answer) -> str:
    """`07-19-dreitzer.html`: the place in the record, the end of the path, a suffix by type.

    Only small letters, digits and hyphens of the address get in.
    """
    suffix = _SUFFIXES.get(answer.media_type)
    if suffix is None:
        raise InvalidError(f"{address} is {answer.media_type or 'of no known type'}, not a text.")
    parts = urlsplit(address).path.rpartition(".")[0] or urlsplit(address).path
    words = re.findall(r"[a-z0-9]+", "-".join(parts.split("/")[-2:]).lower())
    return "-".join([f"{number:02d}", *words])[:80] + suffix


def _open_folder(path: Path) -> _Folder:
    try:
        path.mkdir(parents=True, exist_ok=True)
        return _Folder(path, _read_state(path / STATE_NAME))
    except OSError as error:
        raise InvalidError(f"{path}: {error.strerror}.", "Choose another folder with --to.") from None


def _read_state(path: Path) -> dict[str, _Entry]:
    """What earlier runs remembered; nothing if it cannot be read: then all is fetched again."""
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_bytes()).items()
        entries = {address: _Entry(**row) for address, row in rows}
    except (ValueError, TypeError, AttributeError):
        return {}
    # A name that leads out of the folder is not one that we wrote.
    return {address: entry for address, entry in entries.items() if Path(entry.file).name == entry.file}


def _write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing: beside the file first, then in its place. The name starts with a dot."""
    part = path.with_name(f".{path.name.lstrip('.')}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise InvalidError(f"{path}: {error.strerror}.", "Make room, or choose another folder.") from None
    finally:
        part.unlink(missing_ok=True)


def _write_manifest(source: PublishedSource, folder: _Folder) -> None:
    """The bibliographic facts, unless the reader has made the file their own."""
    path = folder.path / MANIFEST_NAME
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(MARK):
        return
    overrides = tuple(
        Override(entry.file, Bibliography(url=address))
        for address in source.addresses
        if (entry := folder.known(address))
    )
    manifest = CollectionManifest(source.name, source.title, source.description, source.facts, overrides)
    _write_whole(path, (MARK + render_collection(manifest)).encode())
