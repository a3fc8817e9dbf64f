"""What a document holds in the end: its assignments with aliases and misprints."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    misread = _Spans(row.mention for row in answers.misread if row.tier is not Tier.POSSIBLE)
    for row in answers.rows:
        if misread.has(row.mention):
            continue
        moved = moves.get((key, row.mention)) if moves else None
        yield _moved(row, *moved) if moved else row
    for row in answers.misread:
        if not misread.has(row.mention, within=True):
            yield row


class _Spans:
    """The places of misprints: what lies in one is no name of its own ("Dor" of "Dor valek")."""

    def __init__(self, mentions: Iterable[NamedMention]) -> None:
        self._ends: dict[int, int] = {}
        for mention in mentions:
            self._ends[mention.start] = max(mention.end, self._ends.get(mention.start, 0))
        self._starts = sorted(self._ends)

    def has(self, mention: NamedMention, *, within: bool = False) -> bool:
        """Whether a mention lies in one; with `within`, in one that is longer."""
        at = bisect_right(self._starts, mention.start) - 1
        for start in self._starts[max(0, at - 1) : at + 1]:
            end = self._ends[start]
            if mention.end <= end and not (within and (start, end) == (mention.start, mention.end)):
                return True
        return False


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
    reason, detail = Reason.ALIAS, row.identity.merged_by
    if row.reason is Reason.MISSPELLING:
        reason, detail = row.reason, row.detail
    return replace(row, identity=root, tier=at_most_probable(row.tier), reason=reason, detail=detail)
