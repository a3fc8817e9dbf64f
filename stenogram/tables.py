"""Tables for people: passages, persons, mentions, turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stenogram.output import Row, console

_FORMS_SHOWN = 6
_PERSONS_SHOWN = 3
_SURE = {"certain": "bold", "probable": "bold", "possible": "italic"}


def print_passages(rows: Iterable[Row]) -> None:
    """Passages one below the other: where it stands, who speaks, the text with what answers in bold."""
    out = console()
    for row in rows:
        place = (
            f"{escape(row['source'])}  [dim]characters {row['start']}-{row['end']}  {row['passage']}[/dim]"
        )
        out.print(f"[cyan]{place}[/cyan]")
        about = " · ".join(filter(None, (row["section"], ", ".join(row["speakers"]))))
        if about:
            out.print(f"[dim]{escape(about)}[/dim]")
        out.print(Padding(_marked(row), (0, 0, 0, 2)) if out.is_terminal else _marked(row))
        out.print()


def _marked(row: Row) -> Text:
    """The text with the mentions that answer, and the reason behind each that is not plain."""
    text = Text()
    at = row["start"]
    for mention in _without_overlaps(row.get("mentions", ())):
        text.append(row["text"][at - row["start"] : mention["start"] - row["start"]])
        text.append(
            row["text"][mention["start"] - row["start"] : mention["end"] - row["start"]],
            style=_SURE[mention.get("tier", "certain")],
        )
        if mention.get("tier", "certain") != "certain":
            text.append(f" [{mention['tier']}: {mention['reason']}]", style="dim")
        at = mention["end"]
    text.append(row["text"][at - row["start"] :])
    return Text(" ").join(text.split()) if "\n" in text.plain else text


def _without_overlaps(mentions: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    end = -1
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"])):
        if mention["start"] >= end:
            yield mention
            end = mention["end"]


def print_persons(rows: Iterable[Row]) -> None:
    """Persons with their commonest forms."""
    table = Table("Person", "Name", "Forms", box=None, header_style="dim", pad_edge=False)
    table.add_column("Mentions", justify="right")
    table.add_column("Passages", justify="right")
    for row in rows:
        forms = row["forms"]
        shown = ", ".join(forms[:_FORMS_SHOWN]) + (" …" if len(forms) > _FORMS_SHOWN else "")
        table.add_row(
            Text(row["person"], style="cyan", no_wrap=True),
            Text(row["name"], style="bold"),
            Text(shown),
            f"{row['mentions']:,}",
            f"{row['passages']:,}",
        )
    if table.row_count:
        console().print(table)


def print_decisions(rows: Iterable[Row]) -> None:
    """Decisions one below the other: what was decided, by whom, when and why, and what became of it."""
    out = console()
    for row in rows:
        undone = f"  undone by decision {row['undone_by']}" if row["undone_by"] else ""
        out.print(f"[bold]{row['decision']}[/bold]  {escape(row['says'])}[red]{undone}[/red]")
        out.print(f"   [dim]{row['kind']}, {escape(row['author'])}, {row['made_at']}[/dim]")
        if row["comment"]:
            out.print(f"   {row['comment']}", markup=False)
        if row["unfitting"]:
            out.print(f"   [red]does not fit:[/red] {escape(row['unfitting'])}")


def print_names(rows: Iterable[Row]) -> None:
    """Written names with why they could be the one asked for, and whom they stand for."""
    table = Table("Form", "Tier", "Why", "Persons", box=None, header_style="dim", pad_edge=False)
    table.add_column("Mentions", justify="right")
    table.add_column("Passages", justify="right")
    for row in rows:
        persons = [person["name"] for person in row["persons"]]
        more = " …" if len(persons) > _PERSONS_SHOWN else ""
        table.add_row(
            Text(row["form"], style="bold"),
            row["tier"],
            Text("; ".join(row["reasons"])),
            Text(", ".join(persons[:_PERSONS_SHOWN]) + more),
            f"{row['mentions']:,}",
            f"{row['passages']:,}",
        )
    if table.row_count:
        console().print(table)


def print_plain(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows as a plain table of some columns, streamed with tabs so that it never ends in memory."""
    write = console().file.write  # `print` would make spaces of the tabs
    write("\t".join(columns) + "\n")
    for row in rows:
        cells = (" ".join(str("" if row[name] is None else row[name]).split()) for name in columns)
        write("\t".join(cells) + "\n")


def print_counts(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Counts in aligned columns, the last one of numbers."""
    *names, number = columns
    table = Table(*names, box=None, header_style="dim", pad_edge=False)
    table.add_column(number, justify="right")
    for row in rows:
        table.add_row(*(str(row[name]) for name in names), f"{row[number]:,}")
    console().print(table)
