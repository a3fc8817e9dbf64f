"""`fetch`: published records from where they are published."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text

from corpus.manifest import find_source, shipped_sources
from stenogram.fetch import fetch
from stenogram.output import console, notes


def list_sources() -> None:
    """Print the published records that are known."""
    table = Table("Name", "Title", box=None, header_style="dim", pad_edge=False)
    table.add_column("Files", justify="right")
    for source in shipped_sources():
        table.add_row(Text(source.name, style="cyan"), Text(source.title), str(len(source.addresses)))
    console().print(table)


def run_fetch(name: str, directory: Path, *, refresh: bool) -> bool:
    """Fetch a source into a folder; False where not everything came."""
    source = find_source(shipped_sources(), name)
    report = fetch(source, directory, refresh=refresh)
    out = notes()
    for failure in report.failures:
        out.print(f"{failure.address}: {failure.reason} {failure.remedy}", markup=False)
    out.print(f"{len(report.files)} files in {directory}. Read them with: stenogram ingest {directory}")
    return not report.failures
