"""What a name could be, known person or not; and the passages of the written names that were ticked."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue.reading.values import Counted
from corpus.model import Tier
from search.service.values import Expansion, FormPassagesAnswer, NamesAnswer
from search.web import addresses
from search.web.cards import form_card
from search.web.contexts import FormsPage, NamesPage
from search.web.frames import make_frame
from search.web.paging import Seat, make_paging
from search.web.pieces import Hidden, Link, NameRow, Switch, Tick
from search.web.wording import counted, number, shortened

PERSONS_IN_LIST = 3
_SURE: dict[Tier, str] = {
    Tier.CERTAIN: "certain only",
    Tier.PROBABLE: "certain and probable",
    Tier.POSSIBLE: "possible too",
}


def names_page(answer: NamesAnswer, collection: str, seat: Seat) -> NamesPage:
    """The forms that could be a name, to be ticked and unticked."""
    name = answer.name
    return NamesPage(
        frame=make_frame(
            f"Names: {shortened(name)}", "persons", json=_twin(name, answer.tier, collection), quick=True
        ),
        name=name,
        heading=f"{counted(answer.total, 'written name')} could be “{shortened(name)}”",
        switches=(_tiers(answer, collection),) if answer.total or answer.tier is not Tier.POSSIBLE else (),
        carried=(Hidden("q", name),),
        rows=tuple(_row(one, name) for one in answer.items),
        partial=len(answer.items) < answer.total,
        persons=addresses.persons(name),
        passages=addresses.search_for(name),
        paging=make_paging(
            seat,
            len(answer.items),
            answer.total,
            answer.next,
            lambda cursor, seen: addresses.names(name, answer.tier, collection, cursor=cursor, seen=seen),
            "written name",
        ),
        receipt=str(answer.receipt),
    )


def forms_page(answer: FormPassagesAnswer, name: str, others: Sequence[Expansion], seat: Seat) -> FormsPage:
    """Passages of some forms. `others` are all that could be the name from which the reader came, if any."""
    forms = answer.forms
    return FormsPage(
        frame=make_frame("Passages by written name", "persons", json=_passages_twin(forms)),
        heading=counted(answer.total, "passage"),
        summary=_summary(forms),
        carried=(Hidden("q", name),) if name else (),
        ticks=_ticks(forms, others),
        names=Link(f"Why these: all that could be “{shortened(name)}”", addresses.names(name))
        if name
        else None,
        cards=tuple(form_card(one) for one in answer.items),
        paging=make_paging(
            seat,
            len(answer.items),
            answer.total,
            answer.next,
            lambda cursor, seen: addresses.forms(forms, name, cursor=cursor, seen=seen),
            "passage",
        ),
        receipt=str(answer.receipt),
    )


def _row(one: Expansion, name: str) -> NameRow:
    counts = one.counts
    return NameRow(
        form=one.form,
        tier=one.tier.value,
        reasons=one.reasons,
        persons=tuple(_person(person) for person in one.persons[:PERSONS_IN_LIST]),
        more=f"and {number(len(one.persons) - PERSONS_IN_LIST)} more"
        if len(one.persons) > PERSONS_IN_LIST
        else "",
        mentions=number(counts.mentions),
        passages=Link(number(counts.passages), addresses.forms((one.form,), name)),
    )


def _person(one: Counted) -> Link:
    return Link(one.name, addresses.person(one.id))


def _tiers(answer: NamesAnswer, collection: str) -> Switch:
    links = (
        Link(text, addresses.names(answer.name, tier, collection), current=tier is answer.tier)
        for tier, text in _SURE.items()
    )
    return Switch("How sure", tuple(links))


def _ticks(forms: Sequence[str], others: Sequence[Expansion]) -> tuple[Tick, ...]:
    """What could be ticked, in its order, then what is ticked beside it."""
    known = {one.form: number(one.counts.passages) for one in others}
    unknown = {form: "" for form in forms if form not in known}
    return tuple(Tick(form, note, form in forms) for form, note in (known | unknown).items())


def _summary(forms: Sequence[str]) -> str:
    if len(forms) == 1:
        return f"Every passage with a name written “{forms[0]}”, whoever is meant."
    return f"Every passage with one of {number(len(forms))} written names, whoever is meant."


def _twin(name: str, tier: Tier, collection: str) -> str:
    return addresses.api("names", params=addresses.name_params(name, tier, collection))


def _passages_twin(forms: Sequence[str]) -> str:
    return addresses.api("passages", params=[("forms", form) for form in forms])
