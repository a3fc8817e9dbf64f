"""Precision and recall of speaker turns against the gold of ../shared/bench/persons.

    python -m bench turns [--verbose]

A turn counts by its start; then by start, end (within 3 characters) and label text. Labels found in
files without gold turns are listed, so that false ones show.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

from bench.setting import Setting
from corpus.model import Turn
from ingest.readers import media_type_of, read
from ingest.turns import find_turns

TOLERANCE = 3
Gold = dict[str, list[dict[str, object]]]


def read_gold(path: Path) -> Gold:
    gold: Gold = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        turn = json.loads(line)
        gold[turn["file"]].append(turn)
    return gold


def turns_of(path: Path) -> tuple[str, tuple[Turn, ...]]:
    reading = read(media_type_of(path.name) or "text/plain", path.read_bytes())
    return reading.text, find_turns(reading.text, reading.ranges)


def score(gold: Gold, corpus: Path, verbose: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for file, expected in gold.items():
        text, turns = turns_of(corpus / file)
        by_start = {turn.start: turn for turn in turns}
        counts["found"] += len(turns)
        counts["gold"] += len(expected)
        for want in expected:
            got = by_start.pop(int(str(want["start"])), None)
            counts["start"] += got is not None
            if got is not None:
                end_right = abs(got.end - int(str(want["end"]))) <= TOLERANCE
                counts["end"] += end_right
                counts["label"] += got.label == want["label"]
                counts["speech"] += got.speech_start == want["speech_start"]
                if verbose and not end_right:
                    show_end(file, text, got, int(str(want["end"])))
            elif verbose:
                print("MISSED", file, text[int(str(want["start"])) - 40 :][:120])
        for turn in by_start.values() if verbose else ():
            print("FALSE", file, text[turn.start - 40 : turn.start + 60])
    return counts


def show_end(file: str, text: str, got: Turn, want: int) -> None:
    side = "late" if got.end > want else "early"
    print(
        "END",
        side,
        file,
        got.label,
        "|",
        text[max(got.start, want - 80) : want],
        ">>>",
        text[want : want + 100],
        "| got",
        text[got.end - 50 : got.end],
    )


def main(setting: Setting) -> None:
    """Print the scores, and the labels of files without gold; `verbose` shows what went wrong."""
    gold = read_gold(setting.shared / "bench/persons/turns-dev.jsonl")
    corpus = setting.shared / "corpus"
    counts = score(gold, corpus, setting.verbose)
    for name in ("start", "end", "label", "speech"):
        recall, precision = counts[name] / counts["gold"], counts[name] / counts["found"]
        print(f"{name:7} recall {recall:.3f}  precision {precision:.3f}")
    for path in sorted(corpus.rglob("*.txt")):
        if path.relative_to(corpus).as_posix() not in gold:
            labels = Counter(turn.label for turn in turns_of(path)[1])
            print(f"{path.name:40} {sum(labels.values()):4}", dict(labels.most_common()))
