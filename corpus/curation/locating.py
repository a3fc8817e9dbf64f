"""Where the places that decisions name are now: their anchors, and where added forms are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.schema import alive, documents, ranges, texts
from corpus.curation.anchoring import find_anchor, occurrences
from corpus.curation.decisions import AddForm, Anchor, Decision, Split, mentions_of, persons_of
from corpus.curation.state import Located, Place
from corpus.model import RangeKind

# Texts held in memory at a time; they are long.
_FEW = 10


def locate(
    connection: Connection, revision: int, decisions: Sequence[Decision], persons: Collection[str] = ()
) -> Located:
    """Find the mentions and added forms of some decisions in the documents of a revision.

    Of these `persons` the anchors are found as well: who is there by id needs none.
    """
    acts = [decision.act for decision in decisions]
    named = [mentions_of(act) for act in acts]
    named += [ref.anchors for act in acts for ref in persons_of(act) if ref.id in persons]
    forms = {act.form for act in acts if isinstance(act, AddForm)}
    ruled = {document for act in acts if isinstance(act, Split) for document in act.documents}
    return Located(
        anchors=_find_anchors(connection, revision, {anchor for several in named for anchor in several}),
        forms={form: tuple(_find_form(connection, revision, form)) for form in forms},
        documents=_read_keys(connection, revision, ruled),
    )


def _find_anchors(
    connection: Connection, revision: int, anchors: Iterable[Anchor]
) -> dict[Anchor, Place | None]:
    of_document: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        of_document[anchor.document].append(anchor)
    found: dict[Anchor, Place | None] = {
        anchor: None for several in of_document.values() for anchor in several
    }
    for batch in batches(sorted(of_document), _FEW):
        query = select(*documents.c["id", "key"], texts.c.text).join(texts)
        for row in connection.execute(query.where(documents.c.id.in_(batch), alive(documents, revision))):
            for anchor in of_document[row.id]:
                found[anchor] = _place(row.key, row.text, anchor)
    return found


def _place(document: int, text: str, anchor: Anchor) -> Place | None:
    span = find_anchor(text, anchor)
    return Place(document, span.start, span.end) if span else None


def _find_form(connection: Connection, revision: int, form: str) -> Iterable[Place]:
    """Where a name is written, outside of noise."""
    longest = max(form.split(), key=len)
    # A word may be broken over a line: its first letters are looked for, the rest is compared here.
    query = select(documents.c.key, texts.c.text).join(texts)
    query = query.where(texts.c.text.contains(longest[:3], autoescape=True), alive(documents, revision))
    for row in connection.execute(query.order_by(documents.c.key).execution_options(yield_per=_FEW)):
        spans = list(occurrences(row.text, form))
        noise = _read_noise(connection, row.key) if spans else []
        for span in spans:
            if not any(start < span.end and span.start < end for start, end in noise):
                yield Place(row.key, span.start, span.end)


def _read_noise(connection: Connection, document: int) -> list[tuple[int, int]]:
    query = select(ranges.c.start, ranges.c.end)
    chosen = (ranges.c.document == document) & (ranges.c.kind == RangeKind.NOISE.value)
    return [(row.start, row.end) for row in connection.execute(query.where(chosen))]


def _read_keys(connection: Connection, revision: int, ids: Iterable[str]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for batch in batches(sorted(ids)):
        query = select(documents.c.key, documents.c.id).where(documents.c.id.in_(batch))
        found.update((row.key, row.id) for row in connection.execute(query.where(alive(documents, revision))))
    return found
