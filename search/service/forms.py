"""Any name, known person or not: the written names that could be it, and the passages that have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.catalogue.reading.form_passages import FormPassage, count_form_passages, read_form_passages
from corpus.catalogue.reading.forms import (
    FormCounts,
    count_forms,
    read_bearers,
    read_forms,
    read_sounding,
)
from corpus.errors import InvalidError
from corpus.model import Tier
from corpus.names.expansion import compare_asked
from corpus.names.keys import WORD, inner_keys, inner_words, sound_keys, surname_words
from corpus.names.reasons import Comparison, Kind, Verdict
from corpus.names.vocabulary import is_like
from corpus.names.writing import MAX_LENGTH
from search.cursors import Place
from search.service.generations import View
from search.service.values import Expansion, FormPassagesAnswer, NamesAnswer

# More than any name expands to; databases bind about thirty thousand values.
MOST_FORMS = 20_000

_MISSPELT = (Kind.MISPRINT, Kind.SCANNING)

Next = Callable[[Place], str]
Compared = tuple[str, Comparison]
Found = tuple[str, Comparison, FormCounts]


@dataclass(frozen=True, slots=True)
class Asked:
    """A name, how sure an expansion must be at least, and the collection that is asked for, if one is."""

    name: str
    tier: Tier = Tier.POSSIBLE
    collection: str | None = None


def names(view: View, asked: Asked, limit: int, after: Place | None, following: Next) -> NamesAnswer:
    """One page of the forms that could be a name. The place is how many came before."""
    check_name(asked.name)
    found = _expand(view, asked)
    first = int(after[0]) if after else 0
    end = first + limit
    return NamesAnswer(
        name=asked.name,
        tier=asked.tier,
        items=tuple(_expansions(view, asked, found[first:end])),
        total=len(found),
        next=following((end,)) if end < len(found) else None,
        receipt=view.receipt(len(found)),
    )


def form_passages(
    view: View,
    forms: tuple[str, ...],
    collection: str | None,
    limit: int,
    after: Place | None,
    following: Next,
) -> FormPassagesAnswer:
    """One page of the passages that have a mention of one of the forms."""
    _check_some(forms)
    start = str(after[0]) if after else ""
    found = read_form_passages(view.at, forms, collection, after=start, limit=limit + 1)
    total = count_form_passages(view.at, forms, collection)
    last = found[limit - 1].passage.position if len(found) > limit else None
    return FormPassagesAnswer(
        forms=forms,
        items=tuple(found[:limit]),
        total=total,
        next=following((last,)) if last is not None else None,
        receipt=view.receipt(total),
    )


def all_passages(view: View, forms: tuple[str, ...], window: int) -> Iterator[FormPassage]:
    """Every passage that has a mention of one of the forms, read in windows."""
    _check_some(forms)
    after = ""
    while found := read_form_passages(view.at, forms, after=after, limit=window):
        yield from found
        after = found[-1].passage.position


def check_name(name: str) -> None:
    """Raise `InvalidError` for what is no name that could be looked for."""
    if not name:
        raise InvalidError("No name is given.", "Give a surname, or a full name.")
    if len(name) > MAX_LENGTH:
        raise InvalidError(
            f"The name has {len(name):,} characters; no name has more than {MAX_LENGTH}.",
            "Give the name alone, without the text around it.",
        )
    if not surname_words(name):
        shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
        raise InvalidError(
            f"{shown!r} holds no name: a title, a single letter or a sign says too little.",
            "Give a surname, with or without given names.",
        )


def check_forms(forms: Sequence[str]) -> None:
    """Raise `InvalidError` for what can be no form of any mention, or for more of them than can be asked."""
    if len(forms) > MOST_FORMS:
        raise InvalidError(f"{len(forms):,} forms are too many.", f"Ask for up to {MOST_FORMS:,} at once.")
    for form in forms:
        if not form.strip() or "\0" in form or any("\ud800" <= letter <= "\udfff" for letter in form):
            raise InvalidError(f"{form!r} is no written name.", "Give forms as /api/v1/names lists them.")


def _check_some(forms: Sequence[str]) -> None:
    if not forms:
        raise InvalidError("No form is given.", "Give one or more written names as `forms`.")
    check_forms(forms)


def _expand(view: View, asked: Asked) -> tuple[Found, ...]:
    """The forms that could be the name and are as sure as is asked for, best first."""
    known = view.opened.expansions.get(asked)
    if known is None:
        found = [(form, compared) for form, compared in _compare(view, asked.name) if _fits(compared, asked)]
        counts = count_forms(view.at, [form for form, _ in found], asked.collection)
        there = ((form, compared, counts[form]) for form, compared in found if form in counts)
        known = tuple(sorted(there, key=lambda one: (-one[1].score, -one[2].mentions, one[0])))
        view.opened.expansions.keep(asked, known)
    return known


def _compare(view: View, name: str) -> Iterator[Compared]:
    """Every form that shares a surname like the name's with it, compared."""
    keys = {f"{WORD}{word}" for word in _surnames_like(view, name)} | inner_keys(name)
    for form in read_forms(view.at, keys):
        yield form, compare_asked(name, form)


def _surnames_like(view: View, name: str) -> set[str]:
    """The surnames of the collection that can be the name's: misspelt, of another script, or of its sound."""
    asked = surname_words(name)
    surnames = view.opened.surnames(view.at)
    sounding = read_sounding(view.at, sound_keys(name))
    found = set().union(*(surnames.like(word) for word in asked), inner_words(name))
    return found | {other for other in sounding - found if any(is_like(word, other) for word in asked)}


def _fits(compared: Comparison, asked: Asked) -> bool:
    return compared.verdict is not Verdict.DIFFERENT and _tier(compared).rank <= asked.tier.rank


def _tier(compared: Comparison) -> Tier:
    return Tier(compared.verdict.value)


def _expansions(view: View, asked: Asked, found: Sequence[Found]) -> Iterator[Expansion]:
    bearers = read_bearers(view.at, [form for form, _, _ in found], asked.collection)
    for form, compared, counts in found:
        yield Expansion(
            form=form,
            tier=_tier(compared),
            score=compared.score,
            distance=_distance(compared),
            reasons=tuple(reason.text for reason in compared.reasons),
            persons=tuple(bearers[form]),
            counts=counts,
        )


def _distance(compared: Comparison) -> float:
    """About how many letters of the surname are wrong, if it is misspelt."""
    wrong = (reason.distance for reason in compared.reasons if reason.kind in _MISSPELT)
    return max(wrong, default=0.0)
