"""Finding the files of a collection below the paths that were given to ingest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from corpus.errors import InvalidError
from corpus.manifest import MANIFEST_NAME, CollectionManifest, load_collection
from corpus.model import Failure, Source
from ingest.readers import READERS, media_type_of

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that has a reader, with the manifest of its collection."""

    path: Path
    source: Source
    media_type: str
    manifest: CollectionManifest


@dataclass(slots=True)
class Scan:
    """What lies below the given paths: files to read, files that cannot be, manifests by collection."""

    files: list[FoundFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    manifests: dict[str, CollectionManifest] = field(default_factory=dict)


def scan(paths: Iterable[Path], collection: str = "", max_bytes: int = MAX_BYTES) -> Scan:
    """Find all files. `collection` names the collection of all; else its manifest or folder does.

    A folder with a collection.toml is a collection of its own. Raises `InvalidError` for a path that
    does not exist and `ManifestError` for a manifest that cannot be read.
    """
    found = Scan()
    seen: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise InvalidError(f"{path} does not exist.", "Check the path; nothing was changed.")
        for file in sorted(_files(path), key=str):
            if seen.setdefault(file.resolve(), None) is None and file not in seen:
                seen[file] = None
                _add(found, file, path, collection, max_bytes)
    return found


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or all files below the folder: no hidden ones, no links to folders."""
    if path.is_file():
        yield path
        return
    for entry in path.iterdir():
        if entry.name.startswith(".") or entry.name == MANIFEST_NAME:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif entry.is_file():
            yield entry


def _add(found: Scan, file: Path, given: Path, collection: str, max_bytes: int) -> None:
    root = _root(file, given)
    manifest = _manifest(root, collection, found)
    relative = printable(file.relative_to(root).as_posix())
    source = Source(collection or manifest.name, printable(str(file)), relative)
    media_type = media_type_of(file.name)
    if media_type is None:
        found.failures.append(_without_reader(source, file, skipped=file != given))
    elif file.stat().st_size > max_bytes:
        limit = f"{max_bytes / 1024 / 1024:.0f} MB"
        reason = f"larger than {limit}"
        found.failures.append(Failure(source, reason, "Split it, or raise STENOGRAM_MAX_FILE_SIZE."))
    else:
        found.files.append(FoundFile(file, source, media_type, manifest))


def _root(file: Path, given: Path) -> Path:
    """The nearest folder with a manifest, not above what was given; else the folder that was given."""
    top = given if given.is_dir() else given.parent
    for folder in file.parents:
        if (folder / MANIFEST_NAME).is_file():
            return folder
        if folder == top:
            break
    return top


def _manifest(root: Path, collection: str, found: Scan) -> CollectionManifest:
    path = root / MANIFEST_NAME
    name = collection or root.resolve().name or "collection"
    manifest = load_collection(path) if path.is_file() else CollectionManifest(name)
    return found.manifests.setdefault(collection or manifest.name, manifest)


def _without_reader(source: Source, file: Path, *, skipped: bool) -> Failure:
    known = ", ".join(sorted(media.split("/")[-1] for media in READERS))
    kind = f"{file.suffix} files" if file.suffix else "files without a suffix"
    return Failure(source, f"no reader for {kind}", f"Convert it to one of: {known}.", skipped)


def printable(path: str | PurePath) -> str:
    """A path as text that can be stored: bytes that are no text in it are escaped."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
