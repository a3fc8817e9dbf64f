"""Bringing the authority up to date where curators decided: over all documents at once.

What they decided is applied to what resolution finds; that is compared with what the catalogue holds, and
only the differences are written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from corpus.catalogue.authority import NewMention, write
from corpus.catalogue.form_keys import UNCLAIMED
from corpus.catalogue.held import HeldOfAll, read_all_held
from corpus.catalogue.named import OrganisationMention, living_documents, read_names, read_organisations
from corpus.catalogue.overruled import overruled_mentions, read_overruled_entities
from corpus.catalogue.rows import EntityRow, FormRow, Given
from corpus.curation.decisions import in_force
from corpus.curation.overruling import keep_said, overrule
from corpus.curation.records import load_decisions
from corpus.entitling import give_ids
from corpus.model import Reason, Tier
from corpus.organisations import group_organisations
from corpus.organising import entity_of, names_more, stated_abbreviations
from corpus.persons.identities import Identity
from corpus.persons.ids import Vote
from corpus.persons.names import DocumentNames, NamedMention
from corpus.persons.resolution import Assigned, Resolution, resolve


@dataclass(slots=True)
class Outcome:
    """What the authority is to hold: entities, forms, attributions by mention, found mentions."""

    entities: dict[str, EntityRow] = field(default_factory=dict)
    forms: dict[tuple[str, str], FormRow] = field(default_factory=dict)
    given: dict[int, set[Given]] = field(default_factory=lambda: defaultdict(set))
    found: dict[NewMention, set[Given]] = field(default_factory=lambda: defaultdict(set))


def has_decisions(connection: Connection) -> bool:
    """Whether decisions are in force, or the catalogue still shows those that were."""
    kept = overruled_mentions(connection) or read_overruled_entities(connection)
    return bool(kept or in_force(load_decisions(connection)))


def update_decided(connection: Connection, revision: int) -> None:
    """Resolve all persons and organisations anew, apply all decisions, and write what follows."""
    keys = living_documents(connection, revision)
    names = list(read_names(connection, keys))
    held = read_all_held(connection, revision)
    outcome = Outcome()
    resolution = resolve(names)
    _add_persons(outcome, resolution, held)
    of_document = read_organisations(connection, revision, keys)
    found = sorted((m for several in of_document.values() for m in several), key=lambda m: m.key)
    _add_organisations(outcome, _without_persons(found, names, resolution), names)
    said = overrule(connection, revision, outcome)
    _add_unclaimed(outcome, names)
    write(connection, revision, outcome.entities, outcome.forms, outcome.given, outcome.found)
    keep_said(connection, revision, said)


def _add_persons(outcome: Outcome, resolution: Resolution, held: HeldOfAll) -> None:
    identities = list(resolution.identities)
    numbers = {identity: n for n, identity in enumerate(identities)}
    votes = _votes(resolution, held, numbers)
    ids, names, redirects = give_ids(identities, votes, held.persons)
    for n, entity in enumerate(ids):
        outcome.entities[entity] = EntityRow("person", names[n], "")
    for lost, entity in redirects.items():
        outcome.entities[lost] = EntityRow("person", held.persons[lost], entity)
    _keep_redirects(outcome, held)
    for key, rows in resolution.assigned.items():
        for row in rows:
            _add_row(outcome, key, row, ids[numbers[row.identity]])


def _keep_redirects(outcome: Outcome, held: HeldOfAll) -> None:
    """Earlier redirects stay, and lead to where their person is now, unless the id names a person again."""
    for lost, row in held.redirects.items():
        target = outcome.entities.get(row.redirect)
        if target is not None:
            outcome.entities.setdefault(lost, row._replace(redirect=target.redirect or row.redirect))


def _add_row(outcome: Outcome, document: int, row: Assigned, entity: str) -> None:
    given = Given(entity, row.tier.rank, row.reason.value, row.detail)
    mention = row.mention
    if mention.key is not None:
        outcome.given[mention.key].add(given)
    else:
        new = NewMention(document, mention.start, mention.end, mention.form)
        outcome.found[new].add(given)
    _count_form(outcome, entity, mention.form, row.tier)


def _add_unclaimed(outcome: Outcome, documents: Sequence[DocumentNames]) -> None:
    """The forms of mentions that belong to nobody: a name that is asked for may be one of them."""
    tagged = (mention for document in documents for mention in document.mentions)
    nobodys = {mention.form for mention in tagged if not outcome.given.get(mention.key or 0)}
    nobodys |= {mention.form for mention, rows in outcome.found.items() if not rows}
    for form in sorted(nobodys):
        outcome.forms.setdefault((UNCLAIMED, form), FormRow(0, 0, 0))


def _count_form(outcome: Outcome, entity: str, form: str, tier: Tier) -> None:
    counts = outcome.forms.get((entity, form), FormRow(0, 0, 0))
    outcome.forms[entity, form] = counts.plus(tier)


def _votes(
    resolution: Resolution, held: HeldOfAll, numbers: Mapping[Identity, int]
) -> Sequence[Mapping[str, Vote]]:
    """By identity: which earlier ids its mentions had, and, where they are new, its forms."""
    votes: list[dict[str, Vote]] = [{} for _ in numbers]
    for key, rows in resolution.assigned.items():
        for row in rows:
            # An office says nothing of who a person is: its next holder is another.
            if row.tier is not Tier.POSSIBLE and row.reason is not Reason.OFFICE:
                _cast(votes[numbers[row.identity]], held, key, row.mention)
    return votes


def _cast(votes: dict[str, Vote], held: HeldOfAll, document: int, mention: NamedMention) -> None:
    before = _held_of(held, document, mention)
    for entity in before or held.of_form.get(mention.form, ()):
        kept, alike = votes.get(entity, Vote())
        votes[entity] = Vote(kept + bool(before), alike + (not before))


def _held_of(held: HeldOfAll, document: int, mention: NamedMention) -> Sequence[str]:
    key = mention.key or held.found.get((document, mention.start, mention.end))
    return held.sure.get(key, ()) if key is not None else ()


def _add_organisations(
    outcome: Outcome, mentions: Sequence[OrganisationMention], documents: Sequence[DocumentNames]
) -> None:
    counts = Counter(mention.form for mention in mentions)
    pairs = [pair for document in documents for pair in stated_abbreviations(document.text)]
    canonical = group_organisations(counts, pairs)
    for mention in mentions:
        name = canonical.get(mention.form, mention.form)
        entity = entity_of(name)
        outcome.entities.setdefault(entity, EntityRow("organisation", name, ""))
        outcome.given[mention.key].add(Given(entity, Tier.PROBABLE.rank, Reason.FULL_NAME.value, ""))
        _count_form(outcome, entity, mention.form, Tier.PROBABLE)


def _without_persons(
    mentions: Sequence[OrganisationMention], documents: Sequence[DocumentNames], resolution: Resolution
) -> list[OrganisationMention]:
    """The mentions that name more than persons and their followers.

    The small model takes "Kirov", "Nikolayev-Kotolynov" and "Trotskyite" for organisations.
    """
    texts = {document.key: document.text for document in documents}
    spans = {
        key: [(r.mention.start, r.mention.end) for r in rows] for key, rows in resolution.assigned.items()
    }
    return [m for m in mentions if names_more(m, texts[m.document], spans.get(m.document, []))]
