"""The authority in the catalogue: what resolution reads, and writing what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, true

from corpus.catalogue.form_keys import write_forms
from corpus.catalogue.living import end_rows, insert_rows, next_key, replace_living
from corpus.catalogue.overruled import form_changes, put_back_entities, put_back_mentions
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow, FormRow, Given
from corpus.catalogue.schema import (
    alive,
    attributions,
    documents,
    entities,
    forms,
    in_label,
    mentions,
    passage_turns,
    passages,
    sections,
    speakers,
    texts,
    turns,
)
from corpus.catalogue.state import get_state, set_state
from corpus.catalogue.writing import passage_at, unpack_tokens
from corpus.model import Finder, MentionKind, Section, Tier, Turn
from corpus.persons.names import DocumentNames, NamedMention

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


class OrganisationMention(NamedTuple):
    """A mention that a tagger takes for an organisation. `document` is a version's key."""

    key: int
    document: int
    start: int
    end: int
    form: str


@dataclass(slots=True)
class Held:
    """What the catalogue holds of persons now.

    `persons` names by id; `redirects` the ids that were merged into one of them; `sure` the persons of a
    mention, probable and above; `found` the keys of the sweep's mentions by place; `of_form` the persons
    that a form belongs to.
    """

    persons: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, EntityRow] = field(default_factory=dict)
    sure: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    found: dict[tuple[int, int, int], int] = field(default_factory=dict)
    of_form: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def is_current(connection: Connection) -> bool:
    """Whether persons were resolved since the documents last changed."""
    return get_state(connection, "changes", "0") == get_state(connection, "resolved", "0")


def mark_current(connection: Connection) -> None:
    """Note that persons follow from the documents as they are."""
    set_state(connection, "resolved", get_state(connection, "changes", "0"))


def read_names(connection: Connection, revision: int) -> list[DocumentNames]:
    """What resolution works on: the names of all documents of a revision."""
    of_document = _mentions_of_documents(connection, revision)
    parts: dict[int, list[Section]] = defaultdict(list)
    for row in connection.execute(select(sections).order_by(sections.c.document, sections.c.ordinal)):
        parts[row.document].append(Section(row.start, row.end, row.title, row.date))
    spoken = _turns_of_documents(connection)
    columns = (*documents.c["key", "id", "collection", "relative"], *texts.c["text", "tokens"])
    query = select(*columns).join(texts).where(alive(documents, revision)).order_by(documents.c.key)
    return [
        _document_names(row, tuple(parts[row.key]), tuple(of_document[row.key]), tuple(spoken[row.key]))
        for row in connection.execute(query)
    ]


def _document_names(
    row: Any,  # noqa: ANN401
    parts: tuple[Section, ...],
    found: tuple[NamedMention, ...],
    spoken: tuple[Turn, ...],
) -> DocumentNames:
    tokens = unpack_tokens(row.tokens)
    return DocumentNames(
        key=row.key,
        id=row.id,
        collection=row.collection,
        case=f"{row.collection}/{row.relative.rpartition('/')[0]}/",
        text=row.text,
        sections=parts,
        mentions=found,
        capitals=tuple((start, end, word) for start, end, word in tokens["capitals"]),
        lower=tokens["lower"],
        otherwise=tokens["otherwise"],
        turns=spoken,
    )


def _turns_of_documents(connection: Connection) -> dict[int, list[Turn]]:
    found: dict[int, list[Turn]] = defaultdict(list)
    for row in connection.execute(select(turns).order_by(turns.c.document, turns.c.ordinal)):
        found[row.document].append(Turn(row.start, row.end, row.label, row.speech_start))
    return found


def _mentions_of_documents(connection: Connection, revision: int) -> dict[int, list[NamedMention]]:
    found: dict[int, list[NamedMention]] = defaultdict(list)
    columns = [mentions.c[name] for name in ("document", "key", "start", "end", "form", "by", "value")]
    query = select(*columns).where(
        mentions.c.kind == MentionKind.PERSON, mentions.c.by.not_in(FOUND_LATER), alive(mentions, revision)
    )
    for row in connection.execute(query.order_by(mentions.c.document, mentions.c.start, mentions.c.key)):
        found[row.document].append(
            NamedMention(row.key, row.start, row.end, row.form, Finder(row.by), nominative=row.value)
        )
    return found


