"""What a curator asks for, and the act that it becomes: persons and places get what finds them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from corpus.catalogue.ids import entity_id
from corpus.catalogue.overruled import read_overruled_entities
from corpus.catalogue.reading.snapshot import Snapshot, open_snapshot
from corpus.catalogue.schema import attributions, documents, entities, forms, mentions, texts
from corpus.curation.anchoring import make_anchor
from corpus.curation.decisions import (
    Act,
    AddForm,
    Anchor,
    Confirm,
    Different,
    Kind,
    Merge,
    PersonRef,
    Reject,
    RemoveForm,
    Rename,
    Split,
)
from corpus.errors import InvalidError, NotFoundError
from corpus.model import Tier

# Mentions by which a person is found again, and forms by which two are told apart.
_ANCHORS, _FORMS = 6, 40

LONGEST_NAME = 200


class Spot(NamedTuple):
    """A stretch of a document, by the document's id."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Request:
    """A decision to be made. Which fields belong to which kind, `make_act` says.

    `person` and `other` are ids; `text` a name or a form; `forms`, `documents` (ids) and `spots` say which
    mentions are meant.
    """

    kind: Kind
    person: str = ""
    other: str = ""
    text: str = ""
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()


def make_act(connection: Connection, revision: int, request: Request, uid: str) -> Act:
    """The act that is asked for. Raises `NotFoundError` and `InvalidError` for what it cannot mean."""
    at = open_snapshot(connection, revision)
    match request.kind:
        case Kind.MERGE:
            return Merge(person_ref(at, request.person), person_ref(at, request.other))
        case Kind.DIFFERENT:
            return Different(person_ref(at, request.person), person_ref(at, request.other))
        case Kind.SPLIT:
            return _split(at, request, uid)
        case Kind.RENAME:
            return Rename(person_ref(at, request.person), _line(request.text, "name"))
        case Kind.ADD_FORM:
            return AddForm(person_ref(at, request.person), _line(request.text, "form"))
        case Kind.REMOVE_FORM:
            return RemoveForm(person_ref(at, request.person), _line(request.text, "form"))
        case Kind.CONFIRM:
            return Confirm(person_ref(at, request.person), _one_anchor(at, request))
        case Kind.REJECT:
            person = person_ref(at, request.person) if request.person else None
            return Reject(_one_anchor(at, request), person)
    raise InvalidError(f"{request.kind.value} is no decision of its own.", "Undo a decision by its number.")


def person_ref(at: Snapshot, person: str, anchors: int = _ANCHORS) -> PersonRef:
    """The person of an id, with what finds them again. Raises `NotFoundError`."""
    query = select(entities.c.name, entities.c.kind)
    row = at.db.execute(query.where(entities.c.id == at.final(person), at.alive(entities))).one_or_none()
    if row is None or row.kind != "person":
        raise NotFoundError(f"There is no person {person!r}.", "Look for the person by name.")
    known = at.final(person)
    said = read_overruled_entities(at.db)
    made = known in said and said[known] is None
    return PersonRef(
        known, row.name, _read_forms(at, known), () if made else _read_anchors(at, known, anchors)
    )


def _split(at: Snapshot, request: Request, uid: str) -> Split:
    if not request.forms and not request.documents and not request.spots:
        raise InvalidError(
            "Nothing says which mentions belong to the other person.",
            "Name forms, documents, or single mentions.",
        )
    new = PersonRef(entity_id("person", "decision", uid), _line(request.text, "name"))
    return Split(
        person_ref(at, request.person),
        new,
        tuple(_line(form, "form") for form in request.forms),
        request.documents,
        tuple(_anchor(at, spot) for spot in request.spots),
    )


def _line(text: str, what: str) -> str:
    clean = " ".join(text.split())
    if not clean or not clean.isprintable() or len(clean) > LONGEST_NAME:
        raise InvalidError(
            f"{text[:LONGEST_NAME]!r} is no {what}.", f"Give 1 to {LONGEST_NAME} printable characters."
        )
    return clean


def _read_forms(at: Snapshot, person: str) -> tuple[str, ...]:
    sure = forms.c.certain + forms.c.probable
    query = select(forms.c.text).where(forms.c.entity.in_(at.ids_of(person)), sure > 0, at.alive(forms))
    found = at.db.execute(query.order_by(sure.desc(), forms.c.text).limit(_FORMS)).scalars()
    return tuple(dict.fromkeys(found))


def _read_anchors(at: Snapshot, person: str, most: int) -> tuple[Anchor, ...]:
    """Sure mentions of a person: the fullest names, and one of each of several documents."""
    named = (
        select(mentions.c.key)
        .join(attributions, attributions.c.mention == mentions.c.key)
        .where(attributions.c.entity == person, attributions.c.tier <= Tier.PROBABLE.rank)
        .where(at.alive(mentions), at.alive(attributions))
    )
    fullest = named.order_by(func.length(mentions.c.form).desc(), mentions.c.key).limit((most + 1) // 2)
    spread = named.with_only_columns(func.min(mentions.c.key)).group_by(mentions.c.document)
    keys = list(at.db.execute(fullest).scalars())
    keys += at.db.execute(spread.order_by(mentions.c.document).limit(most)).scalars()
    query = select(documents.c.id, mentions.c.start, mentions.c.end).join(
        mentions, mentions.c.document == documents.c.key
    )
    chosen = mentions.c.key.in_(list(dict.fromkeys(keys))[:most])
    rows = at.db.execute(query.where(chosen).order_by(mentions.c.key))
    return tuple(_anchor(at, Spot(*row)) for row in rows)


def _one_anchor(at: Snapshot, request: Request) -> Anchor:
    if len(request.spots) != 1:
        raise InvalidError(f"A {request.kind.value} is of one mention.", "Name its document, start and end.")
    return _anchor(at, request.spots[0])


def _anchor(at: Snapshot, spot: Spot) -> Anchor:
    query = select(texts.c.text).join(documents, documents.c.key == texts.c.document)
    text = at.db.execute(query.where(documents.c.id == spot.document, at.alive(documents))).scalar()
    if text is None:
        raise NotFoundError(f"There is no document {spot.document!r}.", "Look for it with a search.")
    if not 0 <= spot.start < spot.end <= len(text) or spot.end - spot.start > LONGEST_NAME:
        raise InvalidError(
            f"{spot.start}-{spot.end} is no mention in {spot.document}, which has {len(text):,} characters.",
            "Count the characters of the stored text from 0.",
        )
    if not any(letter.isalpha() for letter in text[spot.start : spot.end]):
        raise InvalidError(f"{text[spot.start : spot.end]!r} is no name.", "Name the place of a name.")
    return make_anchor(spot.document, text, spot.start, spot.end)


def named_in(request: Request) -> Iterable[str]:
    """The ids of the persons that a request names."""
    return [person for person in (request.person, request.other) if person]
