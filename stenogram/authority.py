"""`stenogram authority ...`: persons whom others know, from a file and into one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stenogram.curate import Author, Comment
from stenogram.options import Data, EngineOption, end, settings_for

authority_app = typer.Typer(
    name="authority",
    help="Known persons: names, aliases, dates and links, from CSV and from JSON in the manner of Wikidata.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@authority_app.command("import", epilog="Example:  stenogram authority import persons.csv --author Ada")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file.")],
    author: Author = "",
    comment: Comment = "",
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """Keep a file's persons, link those of the documents to them, and join their aliases.

    What is wrong in the file is told by line, and the rest goes on (exit status 1).
    """
    from stenogram.commands import knowing
    from stenogram.commands.curating import signed
    from stenogram.parts import service_for

    with service_for(settings_for(data=data, engine=engine)) as service:
        end(knowing.import_authority(service, file, signed(author, comment, None)))


@authority_app.command("export", epilog="Example:  stenogram authority export persons.json --all")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file.")],
    everybody: Annotated[
        bool, typer.Option("--all", help="All persons of the documents, not only those of authority files.")
    ] = False,
    data: Data = None,
) -> None:
    """Write the known persons to a file that import understands."""
    from stenogram.commands import knowing
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        knowing.export_authority(service, file, everybody=everybody)
