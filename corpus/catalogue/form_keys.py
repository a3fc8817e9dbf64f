"""The lookup keys of forms as they are stored, and forms that belong to nobody."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, exists, func, insert, select

from corpus.catalogue.living import insert_rows, next_key
from corpus.catalogue.schema import alive, attributions, form_keys, forms, generations, mentions
from corpus.model import MentionKind
from corpus.names.keys import lookup_keys

# The entity of forms that belong to nobody.
UNCLAIMED = ""

# Letters. No name is so long; a text that pretends to hold one would not fit PostgreSQL's index.
_LONGEST_LOOKUP = 500


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
    if revision is None:
        return
    given = exists().where(attributions.c.mention == mentions.c.key, alive(attributions, revision))
    found = connection.execute(
        select(mentions.c.form)
        .where(mentions.c.kind == MentionKind.PERSON, alive(mentions, revision), ~given)
        .distinct()
        .order_by(mentions.c.form)
    )
    first = next_key(connection, forms)
    counts = dict.fromkeys(("certain", "probable", "possible"), 0)
    rows = [
        {"key": key, "entity": UNCLAIMED, "text": text, "born": revision, **counts}
        for key, text in enumerate(found.scalars().all(), first)
    ]
    if rows:
        connection.execute(insert(forms), rows)
