"""What the catalogue holds of all persons, without what curators decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from corpus.catalogue.overruled import form_changes, put_back_entities, put_back_mentions
from corpus.catalogue.rows import EntityRow
from corpus.catalogue.schema import alive, attributions, entities, forms, mentions
from corpus.model import Finder, Tier


@dataclass(slots=True)
class HeldOfAll:
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


def read_all_held(connection: Connection, revision: int) -> HeldOfAll:
    """What the catalogue holds of persons now, without what curators decided.

    A person who is gone holds no id: who comes back under the same name gets the same id again.
    """
    held = HeldOfAll()
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
