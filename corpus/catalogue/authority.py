"""The authority in the catalogue: writing what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from corpus.catalogue.form_keys import write_forms
from corpus.catalogue.living import end_rows, insert_rows, next_key, replace_living
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, FormRow, Given
from corpus.catalogue.schema import (
    alive,
    attributions,
    entities,
    forms,
    in_label,
    mentions,
    passage_turns,
    passages,
    speakers,
    texts,
    turns,
)
from corpus.catalogue.state import get_state, set_state
from corpus.catalogue.writing import passage_at
from corpus.model import Finder, MentionKind

# The finders of mentions that ingest does not know.
FOUND_LATER = (Finder.SWEEP.value, Finder.CURATOR.value)


class NewMention(NamedTuple):
    """A mention that resolution or a curator found; it comes and goes with these.

    `document` is a version's key, `by` what found it.
    """

    document: int
    start: int
    end: int
    form: str
    by: str = Finder.SWEEP.value


def is_current(connection: Connection) -> bool:
    """Whether persons were resolved since the documents last changed."""
    return get_state(connection, "changes", "0") == get_state(connection, "resolved", "0")


def mark_current(connection: Connection) -> None:
    """Note that persons follow from the documents as they are."""
    set_state(connection, "resolved", get_state(connection, "changes", "0"))


def mark_of(connection: Connection) -> str:
    """The mark of the last resolution: after another one it is another one."""
    return get_state(connection, "settled", "0")


def mark_settled(connection: Connection) -> str:
    """Set the mark of a resolution of the documents as they are, and return it."""
    mark = get_state(connection, "changes", "0")
    set_state(connection, "settled", mark)
    return mark


def write_entities(
    connection: Connection,
    revision: int,
    ids: Collection[str],
    rows: Mapping[str, EntityRow],
    new_forms: Mapping[tuple[str, str], FormRow],
) -> None:
    """Make the authority hold of these entities what is given, and nothing else, from a revision on."""
    write_entity_rows(connection, revision, ids, rows)
    by_entity: dict[str, dict[tuple[str, str], FormRow]] = defaultdict(dict)
    for form, counts in new_forms.items():
        by_entity[form[0]][form] = counts
    for batch in batches(sorted(ids)):
        chosen = {form: counts for entity in batch for form, counts in by_entity.get(entity, {}).items()}
        write_forms(connection, revision, chosen, forms.c.entity.in_(batch))


def write_entity_rows(
    connection: Connection, revision: int, ids: Collection[str], rows: Mapping[str, EntityRow]
) -> None:
    """The same of their rows alone; their forms stay."""
    for batch in batches(sorted(ids)):
        replace_living(
            connection,
            entities,
            revision,
            ("id", *EntityRow._fields),
            {(entity, *rows[entity]): None for entity in batch if entity in rows},
            within=entities.c.id.in_(batch),
        )


def write_mentions(
    connection: Connection,
    revision: int,
    batch: Collection[int],
    given: Mapping[int, set[Given]],
    found: Mapping[NewMention, set[Given]],
) -> None:
    """Make the authority hold of the mentions of some documents what is given, and nothing else.

    Those that curators found stay: they are no matter of the machine's.
    """
    keys = _write_found(connection, revision, found, batch)
    rows = {(mention, *row): None for mention, several in given.items() for row in sorted(several)}
    rows |= {(keys[mention], *row): None for mention, several in found.items() for row in sorted(several)}
    in_passages = select(passages.c.key).where(passages.c.document.in_(batch))
    within = attributions.c.passage.in_(in_passages)
    _write_attributions(connection, revision, rows, mentions.c.document.in_(batch), within)
    write_speakers(connection, revision, batch)


def _write_found(
    connection: Connection,
    revision: int,
    found: Mapping[NewMention, set[Given]],
    batch: Collection[int],
) -> dict[NewMention, int]:
    """Keep, add and end the mentions of documents that the sweep found; returns the key of each."""
    columns = [mentions.c[name] for name in ("key", "born", *NewMention._fields)]
    query = select(*columns).where(mentions.c.document.in_(batch), alive(mentions, revision))
    query = query.where(mentions.c.by == Finder.SWEEP.value)
    before = {NewMention(*row[2:]): (row.key, row.born) for row in connection.execute(query)}
    end_rows(connection, mentions, revision, [row for mention, row in before.items() if mention not in found])
    first = next_key(connection, mentions)
    missing = {m: first + n for n, m in enumerate(m for m in found if m not in before)}
    insert_rows(connection, mentions, mention_rows(connection, missing, revision))
    return {mention: before[mention][0] if mention in before else missing[mention] for mention in found}


def mention_rows(
    connection: Connection, missing: Mapping[NewMention, int], revision: int
) -> Iterable[dict[str, Any]]:
    """The rows of new mentions, which get the keys given."""
    of_document: dict[int, list[NewMention]] = defaultdict(list)
    for mention in missing:
        of_document[mention.document].append(mention)
    for document, new in of_document.items():
        text = connection.execute(select(texts.c.text).where(texts.c.document == document)).scalar_one()
        starts, passage_keys = _passages_of_document(connection, document)
        for mention in new:
            yield {
                **mention._asdict(),
                "key": missing[mention],
                "passage": passage_keys[passage_at(starts, mention.start)],
                "kind": MentionKind.PERSON.value,
                "text": text[mention.start : mention.end],
                "value": "",
                "born": revision,
            }


def _passages_of_document(connection: Connection, document: int) -> tuple[list[int], list[int]]:
    """Where the passages of a version start, and their keys, in order."""
    columns = (passages.c.start, passages.c.key)
    query = select(*columns).where(passages.c.document == document).order_by(passages.c.ordinal)
    rows = connection.execute(query).all()
    return [row.start for row in rows], [row.key for row in rows]


def _write_attributions(
    connection: Connection,
    revision: int,
    rows: Mapping[tuple[Any, ...], None],
    of_mentions: ColumnElement[bool],
    within: ColumnElement[bool],
) -> None:
    query = select(mentions.c.key, mentions.c.passage).where(alive(mentions, revision), of_mentions)
    passage_of = {row.key: row.passage for row in connection.execute(query)}
    names = ("mention", *Given._fields)
    replace_living(
        connection,
        attributions,
        revision,
        names,
        rows,
        lambda row: {"passage": passage_of[row[0]]},
        within=within,
    )


def write_speakers(connection: Connection, revision: int, chosen: Collection[int]) -> None:
    """Spread each turn's speaker, the person of its label, over the passages that it runs through.

    Of the versions of documents that are `chosen`.
    """
    for batch in batches(sorted(chosen)):
        _write_speakers(connection, revision, batch)


def _write_speakers(connection: Connection, revision: int, chosen: Collection[int]) -> None:
    runs_through = (passage_turns.c.passage == passages.c.key) & (passage_turns.c.turn == turns.c.ordinal)
    key = (turns.c.document, turns.c.ordinal, passage_turns.c.passage, attributions.c.entity)
    query = (
        select(*key, func.min(attributions.c.tier))
        .join(mentions, in_label())
        .join(attributions, attributions.c.mention == mentions.c.key)
        .join(passages, passages.c.document == turns.c.document)
        .join(passage_turns, runs_through)
        .where(mentions.c.kind == MentionKind.PERSON)
        .where(*(alive(table, revision) for table in (mentions, attributions, passages)))
        .where(turns.c.document.in_(chosen))
        .group_by(*key)
    )
    wanted = {tuple(row): None for row in connection.execute(query)}
    names = ("document", "turn", "passage", "entity", "tier")
    within = speakers.c.document.in_(chosen)
    replace_living(connection, speakers, revision, names, wanted, within=within)
