"""`names`, and what `person` says of a name that nobody is known by."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.model import Tier
from search.service.service import Service
from search.service.values import Expansion, NamesAnswer
from stenogram import rows, tables
from stenogram.commands.paging import pages
from stenogram.output import Format, notes, print_rows

_FORMS_SHOWN = 8


def names(
    service: Service, name: str, *, collection: str, tier: Tier, limit: int | None, form: Format
) -> int:
    """Print the written names that could be the one asked for, best first; returns how many in all."""
    total = 0

    def found() -> Iterator[rows.Row]:
        nonlocal total
        for page_total, expansion in _expansions(service, name, tier, limit, collection or None):
            total = page_total
            yield rows.name_row(expansion)

    shown = print_rows(found(), rows.NAME, form, tables.print_names)
    notes().print(f"{shown:,} of {total:,} forms that could be {name!r}.", markup=False)
    return total


def passages_of_name(service: Service, name: str, *, tier: Tier, limit: int | None, form: Format) -> int:
    """Print every passage with a form that could be the name, which nobody is known by; returns how many."""
    forms = [expansion.form for _, expansion in _expansions(service, name, tier, None)]
    if not forms:
        notes().print(_no_form(service, name, tier), markup=False)
        return 0
    found = (rows.form_passage_row(one) for one in service.export_form_passages(forms))
    answer = (row for n, row in enumerate(found) if limit is None or n < limit)
    shown = print_rows(answer, rows.FORM_PASSAGE, form, tables.print_passages)
    total = service.form_passages(forms, limit=1).total
    notes().print(
        f"Nobody is known by the name {name!r}. {_several(len(forms))} of the documents could be it"
        f" ({_listed(forms)}), in {total:,} {'passage' if total == 1 else 'passages'}."
        " stenogram names says why.",
        markup=False,
    )
    return shown


def _no_form(service: Service, name: str, tier: Tier) -> str:
    others = service.names(name, limit=1).total
    if others:
        return (
            f"Nobody is known by the name {name!r}, and no form is {tier.value} to be it."
            f" {_several(others)} could be it: use --tier possible, or see stenogram names."
        )
    return (
        f"Nobody is known by the name {name!r}, and no form of the documents could be it."
        " Try the surname alone, or search for the word with stenogram search."
    )


def _several(count: int) -> str:
    return "1 form" if count == 1 else f"{count:,} forms"


def _listed(forms: list[str]) -> str:
    more = " …" if len(forms) > _FORMS_SHOWN else ""
    return ", ".join(forms[:_FORMS_SHOWN]) + more


def _expansions(
    service: Service, name: str, tier: Tier, limit: int | None, collection: str | None = None
) -> Iterator[tuple[int, Expansion]]:
    """The forms with the total of all, page by page."""

    def ask(size: int, cursor: str | None) -> NamesAnswer:
        return service.names(name, collection=collection, tier=tier, limit=size, cursor=cursor)

    for page in pages(ask, limit):
        yield from ((page.total, expansion) for expansion in page.items)
