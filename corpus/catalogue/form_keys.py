"""Forms as they are stored, with their lookup keys, and forms that belong to nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, select

from corpus.catalogue.living import insert_rows, next_key, replace_living
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import FormRow
from corpus.catalogue.schema import alive, attributions, form_keys, forms, generations, mentions
from corpus.model import MentionKind
from corpus.names.keys import lookup_keys

# The entity of forms that belong to nobody.
UNCLAIMED = ""

# Letters. No name is so long; a text that pretends to hold one would not fit PostgreSQL's index.
_LONGEST_LOOKUP = 500


def write_forms(
    connection: Connection,
    revision: int,
    wanted: Mapping[tuple[str, str], FormRow],
    within: ColumnElement[bool] | None = None,
) -> None:
    """Make these (entity, text) the forms from a revision on, with keys; what lies not `within` stays."""
    rows = {(entity, text, *counts): None for (entity, text), counts in wanted.items()}
    names = ("entity", "text", *FormRow._fields)
    added = replace_living(connection, forms, revision, names, rows, within=within)
    write_form_keys(connection, ((key, row[1]) for row, key in added.items()))


def write_form_keys(connection: Connection, added: Iterable[tuple[int, str]]) -> None:
    """Write the keys of forms that have none yet, given as (row key, text)."""
    insert_rows(
        connection,
        form_keys,
        (
            {"form": key, "lookup": lookup}
            for key, text in added
            for lookup in sorted(lookup_keys(text))
            if len(lookup) <= _LONGEST_LOOKUP
        ),
    )


def rewrite_form_keys(connection: Connection) -> None:
    """Write the keys of all forms anew: after a change of `lookup_keys`, in an upgrade."""
    connection.execute(delete(form_keys))
    rows = connection.execute(select(forms.c.key, forms.c.text).order_by(forms.c.key)).all()
    write_form_keys(connection, ((row.key, row.text) for row in rows))


def add_unclaimed_forms(connection: Connection) -> None:
    """Write, without keys, the forms of the published revision that belong to nobody: in an upgrade."""
    revision = connection.execute(select(func.max(generations.c.revision))).scalar()
    if revision is not None:
        texts = connection.execute(_unclaimed(revision).order_by(mentions.c.form)).scalars().all()
        counts = FormRow(0, 0, 0)._asdict()
        added = enumerate(texts, next_key(connection, forms))
        rows = [
            {"key": key, "entity": UNCLAIMED, "text": text, "born": revision, **counts} for key, text in added
        ]
        insert_rows(connection, forms, rows)


def renew_unclaimed_forms(connection: Connection, revision: int, texts: Collection[str]) -> None:
    """Hold those of some forms among what belongs to nobody of which a mention belongs to nobody."""
    for batch in batches(sorted(texts)):
        found = connection.execute(_unclaimed(revision).where(mentions.c.form.in_(batch))).scalars()
        wanted = {(UNCLAIMED, text): FormRow(0, 0, 0) for text in found}
        write_forms(connection, revision, wanted, (forms.c.entity == UNCLAIMED) & forms.c.text.in_(batch))


def _unclaimed(revision: int) -> Select[Any]:
    """The forms of persons' mentions that nobody has."""
    given = exists().where(attributions.c.mention == mentions.c.key, alive(attributions, revision))
    of_persons = mentions.c.kind == MentionKind.PERSON
    return select(mentions.c.form).where(of_persons, alive(mentions, revision), ~given).distinct()
