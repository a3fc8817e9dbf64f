"""`stenogram curate ...`: the command line of curators. It only reads options, as `stenogram.cli` does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.curation.decisions import Kind
from stenogram.options import Data, EngineOption, Form, end, settings_for
from stenogram.output import Format

curate_app = typer.Typer(
    name="curate",
    help="Correct who is who. What is decided holds at once, and over every re-run.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Any written form, or an id.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another person, in the same way.")]
Mention = Annotated[
    str, typer.Argument(metavar="MENTION", help="DOCUMENT:START-END, or PASSAGE:TEXT as the passage has it.")
]
Nth = Annotated[
    int, typer.Option("--nth", min=1, metavar="N", help="Which occurrence of TEXT in the passage.")
]
Author = Annotated[
    str, typer.Option("--author", metavar="NAME", help="Who decides; by default the system's user.")
]
Comment = Annotated[str, typer.Option("--comment", metavar="TEXT", help="Why.")]
After = Annotated[
    int | None,
    typer.Option(
        "--after",
        min=0,
        metavar="N",
        help="The last decision that you know of: a later one about the same persons is a conflict.",
    ),
]


@curate_app.command(
    epilog="Example:  stenogram curate merge 'Anna Lind' pmx4rt2wq7k3vbdzn --comment 'see 12'"
)
def merge(
    person: Person,
    other: Other,
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """OTHER is the same person as PERSON, whose name and id stay."""
    _decide(Kind.MERGE, person, data, engine, (author, comment, after), other=other)


@curate_app.command(epilog="Example:  stenogram curate split Lind --name 'Old Lind' --form 'old Lind'")
def split(
    person: Person,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name of the new person.")],
    form: Annotated[
        list[str] | None, typer.Option("--form", help="All mentions that are written so; repeatable.")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="All mentions in this document; repeatable.")
    ] = None,
    mention: Annotated[
        list[str] | None,
        typer.Option("--mention", help="This mention: DOCUMENT:START-END, or PASSAGE:TEXT; repeatable."),
    ] = None,
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """Some mentions of PERSON are another's. Given both, --form counts within --document."""
    _decide(
        Kind.SPLIT,
        person,
        data,
        engine,
        (author, comment, after),
        text=name,
        forms=tuple(form or ()),
        documents=tuple(document or ()),
        mentions=tuple(mention or ()),
    )


@curate_app.command(epilog="Example:  stenogram curate rename pmx4rt2wq7k3vbdzn 'Anna Lind'")
def rename(
    person: Person,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the person.")],
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """Show PERSON under this name."""
    _decide(Kind.RENAME, person, data, engine, (author, comment, after), text=name)


@curate_app.command("add-form", epilog="Example:  stenogram curate add-form 'Anna Lind' 'the Heron'")
def add_form(
    person: Person,
    form: Annotated[str, typer.Argument(metavar="FORM", help="A name, as the texts write it.")],
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """FORM means PERSON wherever it is written, unless it surely means somebody else there."""
    _decide(Kind.ADD_FORM, person, data, engine, (author, comment, after), text=form)


@curate_app.command("remove-form", epilog="Example:  stenogram curate remove-form 'Anna Lind' Linden")
def remove_form(
    person: Person,
    form: Annotated[str, typer.Argument(metavar="FORM", help="A name, as the texts write it.")],
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """FORM never means PERSON."""
    _decide(Kind.REMOVE_FORM, person, data, engine, (author, comment, after), text=form)


@curate_app.command(epilog="Example:  stenogram curate confirm 'Anna Lind' dq3kx7zq2m4wtvbdn.12:Lind")
def confirm(
    person: Person,
    mention: Mention,
    nth: Nth = 1,
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """MENTION names PERSON and nobody else."""
    _decide(Kind.CONFIRM, person, data, engine, (author, comment, after), mentions=(mention,), nth=nth)


@curate_app.command(epilog="Example:  stenogram curate reject dq3kx7zq2m4wtvbdn.12:Lind --person 'Anna Lind'")
def reject(
    mention: Mention,
    person: Annotated[
        str, typer.Option("--person", metavar="P", help="Whom it does not name; without, it names nobody.")
    ] = "",
    nth: Nth = 1,
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """MENTION does not name this person, or is no name at all."""
    _decide(Kind.REJECT, person, data, engine, (author, comment, after), mentions=(mention,), nth=nth)


@curate_app.command(epilog="Example:  stenogram curate different 'Anna Lind' 'Berta Lind'")
def different(
    person: Person,
    other: Other,
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """PERSON and OTHER are two people, and stay two."""
    _decide(Kind.DIFFERENT, person, data, engine, (author, comment, after), other=other)


@curate_app.command(epilog="Example:  stenogram curate undo 12 --comment 'the other Lind'")
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The decision's number.")],
    author: Author = "",
    comment: Comment = "",
    after: After = None,
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """Take a decision back; an undo too, so that the decision holds again."""
    from stenogram.commands import curating
    from stenogram.parts import service_for

    with service_for(settings_for(data=data, engine=engine)) as service:
        curating.undo(service, number, curating.signed(author, comment, after))


@curate_app.command("list", epilog="Example:  stenogram curate list --unfitting")
def list_(
    person: Annotated[str, typer.Option("--person", metavar="P", help="Only those about this person.")] = "",
    unfitting: Annotated[
        bool, typer.Option("--unfitting", help="Only those that do not fit the texts as they are.")
    ] = False,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    """List the decisions in the order in which they were made, undone ones too."""
    from stenogram.commands import curating
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        end(curating.list_decisions(service, person=person, unfitting=unfitting, form=form))


@curate_app.command("export", epilog="Example:  stenogram curate export decisions.jsonl")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; - for the standard output.")],
    data: Data = None,
) -> None:
    """Write all decisions to a file, one a line, with all that finds their places again."""
    from stenogram.commands import curating
    from stenogram.parts import service_for

    with service_for(settings_for(data=data)) as service:
        curating.export_decisions(service, file)


@curate_app.command("import", epilog="Example:  stenogram curate import decisions.jsonl")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that export wrote.")],
    data: Data = None,
    engine: EngineOption = None,
) -> None:
    """Add the decisions of a file, with their authors and times; those here already stay as they are."""
    from stenogram.commands import curating
    from stenogram.parts import service_for

    with service_for(settings_for(data=data, engine=engine)) as service:
        end(curating.import_decisions(service, file))


def _decide(
    kind: Kind,
    person: str,
    data: Path | None,
    engine: str | None,
    signature: tuple[str, str, int | None],
    **asked: Any,  # noqa: ANN401
) -> None:
    from stenogram.commands import curating
    from stenogram.parts import service_for

    with service_for(settings_for(data=data, engine=engine)) as service:
        made = curating.decide(service, kind, person, curating.signed(*signature), curating.Asked(**asked))
        end(1 if made else -1)
