"""The public formats of the command line, which docs/formats.md describes: what the rows hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.catalogue.reading.exports import ExportedMention, ExportedTurn
from corpus.catalogue.reading.form_passages import FormPassage
from corpus.catalogue.reading.values import PassageView, PersonPassage, PersonView
from corpus.curation.listing import DecisionView
from search.service.values import Expansion

PASSAGE = ("passage", "document", "source", "start", "end", "text", "speakers", "section")
PERSON_PASSAGE = (*PASSAGE, "relation", "mentions")
FORM_PASSAGE = (*PASSAGE, "mentions")
NAME = (
    "form",
    "tier",
    "score",
    "distance",
    "reasons",
    "persons",
    "mentions",
    "passages",
    "certain",
    "probable",
    "possible",
)
PERSON = ("person", "name", "forms", "mentions", "passages")
MENTION = ("document", "source", "start", "end", "text", "kind", "by", "person", "tier", "reason", "value")
DECISION = (
    "decision",
    "kind",
    "says",
    "persons",
    "author",
    "made_at",
    "comment",
    "undone_by",
    "unfitting",
)
TURN = ("source", "start", "end", "label", "speaker")

Row = dict[str, Any]


def passage_row(passage: PassageView) -> Row:
    """A passage. Offsets count the characters of the stored text; `speakers` are names."""
    return {
        "passage": passage.id,
        "document": passage.document.id,
        "source": passage.document.source,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "speakers": list(passage.speakers),
        "section": passage.section,
    }


def person_passage_row(found: PersonPassage) -> Row:
    """A passage that concerns a person, with the mentions that answer."""
    mentions = [
        {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "person": mention.person,
            "tier": mention.tier.value,
            "reason": mention.reason,
        }
        for mention in found.mentions
    ]
    return {**passage_row(found.passage), "relation": found.relation.value, "mentions": mentions}


def form_passage_row(found: FormPassage) -> Row:
    """A passage with the mentions that have one of the forms; `persons` are all whom one may name."""
    mentions = [
        {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "persons": [
                {"person": given.entity.id, "tier": given.tier.value, "reason": given.reason}
                for given in mention.attributions
            ],
        }
        for mention in found.mentions
    ]
    return {**passage_row(found.passage), "mentions": mentions}


def name_row(found: Expansion) -> Row:
    """A written name that could be the one asked for, why, how often it stands, and for whom."""
    return {
        "form": found.form,
        "tier": found.tier.value,
        "score": found.score,
        "distance": found.distance,
        "reasons": list(found.reasons),
        "persons": [{"person": one.id, "name": one.name, "passages": one.passages} for one in found.persons],
        **asdict(found.counts),
    }


def person_row(person: PersonView) -> Row:
    """A person with the written forms, most frequent first, and counts."""
    return {
        "person": person.id,
        "name": person.name,
        "forms": [form.text for form in person.forms],
        "mentions": person.mentions,
        "passages": person.passages,
    }


def mention_row(mention: ExportedMention) -> Row:
    """A mention; a date has `value` (EDTF), a person `person`, `tier` and `reason`."""
    return asdict(mention)


def turn_row(turn: ExportedTurn) -> Row:
    """A turn; `speaker` is a person's id or None."""
    return asdict(turn)


def decision_row(view: DecisionView) -> Row:
    """A curator's decision; `undone_by` is the number of an undo, `unfitting` why it does not fit, if so."""
    decision = view.decision
    return {
        "decision": decision.number,
        "kind": decision.kind.value,
        "says": view.says,
        "persons": [ref.id for ref in view.persons],
        "author": decision.author,
        "made_at": decision.made_at,
        "comment": decision.comment,
        "undone_by": view.undone_by,
        "unfitting": view.unfitting,
    }
