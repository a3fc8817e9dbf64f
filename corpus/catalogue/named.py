"""What resolution reads from the catalogue: names, and what is held of persons now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from corpus.catalogue.authority import FOUND_LATER
from corpus.catalogue.form_keys import UNCLAIMED
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import EntityRow
from corpus.catalogue.schema import (
    alive,
    attributions,
    documents,
    entities,
    forms,
    mentions,
    sections,
    texts,
    turns,
)
from corpus.catalogue.writing import unpack_tokens
from corpus.model import Finder, MentionKind, Section, Tier, Turn
from corpus.persons.names import DocumentNames, NamedMention

# Documents whose texts are read in one go.
_FEW = 50


class OrganisationMention(NamedTuple):
    """A mention that a tagger takes for an organisation. `document` is a version's key."""

    key: int
    document: int
    start: int
    end: int
    form: str


_FINDERS = {finder.value: finder for finder in Finder}


@dataclass(slots=True)
class Persons:
    """The persons that the catalogue holds: names by id, and the ids that were merged into one of them."""

    names: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, EntityRow] = field(default_factory=dict)


@dataclass(slots=True)
class Held:
    """What the catalogue holds of some documents' mentions.

    `sure` are the entities of a mention, probable and above; `found` the keys of the sweep's mentions by
    place.
    """

    sure: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    found: dict[tuple[int, int, int], int] = field(default_factory=dict)


def living_documents(connection: Connection, revision: int) -> dict[int, str]:
    """All documents of a revision by key, each with what tells it from another one under that key."""
    told = (documents.c.id + " " + documents.c.sha256 + " " + documents.c.recipe).label("version")
    rows = connection.execute(select(documents.c.key, told).where(alive(documents, revision)))
    return {row.key: row.version for row in rows}


def read_names(connection: Connection, keys: Iterable[int]) -> Iterator[DocumentNames]:
    """What resolution works on: the names of documents, a batch of them at a time."""
    for batch in batches(sorted(keys), _FEW):
        of_document, parts = _mentions_of_documents(connection, batch), _sections(connection, batch)
        spoken = _turns(connection, batch)
        columns = (*documents.c["key", "id", "collection", "relative"], *texts.c["text", "tokens"])
        query = select(*columns).join(texts).where(documents.c.key.in_(batch)).order_by(documents.c.key)
        for row in connection.execute(query).all():
            found, turns_of = tuple(of_document[row.key]), tuple(spoken[row.key])
            yield _document_names(row, tuple(parts[row.key]), found, turns_of)


def _sections(connection: Connection, batch: Collection[int]) -> dict[int, list[Section]]:
    parts: dict[int, list[Section]] = defaultdict(list)
    query = select(sections).where(sections.c.document.in_(batch))
    for row in connection.execute(query.order_by(sections.c.document, sections.c.ordinal)):
        parts[row.document].append(Section(row.start, row.end, row.title, row.date))
    return parts


def _turns(connection: Connection, batch: Collection[int]) -> dict[int, list[Turn]]:
    spoken: dict[int, list[Turn]] = defaultdict(list)
    query = select(turns).where(turns.c.document.in_(batch))
    for row in connection.execute(query.order_by(turns.c.document, turns.c.ordinal)).all():
        spoken[row.document].append(Turn(row.start, row.end, row.label, row.speech_start))
    return spoken


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
        capitals=tuple(map(tuple, tokens["capitals"])),
        lower=tokens["lower"],
        otherwise=tokens["otherwise"],
        turns=spoken,
    )


def _mentions_of_documents(connection: Connection, batch: Collection[int]) -> dict[int, list[NamedMention]]:
    found: dict[int, list[NamedMention]] = defaultdict(list)
    columns = [mentions.c[name] for name in ("document", "key", "start", "end", "form", "by", "value")]
    query = select(*columns).where(
        mentions.c.kind == MentionKind.PERSON,
        mentions.c.by.not_in(FOUND_LATER),
        mentions.c.document.in_(batch),
    )
    rows = connection.execute(query.order_by(mentions.c.document, mentions.c.start, mentions.c.key))
    # Millions of rows are read so, several times: columns by place and a table cost half of what names do.
    for document, key, start, end, form, by, value in rows.all():
        found[document].append(NamedMention(key, start, end, form, _FINDERS[by], nominative=value))
    return found


def read_texts(connection: Connection, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The texts of documents by key, a batch of them at a time."""
    for batch in batches(sorted(keys), _FEW):
        query = select(texts.c.document, texts.c.text).where(texts.c.document.in_(batch))
        yield from ((row.document, row.text) for row in connection.execute(query).all())


def read_organisations(
    connection: Connection, revision: int, keys: Iterable[int]
) -> dict[int, list[OrganisationMention]]:
    """The mentions of organisations of documents, in the order of their keys."""
    found: dict[int, list[OrganisationMention]] = defaultdict(list)
    columns = [mentions.c[name] for name in OrganisationMention._fields]
    for batch in batches(sorted(keys), _FEW):
        query = select(*columns).where(
            mentions.c.kind == MentionKind.ORGANISATION,
            mentions.c.document.in_(batch),
            alive(mentions, revision),
        )
        for row in connection.execute(query.order_by(mentions.c.key)):
            found[row.document].append(OrganisationMention(*row))
    return found


def read_organisation_ids(connection: Connection, revision: int) -> set[str]:
    """The organisations that the catalogue holds now."""
    query = select(entities.c.id).where(entities.c.kind == "organisation", alive(entities, revision))
    return set(connection.execute(query).scalars())


def read_persons(connection: Connection, revision: int) -> Persons:
    """The persons that the catalogue holds now.

    A person who is gone holds no id: who comes back under the same name gets the same id again.
    """
    held = Persons()
    query = select(entities).where(entities.c.kind == "person", alive(entities, revision))
    for row in connection.execute(query.order_by(entities.c.key)):
        if row.redirect:
            held.redirects[row.id] = EntityRow("person", row.name, row.redirect)
        else:
            held.names[row.id] = row.name
    return held


def read_held(connection: Connection, revision: int, batch: Collection[int]) -> Held:
    """What the catalogue holds of the mentions of some documents."""
    held = Held()
    of_batch = mentions.c.document.in_(batch) & alive(mentions, revision)
    sure = alive(attributions, revision) & (attributions.c.tier <= Tier.PROBABLE.rank)
    given = select(attributions.c.mention, attributions.c.entity).join(mentions).where(sure, of_batch)
    for row in connection.execute(given.order_by(attributions.c.key)):
        held.sure[row.mention].append(row.entity)
    columns = (mentions.c.document, mentions.c.start, mentions.c.end, mentions.c.key)
    found = select(*columns).where(mentions.c.by == Finder.SWEEP, of_batch)
    held.found = {(row.document, row.start, row.end): row.key for row in connection.execute(found)}
    return held


def read_form_holders(connection: Connection, revision: int, texts: Iterable[str]) -> dict[str, list[str]]:
    """The entities that forms belong to."""
    holders: dict[str, list[str]] = defaultdict(list)
    for batch in batches(sorted(texts)):
        known = select(forms.c.text, forms.c.entity).where(forms.c.text.in_(batch), alive(forms, revision))
        for row in connection.execute(known.order_by(forms.c.key)):
            holders[row.text].append(row.entity)
    return holders


def read_unclaimed_forms(connection: Connection, revision: int) -> set[str]:
    """The forms that belong to nobody, as the catalogue holds them."""
    query = select(forms.c.text).where(forms.c.entity == UNCLAIMED, alive(forms, revision))
    return set(connection.execute(query).scalars())
