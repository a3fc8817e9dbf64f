"""What a decision says, in a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from corpus.curation.decisions import (
    Act,
    AddForm,
    Anchor,
    Confirm,
    Different,
    Known,
    Merge,
    PersonRef,
    Reject,
    RemoveForm,
    Rename,
    Split,
    Undo,
)


def say(act: Act, number_of: Mapping[str, int]) -> str:
    """The sentence; `number_of` knows the decisions' numbers by uid."""
    if isinstance(act, Undo):
        number = number_of.get(act.uid)
        return (
            f"Decision {number} does not hold any more." if number else "Undoes a decision that is not here."
        )
    return _SAYING[type(act)](act)


def _split(act: Split) -> str:
    said = [f"written {_quoted(act.forms)}"] if act.forms else []
    said += [f"in {', '.join(act.documents)}"] if act.documents else []
    ruled = " ".join(["those", *said]) if said else ""
    named = ", ".join(map(_place, act.mentions))
    which = " and ".join(filter(None, (ruled, named)))
    return f"Of the mentions of {_who(act.person)}, {which} are those of {_who(act.new)}."


def _reject(act: Reject) -> str:
    if act.person is None:
        return f"{_place(act.mention)} names nobody."
    return f"{_place(act.mention)} does not name {_who(act.person)}."


def _known(act: Known) -> str:
    joined = f" So {'is' if len(act.joined) == 1 else 'are'} {', '.join(map(_who, act.joined))}."
    return f"{_who(act.person)} is {act.ref} of {act.source}." + (joined if act.joined else "")


_SAYING: Mapping[type[Act], Callable[[Any], str]] = {
    Merge: lambda act: f"{_who(act.merged)} is {_who(act.kept)}.",
    Split: _split,
    Rename: lambda act: f"{_who(act.person)} is called {act.name}.",
    AddForm: lambda act: f"“{act.form}” means {_who(act.person)}.",
    RemoveForm: lambda act: f"“{act.form}” does not mean {_who(act.person)}.",
    Confirm: lambda act: f"{_place(act.mention)} names {_who(act.person)}.",
    Reject: _reject,
    Known: _known,
    Different: lambda act: f"{_who(act.person)} and {_who(act.other)} are two people.",
}


def _who(person: PersonRef) -> str:
    return f"{person.name} ({person.id})"


def _place(anchor: Anchor) -> str:
    quote = " ".join(anchor.quote.split())
    return f"“{quote}” ({anchor.document}:{anchor.start}-{anchor.end})"


def _quoted(forms: tuple[str, ...]) -> str:
    return " or ".join(f"“{form}”" for form in forms)
