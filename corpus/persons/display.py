"""The display name of a person: the fullest of the written names, in natural order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from corpus.names.parse import Given, Name, parse_name

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SPACED_INITIALS = re.compile(r"\b([^\W\d_][a-z]?)\s*\.\s*")
_SEPARATE_INITIAL = re.compile(r"\b([A-ZА-Я]) (?=\w)")


def display_name(forms: Mapping[str, int], names: Collection[Name] = ()) -> str:
    """The name to show for forms with their counts: full, frequent, in Latin letters where there are any.

    A form with given parts counts only where `names`, if there are any, has a name with the same ones:
    others hold a word that was found to be no part of the name.
    """
    given = {name.given for name in names}
    read = [form for form in sorted(forms) if not given or _given(form) in given]
    return written_out(max(read or sorted(forms), key=lambda form: _rank(form, forms[form])))


def _given(form: str) -> tuple[Given, ...]:
    name = parse_name(form)
    return name.given if name else ()


def _rank(form: str, count: int) -> tuple[int, int, int, int, int]:
    name = parse_name(form)
    if name is None or not name.surname:
        return (0, 0, 0, count, 0)
    in_latin = not _CYRILLIC.search(form)
    return (1, in_latin, *name.fullness, count * 2 + (not form.isupper()))


def written_out(form: str) -> str:
    """A form as a heading: `Smirnov, Ivan` -> `Ivan Smirnov`, `G .E. ZINOVIEV` -> `G. E. Zinoviev`."""
    before, comma, after = form.partition(",")
    text = f"{after.strip()} {before.strip()}" if comma and _is_reversed(form) else form
    text = _SPACED_INITIALS.sub(r"\1. ", text)
    text = _SEPARATE_INITIAL.sub(r"\1. ", text)
    return " ".join(_cased(word) for word in text.split())


def _is_reversed(form: str) -> bool:
    name: Name | None = parse_name(form)
    return name is not None and bool(name.given)


def _cased(word: str) -> str:
    if len(word.rstrip(".")) > 2 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word
