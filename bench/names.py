"""Names: one person or not, spellings over scripts, and the keys that bring names together.

    python -m bench names [--verbose]

Pairs labelled as one person's or two persons' are compared by `compare_names`: everything from *possible*
on counts as one person. Of words in Latin and Cyrillic letters each looks for its partner among all words
of the other script: those that share a lookup key are compared, and the partner is right when it has the
highest score; it is wrong when it shares no key, and when another word has the same score. Figures are
printed for the half that was tuned on (by the row's number in a fixed shuffle), and for the other.
"""

from __future__ import annotations

import csv
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench.figures import Target, show, show_load
from bench.setting import Setting
from corpus.names.comparison import compare_names
from corpus.names.keys import lookup_keys
from corpus.names.reasons import Verdict

_SPEED_NAMES = 300
# Seeds of the shuffles that part the half whose errors were looked at from the other.
_PAIRS_SEED, _SCRIPTS_SEED = 5, 7


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they are one person's."""

    one: str
    other: str
    is_one: bool

    @property
    def is_joined(self) -> bool:
        return compare_names(self.one, self.other).verdict is not Verdict.DIFFERENT


def main(setting: Setting) -> None:
    """Print all figures."""
    folder = setting.shared / "bench" / "names"
    pairs = read_pairs(folder / "pairs.csv")
    report_halves(pairs, verbose=setting.verbose)
    report_keys(pairs)
    report_scripts(folder / "latin-cyrillic.jsonl", verbose=setting.verbose)
    report_speed(pairs)


def read_pairs(file: Path) -> list[Pair]:
    """The pairs of persons' names, shuffled."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["schema"] == "Person"]
    random.Random(_PAIRS_SEED).shuffle(rows)
    return [Pair(row["name1"], row["name2"], row["is_match"] == "true") for row in rows]


def report_halves(pairs: Sequence[Pair], *, verbose: bool) -> None:
    """Precision, recall and F1 of *possible or better*; with `verbose` the errors of the first half."""
    middle = len(pairs) // 2
    for name, part in (("tuned half", pairs[:middle]), ("other half", pairs[middle:]), ("all", pairs)):
        counts = Counter((pair.is_one, pair.is_joined) for pair in part)
        right = counts[True, True]
        precision = right / (right + counts[False, True])
        recall = right / (right + counts[True, False])
        print(f"  pairs, {name}: {len(part)}, {dict(by_verdict(part))}")
        show(f"pairs, {name}: precision", precision, digits=3)
        show(f"pairs, {name}: recall", recall, digits=3)
        f1 = 2 * precision * recall / (precision + recall)
        show(f"pairs, {name}: F1", f1, target=Target(0.8, at_least=True), digits=3)
    for pair in pairs[:middle] if verbose else ():
        if pair.is_one != pair.is_joined:
            found = compare_names(pair.one, pair.other)
            print(
                f"    {'missed' if pair.is_one else 'wrong'}: {pair.one} | {pair.other}: {found.explanation}"
            )


def by_verdict(pairs: Sequence[Pair]) -> Counter[str]:
    """How many pairs of one person, of all, each verdict has: `certain 88/90`."""
    found: dict[Verdict, list[bool]] = defaultdict(list)
    for pair in pairs:
        found[compare_names(pair.one, pair.other).verdict].append(pair.is_one)
    return Counter({f"{verdict} (right of {len(are)})": sum(are) for verdict, are in sorted(found.items())})


def report_keys(pairs: Sequence[Pair]) -> None:
    """Of the pairs of one person that a comparison finds, how many share a key."""
    found = [pair for pair in pairs if pair.is_one and pair.is_joined]
    shared = sum(bool(lookup_keys(pair.one) & lookup_keys(pair.other)) for pair in found)
    show("pairs: recall of the keys", shared / len(found), digits=3)


def report_scripts(file: Path, *, verbose: bool) -> None:
    """How often the partner in the other script comes first, how large blocks are."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    order = list(range(len(rows)))
    random.Random(_SCRIPTS_SEED).shuffle(order)
    tuned = set(order[: len(order) // 2])
    for here, there in (("latin", "cyrillic"), ("cyrillic", "latin")):
        words, others = [row[here] for row in rows], [row[there] for row in rows]
        blocks = [set(block) for block in blocks_of(words, others)]
        keyed = [other in block for other, block in zip(others, blocks, strict=True)]
        first = [is_first(*row) for row in zip(words, others, blocks, strict=True)]
        show(f"{here} to {there}: recall of the keys", sum(keyed) / len(rows), digits=3)
        show(f"{here} to {there}: words in a block", sum(map(len, blocks)) / len(rows), digits=1)
        for name, part in (("tuned half", tuned), ("other half", set(order) - tuned)):
            share = sum(first[at] for at in part) / len(part)
            show(f"{here} to {there}, {name}: partner first", share, target=Target(0.9, True), digits=3)
        if verbose:
            missed = [f"{words[at]} {others[at]}" for at in sorted(tuned) if not first[at]]
            print(f"    missed: {', '.join(missed[:200])}")


def blocks_of(words: Sequence[str], others: Sequence[str]) -> Iterator[set[str]]:
    """For each word all the others that share a key with it."""
    holders: Mapping[str, set[str]] = defaultdict(set)
    for other in others:
        for key in lookup_keys(other):
            holders[key].add(other)
    for word in words:
        yield set[str]().union(*(holders.get(key, set()) for key in lookup_keys(word)))


def is_first(word: str, partner: str, block: set[str]) -> bool:
    """Whether the partner has a higher score than every other word of the block."""
    if partner not in block:
        return False
    best = compare_names(word, partner).score
    return all(compare_names(word, other).score < best for other in block - {partner})


def report_speed(pairs: Sequence[Pair]) -> None:
    """Comparisons a second of names that have mostly nothing in common, and of one name with itself."""
    names = sorted({name for pair in pairs for name in (pair.one, pair.other)})
    some = random.Random(_PAIRS_SEED).sample(names, _SPEED_NAMES)
    started = time.perf_counter()
    count = sum(1 for one, other in combinations(some, 2) if compare_names(one, other))
    show("speed: comparisons of any two names", count / (time.perf_counter() - started), "a second", digits=0)
    started = time.perf_counter()
    for name in names:
        lookup_keys.__wrapped__(name)
    show("speed: keys", len(names) / (time.perf_counter() - started), "names/s", digits=0)
    show_load()
