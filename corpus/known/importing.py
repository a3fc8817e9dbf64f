"""Authority files into the catalogue, and out of it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from corpus.catalogue.decisions import add_decision, last_decision
from corpus.catalogue.known import KnownPerson, put_known, read_known
from corpus.catalogue.reading.snapshot import Snapshot, open_snapshot
from corpus.catalogue.schema import entities, forms
from corpus.curation.deciding import Said, apply_anew
from corpus.curation.decisions import Act, Decision, Known, Undo, in_force
from corpus.curation.records import load_decisions, row_of
from corpus.curation.requests import person_ref
from corpus.known.entries import Entry, Trouble, check_entries
from corpus.known.files import read_file
from corpus.known.linking import Link, link_entries

# Of thousands of known persons, each is found again by its id, else by one mention.
_ANCHORS = 1


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: entries kept, those who are somebody here, persons joined, and what is wrong."""

    entries: int
    linked: int
    joined: int
    troubles: tuple[Trouble, ...]


def import_known(connection: Connection, revision: int, name: str, text: str, said: Said) -> Imported:
    """Keep the entries of a file, and link and join persons as they say, by a decision for each.

    Entries that are known by their ids are replaced. What is wrong is told, and the rest goes on. Raises
    `InvalidError` for a file that is none.
    """
    said.check()
    entries, troubles = read_file(name, text)
    checked = check_entries(entries)
    at = open_snapshot(connection, revision)
    links, more = link_entries(at, checked)
    made = load_decisions(connection)
    known = {d.act.ref: d for d in in_force(made) if isinstance(d.act, Known)}
    acts = {link.entry.id: _act(at, link, name) for link in links if link.person}
    new = list(_new_decisions(connection, said, known, acts, {d.uid for d in made}))
    numbers = {decision.uid: decision.number for decision in (*made, *new)}
    for decision in new:
        add_decision(connection, row_of(decision, numbers))
    uids = {ref: d.uid for ref, d in known.items()}
    uids |= {d.act.ref: d.uid for d in new if isinstance(d.act, Known)}
    put_known(connection, [_row(link, name, uids) for link in links])
    if new:
        apply_anew(connection, revision, (*made, *new))
    wrong = sorted({*troubles, *checked.troubles, *more}, key=lambda one: (one.line, one.message))
    return Imported(len(links), len(acts), sum(len(link.joined) for link in links), tuple(wrong))


def export_known(at: Snapshot, *, everybody: bool = False) -> list[Entry]:
    """The known persons as entries, by id; with `everybody`, all other persons of the documents too."""
    known = read_known(at)
    found = [
        Entry(one.id, one.name, one.aliases, one.birth, one.death, one.links, one.person) for one in known
    ]
    return [*found, *_others(at, {one.person for one in known})] if everybody else found


def _act(at: Snapshot, link: Link, source: str) -> Known:
    entry = link.entry
    joined = tuple(person_ref(at, other, _ANCHORS) for other in link.joined)
    return Known(
        person_ref(at, link.person, _ANCHORS), entry.id, source, (entry.name, *entry.aliases), joined
    )


def _new_decisions(
    connection: Connection,
    said: Said,
    known: Mapping[str, Decision],
    acts: Mapping[str, Known],
    there: set[str],
) -> Iterator[Decision]:
    """A decision for each link that does not hold yet, after an undo of the one that held instead."""
    wanted: list[Act] = []
    for ref, act in acts.items():
        held = known.get(ref)
        if held is not None and _is_same(held.act, act):
            continue
        wanted += [act] if held is None else [Undo(held.uid), act]
    first = last_decision(connection) + 1
    signed = (replace(said, uid=f"{said.uid}-{n}").decision(first + n, act) for n, act in enumerate(wanted))
    yield from (decision for decision in signed if decision.uid not in there)


def _is_same(held: Act, act: Known) -> bool:
    """Whether a link holds already. Who was joined by it has no id of their own any more."""
    same = isinstance(held, Known) and not act.joined and (held.person.id, held.names)
    return same == (act.person.id, act.names)


def _row(link: Link, source: str, uids: Mapping[str, str]) -> KnownPerson:
    entry = link.entry
    return KnownPerson(
        entry.id,
        entry.name,
        entry.aliases,
        entry.birth,
        entry.death,
        entry.links,
        source,
        link.person,
        uids.get(entry.id, "") if link.person else "",
    )


def _others(at: Snapshot, known: set[str]) -> Iterator[Entry]:
    written: dict[str, list[str]] = {}
    query = select(forms.c.entity, forms.c.text).where(at.alive(forms))
    for row in at.db.execute(query.order_by(forms.c.certain.desc(), forms.c.text)):
        written.setdefault(at.final(row.entity), []).append(row.text)
    living = select(entities.c.id, entities.c.name).where(entities.c.kind == "person", at.alive(entities))
    for row in at.db.execute(living.where(entities.c.redirect == "").order_by(entities.c.id)):
        if row.id not in known:
            yield Entry(row.id, row.name, _aliases(row.name, written.get(row.id, [])), person=row.id)


def _aliases(name: str, written: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(written) if one != name)
