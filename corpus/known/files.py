"""Authority files: CSV, and JSON in the manner of Wikidata."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpus.catalogue.storable import as_storable
from corpus.curation.requests import LONGEST_NAME
from corpus.errors import InvalidError
from corpus.known.entries import Entry, Trouble

COLUMNS = ("id", "name", "aliases", "birth", "death", "links", "person")
_LIST = "|"
_MOST_NAMES = 1000
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,2000}")
# Wikidata's properties and the precisions of its times.
_BIRTH, _DEATH = "P569", "P570"
_PRECISION = {9: 4, 10: 7, 11: 10}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?[~?%]?")

Read = tuple[list[Entry], list[Trouble]]


def read_file(name: str, text: str) -> Read:
    """The entries of a file, by its name's ending, and what is wrong with lines that are none.

    Raises `InvalidError` for a file that cannot be read at all.
    """
    if name.lower().endswith((".json", ".jsonl")):
        return _collect(_json_entries(text))
    if name.lower().endswith(".csv"):
        return _collect(_csv_entries(text))
    raise InvalidError(f"{name} is no authority file.", "Name a .csv or .json file.")


def write_csv(entries: Iterable[Entry]) -> str:
    """Entries as CSV; lists are parted by |."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for e in entries:
        cells = (e.id, e.name, _LIST.join(e.aliases), e.birth, e.death, _LIST.join(e.links), e.person)
        writer.writerow([_disarmed(cell) for cell in cells])
    return out.getvalue()


def write_json(entries: Iterable[Entry]) -> str:
    """Entries as JSON in the manner of Wikidata, a person's id in this catalogue beside it."""
    return json.dumps({"entities": {e.id: _item(e) for e in entries}}, ensure_ascii=False, indent=1) + "\n"


