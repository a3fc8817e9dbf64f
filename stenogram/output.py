"""Printing rows: a table for people, JSON lines and CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console

Row = Mapping[str, Any]
_ENDLESS = 1_000_000
# All but tab and line feed; each becomes a replacement character, so that offsets stay.
_CONTROLS = {code: "\ufffd" for code in (*range(9), *range(11, 32), *range(127, 160)) if code != 13}


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def console() -> Console:
    """Where tables go. Piped output is not cut to the width of a terminal."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _ENDLESS)


def notes() -> Console:
    """Where notes go that are no part of the answer. A log keeps each in its line."""
    return Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _ENDLESS)


def print_rows(
    rows: Iterable[Row], fields: Sequence[str], form: Format, table: Callable[[Iterable[Row]], None]
) -> int:
    """Print rows in a format and return how many there were. `fields` are the columns of a CSV file.

    JSON lines and CSV are streams; lists become JSON in a cell of a CSV file.
    """
    count = 0

    def counted() -> Iterable[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    if form is Format.TABLE:
        table(map(_harmless_row, counted()))
    elif form is Format.JSONL:
        for row in counted():
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        _print_csv(counted(), fields)
    return count


def harmless(text: str) -> str:
    """Text without the control characters by which a document could take hold of a terminal."""
    return text.translate(_CONTROLS)


def _harmless_row(row: Row) -> Row:
    return {name: _harmless_value(value) for name, value in row.items()}


def _harmless_value(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return harmless(value)
    return [_harmless_value(item) for item in value] if isinstance(value, list) else value


def _print_csv(rows: Iterable[Row], fields: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    # Python 3.11's writer leaves a carriage return unquoted, which readers take for the end of the row.
    quoted = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(fields)
    for row in rows:
        cells = [_cell(row[name]) for name in fields]
        broken = any("\r" in cell for cell in cells if isinstance(cell, str))
        (quoted if broken else writer).writerow(cells)


def _cell(value: object) -> object:
    """A cell's value; text that a spreadsheet would run as a formula is kept from it by an apostrophe."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
