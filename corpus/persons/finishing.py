"""What a document holds in the end: its assignments with aliases and misprints."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.model import Reason, Tier
from corpus.persons.assigning import Answers, Assigned, at_most_probable
from corpus.persons.identities import Identity
from corpus.persons.joining import Moves
from corpus.persons.names import NamedMention
from corpus.persons.reading import Reading


def finish(key: int, reading: Reading, answers: Answers, moves: Moves) -> tuple[Assigned, ...]:
    """The assignments of a document in the order of its text, each to the identity that stays."""
    tagged = {(m.start, m.end): m for m in reading.document.mentions}
    # No set: the order of several persons of one mention must not change from run to run.
    rows = _with_misprints(key, answers, moves)
    distinct = dict.fromkeys(_as_tagged(_rooted(row), tagged) for row in rows)
    return tuple(sorted(distinct, key=lambda row: (row.mention.start, row.mention.end)))


def with_offices(
    reading: Reading, rows: tuple[Assigned, ...], offices: Sequence[Assigned]
) -> tuple[Assigned, ...]:
    """The assignments of a document with its offices, in the order of the text."""
    if not offices:
        return rows
    tagged = {(m.start, m.end): m for m in reading.document.mentions}
    distinct = dict.fromkeys([*rows, *(_as_tagged(row, tagged) for row in offices)])
    return tuple(sorted(distinct, key=lambda row: (row.mention.start, row.mention.end)))


def _with_misprints(key: int, answers: Answers, moves: Moves) -> Iterator[Assigned]:
    spans = _Spans(answers) if answers.misread else None
    for row in answers.rows:
        if spans is not None and spans.replaces(row.mention):
            continue
        moved = moves.get((key, row.mention)) if moves else None
        yield _moved(row, *moved) if moved else row
    if spans is not None:
        yield from (row for row in answers.misread if spans.holds(row.mention))


class _Spans:
    """The places of misprints without overlaps: those that are sure first, then the longest.

    Other names there are none ("Dor" of "Dor valek"), but beside a possible misprint of the same place they
    stay.
    """

    def __init__(self, answers: Answers) -> None:
        self._starts: list[int] = []
        self._mentions: list[tuple[NamedMention, bool]] = []
        sure = answers.surely_misread
        ordered = sorted(
            answers.misread, key=lambda r: (r.mention not in sure, r.mention.start - r.mention.end)
        )
        for row in ordered:
            at = bisect_left(self._starts, row.mention.end)
            if not at or self._mentions[at - 1][0].end <= row.mention.start:
                self._starts.insert(at, row.mention.start)
                self._mentions.insert(at, (row.mention, row.mention in sure))

    def holds(self, mention: NamedMention) -> bool:
        """Whether a place is one of them."""
        at = bisect_left(self._starts, mention.end)
        return at > 0 and _same_place(self._mentions[at - 1][0], mention)

    def replaces(self, mention: NamedMention) -> bool:
        """Whether what stands at a place is part of a misprint, or is one for sure."""
        at = bisect_left(self._starts, mention.end)
        if not at or self._mentions[at - 1][0].end <= mention.start:
            return False
        found, sure = self._mentions[at - 1]
        return sure or not _same_place(found, mention)


def _same_place(one: NamedMention, other: NamedMention) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _moved(row: Assigned, identity: Identity, evidence: str) -> Assigned:
    return replace(row, identity=identity, tier=Tier.PROBABLE, reason=Reason.ALIAS, detail=evidence)


def _as_tagged(row: Assigned, tagged: Mapping[tuple[int, int], NamedMention]) -> Assigned:
    """What was found where the tagger had a mention that was not believed is that mention, not a second."""
    mention = tagged.get((row.mention.start, row.mention.end), row.mention)
    return row if mention is row.mention else replace(row, mention=mention)


def _rooted(row: Assigned) -> Assigned:
    root = row.identity.root()
    if root is row.identity:
        return row
    reason, detail = row.identity.merged_as, row.identity.merged_by
    if row.reason is Reason.MISSPELLING:
        reason, detail = row.reason, row.detail
    return replace(row, identity=root, tier=at_most_probable(row.tier), reason=reason, detail=detail)
