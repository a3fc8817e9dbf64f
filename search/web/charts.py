"""Small charts as numbers: the templates print them as SVG attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus.catalogue.reading.values import Counted
from search.web.pieces import Bar, Column, Link
from search.web.wording import counted, number

# Over a longer time years become decades, then centuries.
MOST_COLUMNS = 60
MOST_LABELS = 6
_SIZES = (1, 10, 100, 1000)

Years = tuple[str, ...]


def year_columns(years: Iterable[tuple[str, int]], address: Callable[[Years], str]) -> tuple[Column, ...]:
    """Passages by year, decade or century, in order, the times with none included.

    `address` takes the years of a column. What is no plain year has no place on the axis.
    """
    counts = {int(year): count for year, count in years if count and year.isdecimal()}
    if not counts:
        return ()
    size = _size(min(counts), max(counts))
    bins = _bins(counts, size)
    highest = max(sum(one.values()) for one in bins.values())
    step = -(-len(bins) // MOST_LABELS)
    return tuple(
        _column(start, size, found, highest, address, labelled=position % step == 0)
        for position, (start, found) in enumerate(bins.items())
    )


def bars(items: Sequence[Counted], address: Callable[[Counted], str]) -> tuple[Bar, ...]:
    """Names with their numbers of passages, as shares of the highest."""
    highest = max((item.passages for item in items), default=1) or 1
    return tuple(
        Bar(Link(item.name, address(item), number(item.passages)), _share(item.passages, highest))
        for item in items
    )


def _size(first: int, last: int) -> int:
    """How many years a column holds."""
    return next((size for size in _SIZES if last // size - first // size < MOST_COLUMNS), _SIZES[-1])


def _bins(counts: Mapping[int, int], size: int) -> dict[int, dict[int, int]]:
    """The counts of the years of each column, by the first year that the column could hold."""
    starts = range(min(counts) // size * size, max(counts) + 1, size)
    bins: dict[int, dict[int, int]] = {start: {} for start in starts}
    for year, count in sorted(counts.items()):
        bins[year // size * size][year] = count
    return bins


def _column(
    start: int,
    size: int,
    found: Mapping[int, int],
    highest: int,
    address: Callable[[Years], str],
    *,
    labelled: bool,
) -> Column:
    count = sum(found.values())
    height = _share(count, highest)
    label = f"{start:04d}" if size == 1 else f"{start}s"
    # A passage may name two years of one decade: then the sum is more than the passages.
    most = "at most " if len(found) > 1 else ""
    href = address(tuple(f"{year:04d}" for year in found)) if found else ""
    name = f"{label}: {most}{counted(count, 'passage')}"
    return Column(label if labelled else "", name, href, 100 - height, height)


def _share(count: int, highest: int) -> int:
    """A percentage; whatever occurs at all can be seen."""
    return max(2, round(100 * count / highest)) if count else 0
