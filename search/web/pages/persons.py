"""Persons: the list, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from corpus.catalogue.reading.values import FormView, PersonView
from corpus.model import Relation
from search.query import SearchQuery
from search.service.values import MovementsAnswer, PersonAnswer, PersonPassagesAnswer, PersonsAnswer
from search.web import addresses
from search.web.cards import person_card
from search.web.charts import bars, year_columns
from search.web.contexts import PersonPage, PersonsPage
from search.web.folding import fold
from search.web.frames import make_frame
from search.web.pages.known import known_rows
from search.web.paging import Seat, make_paging
from search.web.pieces import FormRow, Hidden, Link, PersonRow, Switch
from search.web.wording import TIERS, counted, number, some

FORMS_IN_LIST = 6


def persons_page(answer: PersonsAnswer, name: str, seat: Seat) -> PersonsPage:
    """Persons whose names fit, best first; without a name all, the most named first."""
    params = [("q", name)] if name else []
    found = counted(answer.total, "person", "persons")
    return PersonsPage(
        frame=make_frame(
            f"Persons: {name}" if name else "Persons", "persons", json=addresses.api("persons", params=params)
        ),
        name=name,
        heading=f"{found} named like “{name}”" if name else found,
        persons=tuple(_person_row(person) for person in answer.items),
        passages=addresses.search_for(name),
        names=addresses.names(name) if name else "",
        paging=make_paging(
            seat,
            len(answer.items),
            answer.total,
            answer.next,
            lambda cursor, seen: addresses.persons(name, cursor=cursor, seen=seen),
            "person",
        ),
        receipt=str(answer.receipt),
    )


def restricting(person: PersonView, ticked: Sequence[str]) -> tuple[str, ...]:
    """The ticked forms, none where these are all."""
    return () if {form.text for form in person.forms} <= set(ticked) else tuple(ticked)


def person_page(
    answer: PersonAnswer, passages: PersonPassagesAnswer, movements: MovementsAnswer, seat: Seat
) -> PersonPage:
    """One person, with a page of the passages."""
    person = answer.person
    tier, relation, ticked = passages.tier, passages.relation, passages.forms
    return PersonPage(
        frame=make_frame(person.name, "persons", json=addresses.api("persons", person.id)),
        name=person.name,
        summary=_summary(answer),
        merged=answer.asked if answer.asked != person.id else "",
        forms=fold(tuple(_form_row(form, ticked) for form in person.forms)),
        carried=tuple(Hidden(*pair) for pair in addresses.person_params(tier, relation)),
        restricted=_restricted(passages),
        years=year_columns(_pairs(answer), lambda found: _with(person, year=found)),
        documents=fold(bars(answer.documents, lambda one: _with(person, document=one.id))),
        named_with=fold(bars(answer.named_with, lambda one: addresses.person(one.id))),
        switches=(_tiers(person, passages), *_relations(person, passages)),
        heading=counted(passages.total, "passage"),
        cards=tuple(person_card(one) for one in passages.items),
        paging=make_paging(
            seat,
            len(passages.items),
            passages.total,
            passages.next,
            lambda cursor, seen: addresses.person(
                person.id, tier, relation, ticked, cursor=cursor, seen=seen
            ),
            "passage",
        ),
        receipt=str(passages.receipt),
        search=_with(person),
        passages_json=addresses.api(
            "persons", person.id, "passages", params=addresses.person_params(tier, relation, ticked)
        ),
        known=known_rows(answer.known),
        movements=bars(movements.words, lambda word: addresses.search(_in_order(word.id))),
        movements_search=_all_movements(movements),
    )


def _person_row(person: PersonView) -> PersonRow:
    forms = [form.text for form in person.forms if form.text != person.name]
    more = "\u00a0…" if len(forms) > FORMS_IN_LIST else ""
    return PersonRow(
        Link(person.name, addresses.person(person.id)),
        "\u00a0· ".join(forms[:FORMS_IN_LIST]) + more,
        number(person.mentions),
        number(person.passages),
    )


def _summary(answer: PersonAnswer) -> str:
    counts, person = answer.relations, answer.person
    spoken = f" and speaks in {number(counts.spoken)} more without being named" if counts.spoken else ""
    doubtful = f" Besides, {counted(person.possible, 'possible mention')}." if person.possible else ""
    return (
        f"Mentioned in {counted(counts.mentioned, 'passage')}{spoken}, under "
        f"{counted(len(person.forms), 'written form')}.{doubtful}"
    )


def _all_movements(movements: MovementsAnswer) -> Link | None:
    if len(movements.words) < 2:
        return None
    return Link(f"All {counted(movements.total, 'passage')}", addresses.search(movements.query))


def _in_order(word: str) -> SearchQuery:
    return SearchQuery(text=word, sort="record")


def _restricted(passages: PersonPassagesAnswer) -> Link | None:
    if not passages.forms:
        return None
    written = counted(len(passages.forms), "written form")
    every = addresses.person(passages.person.id, passages.tier, passages.relation)
    return Link("all forms", every, f"Only mentions of {written}.")


def _form_row(form: FormView, ticked: Sequence[str]) -> FormRow:
    quoted = '"' + form.text.replace('"', " ") + '"'
    link = Link(form.text, addresses.search_for(quoted))
    return FormRow(
        link, some(form.certain), some(form.probable), some(form.possible), _is_ticked(form, ticked)
    )


def _is_ticked(form: FormView, ticked: Sequence[str]) -> bool:
    return not ticked or form.text in ticked


def _tiers(person: PersonView, passages: PersonPassagesAnswer) -> Switch:
    counts = accumulate((person.certain, person.probable, person.possible))
    links = (
        Link(
            text,
            addresses.person(person.id, tier, passages.relation, passages.forms),
            number(count),
            current=tier is passages.tier,
        )
        for (tier, text), count in zip(TIERS.items(), counts, strict=True)
    )
    return Switch("Mentions", tuple(links))


def _relations(person: PersonView, passages: PersonPassagesAnswer) -> tuple[Switch, ...]:
    """The choice between mentioned and spoken, where there is one."""
    counts = passages.relations
    if not counts.spoken and not passages.relation:
        return ()
    choices: tuple[tuple[str, Relation | None, int], ...] = (
        ("all", None, counts.total),
        ("mentioned", Relation.MENTIONED, counts.mentioned),
        ("speaks, unnamed", Relation.SPOKEN, counts.spoken),
    )
    links = (
        Link(
            text,
            addresses.person(person.id, passages.tier, relation, passages.forms),
            number(count),
            current=relation is passages.relation,
        )
        for text, relation, count in choices
    )
    return (Switch("Passages", tuple(links)),)


def _pairs(answer: PersonAnswer) -> list[tuple[str, int]]:
    return [(year.id, year.passages) for year in answer.years]


def _with(person: PersonView, **filters: str | tuple[str, ...]) -> str:
    """Passages that mention the person and have one value of another facet."""
    return addresses.search_for(person=person.id, **filters)
