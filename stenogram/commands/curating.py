"""`curate`: a curator's decisions, from names and places as they are typed."""

from __future__ import annotations

import getpass
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus.curation.decisions import Kind
from corpus.curation.listing import DecisionView
from corpus.curation.requests import Request, Spot
from corpus.errors import InvalidError
from search.service.curating import Signed
from search.service.service import Service
from search.service.values import DecisionsAnswer
from stenogram import rows, tables
from stenogram.commands.asking import find_person
from stenogram.commands.paging import pages
from stenogram.output import Format, harmless, notes, print_rows

_RANGE = re.compile(r"([^:\s]+):(\d+)-(\d+)")


def signed(author: str, comment: str, after: int | None) -> Signed:
    """Who decides: by default the system's user."""
    return Signed(author or getpass.getuser(), comment, after)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request is typed: another person, a name or form, and which mentions are meant."""

    other: str = ""
    text: str = ""
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    nth: int = 1


def decide(service: Service, kind: Kind, person: str, signature: Signed, asked: Asked) -> bool:
    """Make a decision and say so; False where a name fits several persons, who are listed.

    Persons are names or ids, mentions as in `read_spot`.
    """
    ids: list[str] = []
    for name in (person, asked.other):
        meant = find_person(service, name, Format.TABLE) if name else None
        if name and meant is None:
            return False
        ids.append(meant.id if meant else "")
    spots = tuple(read_spot(service, mention, asked.nth) for mention in asked.mentions)
    request = Request(kind, ids[0], ids[1], asked.text, asked.forms, asked.documents, spots)
    _print_made(service.decide(request, signature))
    return True


def undo(service: Service, number: int, signature: Signed) -> None:
    """Take a decision back, and say so."""
    _print_made(service.undo(number, signature))


def read_spot(service: Service, asked: str, nth: int = 1) -> Spot:
    """The place of a mention: DOCUMENT:START-END, or PASSAGE:TEXT, of which the nth occurrence is meant.

    Raises `InvalidError` for what is neither, or is not there.
    """
    if found := _RANGE.fullmatch(asked):
        return Spot(found[1], int(found[2]), int(found[3]))
    passage, colon, text = asked.partition(":")
    if not colon or not text:
        raise InvalidError(
            f"{asked!r} names no mention.", "Write DOCUMENT:START-END, or PASSAGE:TEXT as the passage has it."
        )
    view = service.passage(passage, neighbours=0).passage
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", view.text)]
    if not 0 < nth <= len(starts):
        raise InvalidError(
            f"{text!r} stands {len(starts)} times in {passage}; number {nth} was asked for.",
            "Copy the words as the passage has them, and choose one with --nth.",
        )
    return Spot(view.document.id, view.start + starts[nth - 1], view.start + starts[nth - 1] + len(text))


def list_decisions(service: Service, *, person: str, unfitting: bool, form: Format) -> int:
    """Print decisions in the order in which they were made; returns how many, -1 for an unclear name."""
    known = ""
    if person:
        meant = find_person(service, person, form)
        if meant is None:
            return -1
        known = meant.id

    def ask(size: int, cursor: str | None) -> DecisionsAnswer:
        return service.decisions(person=known, unfitting=unfitting, limit=size, cursor=cursor)

    found = [view for page in pages(ask) for view in page.items]
    shown = print_rows(map(rows.decision_row, found), rows.DECISION, form, tables.print_decisions)
    lost = sum(bool(view.unfitting) for view in found)
    notes().print(f"{shown:,} decisions." + (f" {lost:,} do not fit the texts as they are." if lost else ""))
    return shown


def export_decisions(service: Service, file: Path) -> None:
    """Write all decisions to a file, or to the standard output where that is named `-`."""
    lines = [f"{line}\n" for line in service.export_decisions()]
    if str(file) == "-":
        sys.stdout.writelines(lines)
    else:
        file.write_text("".join(lines), encoding="utf-8")
    notes().print(f"Wrote {len(lines):,} decisions.")


def import_decisions(service: Service, file: Path) -> bool:
    """Add a file's decisions, and say what became of each line; False where one could not be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise InvalidError(f"{file} cannot be read: {error}.", "Name a file that export wrote.") from error
    report = service.import_decisions(text)
    for line, problem in report.problems:
        notes().print(harmless(f"{file}, line {line}: {problem}"), markup=False, soft_wrap=True)
    notes().print(f"Added {report.added:,} decisions; {report.known:,} were here already.")
    if report.unfitting:
        notes().print(f"{report.unfitting:,} do not fit the texts here: stenogram curate list --unfitting")
    return not report.problems


def _print_made(view: DecisionView) -> None:
    number = view.decision.number
    notes().print(harmless(f"Decision {number}: {view.says}"), markup=False, soft_wrap=True)
    notes().print(f"To take it back: stenogram curate undo {number}")
