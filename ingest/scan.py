"""Finding the files of a collection below the paths that were given to ingest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from corpus.errors import InvalidError, ManifestError
from corpus.manifest import MANIFEST_NAME, CollectionManifest, load_collection
from corpus.model import Failure, Source
from ingest.readers import READERS, media_type_of

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that has a reader, with its size in bytes and the manifest of its collection."""

    path: Path
    source: Source
    media_type: str
    manifest: CollectionManifest
    size: int


@dataclass(slots=True)
class Scan:
    """What lies below the given paths: files to read, files that cannot be, manifests by collection.

    `looked_at` are the paths of all of them, as given: what was said of them before holds no more.
    """

    files: list[FoundFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    manifests: dict[str, CollectionManifest] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)


def scan(paths: Iterable[Path], collection: str = "", max_bytes: int = MAX_BYTES) -> Scan:
    """Find all files. `collection` names the collection of all; else its manifest or folder does.

    A folder with a collection.toml is a collection of its own; where that cannot be read, it is a
    failure and its files are left alone. Raises `InvalidError` for a path that does not exist.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise InvalidError(f"{path} does not exist.", "Check the path; nothing was changed.")
    scanner = _Scanner(collection, max_bytes)
    for path in given:
        scanner.add(path)
    return scanner.found


@dataclass(slots=True)
class _Scanner:
    """One scan. `roots` holds the manifest of each folder that is one, None for one that is broken."""

    collection: str
    max_bytes: int
    found: Scan = field(default_factory=Scan)
    seen: set[Path] = field(default_factory=set)
    roots: dict[Path, CollectionManifest | None] = field(default_factory=dict)

    def add(self, given: Path) -> None:
        """Add a file, or all files of a folder."""
        for file in self._walk(given):
            # Not the link's target: a link is a path of its own, and so a document of its own.
            place = file.parent.resolve() / file.name
            if place not in self.seen:
                self.seen.add(place)
                self._add_file(file, given)

    def _walk(self, given: Path) -> Iterator[Path]:
        """The file itself, or all files below the folder: no hidden ones, no links to folders."""
        if not given.is_dir():
            yield given
            return
        files, folders = [], [given]
        while folders:
            folder = folders.pop()
            source = self._source(folder, given, given)
            try:
                entries = [(entry, entry.is_dir()) for entry in folder.iterdir()]
            except OSError as error:
                self._fail(source, _why(error))
                continue
            for entry, is_folder in entries:
                if not entry.name.startswith(".") and entry.name != MANIFEST_NAME:
                    if not is_folder:
                        files.append(entry)
                    elif not entry.is_symlink():
                        folders.append(entry)
        yield from sorted(files, key=str)

    def _add_file(self, file: Path, given: Path) -> None:
        root = _root(file, given)
        manifest = self._manifest(root)
        if manifest is None:
            return
        source = self._source(file, root, given, manifest.name)
        media_type = media_type_of(file.name)
        if media_type is None:
            self.found.failures.append(_without_reader(source, file, skipped=file != given))
            return
        try:
            size = _size(file)
        except OSError as error:
            self._fail(source, _why(error))
            return
        if size > self.max_bytes:
            reason = f"larger than {self.max_bytes / 1024 / 1024:.0f} MB"
            self._fail(source, reason, "Split it, or raise STENOGRAM_MAX_FILE_MB.")
        else:
            self.found.files.append(FoundFile(file, source, media_type, manifest, size))

    def _manifest(self, root: Path) -> CollectionManifest | None:
        """The manifest of a root, read once; None where it is broken, which is noted."""
        if root not in self.roots:
            self.roots[root] = manifest = self._load(root)
            if manifest is not None:
                self.found.manifests.setdefault(self.collection or manifest.name, manifest)
        return self.roots[root]

    def _load(self, root: Path) -> CollectionManifest | None:
        path = root / MANIFEST_NAME
        source = self._source(path, root, root)
        if not path.is_file():
            return CollectionManifest(source.collection)
        try:
            return load_collection(path)
        except ManifestError as error:
            remedy = f"{error.remedy} No file of this collection was read."
            self._fail(source, error.message.removeprefix(f"{path}: ").rstrip("."), remedy)
            return None

    def _source(self, file: Path, root: Path, given: Path, name: str = "") -> Source:
        path = printable(file)
        self.found.looked_at.add(path)
        collection = self.collection or name or _folder_name(given)
        relative = printable(file.relative_to(root).as_posix())
        return Source(collection, path, relative, printable(file.absolute()))

    def _fail(self, source: Source, reason: str, remedy: str = "Check that it can be read.") -> None:
        self.found.failures.append(Failure(source, reason, remedy))


def _size(file: Path) -> int:
    """The size of an ordinary file. Raises OSError for what is none (a pipe would never end)."""
    size = file.stat().st_size
    if not file.is_file():
        raise OSError("it is no ordinary file")
    return size


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _folder_name(folder: Path) -> str:
    return printable(folder.resolve().name) or "collection"


def _root(file: Path, given: Path) -> Path:
    """The nearest folder with a manifest, not above what was given; else the folder that was given."""
    top = given if given.is_dir() else given.parent
    for folder in file.parents:
        if (folder / MANIFEST_NAME).is_file():
            return folder
        if folder == top:
            break
    return top


def _without_reader(source: Source, file: Path, *, skipped: bool) -> Failure:
    known = ", ".join(sorted(media.split("/")[-1] for media in READERS))
    kind = f"{file.suffix} files" if file.suffix else "files without a suffix"
    return Failure(source, f"no reader for {kind}", f"Convert it to one of: {known}.", skipped)


def printable(path: str | PurePath) -> str:
    """A path as text that can be stored: bytes that are no text in it are escaped."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
