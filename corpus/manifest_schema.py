"""The tables of `collection.toml` and `sources.toml`, and how a manifest file becomes one of them.

Every complaint is a `ManifestError` that names the file, the place in it and the remedy.
"""

from __future__ import annotations

import tomllib
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from corpus.errors import ManifestError

MAX_BYTES = 1 << 20

_T = TypeVar("_T", bound=BaseModel)


def _edtf(value: object) -> object:
    """Also takes the dates and years that TOML itself knows (`1936-08-19`, `1936`)."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    if isinstance(value, str) and value:
        _check_edtf(value)
    return value


def _check_edtf(value: str) -> None:
    # Imported here: it costs 0.1 s, and most manifests are read by commands that need no dates.
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parse_edtf(value)
    except EDTFParseException:
        raise ValueError("is no EDTF date: write 1936, 1936-08 or 1936-08-19/1936-08-24") from None


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
# Addresses are shown as links: nothing but the web gets in.
Address = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s<>\"']+)?$", max_length=2_000)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]
Edtf = Annotated[str, BeforeValidator(_edtf)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactsTable(_Table):
    """Bibliographic facts: `[defaults]` and `[documents."path or pattern"]`."""

    title: Line = ""
    label: Line = ""
    publisher: Line = ""
    published: Edtf = ""
    place: Line = ""
    language: Language = ""
    licence: Line = ""
    url: Address = ""


class CollectionTable(_Table):
    """A `collection.toml`."""

    name: Name | None = None
    title: Line = ""
    description: Line = ""
    defaults: FactsTable = FactsTable()
    documents: dict[str, FactsTable] = Field(default_factory=dict)


class SourceTable(_Table):
    """One `[[source]]`. Each of `files` is added to `base`."""

    name: Name
    title: Annotated[Line, StringConstraints(min_length=1)]
    description: Line = ""
    publisher: Line = ""
    published: Edtf = ""
    place: Line = ""
    language: Language = ""
    licence: Line = ""
    note: Line = ""
    page: Address = ""
    base: Address = ""
    files: tuple[Line, ...] = ()


class SourcesTable(_Table):
    """A `sources.toml`."""

    source: tuple[SourceTable, ...]


def parse_manifest(model: type[_T], path: Path) -> _T:
    """The file's content as `model`. Raises ManifestError."""
    try:
        return model.model_validate(_read_toml(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ManifestError(f"{path}: {place}: {_complaint(first)}", _remedy(first, model)) from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise ManifestError(f"{path}: larger than {MAX_BYTES} bytes.", "A manifest is a short file.")
        return tomllib.loads(raw.decode())
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror}.", "Check the path and its permissions.") from None
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path}: not UTF-8 at byte {error.start}.", "Save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ManifestError(f"{path}: no valid TOML: {error}.", "Correct the line that it names.") from None


def _complaint(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "no such key."
    message = error["msg"].removeprefix("Value error, ")
    return f"{message} (found {error['input']!r:.80})."


def _remedy(error: ErrorDetails, model: type[BaseModel]) -> str:
    if error["type"] != "extra_forbidden":
        return "Correct this value."
    table = _table_at(error["loc"], model)
    near = get_close_matches(str(error["loc"][-1]), table.model_fields, n=1)
    known = ", ".join(table.model_fields)
    return f"Did you mean {near[0]!r}?" if near else f"Known keys: {known}."


def _table_at(place: tuple[str | int, ...], model: type[BaseModel]) -> type[BaseModel]:
    tables: dict[str | int, type[BaseModel]] = {
        "defaults": FactsTable,
        "documents": FactsTable,
        "source": SourceTable,
    }
    return tables.get(place[0], model) if len(place) > 1 else model
