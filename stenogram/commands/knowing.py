"""`authority`: known persons from a file and into one."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import InvalidError
from corpus.known.files import write_csv, write_json
from search.service.curating import Signed
from search.service.service import Service
from stenogram.output import harmless, notes


def import_authority(service: Service, file: Path, signature: Signed) -> bool:
    """Keep a file's persons and say what is wrong with it; False where anything is."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise InvalidError(f"{file} cannot be read: {error}.", "Name a file in UTF-8.") from error
    done = service.import_authority(file.name, text, signature)
    for trouble in done.troubles:
        said = f"{file}, line {trouble.line}: {trouble.message}"
        notes().print(harmless(said), markup=False, soft_wrap=True)
    notes().print(
        f"Kept {done.entries:,} persons: {done.linked:,} are in the documents, {done.joined:,} more were"
        f" joined by an alias. {len(done.troubles):,} problems."
    )
    return not done.troubles


def export_authority(service: Service, file: Path, *, everybody: bool) -> None:
    """Write the known persons, or all of them, by the ending of the file's name."""
    kinds = {".csv": write_csv, ".json": write_json}
    if file.suffix.lower() not in kinds:
        raise InvalidError(f"{file} is no authority file.", "Name a .csv or .json file.")
    entries = service.export_authority(everybody=everybody)
    file.write_text(kinds[file.suffix.lower()](entries), encoding="utf-8")
    notes().print(f"Wrote {len(entries):,} persons.")
