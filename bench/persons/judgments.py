"""Persons named in 113 judgments of the European Court of Human Rights.

    python -m bench persons-judgments [--verbose]

Names of many countries (Turkish, Polish, Austrian, British), most of them with a title and an initial, and
many met once: what a tagger knows least. The set marks what identifies somebody, so a name of a judge or of
a party to an older case may be without a mark: `names that are none` is an upper bound. Each judgment is
read by itself. Those of the part `dev` were not read while rules were made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import show
from bench.persons.litbank import report_pairs
from bench.persons.reading import Text, read_texts
from bench.persons.scoring import Row, Truth
from bench.persons.traditions import Outcome, compare, explain, rows_of_each
from bench.setting import Setting

# Our mentions are names without their titles.
_TITLE = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.? )*")
_READ, _UNREAD = "train", "dev"


def main(setting: Setting) -> None:
    """Print how many of the names are found, whole, and given to one person, by part."""
    for part in (_READ, _UNREAD):
        judgments = list(read_judgments(setting.shared / "bench" / "ner" / "court-judgments.jsonl", part))
        texts = [text for text, _ in judgments]
        truths = [
            Truth(number, start, end, f"{number} {person}")
            for number, (_, marks) in enumerate(judgments)
            for start, end, person in marks
        ]
        rows = list(rows_of_each(read_texts(setting, texts)))
        outcome = compare(rows, truths)
        print(
            f"  {part}: {len(texts)} judgments, {len(truths)} mentions of {len({t.person for t in truths})}"
        )
        if setting.verbose and part == _READ:
            explain(outcome, texts)
        _report(part, outcome, rows, truths)


def read_judgments(file: Path, part: str) -> Iterator[tuple[Text, list[tuple[int, int, str]]]]:
    """The judgments of a part; of each the text, and start, end and person of every name."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == part:
            text = row["text"]
            marks = [
                (m["start"] + len(_TITLE.match(text[m["start"] : m["end"]])[0]), m["end"], m["entity_id"])
                for m in row["mentions"]
                if m["type"] == "PERSON"
            ]
            yield Text(row["doc_id"], f"{row['doc_id']}.txt", text), marks


def _report(part: str, outcome: Outcome, rows: Sequence[Row], truths: Sequence[Truth]) -> None:
    missed, cut = len(outcome.missed), len(outcome.cut)
    show(f"{part}: names found", 1 - missed / len(truths), digits=3)
    show(f"{part}: ... and whole", 1 - (missed + cut) / len(truths), digits=3)
    show(f"{part}: names that are none, at most", len(outcome.invented) / len(rows), digits=3)
    report_pairs(part, rows, truths)
