"""Grouping the forms of organisations' names under one display name each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from corpus.organisations.keys import organisation_key


def group_organisations(forms: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Form -> display name, for forms with counts and (long, short) pairs stated in the texts.

    Forms with the same key are one organisation; a short form joins its long form unless two
    different ones are stated for it. The display name is the most frequent of the fullest key's
    forms. Near-linear in the number of forms and pairs.
    """
    by_key: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        by_key[organisation_key(form)].append(form)
    long_of = _long_forms(pairs)
    groups: dict[str, list[str]] = defaultdict(list)
    for key, members in by_key.items():
        groups[long_of.get(key, key)].extend(members)
    return {
        form: name
        for key, members in groups.items()
        for name in [_display(key, members, forms)]
        for form in members
    }


def _long_forms(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key of a short form -> key of its long form, where all pairs say the same."""
    stated: dict[str, set[str]] = defaultdict(set)
    for long, short in pairs:
        stated[organisation_key(short)].add(organisation_key(long))
    return {short: long for short, longs in stated.items() if len(longs) == 1 for long in longs}


def _display(key: str, members: list[str], forms: Mapping[str, int]) -> str:
    """The most frequent form with the group's key; of all forms when none has it."""
    own = [form for form in members if organisation_key(form) == key] or members
    return max(own, key=lambda form: (forms[form], not form.isupper(), -len(form), form))
