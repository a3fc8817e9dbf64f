"""Applied at once or over a resolution from scratch, decisions end the same, and none is ever lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalogue.decisions import read_unfitting
from corpus.curation.decisions import Kind, in_force
from corpus.curation.records import load_decisions
from corpus.curation.requests import Spot
from corpus.errors import StenogramError
from tests.corpus.curation.desks import Desk, new_desk
from tests.corpus.persons.records import RECORDS, TEXTS


def draw_decision(data: st.DataObject, desk: Desk) -> None:
    """Make a decision, or try to: what is refused changes nothing."""
    persons = sorted(entity for entity, (_, redirect) in desk.persons().items() if not redirect)
    held = desk.held()
    if not persons:
        return
    mentions = sorted({row[:4] for row in held["attributed"]})
    one, two = data.draw(st.sampled_from(persons)), data.draw(st.sampled_from(persons))
    mention = data.draw(st.sampled_from(mentions))
    forms = sorted(form for entity, form, *_ in held["forms"] if entity == one) or ["Dorova"]
    form = data.draw(st.sampled_from([*forms, "Dorova", "Kruminsh", "Street"]))
    kind = data.draw(st.sampled_from([kind for kind in Kind if kind is not Kind.UNDO]))
    spots = (Spot(*mention[:3]),)
    if kind is Kind.CONFIRM and data.draw(st.booleans()):
        spots = (Spot(mention[0], 0, 4),)
    more = {"text": form} if kind in (Kind.ADD_FORM, Kind.REMOVE_FORM) else {"text": "Zoya"}
    if kind is Kind.SPLIT:
        more |= {"forms": (form,)} if data.draw(st.booleans()) else {"spots": spots}
    elif kind in (Kind.CONFIRM, Kind.REJECT):
        more |= {"spots": spots}
        one = data.draw(st.sampled_from([one, ""])) if kind is Kind.REJECT else one
    attempt(desk, lambda: desk.decide(kind, one, two, **more))


def attempt(desk: Desk, act) -> None:
    before = desk.held()
    try:
        act()
    except StenogramError:
        assert desk.held() == before


def draw_step(data: st.DataObject, desk: Desk) -> None:
    """A decision or an undo."""
    if data.draw(st.integers(0, 3)) == 0:
        number = data.draw(st.integers(1, 6))
        attempt(desk, lambda: desk.undo(number))
    else:
        draw_decision(data, desk)


@settings(max_examples=30, deadline=None)
@given(RECORDS, RECORDS, TEXTS, st.data())
def test_at_once_ends_like_from_scratch(records, more, text, data):
    with new_desk() as desk:
        desk.change(records)
        for _ in range(data.draw(st.integers(1, 5))):
            draw_step(data, desk)
        at_once = desk.held()
        desk.resolve_anew()
        assert desk.held() == at_once
        desk.change({**more, **dict.fromkeys(list(records)[:1], text)})
        for _ in range(data.draw(st.integers(0, 3))):
            draw_step(data, desk)
        at_once = desk.held()
        desk.resolve_anew()
        assert desk.held() == at_once


@settings(max_examples=15, deadline=None)
@given(RECORDS, st.data())
def test_undoing_everything_leaves_what_the_machine_says(records, data):
    with new_desk() as desk:
        desk.change(records)
        before = desk.held()
        for _ in range(data.draw(st.integers(1, 4))):
            draw_step(data, desk)
        while holding := holding_decisions(desk):
            desk.undo(holding[-1].number)
        assert desk.held() == before
        desk.resolve_anew()
        assert desk.held() == before


@settings(max_examples=15, deadline=None)
@given(RECORDS, st.data())
def test_documents_that_go_and_come_back_are_decided_as_before(records, data):
    with new_desk() as desk:
        desk.change(records)
        for _ in range(data.draw(st.integers(1, 4))):
            draw_decision(data, desk)
        desk.resolve_anew()
        before, holding = desk.held(), holding_decisions(desk)
        desk.change(dict.fromkeys(records))
        assert desk.held()["attributed"] == set()
        with desk.connect() as db:
            assert holding_decisions(desk) == holding
            assert not holding or read_unfitting(db)
        desk.change(records)
        assert by_place(desk.held()) == by_place(before)


def holding_decisions(desk: Desk):
    with desk.connect() as db:
        return in_force(load_decisions(db))


def by_place(held) -> set[frozenset]:
    """Who is one person with whom: the places of each person's mentions, with tier and reason."""
    persons = held["persons"]
    places: dict[str, set] = {}
    for document, start, end, _form, _by, entity, tier, reason, _detail in held["attributed"]:
        person = persons[entity][1] or entity
        places.setdefault(person, set()).add((document, start, end, tier, reason))
    return {frozenset(found) for found in places.values()}
