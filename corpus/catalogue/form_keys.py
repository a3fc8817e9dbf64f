"""The lookup keys of forms as they are stored, and forms that belong to nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, func, select

from corpus.catalogue.living import end_rows, insert_rows, next_key
from corpus.catalogue.reading.snapshot import batches
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
    if revision is not None:
        texts = connection.execute(_unclaimed(revision).order_by(mentions.c.form)).scalars().all()
        _add_unclaimed(connection, revision, texts)


def renew_unclaimed_forms(connection: Connection, revision: int, texts: Collection[str]) -> None:
    """Hold those of some forms among what belongs to nobody of which a mention belongs to nobody."""
    columns = forms.c["key", "born", "text"]
    for batch in batches(sorted(texts)):
        query = select(*columns).where(forms.c.entity == UNCLAIMED, alive(forms, revision))
        held = {
            row.text: (row.key, row.born) for row in connection.execute(query.where(forms.c.text.in_(batch)))
        }
        wanted = set(connection.execute(_unclaimed(revision).where(mentions.c.form.in_(batch))).scalars())
        end_rows(connection, forms, revision, [row for text, row in held.items() if text not in wanted])
        write_form_keys(connection, _add_unclaimed(connection, revision, sorted(wanted - held.keys())))


def _unclaimed(revision: int) -> Select[Any]:
    """The forms of persons' mentions that nobody has."""
    given = exists().where(attributions.c.mention == mentions.c.key, alive(attributions, revision))
    of_persons = mentions.c.kind == MentionKind.PERSON
    return select(mentions.c.form).where(of_persons, alive(mentions, revision), ~given).distinct()


def _add_unclaimed(connection: Connection, revision: int, texts: Sequence[str]) -> list[tuple[int, str]]:
    """Add forms that belong to nobody; returns them with their row keys."""
    added = list(enumerate(texts, next_key(connection, forms)))
    counts = dict.fromkeys(("certain", "probable", "possible"), 0)
    rows = [
        {"key": key, "entity": UNCLAIMED, "text": text, "born": revision, **counts} for key, text in added
    ]
    insert_rows(connection, forms, rows)
    return added
