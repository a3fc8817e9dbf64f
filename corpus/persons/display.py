"""The display name of a person: the fullest of the written names, in natural order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache

from corpus.names.fold import is_cyrillic
from corpus.names.parse import Given, Name, parse_name
from corpus.names.sexes import is_titled
from corpus.names.tables import pairs
from corpus.names.titles import sex_of

_SPACED_INITIALS = re.compile(r"\b([^\W\d_][a-z]?)\s*\.\s*")
_SEPARATE_INITIAL = re.compile(r"\b([A-ZА-Я]) (?=\w)")


def display_name(forms: Mapping[str, int], names: Collection[Name] = ()) -> str:
    """The name to show for forms with their counts: full, frequent, in Latin letters where there are any.

    A form with given parts counts only where `names`, if there are any, has a name with the same ones:
    others hold a word that was found to be no part of the name. Who is known by a title and the surname alone
    is shown with that title, which tells Mr. from Mrs. Holt.
    """
    read = _read(forms)
    given = {name.given for name in names}
    fitting = [form for form in sorted(forms) if not given or _given(read[form]) in given]
    best = max(fitting or sorted(forms), key=lambda form: _rank(form, read[form], forms[form]))
    return f"{_title(names) if _is_bare(read[best]) else ''}{written_out(best)}"


def _is_bare(name: Name | None) -> bool:
    return name is not None and name.bare and not sex_of(name.titles)


def _title(names: Collection[Name]) -> str:
    """The title that stands before the surname in all names, and a space; the first where they differ."""
    if not names or not all(map(is_titled, names)):
        return ""
    titles = (title for name in names for title in name.titles if title in _shown_titles())
    return next((f"{_shown_titles()[title]} " for title in titles), "")


@cache
def _shown_titles() -> dict[str, str]:
    return dict(pairs("titles_shown"))


def _read(forms: Iterable[str]) -> dict[str, Name | None]:
    """The forms as names. "Lazar Kaganovich" ends in a surname where another form is "Kaganovich"."""
    found = {form: parse_name(form) for form in forms}
    surnames = {name.surname for name in found.values() if name and name.surname}
    return {form: _with_surname(name, surnames) if name else None for form, name in found.items()}


def _with_surname(name: Name, surnames: Collection[str]) -> Name:
    if name.surname or not name.patronymic_last or name.given[-1].text not in surnames:
        return name
    return replace(name, given=name.given[:-1], surname=name.given[-1].text)


def _given(name: Name | None) -> tuple[Given, ...]:
    return name.given if name else ()


def _rank(form: str, name: Name | None, count: int) -> tuple[int, int, int, int, int]:
    if name is None or not name.surname:
        return (0, 0, 0, count, 0)
    in_latin = not is_cyrillic(form)
    return (1, in_latin, *name.fullness, count * 2 + (not form.isupper()))


def written_out(form: str) -> str:
    """A form as a heading: `Smirnov, Ivan` -> `Ivan Smirnov`, `G .E. ZINOVIEV` -> `G. E. Zinoviev`."""
    before, comma, after = form.partition(",")
    text = f"{after.strip()} {before.strip()}" if comma and _is_reversed(form, before) else form
    text = _SPACED_INITIALS.sub(r"\1. ", text)
    text = _SEPARATE_INITIAL.sub(r"\1. ", text)
    return " ".join(_cased(word) for word in text.split())


def _is_reversed(form: str, before: str) -> bool:
    """Whether the surname stands before the comma; "John Holt, Jr." stays as it is."""
    name, first = parse_name(form), parse_name(before)
    return name is not None and first is not None and bool(name.given) and first.bare


def _cased(word: str) -> str:
    if len(word.rstrip(".")) > 2 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word
