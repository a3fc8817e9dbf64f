"""Small invented records of many traditions: each name found, found whole, and given to who bears it.

    python -m bench persons-traditions [--verbose]

The records (`bench/records`) are fiction, written for this: courts and commissions of five centuries, with
the names, titles, labels and abbreviations of their place. `[[Lev Bronsky|lev]]` marks a mention of the
person `lev`; `[[Bronsky|?]]` one that may be found or not, as anybody's. The title of a record is not
marked. Each record is read by itself.

They show what a change of the rules does to a tradition, and were read while the rules were made: no figure
here says how well an unknown record is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.figures import show
from bench.persons.litbank import report_pairs
from bench.persons.reading import Text, read_texts, resolved
from bench.persons.scoring import Places, Row, Truth, bearers
from bench.setting import Setting
from corpus.model import Document, Reason

RECORDS = Path(__file__).resolve().parents[1] / "records"
_MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
_ANYBODY = "?"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record's marks, and the rows that no mark accounts for."""

    missed: tuple[Truth, ...]
    cut: tuple[tuple[Truth, Row], ...]
    wrong: tuple[tuple[Truth, Row], ...]
    undecided: tuple[Truth, ...]
    invented: tuple[Row, ...]


def main(setting: Setting) -> None:
    """Print how many names are found, whole, and given to the right person."""
    texts, truths = read_records(RECORDS)
    rows = list(rows_of_each(read_texts(setting, texts)))
    rows = [row for row in rows if row.start >= title_end(texts[row.document].text)]
    asked = [truth for truth in truths if not truth.optional]
    outcome = compare(rows, truths)
    print(f"  {len(texts)} records, {len(asked)} mentions of {len({t.person for t in asked})} persons")
    if setting.verbose:
        explain(outcome, texts)
    show("mentions found", 1 - len(outcome.missed) / len(asked), digits=4)
    show("... and whole", 1 - (len(outcome.missed) + len(outcome.cut)) / len(asked), digits=4)
    lost = len(outcome.missed) + len(outcome.wrong) + len(outcome.undecided)
    show("mentions given to their person, as probable", 1 - lost / len(asked), digits=4)
    show(f"mentions given to another ({len(outcome.wrong)})", len(outcome.wrong) / len(asked), digits=4)
    show(f"mentions undecided ({len(outcome.undecided)})", len(outcome.undecided) / len(asked), digits=4)
    show(f"mentions that are none ({len(outcome.invented)})", len(outcome.invented) / len(rows), digits=4)
    report_pairs("end to end", rows, asked)


def rows_of_each(documents: Sequence[Document]) -> Iterator[Row]:
    """The rows of records, offices left out: each is resolved by itself, since they share no persons."""
    for number, document in enumerate(documents):
        for row in resolved([document]):
            if row.reason != Reason.OFFICE:
                yield replace(row, document=number, person=f"{number}-{row.person}")


def read_records(folder: Path) -> tuple[list[Text], list[Truth]]:
    """The texts without their marks, and what the marks say. A person is named with their record."""
    texts, truths = [], []
    for number, file in enumerate(sorted(folder.glob("*.txt"))):
        text, marks = unmark(file.read_text(encoding="utf-8"))
        texts.append(Text(file.stem, file.name, text))
        truths += [
            Truth(number, start, end, f"{file.stem} {person}", optional=person == _ANYBODY)
            for start, end, person in marks
        ]
    return texts, truths


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text without its marks, and start, end and person of each."""
    parts, marks, at, length = [], [], 0, 0
    for found in _MARK.finditer(marked):
        parts += [marked[at : found.start()], found[1]]
        start = length + found.start() - at
        length = start + len(found[1])
        marks.append((start, length, found[2]))
        at = found.end()
    return "".join((*parts, marked[at:])), marks


def title_end(text: str) -> int:
    """Where the text begins behind its title."""
    return text.find("\n") if text.startswith("TITLE:") else 0


def compare(rows: Sequence[Row], truths: Sequence[Truth]) -> Outcome:
    """What became of each mark. A mention that is *possible* only is undecided."""
    places = Places(truths)
    person_of = bearers(rows, places)
    of_truth: dict[Truth, list[Row]] = {truth: [] for truth in truths}
    invented = []
    for row in rows:
        truth = places.at(row)
        if truth is None:
            invented.append(row)
        else:
            of_truth[truth].append(row)
    asked = [(truth, found) for truth, found in of_truth.items() if not truth.optional]
    sure = [(truth, [row for row in found if row.tier < 2]) for truth, found in asked]
    # Two persons of the outcome may be one of the truth: only the fuller of them is that person.
    chosen = fullest(rows, person_of)
    return Outcome(
        missed=tuple(truth for truth, found in asked if not found),
        cut=tuple((t, found[0]) for t, found in asked if found and not any(is_whole(t, r) for r in found)),
        wrong=tuple((t, found[0]) for t, found in sure if found and chosen.get(t.person) != found[0].person),
        undecided=tuple(t for (t, found), (_, some) in zip(asked, sure, strict=True) if found and not some),
        invented=tuple(invented),
    )


def fullest(rows: Iterable[Row], person_of: dict[str, str]) -> dict[str, str]:
    """For each person of the truth the one of the outcome with most mentions."""
    counts = Counter(row.person for row in rows if row.tier < 2)
    best: dict[str, str] = {}
    for mine, theirs in sorted(person_of.items()):
        if theirs not in best or counts[mine] > counts[best[theirs]]:
            best[theirs] = mine
    return best


def is_whole(truth: Truth, row: Row) -> bool:
    """Whether a mention holds all that is marked."""
    return row.start <= truth.start and row.end >= truth.end


def explain(outcome: Outcome, texts: Sequence[Text]) -> None:
    """Print what went wrong, by record."""
    for number, text in enumerate(texts):
        lines = list(_explained(outcome, number, text.text))
        if lines:
            print(f"    {text.relative}")
        for line in sorted(set(lines)):
            print(f"      {line}")


def _explained(outcome: Outcome, number: int, text: str) -> Iterator[str]:
    for truth in outcome.missed:
        if truth.document == number:
            yield f"missed     {_around(text, truth)}"
    for truth, row in outcome.cut:
        if truth.document == number:
            yield f"cut        {_around(text, truth)}: {row.form!r}"
    for truth, row in outcome.wrong:
        if truth.document == number:
            yield f"other's    {_around(text, truth)}: {row.reason}"
    for truth in outcome.undecided:
        if truth.document == number:
            yield f"undecided  {_around(text, truth)}"
    for row in outcome.invented:
        if row.document == number:
            yield f"invented   {_around(text, row)} {row.reason}"


def _around(text: str, place: Truth | Row) -> str:
    before, named, after = (
        text[max(0, place.start - 30) : place.start],
        text[place.start : place.end],
        text[place.end : place.end + 30],
    )
    return f"{before}<{named}>{after}".replace("\n", " / ")
