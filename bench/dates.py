"""Dates: spans and values on the 1936 and 1938 records and on GUM. `python -m bench dates [--verbose]`."""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.setting import Setting
from corpus.dates import DateSpan, find_dates

SPEED_REPEATS = 5

Spans = dict[tuple[int, int], str]


@dataclass(slots=True)
class Score:
    """Counts of one kind of span; `examples` shows what went wrong."""

    found: int = 0
    gold: int = 0
    exact: int = 0
    overlapping: int = 0
    right_values: int = 0
    valued: int = 0
    examples: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        precision, recall = self.exact / max(self.found, 1), self.exact / max(self.gold, 1)
        loose = 2 * self.overlapping / max(self.found + self.gold, 1)
        return (
            f"{name:20} gold {self.gold:4}  found {self.found:4}  precision {precision:.3f}"
            f"  recall {recall:.3f}  F1 {f1(precision, recall):.3f}  (overlap F1 {loose:.3f})"
            f"  values {self.right_values}/{self.valued} = {self.right_values / max(self.valued, 1):.3f}"
        )


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(precision + recall, 1e-9)


def score(score: Score, text: str, gold: Spans, found: Spans, where: str) -> None:
    """Add the spans of one document; a value is compared where the span is exactly right."""
    score.gold += len(gold)
    score.found += len(found)
    score.overlapping += sum(any(a < d and c < b for c, d in found) for a, b in gold)
    for span, value in gold.items():
        if span in found:
            score.exact += 1
            score.valued += 1
            score.right_values += found[span] == value
            if found[span] != value:
                score.examples.append(f"{where} value {found[span]!r}, gold {value!r}: {around(text, span)}")
        else:
            score.examples.append(f"{where} missed: {around(text, span)}")
    for span in found.keys() - gold.keys():
        score.examples.append(f"{where} wrong: {around(text, span)}")


def around(text: str, span: tuple[int, int]) -> str:
    start, end = span
    return f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 20]}".replace("\n", "/")


def records(shared: Path) -> Iterator[tuple[str, str, Spans]]:
    """Path, text and gold spans of each annotated record file."""
    gold: dict[str, Spans] = defaultdict(dict)
    for row in read_lines(shared / "bench/persons/dates-dev.jsonl"):
        gold[row["file"]][row["start"], row["end"]] = row["value"] or ""
    for name, spans in gold.items():
        yield name, (shared / "corpus" / name).read_text("utf-8"), spans


def session_day(name: str, text: str) -> str:
    """The day in the header of a record, with the year of the trial: the anchor an ingest would give."""
    year = re.findall(r"\d{4}", name)[0]
    return next((found.value for found in find_dates(text, anchor=year) if len(found.value) == 10), year)


def gum(shared: Path) -> Iterator[tuple[str, str, str, Spans]]:
    """Id, anchor, text and gold of each document; values in EDTF as far as they can be."""
    for row in read_lines(shared / "bench/dates/gum.jsonl"):
        spans = {(date["start"], date["end"]): gum_value(date["value"]) for date in row["dates"]}
        yield row["id"], row["created"] or "", row["text"], spans


def gum_value(value: Mapping[str, str]) -> str:
    if "when" in value:
        return value["when"]
    first, last = value.get("from", value.get("notBefore", "")), value.get("to", value.get("notAfter", ""))
    decade = re.fullmatch(r"(\d{3})0(-01-01)?/(\d{3})9(-12-31)?", f"{first}/{last}")
    century = re.fullmatch(r"(\d\d)00(-01-01)?/(\d\d)99(-12-31)?", f"{first}/{last}")
    if century:
        return f"{century[1]}XX"
    return f"{decade[1]}X" if decade else f"{first}/{last}"


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def spans_of(found: Iterable[DateSpan]) -> Spans:
    return {(date.start, date.end): date.value for date in found}


def words_a_second(texts: list[str]) -> float:
    words = sum(len(text.split()) for text in texts)
    begin = time.perf_counter()
    for _ in range(SPEED_REPEATS):
        for text in texts:
            find_dates(text)
    return SPEED_REPEATS * words / (time.perf_counter() - begin)


def main(setting: Setting) -> None:
    """Print the scores of records and GUM; `verbose` shows what went wrong."""
    of_records, of_gum, texts = Score(), Score(), []
    for name, text, gold in records(setting.shared):
        found = spans_of(find_dates(text, anchor=session_day(name, text)))
        score(of_records, text, gold, found, name)
        texts.append(text)
    for name, anchor, text, gold in gum(setting.shared):
        # GUM marks no bare durations.
        dates = [date for date in find_dates(text, anchor=anchor) if date.kind != "duration" or date.value]
        score(of_gum, text, gold, spans_of(dates), name)
        texts.append(text)
    print(of_records.line("records 1936, 1938"))
    print(of_gum.line("GUM"))
    print(f"{words_a_second(texts):,.0f} words a second")
    if setting.verbose:
        print("\n".join([*of_records.examples, *of_gum.examples]))
