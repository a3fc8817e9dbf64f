"""The command line. It only reads options and exit statuses; what commands need is imported when they run,
so that `stenogram --help` answers at once."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import StenogramError
from corpus.model import MentionKind, Relation, Tier
from stenogram.authority import authority_app
from stenogram.curate import curate_app
from stenogram.options import Data, EngineOption, Form, end, settings_for
from stenogram.output import Format, notes

app = typer.Typer(
    name="stenogram",
    help="Finds every passage that mentions a person in published trial records.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

catalogue_app = typer.Typer(
    name="catalogue", help="Move the catalogue.", no_args_is_help=True, rich_markup_mode="rich"
)
app.add_typer(catalogue_app)
app.add_typer(curate_app)
app.add_typer(authority_app)

# What typer makes of Ctrl-C, without a word.
_INTERRUPTED = 130


class What(StrEnum):
    """What can be exported."""

    MENTIONS = "mentions"
    PASSAGES = "passages"
    TURNS = "turns"


class WhichRelation(StrEnum):
    """Which passages concern a person."""

    MENTIONED = "mentioned"
    SPOKEN = "spoken"
    ALL = "all"


@app.command(epilog="Example:  stenogram ingest records/ --collection leeds-1871 --data leeds")
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders to read.")],
    data: Data = None,
    collection: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The collection of all; else its collection.toml or folder names it."
        ),
    ] = "",
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Processes that read.")] = None,
    remove_gone: Annotated[
        bool, typer.Option("--remove-gone", help="Remove documents whose files have gone.")
    ] = False,
    cluster: Annotated[
        str,
        typer.Option(metavar="URL", help="Read on the workers of a Dask scheduler, such as tcp://host:8786."),
    ] = "",
    engine: EngineOption = None,
) -> None:
    """Read files into the catalogue, work out persons, and publish an index.

    Only what is new or changed is read. Killed at any moment, the same command goes on from there.
    """
    from stenogram.commands.ingesting import print_report, run_ingest

    settings = settings_for(data=data, workers=workers, engine=engine)
    report = run_ingest(settings, paths, collection=collection, remove_gone=remove_gone, cluster=cluster)
    print_report(report, settings.model, removed=remove_gone)
    end(not report.failed and not report.found_nothing)


@app.command(epilog="Example:  stenogram search '\"united centre\" -Berlin' --person Varnek")
def search(
    query: Annotated[str, typer.Argument(help='Words, "exact phrases", -without, begin*.')],
    person: Annotated[str, typer.Option(metavar="P", help="Only passages that mention this person.")] = "",
    forms: Annotated[
        list[str] | None,
        typer.Option(metavar="FORM", help="Only passages with a name written so; may be repeated."),
    ] = None,
    match_any: Annotated[bool, typer.Option("--any", help="Any of the words, best first.")] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many passages.")] = 20,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    """Find passages, best first."""
    from stenogram.commands import asking
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        found = asking.search(
            service, query, person=person, forms=forms or (), match_any=match_any, limit=limit, form=form
        )
        end(found)


@app.command(epilog="Example:  stenogram persons Zinovieff")
def persons(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Any written form; all persons without.")
    ] = "",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N.")] = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    """List the persons whose written forms match a name, best first."""
    from stenogram.commands import asking
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        end(asking.persons(service, name, limit=limit, form=form) > 0)


@app.command(epilog="Example:  stenogram person 'A. P. Varnek' --tier possible --format jsonl")
def person(
    name: Annotated[str, typer.Argument(metavar="NAME-OR-ID", help="Any written form, or an id.")],
    tier: Annotated[Tier, typer.Option(help="The lowest tier included.")] = Tier.PROBABLE,
    relation: Annotated[
        WhichRelation, typer.Option(help="Passages that mention the person, or in which they only speak.")
    ] = WhichRelation.MENTIONED,
    forms: Annotated[
        list[str] | None,
        typer.Option(metavar="FORM", help="Only mentions that are written so; may be repeated."),
    ] = None,
    movements: Annotated[
        bool, typer.Option("--movements", help="Instead, passages that name followers or a doctrine.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N.")] = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    """Print every passage that mentions a person, in the order of the record.

    Where nobody is known by the name, the passages of all forms that could be it.
    """
    from stenogram.commands import asking
    from stenogram.parts import service_for

    wanted = None if relation is WhichRelation.ALL else Relation(relation.value)
    with service_for(settings_for(data=data)) as service:
        if movements:
            end(asking.movements(service, name, limit=limit, form=form))
            return
        found = asking.person(
            service, name, tier=tier, relation=wanted, forms=forms or (), limit=limit, form=form
        )
        end(found)


@app.command(epilog="Example:  stenogram names Zinovief --tier probable")
def names(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any written form, known or not.")],
    collection: Annotated[str, typer.Option(metavar="NAME", help="Only what is mentioned in it.")] = "",
    tier: Annotated[Tier, typer.Option(help="The lowest tier included.")] = Tier.POSSIBLE,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N.")] = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    """List the written names of the documents that could be a name, known person or not, and why."""
    from stenogram.commands import naming
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        end(naming.names(service, name, collection=collection, tier=tier, limit=limit, form=form) > 0)


@app.command(epilog="Example:  stenogram export mentions --kind date --format csv > dates.csv")
def export(
    what: Annotated[What, typer.Argument(help="What to export.")],
    kind: Annotated[MentionKind | None, typer.Option(help="Only mentions of this kind.")] = None,
    data: Data = None,
    form: Form = Format.JSONL,
) -> None:
    """Print every mention, passage or turn, in the order of the record."""
    from stenogram.commands import asking
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        end(asking.export(service, what.value, kind=kind, form=form) > 0)


@app.command(epilog="Example:  stenogram status --format jsonl")
def status(data: Data = None, form: Form = Format.TABLE) -> None:
    """Print the receipt: what was read, what failed and why, what was found, and that nothing is missing."""
    from stenogram.commands import asking
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        end(asking.status(service, form))


@app.command(epilog="Example:  stenogram index --engine http://127.0.0.1:9200")
def index(data: Data = None, engine: EngineOption = None) -> None:
    """Build the index anew from the catalogue, without tagging."""
    from stenogram.commands.ingesting import run_index

    passages = run_index(settings_for(data=data, engine=engine))
    notes().print(f"Indexed and published {passages:,} passages.")


@catalogue_app.command(
    "copy", epilog="Example:  stenogram catalogue copy postgresql+psycopg://user@host/name"
)
def catalogue_copy(
    address: Annotated[
        str, typer.Argument(metavar="URL", help="The SQLAlchemy address of an empty database.")
    ],
    data: Data = None,
) -> None:
    """Copy the catalogue to another database, for good: then set STENOGRAM_CATALOGUE and build an index."""
    from stenogram.commands.copying import run_copy

    run_copy(settings_for(data=data), address)


@app.command(epilog="Example:  stenogram serve --data leeds --port 8080")
def serve(
    data: Data = None,
    engine: EngineOption = None,
    host: Annotated[
        str | None,
        typer.Option(metavar="H", help="Another address than this machine's needs STENOGRAM_ACCESS_KEY."),
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="N", help="0 takes a free one.")
    ] = None,
) -> None:
    """Serve the pages and the API."""
    from stenogram.commands.serving import run_serve

    run_serve(settings_for(data=data, host=host, port=port, engine=engine), fallback=port is None)


@app.command(epilog="Example:  stenogram demo --port 8080")
def demo(
    data: Data = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="N", help="The port to try first.")
    ] = None,
) -> None:
    """Ingest the sample collection and serve it."""
    from stenogram.commands.serving import run_demo

    settings = settings_for(data=data, port=port)
    run_demo(settings if data else settings_for(data=settings.data / "demo", port=port))


@app.command(epilog="Example:  stenogram fetch moscow-1936 --to records/moscow-1936")
def fetch(
    name: Annotated[
        str, typer.Argument(help="A source of corpus/sources.toml; without, they are listed.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; by default a folder of that name.")
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for what was fetched before.")
    ] = False,
) -> None:
    """Fetch a published record, politely."""
    from stenogram.commands.fetching import list_sources, run_fetch

    if not name:
        list_sources()
        return
    end(run_fetch(name, to or Path(name), refresh=refresh))


def main() -> None:
    """Run the command line: 0 done, 1 nothing found or something failed, 2 wrong use."""
    try:
        _run_app()
    except BrokenPipeError:
        # The reader (head, less) has gone: there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except BaseException as error:
        if _is_interrupted(error):
            notes().print("\nStopped. Nothing is lost: the same command goes on from here.")
            sys.exit(_INTERRUPTED)
        if not isinstance(error, StenogramError):
            raise
        notes().print(f"[red]{type(error).title}.[/red]", end=" ")
        notes().print(str(error), markup=False, soft_wrap=True)
        sys.exit(error.exit_status)


def _is_interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: what is half done can fail while it is tidied up."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _run_app() -> None:
    try:
        app()
    finally:
        # Here and not at the very end, where a reader that has gone could only be complained of.
        if sys.stdout:
            sys.stdout.flush()
