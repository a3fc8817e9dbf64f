"""Persons in Russian texts: found, told apart, and named in the nominative.

    python -m bench russian [--verbose]

Each text of the gold has its own persons. Three things are measured: mentions end to end, as ingest and
resolution find them; identities on the spans that the gold gives, by pairs of mentions; and whether a
person's name is the gold's name in the nominative, whatever cases the text has.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Target, show
from bench.setting import MODEL, Setting
from corpus.catalogue.ids import document_id
from corpus.manifest import CollectionManifest
from corpus.model import Document, Finder, MentionKind, Source, Tier
from corpus.persons.display import display_name
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.resolution import Resolution, resolve
from ingest.finding import Found
from ingest.languages import settle_persons, tagger_for
from ingest.processing import Task, process

Span = tuple[int, int]
_NUMBER_OF_TEXTS = 5


@dataclass(frozen=True, slots=True)
class Gold:
    """A text with its mentions (span to person), and the persons' names."""

    id: str
    text: str
    mentions: Mapping[Span, str]
    names: Mapping[str, str]


def main(setting: Setting) -> None:
    """Print the figures."""
    # As in a worker, which is one core. Read when numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gold = read_gold(setting.shared / "bench" / "persons" / "russian.jsonl")
    documents = [d for d in read_texts(gold) if isinstance(d, Document)]
    found = [names_of(document, n) for n, document in enumerate(documents)]
    print(f"  {len(gold)} texts, {sum(len(g.mentions) for g in gold)} mentions")
    report_mentions("by ingest", gold, [{(m.start, m.end) for m in names.mentions} for names in found])
    resolution = resolve(found)
    spans = [probable(resolution, names.key) for names in found]
    report_mentions("after resolution", gold, spans, at_least=0.95, verbose=setting.verbose)
    spans = [{(r.mention.start, r.mention.end) for r in resolution.assigned[n.key]} for n in found]
    report_mentions("possible included", gold, spans)
    given = [with_given(names, g) for names, g in zip(found, gold, strict=True)]
    resolution = resolve(given)
    report_identities(gold, given, resolution, verbose=setting.verbose)
    report_names(gold, given, resolution, verbose=setting.verbose)
    report_speed(gold)


def read_gold(path: Path) -> list[Gold]:
    """The texts of the gold."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Gold(
            row["id"],
            row["text"],
            {(m["start"], m["end"]): m["person"] for m in row["mentions"]},
            {person: name.strip() for person, name in row["persons"].items()},
        )
        for row in rows
    ]


def read_texts(gold: Sequence[Gold]) -> list[Document]:
    """The texts as ingest reads them from files."""
    with TemporaryDirectory() as folder:
        tasks = []
        for item in gold:
            path = Path(folder, f"{item.id}.txt")
            path.write_text(item.text, encoding="utf-8", newline="")
            source = Source("russian", path.name, path.name)
            tasks.append(
                Task(path, source, "text/plain", "bench", CollectionManifest("russian"), len(item.text))
            )
        return [document for document in process(tasks, MODEL) if isinstance(document, Document)]


def names_of(document: Document, key: int) -> DocumentNames:
    """What resolution sees of a document."""
    return DocumentNames(
        key=key,
        id=document_id(document.source.collection, document.source.relative),
        collection=document.source.collection,
        case=document.source.collection,
        text=document.reading.text,
        sections=document.sections,
        mentions=tuple(
            NamedMention(n, m.start, m.end, m.form, m.by, m.value)
            for n, m in enumerate(document.mentions)
            if m.kind is MentionKind.PERSON
        ),
        capitals=tuple((part.start, part.end, part.word) for part in document.capitals),
        lower=dict(document.lower_words),
        otherwise=dict(document.tagged_otherwise),
    )


def with_given(names: DocumentNames, gold: Gold) -> DocumentNames:
    """The same document with the spans of the gold as its mentions, each in the nominative."""
    spans = list(gold.mentions)
    found = [Found(*span, MentionKind.PERSON, Finder.GIVEN) for span in spans]
    settled = settle_persons(found, gold.text, (), "ru")
    given = (
        NamedMention(n, s.start, s.end, " ".join(gold.text[s.start : s.end].split()), s.by, s.value)
        for n, s in enumerate(settled)
    )
    return replace(names, mentions=tuple(given))


def probable(resolution: Resolution, key: int) -> set[Span]:
    """The spans of a document that belong to a person, probably at least."""
    rows = resolution.assigned[key]
    return {(r.mention.start, r.mention.end) for r in rows if r.tier is not Tier.POSSIBLE}


def report_mentions(
    what: str, gold: Sequence[Gold], found: Sequence[set[Span]], at_least: float = 0, *, verbose: bool = False
) -> None:
    """Recall and precision of mentions that overlap with the gold's, and of those that are just the same."""
    counts: Counter[str] = Counter()
    for item, spans in zip(gold, found, strict=True):
        missed = [g for g in item.mentions if not any(overlap(g, s) for s in spans)]
        wrong = [s for s in spans if not any(overlap(g, s) for g in item.mentions)]
        counts += Counter(missed=len(missed), wrong=len(wrong), found=len(spans), gold=len(item.mentions))
        counts["same"] += len(spans & item.mentions.keys())
        if verbose:
            print_spans("-", item, missed)
            print_spans("+", item, wrong)
    target = Target(at_least, at_least=True) if at_least else None
    show(f"mentions {what}: recall", 1 - counts["missed"] / counts["gold"], target=target)
    show(f"mentions {what}: precision", 1 - counts["wrong"] / counts["found"], target=target)
    show(f"mentions {what}: recall of the same spans", counts["same"] / counts["gold"])
    show(f"mentions {what}: precision of the same spans", counts["same"] / counts["found"])


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def print_spans(sign: str, gold: Gold, spans: Iterable[Span]) -> None:
    """Print spans with the words around them."""
    for start, end in spans:
        around = " ".join(gold.text[max(0, start - 30) : end + 30].split())
        print(f"      {sign} {gold.text[start:end]!r} in {around!r}")


