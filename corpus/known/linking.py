"""Whom of the documents the entries of an authority file are: linked by name, joined by alias."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select

from corpus.catalogue.reading.snapshot import Snapshot
from corpus.catalogue.schema import entities, forms
from corpus.known.entries import Checked, Entry, Key, Trouble, name_key


@dataclass(frozen=True, slots=True)
class Link:
    """An entry with who it is here (empty: nobody), and who else is the same person under an alias."""

    entry: Entry
    person: str = ""
    joined: tuple[str, ...] = ()


@dataclass(slots=True)
class _Named:
    """Who is here, by name and by person."""

    persons: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    keys: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    called: dict[str, str] = field(default_factory=dict)


def link_entries(at: Snapshot, checked: Checked) -> tuple[list[Link], list[Trouble]]:
    """Each entry's link, and what speaks against one: several who fit, or another entry that fits as well."""
    named = _read_named(at)
    troubles: list[Trouble] = []
    linked: dict[str, Entry] = {}
    links: list[tuple[Entry, str]] = []
    for entry in checked.entries:
        person = _find(at, named, entry, troubles, by_name=entry.id not in checked.apart)
        if person and (other := linked.get(person)) is not None:
            text = f"{entry.name} fits {_called(named, person)}, who is line {other.line} already."
            troubles.append(Trouble(entry.line, f"{text} Leave one of them out."))
            person = ""
        if person:
            linked[person] = entry
        links.append((entry, person))
    return [Link(e, p, _joined(named, e, p, linked, troubles) if p else ()) for e, p in links], troubles


def _find(at: Snapshot, named: _Named, entry: Entry, troubles: list[Trouble], *, by_name: bool) -> str:
    if entry.person:
        person = at.final(entry.person)
        if person in named.called:
            return person
        troubles.append(
            Trouble(entry.line, f"There is no person {entry.person}. Look for the person by name.")
        )
        return ""
    if not by_name:
        return ""
    fitting = named.persons.get(name_key(entry.name), set())
    if not fitting:
        keys = [key for key in map(name_key, entry.aliases) if len(key) > 1]
        fitting = set().union(*(named.persons.get(key, ()) for key in keys))
    if len(fitting) > 1:
        listed = ", ".join(_called(named, one) for one in sorted(fitting)[:5])
        text = f"{entry.name} fits {len(fitting)} persons: {listed}. State one in the column person."
        troubles.append(Trouble(entry.line, text))
        return ""
    return next(iter(fitting), "")


def _joined(
    named: _Named, entry: Entry, person: str, taken: dict[str, Entry], troubles: list[Trouble]
) -> tuple[str, ...]:
    """Who bears an alias of the entry, and nothing that tells them apart from it; they are `taken` then."""
    own = {name_key(name) for name in (entry.name, *entry.aliases)}
    joined: dict[str, None] = {}
    for alias in entry.aliases:
        key = name_key(alias)
        for other in sorted(named.persons.get(key, set()) - {person, *joined}):
            said = f"The alias {alias} is a name of {_called(named, other)}, who"
            if other in taken:
                text = f"{said} is line {taken[other].line}. They stay apart."
                troubles.append(Trouble(entry.line, text))
            elif len(key) > 1 or named.keys[other] <= own:
                joined[other] = None
                taken[other] = entry
            else:
                text = f"{said} has others too and stays apart. If they are one: stenogram curate merge"
                troubles.append(Trouble(entry.line, text))
    return tuple(joined)


def _read_named(at: Snapshot) -> _Named:
    """All persons who are surely mentioned, by the names that they are written with."""
    named = _Named()
    living = select(entities.c.id, entities.c.name, entities.c.redirect)
    rows = at.db.execute(living.where(entities.c.kind == "person", at.alive(entities)))
    named.called = {row.id: row.name for row in rows if not row.redirect}
    written = select(forms.c.entity, forms.c.text).where(at.alive(forms))
    for row in at.db.execute(written.where(forms.c.certain + forms.c.probable > 0)):
        person = at.final(row.entity)
        if person in named.called:
            key = name_key(row.text)
            named.persons[key].add(person)
            named.keys[person].add(key)
    return named


def _called(named: _Named, person: str) -> str:
    return f"{named.called[person]} ({person})"
