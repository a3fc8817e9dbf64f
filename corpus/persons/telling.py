"""Whether the words around a name tell of a man or a woman."""

from __future__ import annotations

import re

from corpus.names.sexes import UNTOLD, sex_words
from corpus.persons.scene import NAME, Scene

# How far behind a name a pronoun means its bearer.
_PRONOUN_WITHIN = 120
# "I am the wife of", "and am the prisoner's husband": what one says to be.
_I_AM = re.compile(r"\b(?:I\s+am|and\s+am)((?:\s+[\w’']+){1,5})", re.IGNORECASE)
_MY = re.compile(r"\bmy\s+(?:late\s+)?(\w+)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?;\n]|—|--| - ")
# "I know Holt - he was there.": the clause behind a name begins with who that is.
_GOES_ON = re.compile(r"\s*(?:[;.]|—|--|-(?=\s))\s*(he|she|он|она)\b", re.IGNORECASE)
# "I met the prisoner Holt with a bundle—he ran", "I met Holt with a bundle—I stopped him".
_MET = re.compile(r"\bI (?:\w+ ){1,3}(?:the (?:male |female )?prisoner,? )?$")
_GOES_ON_BEHIND_DASH = re.compile(
    r"\s*(?:;|—|--|-(?=\s))\s*(?:I \w+ (?P<object>him|her)\b|(?P<subject>he|she)\b)", re.IGNORECASE
)
# What stands behind "her", unless it says whose something is.
_NO_NOUN = re.compile(
    r"\s*(?:[^\w\s]|$)|\s+(?:and|or|to|in|on|at|by|for|from|with|of|that|when|if|as|the|a|an|up|out|down|not)\b"
)
# Words of kin and age that tell a sex, as a pattern.
KIN = "|".join(sorted(sex_words("kin")))
# "Holt her husband", "Holt, a girl of ten", "Holt, was my husband's mother": who the bearer is.
_APPOSED = re.compile(
    rf"(?:,?\s+(?:his|her)|,\s+an?|,?\s+(?:is|was)\s+(?:my|his|her|an?))\s+(?:[\w’'-]+\s+){{0,2}}?({KIN})\b"
    r"(?!['’]s)",
    re.IGNORECASE,
)


def told_sex_of(scene: Scene, *, speaks: bool) -> str:
    """Whether the words around tell of a man or a woman: what a speaker says to be, "his wife Anna", a
    pronoun in the same clause. `speaks` tells that the bearer does where his name looks like no label."""
    if scene.is_label or scene.heads or speaks:
        return _sex_of_speaker(scene)
    return _sex_before(scene) or _sex_behind(scene)


def _sex_of_speaker(scene: Scene) -> str:
    told = {_first_sex(found[1]) for found in _I_AM.finditer(scene.opening)}
    told |= {sex_words("spouse").get(found[1].lower(), UNTOLD) for found in _MY.finditer(scene.opening)}
    told.discard(UNTOLD)
    return told.pop() if len(told) == 1 else UNTOLD


def _sex_before(scene: Scene) -> str:
    before = [word.lower() for word in scene.words_before]
    if len(before) > 1 and before[-1] == "of":
        return sex_words("mate").get(before[-2], UNTOLD)
    near = [word for word in before[-2:] if word != "prisoner"]
    return sex_words("kin").get(near[-1], UNTOLD) if near else UNTOLD


def _sex_behind(scene: Scene) -> str:
    """By the first pronoun, where no other person is named or told of before it."""
    text, end = scene.document.text, min(len(scene.document.text), scene.end + _PRONOUN_WITHIN)
    if text[scene.end : scene.end + 2] in ("'s", "’s"):
        return UNTOLD
    if apposed := _APPOSED.match(text, scene.end):
        return sex_words("kin").get(apposed[1].lower(), UNTOLD)
    if goes_on := _GOES_ON.match(text, scene.end):
        return sex_words("pronoun").get(goes_on[1].lower(), UNTOLD)
    clause = _CLAUSE.search(text, scene.end, end)
    for word in NAME.finditer(text, scene.end, clause.start() if clause else end):
        folded = word[0].lower()
        if _is_object(text, folded, word.end()):
            return UNTOLD
        if sex := sex_words("pronoun").get(folded):
            return sex
        if folded in sex_words("kin") or word[0][0].isupper() or folded in ("who", "whom", "whose"):
            return UNTOLD
    goes_on = _GOES_ON_BEHIND_DASH.match(text, clause.start()) if clause else None
    if goes_on is None or (goes_on["subject"] and not _is_met(scene)):
        return UNTOLD
    return sex_words("pronoun").get((goes_on["subject"] or goes_on["object"]).lower(), UNTOLD)


def _is_met(scene: Scene) -> bool:
    """Whether somebody tells how he met the bearer: "I saw the prisoner Orlov"."""
    return _MET.search(scene.document.text, max(0, scene.offset - _PRONOUN_WITHIN), scene.offset) is not None


def _is_object(text: str, pronoun: str, end: int) -> bool:
    """Whether a pronoun stands for whom something is done to: in its clause the bearer of a name is another
    ("Orlova asked for a warrant against him"), unless it says whose something is."""
    return pronoun == "him" or (pronoun == "her" and _NO_NOUN.match(text, end) is not None)


def _first_sex(words: str) -> str:
    """By the first word that tells what one is: "the last witness's husband", not "servant to his wife"."""
    for word in NAME.findall(words):
        if word in ("of", "to", "in", "at", "and", "with"):
            return UNTOLD
        if sex := sex_words("kin").get(word.lower()):
            return sex
    return UNTOLD
