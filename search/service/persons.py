"""Persons: who answers to a name, what is known of one, and every passage that concerns them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.catalogue.known import read_known
from corpus.catalogue.reading.entities import read_kind
from corpus.catalogue.reading.person_passages import Chosen, count_relations, read_person_passages
from corpus.catalogue.reading.persons import PERSON, read_candidates, read_persons
from corpus.catalogue.reading.related import read_named_with, read_person_documents
from corpus.catalogue.reading.values import Counted, Named, PersonPassage, PersonView
from corpus.errors import AmbiguousError, NotFoundError
from corpus.model import Relation
from corpus.names.keys import lookup_keys
from search.cursors import Place
from search.query import Facet, SearchQuery
from search.service.forms import check_forms
from search.service.generations import View
from search.service.matching import Match, choose, fitting, rank_matches
from search.service.values import PersonAnswer, PersonPassagesAnswer, PersonsAnswer

_NAMED_WITH = 50
_YEARS = 1000
_CANDIDATES = 20


def persons(
    view: View, name: str, limit: int, after: Place | None, following: Callable[[Place], str]
) -> PersonsAnswer:
    """One page of those who answer to a name, or of all. The place is how many came before."""
    found = [match.person for match in _match(view, name)] if name else list(view.opened.ranking(view.at))
    first = int(after[0]) if after else 0
    end = first + limit
    return PersonsAnswer(
        items=tuple(_read(view, found[first:end])),
        total=len(found),
        next=following((end,)) if end < len(found) else None,
        receipt=view.receipt(len(found)),
    )


def person(view: View, asked: str) -> PersonAnswer:
    """What is known of one person."""
    known = read_person(view, asked)
    relations = count_relations(view.at, Chosen(known.id))
    return PersonAnswer(
        asked=asked,
        person=known,
        relations=relations,
        years=_years(view, known.id),
        documents=tuple(read_person_documents(view.at, known.id)),
        named_with=tuple(read_named_with(view.at, known.id, limit=_NAMED_WITH)),
        receipt=view.receipt(relations.total),
        known=tuple(read_known(view.at, known.id)),
    )


def person_passages(
    view: View,
    asked: Chosen,
    relation: Relation | None,
    limit: int,
    after: Place | None,
    following: Callable[[Place], str],
) -> PersonPassagesAnswer:
    """One page of a person's passages in the order of the record."""
    check_forms(asked.forms)
    known = read_person(view, asked.person)
    chosen = replace(asked, person=known.id)
    start = str(after[0]) if after else ""
    found = read_person_passages(view.at, chosen, relation=relation, after=start, limit=limit + 1)
    relations = count_relations(view.at, chosen)
    total = {
        None: relations.total,
        Relation.MENTIONED: relations.mentioned,
        Relation.SPOKEN: relations.spoken,
    }
    last = found[limit - 1].passage.position if len(found) > limit else None
    return PersonPassagesAnswer(
        person=Named(known.id, known.name),
        tier=chosen.tier,
        relation=relation,
        forms=chosen.forms,
        items=tuple(found[:limit]),
        total=total[relation],
        relations=relations,
        next=following((last,)) if last is not None else None,
        receipt=view.receipt(total[relation]),
    )


def all_passages(view: View, asked: Chosen, window: int) -> Iterator[PersonPassage]:
    """Every passage that concerns a person, read in windows."""
    check_forms(asked.forms)
    chosen, after = replace(asked, person=read_person(view, asked.person).id), ""
    while found := read_person_passages(view.at, chosen, after=after, limit=window):
        yield from found
        after = found[-1].passage.position


def find_person(view: View, name_or_id: str) -> PersonView:
    """The one person who is meant."""
    if read_kind(view.at, view.at.final(name_or_id)) == PERSON:
        return read_person(view, name_or_id)
    ranked = fitting(_match(view, name_or_id))
    if not ranked:
        raise NotFoundError(
            f"Nobody is known by the name {name_or_id!r}.",
            "Look for another spelling with: stenogram persons.",
        )
    chosen = choose(ranked)
    if chosen is None:
        raise _ambiguous(view, name_or_id, ranked)
    return read_person(view, chosen.person)


def _ambiguous(view: View, name: str, ranked: Sequence[Match]) -> AmbiguousError:
    equal = [match.person for match in ranked if match.grade == ranked[0].grade]
    ids = equal[:_CANDIDATES]
    return AmbiguousError(
        f"{len(equal)} persons fit {name!r}.",
        _read(view, ids),
        "Ask for one of them by id.",
    )


def _match(view: View, name: str) -> list[Match]:
    candidates = read_candidates(view.at, lookup_keys(name))
    passages = view.opened.passages_of(view.at, {candidate.person for candidate in candidates})
    return rank_matches(name, candidates, passages)


def read_person(view: View, asked: str) -> PersonView:
    """The person with this id, or the one whom that was merged into. Raises `NotFoundError`."""
    known = view.at.final(asked)
    if read_kind(view.at, known) != PERSON:
        raise NotFoundError(f"There is no person {asked!r}.", "Look for the person by name.")
    return _read(view, [known])[0]


def _read(view: View, ids: Sequence[str]) -> list[PersonView]:
    return read_persons(view.at, ids, view.opened.passages_of(view.at, ids))


def _years(view: View, person: str) -> tuple[Counted, ...]:
    query = SearchQuery().select(Facet.PERSON, person)
    page = view.index.search(query, limit=0, facets={Facet.YEAR: _YEARS})
    years = sorted(page.facets[Facet.YEAR], key=lambda found: found.value)
    return tuple(Counted(found.value, found.value, found.count) for found in years)
