"""Whom a text names beside a name: in a row, in the sentence before, as kin, as one who is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.persons.identities import Identity
from corpus.persons.scene import CLOSES, LONGEST_NAME, OPENS, SENTENCE, SPACE, TITLED, Scene, Seen

# "N. Lurye and Lurye", "Lurye, N. Lurye": two persons side by side.
_BESIDE = re.compile(
    rf"\s*(?:\([^()\n]{{1,40}}\)\s*)?(?:,|;|,?\s*(?:and|or|и|with|&)\s)\s*{TITLED}", re.IGNORECASE
)
# "ELIZA LOCKHURST. I am the wife of Lockhurst": of the one named last, another is told.
_KIN = re.compile(
    r"\b(?:wife|widow|husband|sons?|daughters?|brothers?|sisters?|father|mother|uncle|aunt|nephew|niece|cousin|child"
    r"|children|partner|partnership|servant|apprentice|clerk|employ|service|parents?)\s+(?:of|with|to)\s+"
    rf"{TITLED}$"
)
_NEAR_KIN = 120
# "ANNA ORLOVA - GUILTY. ORLOVA - NOT GUILTY": one line of a list after the other.
_LISTED = re.compile(r"\s*[-—–]+\s*[A-ZА-Я]")
# Who was named last goes on to be told of so far behind his name, where nobody of that surname was named for
# so long before.
_TOLD_ON = 300
_ALONE = 800
# "Orlov, examined on 21 July, stated: ...": what stands between a name and the words that are its bearer's.
_SAYS = re.compile(r"[^\"“«.\n]*?[^\W\d_][^\"“«.\n]*[:,]\s*[\"“«]")
_SAYS_WITHIN = 200
_COLON = re.compile(r":\s*$")
# Longer paragraphs are not searched for the beginning of a quotation.
_PARAGRAPH = 8000
_QUOTE = 1000


def stands_beside(scene: Scene, identity: Identity) -> bool:
    """Whether the person is named in full right before or behind the name, as another."""
    text = scene.document.text
    for seen in scene.named_since(scene.offset - LONGEST_NAME):
        if seen.full and seen.identity.root() is identity.root():
            form = scene.form_of(seen)
            end = seen.start + len(form)
            if form and (_BESIDE.fullmatch(text, end, scene.offset) or _are_listed(scene, end)):
                return True
    behind = _BESIDE.match(text, scene.end)
    return behind is not None and text.startswith(tuple(identity.given_forms), behind.end())


def told_of(scene: Scene, here: Sequence[Identity]) -> Identity | None:
    """Who of several the text goes on to tell of: the one named in full in the sentence before, where no
    other was named for long."""
    roots = {identity.root(): identity for identity in here}
    named = [seen for seen in scene.named_since(scene.offset - _ALONE) if seen.identity.root() in roots]
    if len({seen.identity.root() for seen in named}) != 1 or not named[0].full:
        return None
    last, text = named[0], scene.document.text
    begins = scene.speech.speech_start if scene.speech else 0
    end = scene.end_of(last)
    if last.start < max(begins, scene.offset - _TOLD_ON) or _stands_as_label(scene, last):
        return None
    between = text[end : scene.offset]
    if "\n" in between or between.startswith(("'", "’")) or scene.follows_pronoun:
        return None
    return roots[last.identity.root()] if len(SENTENCE.findall(between)) == 1 else None


def _stands_as_label(scene: Scene, seen: Seen) -> bool:
    turn = scene.turn_at(seen.start)
    if turn >= 0 and seen.start < scene.document.turns[turn].speech_start:
        return True
    return seen.start == 0 or scene.document.text[seen.start - 1] == "\n"


def _are_listed(scene: Scene, end: int) -> bool:
    text = scene.document.text
    return _LISTED.match(text, end) is not None and _LISTED.match(text, scene.end) is not None


def of_whose_kin(scene: Scene) -> Identity | None:
    """Of whom the name is told to be the husband, the master, the partner: the one named before."""
    if not _KIN.search(scene.document.text, max(0, scene.offset - 60), scene.offset):
        return None
    return next((s.identity for s in scene.named_since(scene.offset - _NEAR_KIN) if s.full), None)


def who_is_quoted(scene: Scene) -> Identity | None:
    """Who is quoted where the name stands, as far as the words before the quotation tell."""
    text = scene.document.text
    floor = max(0, scene.offset - _PARAGRAPH)
    at = text.rfind("\n", floor, scene.offset) + 1
    if not at and floor:
        return None
    marks = [at + n for n, sign in enumerate(text[at : scene.offset]) if sign in OPENS + CLOSES]
    if not marks or text[marks[-1]] not in OPENS or (text[marks[-1]] == '"' and len(marks) % 2 == 0):
        return None
    said = _COLON.search(text, max(0, marks[-1] - SPACE), marks[-1])
    return _sayer(scene, said.start() + 1) if said else None


def _sayer(scene: Scene, end: int) -> Identity | None:
    seen = next((seen for seen in scene.named_since(end - _SAYS_WITHIN) if seen.start < end), None)
    if seen is None:
        return None
    behind = scene.document.text[scene.end_of(seen) : end]
    # Right before the colon stands who is told, in another sentence who was spoken of.
    says = any(map(str.isalpha, behind)) and not SENTENCE.search(behind)
    return seen.identity if says else None


def quoted_on(scene: Scene, here: Sequence[Identity]) -> Iterator[Identity]:
    """Who of several is named in full in the words of the bearer of the name, who is quoted behind it."""
    said = _said(scene)
    yield from (i for i in here if any(form in said for form in i.given_forms))


def _said(scene: Scene) -> str:
    """What the bearer of the name is quoted to have said, behind it."""
    says = _SAYS.match(scene.document.text, scene.end, scene.end + _SAYS_WITHIN)
    if says is None:
        return ""
    said = scene.document.text[says.end() : says.end() + _QUOTE]
    closed = min((at for sign in CLOSES if (at := said.find(sign)) >= 0), default=len(said))
    return said[:closed]
