"""Taking all decisions off the authority: what the machine says is put back, as if none had been made.

Resolution reads and writes what the machine says; decisions are applied to that once it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from corpus.catalogue.authority import write_entity_rows, write_speakers
from corpus.catalogue.form_keys import UNCLAIMED, renew_unclaimed_forms, write_forms
from corpus.catalogue.living import end_rows
from corpus.catalogue.overruled import (
    forget_overruled,
    overruled_mentions,
    read_overruled,
    read_overruled_entities,
)
from corpus.catalogue.reading.snapshot import batches
from corpus.catalogue.rows import FormRow, Given
from corpus.catalogue.schema import alive, attributions, forms, mentions
from corpus.curation.reading import entities_of, read_rows
from corpus.curation.state import Stated
from corpus.curation.writing import change_forms, form_counts, write_rows
from corpus.model import Finder


@dataclass(slots=True)
class _Overruled:
    """The mentions of which decisions say otherwise than the machine, by key.

    `machine` is whom each names as the machine says, `decided` as decisions do (`read_rows`). `ended` are
    those of documents that went in this revision: forms still count them.
    """

    machine: dict[int, Stated] = field(default_factory=dict)
    decided: dict[int, dict[Given, tuple[int, int]]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)


def lift_decisions(connection: Connection, revision: int) -> set[str]:
    """Make the authority hold what the machine says, and return whose forms are to be counted anew.

    They are those of mentions that went with their documents in this revision: of these it is not known
    what ended with them and what decisions had ended before. The mentions that curators found stay, and
    name nobody: who applies the decisions again needs them.
    """
    found = _read(connection, revision)
    living = {key: one for key, one in found.machine.items() if key not in found.ended}
    write_rows(connection, revision, living, {key: found.decided[key] for key in living})
    change_forms(connection, revision, form_counts(found.machine, found.decided))
    _end_bare_names(connection, revision)
    _put_back_entities(connection, revision)
    renew_unclaimed_forms(connection, revision, {one.form for one in found.machine.values()})
    write_speakers(connection, revision, found.documents)
    forget_overruled(connection)
    gone = [(found.machine[key].rows, found.decided[key]) for key in found.ended]
    return entities_of(rows for both in gone for rows in both)


def _read(connection: Connection, revision: int) -> _Overruled:
    found = _Overruled()
    keys = overruled_mentions(connection)
    there = alive(mentions, revision) | (mentions.c.died == revision)
    by_curators = select(mentions.c.key).where(mentions.c.by == Finder.CURATOR.value, there)
    keys.update(connection.execute(by_curators).scalars())
    said = read_overruled(connection, sorted(keys))
    for batch in batches(sorted(keys)):
        query = select(*mentions.c["key", "document", "form", "by", "died"])
        for row in connection.execute(query.where(mentions.c.key.in_(batch), there)):
            found.machine[row.key] = Stated(row.form, said.get(row.key, frozenset()), row.key, row.by)
            if row.died == revision:
                found.ended.add(row.key)
            else:
                found.documents.add(row.document)
    living = found.machine.keys() - found.ended
    found.decided = read_rows(connection, alive(attributions, revision), living)
    found.decided |= read_rows(connection, attributions.c.died == revision, found.ended)
    return found


def _end_bare_names(connection: Connection, revision: int) -> None:
    """End the names that decisions gave without a mention."""
    mentioned = forms.c.certain + forms.c.probable + forms.c.possible
    bare = (mentioned == 0) & (forms.c.entity != UNCLAIMED) & alive(forms, revision)
    rows = connection.execute(select(*forms.c["key", "born"]).where(bare))
    end_rows(connection, forms, revision, [(row.key, row.born) for row in rows])


def _put_back_entities(connection: Connection, revision: int) -> None:
    """Put back their rows. Who is nobody to the machine has no forms either."""
    said = read_overruled_entities(connection)
    known = {entity: row for entity, row in said.items() if row is not None}
    write_entity_rows(connection, revision, said, known)
    for batch in batches(sorted(said.keys() - known.keys())):
        write_forms(connection, revision, {}, forms.c.entity.in_(batch))


def recount_forms(connection: Connection, revision: int, ids: Iterable[str]) -> None:
    """Count the forms of entities anew, from the mentions that name them."""
    for batch in batches(sorted(ids)):
        counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        columns = (attributions.c.entity, mentions.c.form, attributions.c.tier)
        query = select(*columns, func.count()).select_from(attributions).join(mentions).group_by(*columns)
        living = alive(attributions, revision) & alive(mentions, revision)
        for entity, form, tier, count in connection.execute(
            query.where(attributions.c.entity.in_(batch), living)
        ):
            counts[entity, form][tier] = count
        wanted = {form: FormRow(*several) for form, several in counts.items()}
        write_forms(connection, revision, wanted, forms.c.entity.in_(batch))