def read_organisations(connection: Connection, revision: int) -> list[OrganisationMention]:
    """The mentions of organisations, in the order of their keys."""
    columns = [mentions.c[name] for name in OrganisationMention._fields]
    query = select(*columns).where(mentions.c.kind == MentionKind.ORGANISATION, alive(mentions, revision))
    return [OrganisationMention(*row) for row in connection.execute(query.order_by(mentions.c.key))]


def read_held(connection: Connection, revision: int) -> Held:
    """What the catalogue holds of persons now, without what curators decided.

    A person who is gone holds no id: who comes back under the same name gets the same id again.
    """
    held = Held()
    query = select(entities).where(entities.c.kind == "person", alive(entities, revision))
    for row in connection.execute(query.order_by(entities.c.key)):
        if row.redirect:
            held.redirects[row.id] = EntityRow("person", row.name, row.redirect)
        else:
            held.persons[row.id] = row.name
    put_back_entities(connection, held.persons, held.redirects)
    living = alive(attributions, revision) & (attributions.c.tier <= Tier.PROBABLE.rank)
    given = select(attributions.c.mention, attributions.c.entity).where(living)
    for row in connection.execute(given.order_by(attributions.c.key)):
        if row.entity in held.persons:
            held.sure[row.mention].append(row.entity)
    put_back_mentions(connection, held.sure)
    columns = (mentions.c.document, mentions.c.start, mentions.c.end, mentions.c.key)
    found = select(*columns).where(mentions.c.by == Finder.SWEEP, alive(mentions, revision))
    held.found = {(row.document, row.start, row.end): row.key for row in connection.execute(found)}
    known = select(forms.c.text, forms.c.entity).where(alive(forms, revision))
    changed = form_changes(connection, revision)
    mentioned = forms.c.certain + forms.c.probable + forms.c.possible > 0
    for row in connection.execute(known.where(mentioned).order_by(forms.c.key)):
        if row.entity in held.persons and changed.pop((row.entity, row.text), True):
            held.of_form[row.text].append(row.entity)
    for (entity, text), stays in changed.items():
        if stays and entity in held.persons:
            held.of_form[text].append(entity)
    return held


def write(
    connection: Connection,
    revision: int,
    new_entities: Mapping[str, EntityRow],
    new_forms: Mapping[tuple[str, str], FormRow],
    given: Mapping[int, set[Given]],
    found: Mapping[NewMention, set[Given]],
) -> None:
    """Make the authority hold what is given, and nothing else, from a revision on."""
    keys = _write_found(connection, revision, found)
    rows = {(mention, *row): None for mention, several in given.items() for row in sorted(several)}
    rows |= {(keys[mention], *row): None for mention, several in found.items() for row in sorted(several)}
    replace_living(
        connection,
        entities,
        revision,
        ("id", *EntityRow._fields),
        {(entity, *row): None for entity, row in new_entities.items()},
    )
    write_forms(connection, revision, new_forms)
    _write_attributions(connection, revision, rows)
    write_speakers(connection, revision)


def _write_found(
    connection: Connection, revision: int, found: Mapping[NewMention, set[Given]]
) -> dict[NewMention, int]:
    """Keep, add and end the mentions that were found later; returns the key of each."""
    columns = [mentions.c[name] for name in ("key", "born", *NewMention._fields)]
    query = select(*columns).where(mentions.c.by.in_(FOUND_LATER), alive(mentions, revision))
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


def _write_attributions(connection: Connection, revision: int, rows: Mapping[tuple[Any, ...], None]) -> None:
    query = select(mentions.c.key, mentions.c.passage).where(alive(mentions, revision))
    passage_of = {row.key: row.passage for row in connection.execute(query)}
    names = ("mention", *Given._fields)
    replace_living(
        connection, attributions, revision, names, rows, lambda row: {"passage": passage_of[row[0]]}
    )


def write_speakers(connection: Connection, revision: int, chosen: Collection[int] = ()) -> None:
    """Spread each turn's speaker, the person of its label, over the passages that it runs through.

    Of all documents, or of the versions `chosen` only.
    """
    for batch in batches(sorted(chosen)) if chosen else [[]]:
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
        .where(turns.c.document.in_(chosen) if chosen else true())
        .group_by(*key)
    )
    wanted = {tuple(row): None for row in connection.execute(query)}
    names = ("document", "turn", "passage", "entity", "tier")
    within = speakers.c.document.in_(chosen) if chosen else true()
    replace_living(connection, speakers, revision, names, wanted, within=within)
