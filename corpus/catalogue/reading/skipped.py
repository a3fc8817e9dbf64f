"""What is no part of the words of a passage: noise, and joins inside words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.reading.values import Span
from corpus.catalogue.schema import passages, ranges
from corpus.model import RangeKind


def read_skipped(at: Snapshot, keys: Sequence[int]) -> Mapping[str, Mapping[int, list[Span]]]:
    """Kind (noise, join) -> passage row key -> ranges in the order of the text, cut to the passage."""
    found: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in at.db.execute(_skipped(), {"keys": keys}):
        found[row.kind][row.key].append(Span(max(row.start, row.first), min(row.end, row.last)))
    return found


@cache
def _skipped() -> Select[Any]:
    return (
        select(
            passages.c.key,
            passages.c.start.label("first"),
            passages.c.end.label("last"),
            *ranges.c["start", "end", "kind"],
        )
        .join(ranges, ranges.c.document == passages.c.document)
        .where(
            passages.c.key.in_(bindparam("keys", expanding=True)),
            ranges.c.kind.in_([RangeKind.NOISE.value, RangeKind.JOIN.value]),
            ranges.c.start < passages.c.end,
            ranges.c.end > passages.c.start,
        )
        .order_by(ranges.c.start, ranges.c.end)
    )


def blank(text: str, offset: int, noise: Sequence[Span]) -> str:
    """`text`, which begins at `offset` of the stored text, with a space for each character of noise."""
    for span in noise:
        start, end = span.start - offset, span.end - offset
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def cut(text: str, offset: int, joins: Sequence[Span]) -> str:
    """`text`, which begins at `offset` of the stored text, without its joins."""
    for span in reversed(joins):
        text = text[: span.start - offset] + text[span.end - offset :]
    return text
