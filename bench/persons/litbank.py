"""Who is who within 57 prose documents: pairs of mentions that are one person's.

    python -m bench persons-litbank [--verbose]

On given spans: the spans of the gold are mentions, and every two of a document that are given to one
person are a pair; what the sweep finds besides these spans is left out. A mention that is *possible* for
several is nobody's. End to end: the same for the mentions that are found, where one that the gold does
not have pairs with all of its person in that document. For comparison, what grouping the given spans by
their last word alone comes to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.figures import Target, show
from bench.persons.reading import Text, names_of, read_texts, rows_of
from bench.persons.scoring import Places, Row, Truth, report_calibration
from bench.setting import Setting
from corpus.model import Finder
from corpus.persons.names import DocumentNames, NamedMention


@dataclass(frozen=True, slots=True)
class Prose:
    """A document of the set and its mentions."""

    text: Text
    truths: tuple[Truth, ...]


def main(setting: Setting) -> None:
    """Print pairwise precision, recall and F1, on given spans and end to end."""
    prose = read_prose(setting.shared / "bench" / "persons" / "litbank.jsonl")
    documents = read_texts(setting, [item.text for item in prose])
    names = [names_of(document, key) for key, document in enumerate(documents)]
    truths = [truth for item in prose for truth in item.truths]
    given = [with_spans(document, item.truths) for document, item in zip(names, prose, strict=True)]
    print(f"  {len(prose)} documents, {len(truths)} mentions")
    places = Places(truths)
    rows = [row for row in rows_of(given) if places.at(row)]
    report_pairs("on given spans", rows, truths, Target(0.92, at_least=True))
    report_pairs("... by the last word alone", by_last_word(prose), truths)
    # One whom several documents name ("God") is a person of each of them, as the gold has it.
    report_calibration([replace(row, person=f"{row.document} {row.person}") for row in rows], truths)
    if setting.verbose:
        explain(rows, prose)
    report_pairs("end to end", rows_of(names), truths)


def read_prose(file: Path) -> list[Prose]:
    """The documents; each is a collection of its own, since nobody lives in two novels."""
    found = []
    for key, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        spans = (Truth(key, m["start"], m["end"], f"{key} {m['person']}") for m in row["mentions"])
        found.append(Prose(Text(row["id"], f"{row['id']}.txt", row["text"]), tuple(spans)))
    return found


def with_spans(document: DocumentNames, truths: Sequence[Truth]) -> DocumentNames:
    """A document with the gold's mentions instead of those that were found."""
    spans = enumerate((truth.start, truth.end) for truth in truths)
    mentions = (
        NamedMention(n, start, end, " ".join(document.text[start:end].split()), Finder.GIVEN)
        for n, (start, end) in spans
    )
    return replace(document, mentions=tuple(mentions))


def by_last_word(prose: Iterable[Prose]) -> Iterator[Row]:
    """The given spans, each as the person of its last word."""
    for item in prose:
        for truth in item.truths:
            form = item.text.text[truth.start : truth.end]
            word = form.split()[-1].casefold()
            yield Row(truth.document, truth.start, truth.end, form, word, 0, "surname")


def report_pairs(
    name: str, rows: Iterable[Row], truths: Sequence[Truth], target: Target | None = None
) -> None:
    """Print precision, recall and F1 of the pairs."""
    joint: Counter[tuple[tuple[int, str], str]] = Counter()
    places = Places(truths)
    for number, row in enumerate(row for row in rows if row.tier < 2):
        truth = places.at(row)
        # One that the gold does not have is a person of its own: each pair with it is wrong. A name that
        # several documents have ("God") makes pairs within each of them only, as the gold's do.
        joint[(row.document, row.person), truth.person if truth else f"none {number}"] += 1
    ours, theirs = Counter[tuple[int, str]](), Counter(truth.person for truth in truths)
    for (mine, _), count in joint.items():
        ours[mine] += count
    both = _pairs(joint.values())
    precision, recall = both / max(1, _pairs(ours.values())), both / max(1, _pairs(theirs.values()))
    show(f"{name}: pairs, precision", precision, digits=3)
    show(f"{name}: pairs, recall", recall, digits=3)
    show(f"{name}: pairs, F1", 2 * precision * recall / (precision + recall), target=target, digits=3)


def _pairs(counts: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def explain(rows: Sequence[Row], prose: Sequence[Prose]) -> None:
    """Print, for the documents with most wrong pairs, which forms were joined and which torn apart."""
    places = Places([truth for item in prose for truth in item.truths])
    joint: dict[int, dict[tuple[str, str], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        truth = places.at(row)
        if truth:
            key = row.person if row.tier < 2 else "?"
            joint[row.document][truth.person, key][row.form] += 1
    for document, found in joint.items():
        mixed = Counter(person for person, _ in found) + Counter(f"#{mine}" for _, mine in found)
        print(f"    {prose[document].text.relative}")
        for (person, mine), forms in sorted(found.items()):
            if mixed[person] > 1 or mixed[f"#{mine}"] > 1:
                print(f"      {person.partition(' ')[2]:40} #{mine:5} {dict(forms)}")
