"""Manifests: what `collection.toml` and `sources.toml` say, as frozen values.

A manifest is a TOML file of at most 1 MiB; `corpus.manifest_schema` says what may stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path

from corpus.errors import ManifestError, NotFoundError
from corpus.manifest_schema import CollectionTable, FactsTable, SourcesTable, SourceTable, parse_manifest
from corpus.model import Bibliography

MANIFEST_NAME = "collection.toml"


@dataclass(frozen=True, slots=True)
class Override:
    """Facts about the documents whose path below the collection matches `pattern`."""

    pattern: str
    facts: Bibliography

    def matches(self, relative: str) -> bool:
        """Whether the POSIX path is the pattern itself, or fits it (`*` also crosses folders)."""
        return relative == self.pattern or fnmatchcase(relative, self.pattern)


@dataclass(frozen=True, slots=True)
class CollectionManifest:
    """What `collection.toml` says: names, defaults for all documents, facts about some of them."""

    name: str
    title: str = ""
    description: str = ""
    defaults: Bibliography = field(default_factory=Bibliography)
    overrides: tuple[Override, ...] = ()

    def bibliography_for(self, relative: str, found: Bibliography | None = None) -> Bibliography:
        """The facts about one document, by its POSIX path below the collection.

        Each fact comes from the first that knows it: the entry with exactly this path, the entries
        whose pattern fits (later ones first), what the file says of itself (`found`), the defaults.
        """
        fitting = [o for o in reversed(self.overrides) if o.matches(relative)]
        fitting.sort(key=lambda o: o.pattern != relative)
        own = (found,) if found else ()
        return first_known(*(o.facts for o in fitting), *own, self.defaults)

    def unmatched(self, relatives: Iterable[str]) -> tuple[str, ...]:
        """The patterns that fit none of the paths: usually a misspelt or a moved file."""
        paths = tuple(relatives)
        return tuple(o.pattern for o in self.overrides if not any(map(o.matches, paths)))


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """A published record that `stenogram fetch` knows.

    `addresses` are its files in the order of the record; empty when it can only be had by hand, as
    `note` then tells. `page` is where a reader finds it described.
    """

    name: str
    title: str
    description: str = ""
    facts: Bibliography = field(default_factory=Bibliography)
    note: str = ""
    page: str = ""
    addresses: tuple[str, ...] = ()


def load_collection(path: Path) -> CollectionManifest:
    """Read a `collection.toml`; the name of its folder stands in for a missing `name`.

    Raises ManifestError.
    """
    table = parse_manifest(CollectionTable, path)
    overrides = (Override(pattern, _bibliography(facts)) for pattern, facts in table.documents.items())
    return CollectionManifest(
        table.name or path.resolve().parent.name,
        table.title,
        table.description,
        _bibliography(table.defaults),
        tuple(overrides),
    )


def load_sources(path: Path) -> tuple[PublishedSource, ...]:
    """Read a `sources.toml`, in its order. Raises ManifestError, also for a name used twice."""
    sources = tuple(_published(row, path) for row in parse_manifest(SourcesTable, path).source)
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise ManifestError(f"{path}: two sources are called {name!r}.", "Give each its own name.")
    return sources


def find_source(sources: Iterable[PublishedSource], name: str) -> PublishedSource:
    """The source of that name. Raises NotFoundError, which proposes what is near."""
    known = {source.name: source for source in sources}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3) or sorted(known)
    raise NotFoundError(f"No published source is called {name!r}.", f"Try: {', '.join(near)}.")


def shipped_sources() -> tuple[PublishedSource, ...]:
    """The published records listed in the project's own `sources.toml`."""
    return load_sources(_shipped("sources.toml"))


def sample_root() -> Path:
    """The folder of the sample collection that ships with the project."""
    return _shipped("sample")


def render_collection(manifest: CollectionManifest) -> str:
    """The text of a `collection.toml` that `load_collection` reads back as the same value."""
    parts = [f"name = {_quoted(manifest.name)}\n" + _lines(manifest, "title", "description")]
    parts.append("[defaults]\n" + _fact_lines(manifest.defaults))
    parts += [f"[documents.{_quoted(o.pattern)}]\n{_fact_lines(o.facts)}" for o in manifest.overrides]
    return "\n".join(parts)


def first_known(*known: Bibliography) -> Bibliography:
    """Each fact from the first of the bibliographies that has it."""
    merged = Bibliography()
    for facts in reversed(known):
        merged = replace(merged, **_known(facts))
    return merged


def _known(facts: Bibliography) -> dict[str, str]:
    return {f.name: value for f in fields(facts) if (value := getattr(facts, f.name))}


def _bibliography(facts: FactsTable) -> Bibliography:
    return Bibliography(**facts.model_dump())


def _published(row: SourceTable, path: Path) -> PublishedSource:
    facts = Bibliography(
        publisher=row.publisher,
        published=row.published,
        place=row.place,
        language=row.language,
        licence=row.licence,
    )
    addresses = tuple(row.base + file for file in row.files)
    for address in addresses:
        if not address.startswith(("http://", "https://")):
            raise ManifestError(
                f"{path}: source {row.name!r}: {address!r} is no http(s) address.",
                "Give `base` or write the file's whole address.",
            )
    return PublishedSource(row.name, row.title, row.description, facts, row.note, row.page, addresses)


def _lines(value: object, *names: str) -> str:
    return "".join(f"{name} = {_quoted(getattr(value, name))}\n" for name in names)


def _fact_lines(facts: Bibliography) -> str:
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in _known(facts).items())


def _quoted(value: str) -> str:
    # A JSON string is a TOML basic string, but for the delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _shipped(name: str) -> Path:
    return Path(str(resources.files("corpus"))) / name
