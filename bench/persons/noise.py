"""Scanning errors: how much of the 1936 record is still found where letters are misread.

    python -m bench persons-noise

Of every hundred letters two, then five, are changed as a scanner does it: taken for letters that look
alike, parted or joined, dropped, blotted. The same seed gives the same errors. Recall is of the passages
that mention a person (offices left out), against the same record without errors.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.figures import Target, show
from bench.persons.gold import Gold, read_gold, record_texts
from bench.persons.reading import Text, read_texts, resolved
from bench.persons.scoring import Passages, Truth, recall_of_passages, share
from bench.setting import Setting

_RECORD = "moscow-trial-1936"
_SEED = 1936
# Percent of letters changed -> how many points of recall may be lost, *possible* included.
_LEVELS = {2: 2.0, 5: 6.0}

# What a scanner takes for what, in both directions: letters of one shape, strokes counted wrongly.
_ALIKE = """
rn m|cl d|in m|ni m|ii n|ii u|vv w|li h|lc k|ri n|e c|c o|e o|a o|a s|u n|h b|h n|b h|t f|f t|i l|l i
l I|I l|i j|l 1|1 l|I 1|o 0|O 0|S 5|s 8|B 8|g q|y v|v y|z s|t l|r i|D O|O Q|G C|E F|P R|H N|K R|M N
U V|T I|S 8|V Y|Z 2|A R
"""
_BLOTS = ".,-'^*~"


def main(setting: Setting) -> None:
    """Print recall at each level, and what was lost."""
    gold = read_gold(setting.shared / "bench" / "persons")
    texts = record_texts(setting.shared / "corpus", _RECORD)
    clean = recall(setting, gold, texts, 0)
    for percent, allowed in _LEVELS.items():
        found = recall(setting, gold, texts, percent)
        for name, before, after in zip(("probable", "possible included"), clean, found, strict=True):
            target = Target(allowed) if name != "probable" else None
            show(f"{percent}% of letters: points of recall lost, {name}", 100 * (before - after), "", target)


def recall(setting: Setting, gold: Gold, texts: Sequence[Text], percent: int) -> tuple[float, float]:
    """Recall, probable and with possible, at so many errors; also printed."""
    noisy = [spoil(text, percent / 100) for text in texts]
    documents = read_texts(setting, [text for text, _ in noisy])
    truths = [
        truth
        for key, (text, offsets) in enumerate(noisy)
        for truth in moved_truths(gold, text.relative, key, offsets)
    ]
    starts = {key: [p.start for p in document.passages] for key, document in enumerate(documents)}
    annotated = {truth.document for truth in truths}
    rows = [row for row in resolved(documents) if row.document in annotated and row.reason != "office"]
    pooled = recall_of_passages(rows, truths, gold.names, Passages(starts))
    for tier, name in ((1, "probable"), (2, "possible included")):
        show(f"{percent}% of letters: recall, {name}", share(pooled[tier], "missed"), digits=4)
        show(f"{percent}% of letters: precision, {name}", share(pooled[tier], "wrong"), digits=4)
    return share(pooled[1], "missed"), share(pooled[2], "missed")


def moved_truths(gold: Gold, file: str, key: int, offsets: Offsets) -> list[Truth]:
    """The mentions of a file where they lie in its spoilt text."""
    return [
        Truth(key, offsets.of(m.start), offsets.of(m.end), m.person, m.kind not in ("name", "speaker"))
        for m in gold.mentions
        if m.file == file
    ]


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the characters of a text went: from each of `at` on they are `by` further."""

    at: tuple[int, ...]
    by: tuple[int, ...]

    def of(self, offset: int) -> int:
        """The new offset of an old one."""
        found = bisect_right(self.at, offset) - 1
        return offset + (self.by[found] if found >= 0 else 0)


def spoil(text: Text, rate: float) -> tuple[Text, Offsets]:
    """A text with so many of its letters misread. The lines of facts at its head stay."""
    if not rate:
        return text, Offsets((), ())
    chance = random.Random(f"{_SEED} {rate} {text.relative}")
    head = text.text.find("\n\n") + 1
    parts, at, by, shift = [text.text[:head]], [], [], 0
    offset = head
    while offset < len(text.text):
        taken, put = _misread(text.text, offset, chance) if chance.random() < rate else (1, "")
        parts.append(put if put != "" or taken != 1 else text.text[offset])
        written = len(parts[-1])
        offset += taken
        if written != taken:
            shift += written - taken
            at.append(offset)
            by.append(shift)
    return replace(text, text="".join(parts)), Offsets(tuple(at), tuple(by))


def _misread(text: str, offset: int, chance: random.Random) -> tuple[int, str]:
    """How many characters are taken, and what stands there instead: nothing and one is no error."""
    letter = text[offset]
    if not letter.isalpha():
        return 1, ""
    kind = chance.random()
    alike = [(old, new) for old, new in _pairs() if text.startswith(old, offset)]
    if kind < 0.8 and alike:
        old, new = chance.choice(alike)
        return len(old), new
    if kind < 0.9:
        return 1, letter + chance.choice(_BLOTS)
    if kind < 0.95:
        return 1, letter + " "
    return 2, text[offset + 1 : offset + 2]  # a letter that did not print


def _pairs() -> list[tuple[str, str]]:
    rows = [row.split() for line in _ALIKE.split("\n")[1:-1] for row in line.split("|")]
    return [(old, new) for old, new in rows] + [(new, old) for old, new in rows]
