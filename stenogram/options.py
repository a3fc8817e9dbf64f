"""Options that several commands share, the settings they make, and exit statuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stenogram.output import Format

if TYPE_CHECKING:
    from stenogram.settings import Settings

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Where catalogue and index are kept (STENOGRAM_DATA)."),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine", metavar="URL", help="embedded, or the address of an Elasticsearch (STENOGRAM_ENGINE)."
    ),
]
Form = Annotated[Format, typer.Option("--format", help="A table to read, or rows for programs.")]


def settings_for(**overrides: Any) -> Settings:  # noqa: ANN401
    """The settings of the environment and of options that were given."""
    from stenogram.settings import load_settings

    return load_settings(overrides)


def end(found: int) -> None:
    """Exit status 1 where nothing was found, 2 where the question has to be put another way (-1)."""
    if found <= 0:
        raise typer.Exit(2 if found < 0 else 1)
