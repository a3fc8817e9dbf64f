"""Whom the grammar of a sentence tells apart: who is named in full beside a bare name is not its bearer.

Who is the subject of a clause is "he" in all that hangs on it, so that his name there is somebody else's:
"N. Orlov met Orlov", "N. Orlov said that Orlov was ill". Principle C of grammar: N. Chomsky, "Lectures on
Government and Binding", 1981.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.names.fold import fold
from corpus.names.tables import words, words_of
from corpus.persons.identities import Identity
from corpus.persons.scene import (
    LONGEST_NAME,
    NAME,
    SPACE,
    TITLED,
    Scene,
    Seen,
    ends_sentence,
    stands_in,
)
from corpus.persons.telling import KIN

# Where a clause begins and ends.
_CLAUSE_BREAK = re.compile(
    r"[.!?;:\n]|—|--| - |\b(?:who|whom|which|that|because|when|where|if|but)\b"
    r"|,? and (?:he|she|I|they|then|the|that)\b"
)
# Where what hangs on the subject of a sentence ends: a quotation, another clause beside it.
_DOMAIN_BREAK = re.compile(
    r"[;:!?\n\"“”«»]|\.(?=\s|$)|—|--|\s-\s|,\s+(?:and|but|while|whereas|so|for|yet|or|nor|и|а|но)\s"
)
_SENTENCE_END = re.compile(r"[!?\n]|\.(?=\s|$)")
_LONGEST_CLAUSE = 200
_LONGEST_SENTENCE = 400
# "In July 1933", "For this purpose": an adverbial before the subject, in so many words.
_LONGEST_ADVERBIAL = 5
# "It was the accused Orlov who said"
_CLEFT, _WHO = re.compile(rf"It (?:was|is) {TITLED}"), re.compile(r",? who\b")
# Behind it: ", examined on 21 July," and the verb, with a word or two before it: "also confirmed".
_VERB = re.compile(r"\s*(?:,[^,;:\"“«\n]{1,80},)?\s+(?:(?:\w+ly|also|then|himself|herself)\s+)?([^\W\d_]+)\b")
# Behind these stands no subject: "at the house of Orlov".
_NO_SUBJECT = words("prepositions") | {"of"}
_HIS_KIN = re.compile(rf"\b(?:his|her|my)\s+(?:\w+\s+)?(?:{KIN})\s*,?\s*$")
# "his brother Orlov", "his elder brother Orlov", "her, N. Orlov's"
_SOMEBODYS = re.compile(r"\b(?:(?P<third>his|her)|my|your|their) (?:\w+ ){0,2}$")


def told_apart(scene: Scene, here: Sequence[Identity]) -> Iterator[Identity]:
    """Who of several is named in full in the sentence of the name, as another than its bearer."""
    text = scene.document.text
    if text[scene.offset : scene.end].isupper():
        return  # a heading, and the sentence behind it
    if whose := _SOMEBODYS.search(text, max(scene.sentence, scene.offset - SPACE), scene.offset):
        # "his brother Orlov": whose brother he is may stand behind, but not before.
        yield from _named_since(scene, here, scene.sentence) if whose["third"] else ()
        return
    yield from _in_clause(scene, here)
    yield from _below_subject(scene, here)
    yield from _kin_behind(scene, here)


def _named_since(scene: Scene, here: Sequence[Identity], start: int) -> Iterator[Identity]:
    named = {seen.identity.root() for seen in scene.named_since(start) if seen.full}
    yield from (identity for identity in here if identity.root() in named)


def _in_clause(scene: Scene, here: Sequence[Identity]) -> Iterator[Identity]:
    """ "N. Orlov met Orlov" tells of two."""
    start, end = _clause(scene)
    yield from _named_since(scene, here, start)
    behind = scene.document.text[scene.end : end]
    yield from (identity for identity in here if stands_in(behind, identity.given_forms))


def _clause(scene: Scene) -> tuple[int, int]:
    text, floor = scene.document.text, max(scene.sentence, scene.offset - _LONGEST_CLAUSE)
    starts = [found.end() for found in _breaks(_CLAUSE_BREAK, text, floor, scene.offset)]
    if text.endswith(", ", 0, scene.offset):
        starts.append(scene.offset)  # "Until N. Orlov came, Orlov spoke"
    end = _first_break(_CLAUSE_BREAK, text, scene.end, scene.end + _LONGEST_CLAUSE)
    return max(starts, default=floor), end


def _breaks(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where something ends, but for the full stops of initials and abbreviations."""
    for found in pattern.finditer(text, start, end):
        if found[0] != "." or ends_sentence(text, start, found.end()):
            yield found


def _first_break(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where something ends, at the latest at `end`."""
    return next((found.start() for found in _breaks(pattern, text, start, end)), end)


def _below_subject(scene: Scene, here: Sequence[Identity]) -> Iterator[Identity]:
    """ "N. Orlov said that Orlov was ill", "Orlov said that N. Orlov was ill": of two.

    Where a third is named between, "he" might be that one, and the subject is named again.
    """
    roots = {identity.root(): identity for identity in here}
    for seen in scene.named_since(max(scene.sentence, scene.offset - _LONGEST_SENTENCE)):
        if seen.identity.root() not in roots:
            break
        if _hangs_on(scene, seen):
            yield roots[seen.identity.root()]
    if _is_subject(scene, scene.offset, scene.end):
        hanging = _rest(scene, _DOMAIN_BREAK)
        yield from (identity for identity in here if stands_in(hanging, identity.given_forms))


def _hangs_on(scene: Scene, seen: Seen) -> bool:
    text, end = scene.document.text, scene.end_of(seen)
    is_whole = _first_break(_DOMAIN_BREAK, text, end, scene.offset) == scene.offset
    return is_whole and _is_subject(scene, seen.start, end)


def _rest(scene: Scene, pattern: re.Pattern[str]) -> str:
    """What stands behind the name until something ends."""
    text = scene.document.text
    return text[scene.end : _first_break(pattern, text, scene.end, scene.end + _LONGEST_SENTENCE)]


def _is_subject(scene: Scene, start: int, end: int) -> bool:
    """Whether a name stands as the subject of the sentence: first but for adverbs, and before a verb."""
    text = scene.document.text
    if _CLEFT.fullmatch(text, scene.sentence, start) and _WHO.match(text, end):
        return True
    before = [fold(word) for word in NAME.findall(text[scene.sentence : start].rpartition(",")[2])]
    if not words_of("titles", "before_subjects").issuperset(before) and not _is_adverbial(before):
        return False
    verb = _VERB.match(text, end, end + LONGEST_NAME + SPACE)
    return verb is not None and verb[1].islower() and verb[1] not in words_of("prepositions", "no_verbs")


def _is_adverbial(before: Sequence[str]) -> bool:
    begins = before[0] in words("adverbials") and before[-1] not in _NO_SUBJECT
    return begins and 1 < len(before) <= _LONGEST_ADVERBIAL


def _kin_behind(scene: Scene, here: Sequence[Identity]) -> Iterator[Identity]:
    """ "Orlov brought his brother N. Orlov": the other of two."""
    rest = _rest(scene, _SENTENCE_END)
    for identity in here:
        for form in identity.given_forms:
            at = rest.find(form)
            if at > 0 and _HIS_KIN.search(rest, 0, at):
                yield identity
