"""Everything, as streams in the order of the record: the rows of `stenogram export`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from corpus.catalogue.reading.documents import iterate_document_keys
from corpus.catalogue.reading.mentions import read_mentions
from corpus.catalogue.reading.passages import iterate_passages
from corpus.catalogue.reading.snapshot import Snapshot, batches
from corpus.catalogue.reading.values import AttributionView, MentionView, PassageView
from corpus.catalogue.schema import speakers, turns
from corpus.model import MentionKind, Tier


@dataclass(frozen=True, slots=True)
class ExportedMention:
    """A mention and one person it may name; `value` is a date's EDTF. Unknown facts are None."""

    document: str
    source: str
    start: int
    end: int
    text: str
    kind: str
    by: str
    person: str | None
    tier: str | None
    reason: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class ExportedTurn:
    """A turn; `speaker` is the id of the person who speaks, None where nobody probable is known."""

    source: str
    start: int
    end: int
    label: str
    speaker: str | None


def export_mentions(at: Snapshot, kind: MentionKind | None = None) -> Iterator[ExportedMention]:
    """Every mention, one row for each person where several are possible."""
    for passages in iterate_passages(at):
        mentions = read_mentions(at, [passage.key for passage in passages])
        for passage in passages:
            for mention in mentions.get(passage.key, ()):
                if kind is None or mention.kind == kind:
                    yield from _rows(passage, mention)


def export_passages(at: Snapshot) -> Iterator[PassageView]:
    """Every passage."""
    for passages in iterate_passages(at):
        yield from passages


def export_turns(at: Snapshot) -> Iterator[ExportedTurn]:
    """Every turn."""
    for documents in batches(iterate_document_keys(at), 100):
        sources = dict(documents)
        speaks = _read_speakers(at, list(sources))
        found: dict[int, list[ExportedTurn]] = defaultdict(list)
        rows = at.db.execute(
            select(*turns.c["document", "ordinal", "start", "end", "label"])
            .where(turns.c.document.in_(list(sources)))
            .order_by(turns.c.document, turns.c.ordinal)
        )
        for row in rows:
            speaker = speaks.get((row.document, row.ordinal))
            found[row.document].append(
                ExportedTurn(sources[row.document], row.start, row.end, row.label, speaker)
            )
        for key in sources:
            yield from found[key]


def _rows(passage: PassageView, mention: MentionView) -> Iterator[ExportedMention]:
    persons: Sequence[AttributionView | None] = (None,)
    if mention.kind == MentionKind.PERSON and mention.attributions:
        persons = mention.attributions
    for given in persons:
        yield ExportedMention(
            document=passage.document.id,
            source=passage.document.source,
            start=mention.start,
            end=mention.end,
            text=mention.text,
            kind=mention.kind,
            by=mention.by,
            person=given.entity.id if given else None,
            tier=given.tier.value if given else None,
            reason=given.reason if given else None,
            value=mention.value or None,
        )


def _read_speakers(at: Snapshot, documents: Sequence[int]) -> Mapping[tuple[int, int], str]:
    """(document, turn) -> the surest person who speaks, where one is at least probable."""
    rows = at.db.execute(
        select(*speakers.c["document", "turn", "entity"])
        .where(
            speakers.c.document.in_(documents),
            speakers.c.tier <= Tier.PROBABLE.rank,
            at.alive(speakers),
        )
        .order_by(speakers.c.tier, speakers.c.key)
    )
    found: dict[tuple[int, int], str] = {}
    for row in rows:
        found.setdefault((row.document, row.turn), at.final(row.entity))
    return found