def _disarmed(cell: str) -> str:
    """A cell that a spreadsheet does not run as a formula; reading takes the apostrophe away."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _collect(found: Iterable[Entry | Trouble]) -> Read:
    entries: list[Entry] = []
    troubles: list[Trouble] = []
    for one in found:
        for part in _checked(one) if isinstance(one, Entry) else (one,):
            if isinstance(part, Entry):
                entries.append(part)
            else:
                troubles.append(part)
    return entries, troubles


def _csv_entries(text: str) -> Iterator[Entry | Trouble]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if "name" not in (reader.fieldnames or ()):
        raise InvalidError("The first line names no column name.", f"Its columns are: {', '.join(COLUMNS)}.")
    foreign = [column for column in reader.fieldnames or () if column not in COLUMNS]
    if foreign:
        yield Trouble(1, f"There is no column {', '.join(foreign)}, which is left out.")
    try:
        for row in reader:
            cells = {name: (row.get(name) or "").strip().removeprefix("'") for name in COLUMNS}
            yield _entry(cells, _parts(cells["aliases"]), _parts(cells["links"]), reader.line_num)
    except csv.Error as error:
        yield Trouble(reader.line_num, f"The line cannot be read ({error}), nor what follows it.")


def _entry(cells: Mapping[str, str], aliases: Sequence[str], links: Sequence[str], line: int) -> Entry:
    return Entry(
        cells["id"] or f"line{line}",
        " ".join(cells["name"].split()),
        tuple(aliases),
        cells["birth"],
        cells["death"],
        tuple(links),
        cells["person"],
        line,
    )


def _parts(cell: str) -> list[str]:
    return [part for one in cell.split(_LIST) if (part := " ".join(one.split()))]


def _json_entries(text: str) -> Iterator[Entry | Trouble]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidError(
            f"Line {error.lineno} is no JSON: {error.msg}.",
            "Give one object with entities, or a list of items.",
        ) from error
    items = content.get("entities", content) if isinstance(content, dict) else content
    listed = list(items.values()) if isinstance(items, dict) else items
    if not isinstance(listed, list):
        raise InvalidError("The file holds no items.", "Give one object with entities, or a list of items.")
    for number, item in enumerate(listed, 1):
        try:
            yield _from_item(item, number)
        except (AttributeError, KeyError, TypeError, IndexError, ValueError):
            yield Trouble(number, "The item is none of Wikidata's shape: it needs id and labels.")


def _from_item(item: Mapping[str, Any], number: int) -> Entry:
    labels = [str(one["value"]) for one in item["labels"].values()]
    english = item["labels"].get("en")
    name = str(english["value"]) if english else labels[0]
    more = [str(one["value"]) for several in item.get("aliases", {}).values() for one in several]
    links = [str(one["url"]) for one in item.get("sitelinks", {}).values() if one.get("url")]
    claims = item.get("claims", {})
    cells = {"id": str(item["id"]), "name": name, "person": str(item.get("person", ""))}
    dates = {"birth": _time(claims, _BIRTH), "death": _time(claims, _DEATH)}
    names = [" ".join(one.split()) for one in (*labels, *more)]
    return _entry({**cells, **dates}, list(filter(None, names)), links, number)


def _time(claims: Mapping[str, Any], of: str) -> str:
    """The EDTF date of the first claim with a value; empty where there is none."""
    for claim in claims.get(of, ()):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if value:
            length = _PRECISION.get(int(value["precision"]))
            said = str(value["time"]).lstrip("+")[:length] if length else ""
            return str(value.get("edtf", said))
    return ""


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "labels": {"en": {"language": "en", "value": entry.name}},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in entry.aliases]},
        "claims": {p: [_claim(d)] for p, d in ((_BIRTH, entry.birth), (_DEATH, entry.death)) if d},
        "sitelinks": {f"link{n}": {"url": link} for n, link in enumerate(entry.links, 1)},
    }
    return item | ({"person": entry.person} if entry.person else {})


def _claim(date: str) -> dict[str, Any]:
    """A date as Wikidata has it; beside it, for what that cannot say (about 1883), as EDTF."""
    digits = date.rstrip("~?%")
    precision = next(p for p, length in _PRECISION.items() if length == len(digits))
    time = f"+{digits}{'-00-00'[len(digits) - 4 :]}T00:00:00Z"
    value = {"time": time, "precision": precision} | ({"edtf": date} if date != digits else {})
    return {"mainsnak": {"datavalue": {"type": "time", "value": value}}}


def _checked(entry: Entry) -> Iterator[Entry | Trouble]:
    """The entry without what cannot be kept, and what that was."""

    def trouble(text: str) -> Trouble:
        return Trouble(entry.line, text)

    if not _is_name(entry.name) or not _is_name(entry.id):
        yield trouble(f"{entry.name[:80]!r} is no name. Give 1 to {LONGEST_NAME} printable characters.")
        return
    own = {entry.name}
    aliases: list[str] = []
    for alias in entry.aliases[:_MOST_NAMES]:
        if not _is_name(alias):
            yield trouble(f"{alias[:80]!r} is no alias. Give 1 to {LONGEST_NAME} printable characters.")
        elif alias not in own:
            own.add(alias)
            aliases.append(alias)
    dates = []
    for date in (entry.birth, entry.death):
        if date and not _DATE.fullmatch(date):
            yield trouble(
                f"{date[:40]!r} is no date. Write 1883, 1883-09 or 1883-09-23, with ~ if uncertain."
            )
        dates.append(date if _DATE.fullmatch(date) else "")
    if all(dates) and dates[1][:10] < dates[0][: len(dates[1])][:10]:
        yield trouble(f"The death ({dates[1]}) comes before the birth ({dates[0]}): both are left out.")
        dates = ["", ""]
    bad = [link for link in entry.links if not _ADDRESS.fullmatch(link)]
    if bad:
        yield trouble(f"{bad[0][:80]!r} is no link. Give an address that begins with https://")
    links = tuple(link for link in entry.links if link not in bad)
    yield Entry(
        entry.id, entry.name, tuple(aliases), dates[0], dates[1], links, entry.person.strip(), entry.line
    )


def _is_name(text: str) -> bool:
    readable = text.isprintable() and as_storable(text) == text
    return readable and len(text) <= LONGEST_NAME and any(map(str.isalnum, text))
