"""The gold of the 1936 and 1938 records, and the texts that it was made for."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.persons.reading import Text


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention of the gold. `file` is the folder's and the file's name; kinds as the guidelines say."""

    file: str
    start: int
    end: int
    text: str
    person: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gold:
    """All mentions, and the names to ask for each person by: the full one, then its forms by frequency."""

    mentions: tuple[GoldMention, ...]
    names: Mapping[str, Sequence[str]]

    @property
    def files(self) -> frozenset[str]:
        """The files that were annotated."""
        return frozenset(mention.file for mention in self.mentions)


def read_gold(folder: Path) -> Gold:
    """Read the gold from its folder."""
    lines = (folder / "mentions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    mentions = tuple(_mention(json.loads(line)) for line in lines)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        if mention.kind in ("name", "speaker"):
            written[mention.person][mention.text] += 1
    persons = json.loads((folder / "persons-dev.json").read_text(encoding="utf-8"))
    full = {person["id"]: person["name"] for person in persons}
    names = {p: (full[p], *(form for form, _ in forms.most_common())) for p, forms in written.items()}
    return Gold(mentions, names)


def _mention(row: Mapping[str, str]) -> GoldMention:
    start, end = int(row["start"]), int(row["end"])
    return GoldMention(row["file"], start, end, row["text"], row["person_id"], row["kind"])


def record_texts(corpus: Path, *records: str) -> list[Text]:
    """The files of records, as texts of one collection, a folder each."""
    return [
        Text("moscow", f"{record}/{file.name}", file.read_text(encoding="utf-8"))
        for record in records
        for file in sorted((corpus / record).glob("*.txt"))
    ]
