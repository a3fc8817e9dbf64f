"""The receipt of everything: what was read, what failed, and that nothing is missing from the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from corpus.catalogue.reading.values import MentionCount
from search.service.values import Status
from search.web import addresses
from search.web.contexts import StatusPage
from search.web.frames import make_frame
from search.web.pieces import Fact, FailureRow, Tally
from search.web.wording import number

_TALLIES: tuple[tuple[str, Callable[[MentionCount], str]], ...] = (
    ("Mentions by kind", lambda count: count.kind),
    ("by tier", lambda count: count.tier),
    ("by reason", lambda count: count.reason),
    ("by what found them", lambda count: count.by),
)


def status_page(status: Status) -> StatusPage:
    """The page of the receipt."""
    held = status.holdings
    failures = (FailureRow(one.source, one.reason, one.remedy) for one in held.failures)
    return StatusPage(
        frame=make_frame("Receipt", "status", json=addresses.api("status")),
        verdict=_verdict(status),
        whole=status.whole,
        figures=_figures(status),
        tallies=tuple(_tally(title, held.mentions, key) for title, key in _TALLIES),
        failures=tuple(failures),
    )


def _verdict(status: Status) -> str:
    indexed, held = number(status.indexed), number(status.holdings.passages)
    if status.whole:
        return f"Nothing is missing: the {status.engine} engine and the catalogue both hold {held} passages."
    return (
        f"The {status.engine} engine holds {indexed} passages, the catalogue {held}. "
        "Answers are refused until `stenogram index` has been run."
    )


def _figures(status: Status) -> tuple[Fact, ...]:
    held = status.holdings
    return (
        Fact("Documents read", number(held.documents)),
        Fact("Documents failed", number(len(held.failures))),
        Fact("Words", number(held.words)),
        Fact("Passages", number(held.passages)),
        Fact("Passages indexed", number(status.indexed)),
        Fact("Persons", number(held.persons)),
        Fact("Organisations", number(held.organisations)),
        Fact("Collections", ", ".join(held.collections)),
        Fact("Generation", status.generation),
        Fact("Revision", number(held.revision)),
    )


def _tally(title: str, counts: Iterable[MentionCount], key: Callable[[MentionCount], str]) -> Tally:
    sums: Counter[str] = Counter()
    for count in counts:
        sums[key(count) or "given to nobody"] += count.count
    return Tally(title, tuple((name, number(count)) for name, count in sums.most_common()))