def who(names: DocumentNames, resolution: Resolution) -> dict[Span, set[Identity]]:
    """The persons of each span of a document, of an undecided one all."""
    found: dict[Span, set[Identity]] = defaultdict(set)
    for row in resolution.assigned[names.key]:
        found[row.mention.start, row.mention.end].add(row.identity)
    return found


def report_identities(
    gold: Sequence[Gold], documents: Sequence[DocumentNames], resolution: Resolution, *, verbose: bool
) -> None:
    """Precision and recall of pairs of mentions in one text that are one person."""
    counts: Counter[str] = Counter()
    for item, names in zip(gold, documents, strict=True):
        found = who(names, resolution)
        for a, b in combinations(item.mentions, 2):
            same = item.mentions[a] == item.mentions[b]
            joined = len(found[a]) == len(found[b]) == 1 and found[a] == found[b]
            counts[f"{same} {joined}"] += 1
            if verbose and same != joined:
                sign = "-" if same else "+"
                print(f"      {sign} {item.id} {item.text[slice(*a)]!r} {item.text[slice(*b)]!r}")
    recall = counts["True True"] / (counts["True True"] + counts["True False"])
    precision = counts["True True"] / (counts["True True"] + counts["False True"])
    show("identities on given spans: recall of pairs", recall)
    show("identities on given spans: precision of pairs", precision)
    target = Target(0.9, at_least=True)
    show("identities on given spans: F1", 2 * recall * precision / (recall + precision), target=target)


def report_names(
    gold: Sequence[Gold], documents: Sequence[DocumentNames], resolution: Resolution, *, verbose: bool
) -> None:
    """How many persons have the words of the gold's name in theirs."""
    counts: Counter[bool] = Counter()
    for item, names in zip(gold, documents, strict=True):
        found = who(names, resolution)
        for person, name in item.names.items():
            spans = [span for span, one in item.mentions.items() if one == person]
            shown = {shown_name(i) for span in spans for i in found[span]}
            right = any(words(name) <= words(other) for other in shown)
            if name:
                counts[right] += 1
                if verbose and not right:
                    print(f"      {item.id} {name!r}: {shown}")
    share = counts[True] / counts.total()
    show("names in the nominative", share, target=Target(0.85, at_least=True))


def shown_name(identity: Identity) -> str:
    """The name under which a person is shown."""
    return display_name(identity.forms, identity.names)


def words(name: str) -> set[str]:
    """The words of a name, for comparison."""
    return set(name.casefold().replace("ё", "е").replace("-", " ").split())


def report_speed(gold: Sequence[Gold]) -> None:
    """Words a second of the tagger, once it is loaded."""
    tagger = tagger_for("ru", MODEL)
    texts = [item.text for item in gold] * _NUMBER_OF_TEXTS
    started = time.process_time()
    for _ in tagger.tag(texts):
        pass
    speed = sum(len(text.split()) for text in texts) / (time.process_time() - started)
    show("tagger", speed, "words/s")
