"""Which of several persons a name means, from where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Tier
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames

# How far back a name with given parts decides a bare surname, in characters: about a page.
NEAR = 3000
# A person named this many times as often as the others of that surname is the likely one.
DOMINANT = 2
# ... and this many times, he is meant even where the other one is named in full once.
EMINENT = 5

Seen = Sequence[tuple[int, Identity]]


def choose(
    several: Sequence[Identity], document: DocumentNames, offset: int, seen: Seen
) -> tuple[Sequence[Identity], Tier]:
    """The persons that a name at an offset can mean, with the tier of that answer.

    One named in full in the document goes before one of the case or the collection. Of several the one
    in whose examination the name stands, the one named far more often (a minor bearer of the surname is
    the one who is written in full), or the last one named in full; else all, each *possible*. Empty where
    none belongs to the collection and the catalogue knows several of like standing.
    """
    here = _nearest(several, document)
    if len(here) == 1:
        return here, Tier.CERTAIN
    if not here:
        known = [i for i in several if all(i.weight >= EMINENT * o.weight for o in several if o is not i)]
        return (known, Tier.PROBABLE) if len(known) == 1 else ((), Tier.POSSIBLE)
    likely = _examined(here, document, offset) or _dominant(here, document) or _last_named(here, offset, seen)
    return ([likely], Tier.PROBABLE) if likely else (here, Tier.POSSIBLE)


def _nearest(several: Sequence[Identity], document: DocumentNames) -> Sequence[Identity]:
    """Those named in full in the document, else in its case (its folder), else in its collection."""
    for place in (document.id, document.case, document.collection):
        if found := [identity for identity in several if place in identity.places]:
            return found if place != document.id else [*found, *_eminent(several, found, document)]
    return ()


def _eminent(
    several: Sequence[Identity], local: Sequence[Identity], document: DocumentNames
) -> Sequence[Identity]:
    """Persons of the case beside whom one who is named in full a single time here is hardly meant."""
    if any(identity.places[document.id] > 1 for identity in local):
        return ()
    most = max(identity.places[document.case] for identity in local)
    return [i for i in several if i not in local and i.places[document.case] >= EMINENT * most]


def _examined(here: Sequence[Identity], document: DocumentNames, offset: int) -> Identity | None:
    """The one whose name with given parts stands in the title of the section."""
    section = next((s for s in reversed(document.sections) if s.start <= offset), None)
    if section is None:
        return None
    title = " ".join(section.title.split()).casefold()
    found = [i for i in here if any(_written(name.written, i, title) for name in i.names)]
    return found[0] if len(found) == 1 else None


def _written(surname: str, identity: Identity, title: str) -> bool:
    if surname.casefold() not in title:
        return False
    return any(form.casefold() in title for form in identity.given_forms)


def _last_named(here: Sequence[Identity], offset: int, seen: Seen) -> Identity | None:
    for start, identity in reversed(seen):
        if start < offset - NEAR:
            return None
        if identity in here:
            return identity
    return None


def _dominant(here: Sequence[Identity], document: DocumentNames) -> Identity | None:
    for counts in ([i.places[document.case] for i in here], [i.weight for i in here]):
        most = max(counts)
        if sum(DOMINANT * count > most for count in counts) == 1:
            return here[counts.index(most)]
    return None
