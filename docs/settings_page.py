"""The table of docs/settings.md, made from the settings themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from stenogram.settings import Row

PAGE = Path(__file__).with_name("settings.md")

# What a reader calls the types.
_TYPES = {"Path": "path", "str": "text", "int": "number", "SecretStr": "secret"}

_TABLE = re.compile(r"^\| variable \|.*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)


def settings_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the table in Markdown."""
    yield "| variable | type | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        default = f"`{row.default}`" if row.default else ""
        yield f"| `{row.variable}` | {_TYPES.get(row.type, row.type)} | {default} | {row.help} |"


def renew_table(text: str, rows: Iterable[Row]) -> str:
    """The page with its table as the settings are."""
    table = "\n".join(settings_lines(rows))
    return _TABLE.sub(lambda _: table, text)
