"""What a comparison of two names comes to, and why, in words for a reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether two names can be one person's, as far as the names alone tell."""

    CERTAIN = "certain"  # the surname and a given name agree, written out
    PROBABLE = "probable"  # with initials, a nickname, an older spelling or one wrong letter of many
    POSSIBLE = "possible"  # a misprint in a short surname or a half of it, or the surname alone
    DIFFERENT = "different"


class Part(StrEnum):
    """What of the two names was compared."""

    NAME = "name"
    SURNAME = "surname"
    GIVEN = "given name"
    PATRONYMIC = "patronymic"
    SUFFIX = "suffix"
    TITLE = "title"


class Kind(StrEnum):
    """How two parts agree, or that they do not. The value is what a reader is told."""

    SAME = "the same"
    CASE = "the same in another case"
    TRANSLITERATION = "another transliteration"
    SPELLING = "an older or freer spelling"
    SCANNING = "letters that a scanner takes for one another"
    MISPRINT = "a likely misprint"
    EQUIVALENT = "forms of one name"
    SHORTENED = "one shortens the other"
    INITIAL = "the initial agrees"
    PART = "one is part of the other"
    LATER = "a later given name of the other"
    MORE = "only one of them has it"
    ALONE = "only the surname is known"
    REVERSED = "the surname is written first"
    JOINED = "words written together"
    TORN = "a word written apart"
    ENDING = "a man's and a woman's ending"
    CONFLICT = "they differ"
    UNREADABLE = "nothing that could be compared"

    @property
    def agrees(self) -> bool:
        """Whether it speaks for one person, or not against it."""
        return self not in (Kind.CONFLICT, Kind.ENDING, Kind.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding. `left` and `right` are what the names have, `steps` how these differ (`ff for v`).

    `distance` is about the number of wrong letters; nothing for what is no misprint.
    """

    part: Part
    kind: Kind
    left: str = ""
    right: str = ""
    distance: float = 0.0
    steps: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The finding in words: "surname: another transliteration (Zinovieff, Zinoviev; ff for v)"."""
        named = ", ".join(word for word in dict.fromkeys((self.left, self.right)) if word)
        details = "; ".join([named, *self.steps] if named else self.steps)
        return f"{self.part}: {self.kind}" + (f" ({details})" if details else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on two names. `score` (0 to 1) ranks the names compared with one; `reasons` say why."""

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]

    @property
    def explanation(self) -> str:
        """All reasons in words."""
        return "; ".join(reason.text for reason in self.reasons)
