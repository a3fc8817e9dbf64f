"""What authority files say of a person, for the person's page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from corpus.catalogue.known import KnownPerson
from search.web import addresses
from search.web.pieces import Fact, KnownRow, Link


def known_rows(known: Sequence[KnownPerson]) -> tuple[KnownRow, ...]:
    """A box for each entry of a file."""
    return tuple(KnownRow(_facts(one), f"{one.source}, {one.id}") for one in known)


def _facts(one: KnownPerson) -> tuple[Fact, ...]:
    facts = (
        Fact("Name", one.name),
        Fact("Also", "\u00a0· ".join(one.aliases)),
        Fact("Born", one.birth),
        Fact("Died", one.death),
        Fact("Links", links=tuple(_link(link) for link in one.links)),
    )
    return tuple(fact for fact in facts if fact.is_told)


def _link(address: str) -> Link:
    return Link(_site(address), address) if addresses.is_public(address) else Link(address, "")


def _site(address: str) -> str:
    """What one recognises of an address: `https://en.example.org/wiki/Maud_Halloran` -> en.example.org."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
