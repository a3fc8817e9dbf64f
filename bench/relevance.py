"""How good the order of relevance is: nDCG@10 on the Cranfield collection, for every engine at hand.

    python -m bench relevance

1,400 documents, 225 questions in whole sentences (asked with `match=any`), judged by hand. Gains are the
judgements as they are, discounted by the logarithm of the rank.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from math import log2
from pathlib import Path
from statistics import fmean

from bench.engines_at_hand import engines_at_hand
from bench.figures import Target, show
from bench.setting import Setting
from search.engines.base import Generation, Index, IndexedPassage
from search.query import SearchQuery

GENERATION = str(Generation(1, "cranfield"))
DEPTH = 10
QUALITY, DIFFERENCE = Target(0.38, at_least=True), Target(0.005)

Judged = Mapping[str, Mapping[str, int]]


def main(setting: Setting) -> None:
    """Print nDCG@10 by engine, and how far the engines are apart."""
    folder = setting.shared / "bench" / "relevance" / "cranfield"
    judged, found = read_judgements(folder / "qrels.txt"), []
    questions = list(read_questions(folder / "queries.jsonl"))
    for at_hand in engines_at_hand():
        at_hand.engine.build(GENERATION, read_documents(folder / "docs.jsonl"))
        with closing(at_hand.engine.open(GENERATION)) as index:
            found.append(measure(index, questions, judged))
        show(f"{at_hand.name}: nDCG@{DEPTH}", found[-1], "", QUALITY, digits=4)
        at_hand.engine.drop(GENERATION)
    if len(found) > 1:
        show("largest difference between engines", max(found) - min(found), "", DIFFERENCE, digits=4)


def measure(index: Index, questions: Sequence[tuple[str, str]], judged: Judged) -> float:
    """The mean over all questions."""
    return fmean(_ndcg(_ranking(index, text), judged[number]) for number, text in questions)


def _ranking(index: Index, text: str) -> list[str]:
    hits = index.search(SearchQuery(text=text, match="any"), limit=DEPTH).hits
    return [hit.id for hit in hits]


def _ndcg(ranking: Sequence[str], gains: Mapping[str, int]) -> float:
    best = sorted(gains.values(), reverse=True)
    ideal = _discounted(best[:DEPTH])
    return _discounted([gains.get(document, 0) for document in ranking]) / ideal if ideal else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


def read_judgements(path: Path) -> Judged:
    """Question -> document -> gain, 0 or more."""
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        question, _, document, gain = line.split()
        judged[question][document] = max(int(gain), 0)
    return judged


def read_questions(path: Path) -> Iterator[tuple[str, str]]:
    """Number and text of each question."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], row["text"]


def read_documents(path: Path) -> Iterator[IndexedPassage]:
    """The documents as passages: title and text."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        yield IndexedPassage(
            id=row["id"],
            position=f"{number:06}",
            text=f"{row['title']} {row['text']}",
            language="en",
            document=row["id"],
            collection="cranfield",
        )
