"""Aliases that a text states: "Fritz David (Kruglyansky)", "alias", "known as 'Ferryman'".

Two names that the text itself puts beside each other as one person's join identities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Finder
from corpus.names.fold import fold
from corpus.names.parse import parse_name
from corpus.names.tables import words
from corpus.persons.names import DocumentNames, NamedMention

_CUE = (
    r"(?:alias|also known(?: \w+){0,4} as|(?:better )?known(?: \w+){0,4} as|otherwise(?: called)?"
    r"|(?:living |travelling |acting )?under the (?:cover |party |assumed |false )?name(?: of)?"
    r"|whose (?:real|true|right) name (?:is|was)|(?:cover|party|pen|code) name|calling h(?:im|er)self"
    r"|called h(?:im|er)self|by the (?:cover |party |code )?name of"
    r"|под (?:именем|кличкой|псевдонимом)|по кличке|он же)"
)
_OPENING = r"[\s,:(\-–—]*[\"“”‘’'«„]?\s*"
_BETWEEN = re.compile(rf"[\s,(\-–—\"”’]*{_CUE}{_OPENING}(?:the )?", re.IGNORECASE)
_BRACKET = re.compile(r"['’]?s?\s*[(\[]\s*")
_CLOSING = re.compile(r"\s*[)\]]")
_STATED = re.compile(rf"\b{_CUE}{_OPENING}(?=[A-ZА-ЯЁ])", re.IGNORECASE)
_NAME = re.compile(r"[A-ZА-ЯЁ][^\W\d_]+(?:[- ][A-ZА-ЯЁ][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Alias:
    """Two candidates of a document that its text says are one person; `evidence` is what it says."""

    name: NamedMention
    alias: NamedMention
    evidence: str


def stated_names(document: DocumentNames) -> Iterator[NamedMention]:
    """Names that stand after a cue ("known as 'Ferryman'"), whether a tagger saw them or not."""
    for cue in _STATED.finditer(document.text):
        name = _NAME.match(document.text, cue.end())
        if name and fold(name[0]) not in words("titles") and parse_name(name[0]):
            yield NamedMention(None, name.start(), name.end(), name[0], Finder.PATTERN)


def find_aliases(document: DocumentNames, candidates: Sequence[NamedMention]) -> Iterator[Alias]:
    """Neighbouring candidates (in order) that the text between them joins."""
    for name, alias in pairwise(candidates):
        between = document.text[name.end : alias.start]
        if len(between) > 80 or alias.start < name.end:
            continue
        bracketed = _BRACKET.fullmatch(between) and _CLOSING.match(document.text, alias.end)
        if bracketed or _BETWEEN.fullmatch(between):
            yield Alias(name, alias, " ".join(document.text[name.start : alias.end].split()))
