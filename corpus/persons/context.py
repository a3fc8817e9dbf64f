"""Which of several persons a name means, from where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from corpus.model import Tier, Turn
from corpus.names.parse import Name
from corpus.names.sexes import UNTOLD, WOMAN, is_titled, is_unmarried, told_sex
from corpus.names.titles import sex_of
from corpus.persons.beside import (
    of_whose_kin,
    quoted_on,
    stands_beside,
    told_of,
    who_is_quoted,
)
from corpus.persons.clause import told_apart
from corpus.persons.hearing import Hearing
from corpus.persons.identities import Identity
from corpus.persons.names import DocumentNames
from corpus.persons.scene import Scene, Seen
from corpus.persons.section_titles import names_case
from corpus.persons.telling import told_sex_of

# How far back a name with given parts decides a bare surname, in characters: about a page.
NEAR = 3000
# ... where no other of that surname was named for so long.
FAR = 12000
# Speeches back to which a label "Orlov" is the one who spoke as "N. Orlov".
_TALK = 6
# Speeches of a trial back to which one who begins with "I live at ..." has not spoken.
_TRIAL = 400
# A person named this many times as often as the others of that surname leads in a case,
LEADING = 2
# ... and this many times, he is meant where the others are named in the document, but not nearby,
DOMINANT = 4
# ... or even nearby, where one of them is not named in the document.
EMINENT = 5


def comparisons(one: int, other: int) -> tuple[bool, ...]:
    """All that `choose` asks of two counts: where these answers stay the same, so does its own.

    Ask it about two persons' counts in no other way, or answer here too.
    """
    return tuple(
        comparison
        for factor in (1, LEADING, DOMINANT, EMINENT)
        for comparison in (
            factor * one > other,
            factor * one >= other,
            factor * other > one,
            factor * other >= one,
        )
    )


def choose(
    several: Sequence[Identity],
    document: DocumentNames,
    offset: int,
    seen: Sequence[Seen],
    name: Name,
) -> tuple[Sequence[Identity], Tier]:
    """The persons that a name at an offset can mean (`name` is as it was read), with the tier of that answer.

    One named in full in the document goes before one of the case or the collection. Among several the
    scene decides (`_meant`); where it does not, each is *possible* that it does not rule out. Empty where
    none belongs to the collection and the catalogue knows several of like standing.
    """
    here = nearest(several, document)
    if len(here) == 1:
        return here, Tier.PROBABLE if _may_be_kin(name, here[0]) else Tier.CERTAIN
    if not here:
        known = [i for i in several if all(i.weight >= EMINENT * o.weight for o in several if o is not i)]
        return (known, Tier.PROBABLE) if len(known) == 1 else ((), Tier.POSSIBLE)
    scene = Scene(document, offset, seen)
    hearing = Hearing(scene)
    left = _not_ruled_out(here, hearing)
    if _is_titled_as_woman(name):
        # "Mrs. Holt" is the woman of the two, rather than J. Holt, of whom nothing tells the sex.
        left = [identity for identity in left if _sex_of(identity) == WOMAN] or left
    if name.bare and not scene.is_label and not scene.heads:
        left = [identity for identity in left if not _is_called_otherwise(identity, name)] or left
    if len(left) == 1:
        return left, Tier.PROBABLE
    likely = _meant(left, hearing)
    return ([likely], Tier.PROBABLE) if likely else (left, Tier.POSSIBLE)


def nearest(several: Sequence[Identity], document: DocumentNames) -> Sequence[Identity]:
    """Those named in full in the document, else in its case (its folder), else in its collection."""
    for place in (document.id, document.case, document.collection):
        if found := [identity for identity in several if place in identity.places]:
            return found if place != document.id else [*found, *_eminent(several, found, document)]
    return ()


def _eminent(
    several: Sequence[Identity], local: Sequence[Identity], document: DocumentNames
) -> Sequence[Identity]:
    """Persons of the case beside whom one who is named in full a single time here is hardly meant."""
    if any(identity.places[document.id] > 1 for identity in local):
        return ()
    most = max(identity.places[document.case] for identity in local)
    return [i for i in several if i not in local and i.places[document.case] >= EMINENT * most]


def _not_ruled_out(here: Sequence[Identity], hearing: Hearing) -> Sequence[Identity]:
    """Without those who are surely not meant; all of them where that is nobody or everybody."""
    out = {identity.root() for identity in _ruled_out(here, hearing)}
    left = _others(here, out)
    if left:
        return left
    # What is said of all contradicts itself: whether a man or a woman is told of is said most plainly.
    return _others(here, {identity.root() for identity in _of_other_sex(here, hearing)}) or here


def _ruled_out(here: Sequence[Identity], hearing: Hearing) -> Iterator[Identity]:
    """Nobody speaks of himself by surname, nor is "N. Orlov and Orlov" one man; "you" is not Orlov."""
    scene = hearing.scene
    yield from (identity for identity in here if stands_beside(scene, identity))
    yield from told_apart(scene, here)
    if (relative := of_whose_kin(scene)) is not None:
        yield relative
    if hearing.is_defence:
        yield from (identity for identity in here if hearing.had_defence(identity))
    if hearing.is_called_prisoner or hearing.is_defence:
        others = _others(here, hearing.accused)
        yield from others if len(others) < len(here) else ()
    yield from _of_other_sex(here, hearing)
    if (quoted := who_is_quoted(scene)) is not None and not scene.names_himself:
        yield quoted
    yield from quoted_on(scene, here)
    if hearing.heads_item:
        yield from hearing.listed()
        yield from (identity for identity in here if hearing.is_listed_behind(identity))
        if hearing.is_verdict and hearing.accused:
            yield from _others(here, hearing.accused)
    if hearing.introduces_himself:
        yield from hearing.accused
    if scene.is_label or hearing.introduces_himself:
        yield from _ruled_out_of_label(here, hearing)
    elif scene.speech is not None and not hearing.is_defence:
        yield from _ruled_out_of_speech(here, scene, scene.speech)


def _of_other_sex(here: Sequence[Identity], hearing: Hearing) -> Iterator[Identity]:
    sex = told_sex_of(hearing.scene, speaks=hearing.is_defence)
    yield from (identity for identity in here if sex and _sex_of(identity) not in (sex, UNTOLD))


def _ruled_out_of_label(here: Sequence[Identity], hearing: Hearing) -> Iterator[Identity]:
    """Who does not speak: of whom the speaker tells, and by the order in which witnesses are heard."""
    introduces = hearing.introduces_himself
    again = hearing.speaks_again or (hearing.is_recalled and not introduces)
    yield from (identity for identity in here if hearing.tells_of(identity))
    yield from (identity for identity in here if hearing.is_sworn_elsewhere(identity))
    if introduces or not (hearing.scene.talks or again):
        yield from hearing.scene.spoken(_TRIAL)
    if introduces:
        yield from (identity for identity in here if hearing.introduces_later(identity))
    if again:
        yield from _others(here, {speaker.root() for speaker in hearing.scene.spoken(_TRIAL)})
    elif wronged := _one_of(here, hearing.wronged):
        yield from (identity for identity in here if identity is not wronged)


def _ruled_out_of_speech(here: Sequence[Identity], scene: Scene, speech: Turn) -> Iterator[Identity]:
    """Who speaks, and who is asked."""
    speaker = scene.who_speaks(speech)
    if speaker is not None and not scene.heads and not scene.names_himself:
        yield speaker
    if not scene.asks_you or scene.is_called:
        return
    asked = _asked(here, scene, speech) or _examined(here, scene)
    if asked is not None and asked is not speaker:
        yield asked


def _asked(here: Sequence[Identity], scene: Scene, speech: Turn) -> Identity | None:
    """The one who answers, where two speakers take turns and the other speaks to him."""
    asked, before, after = (scene.speech_at(scene.turn + step) for step in (-2, -1, 1))
    if after is None or before is None or after.label == speech.label:
        return None
    if before.label == after.label:
        return scene.speaker(before)
    if asked is None or asked.label != speech.label:
        return None
    return next((i for i in here if after.label.startswith(tuple(i.given_forms))), None)


def _meant(here: Sequence[Identity], hearing: Hearing) -> Identity | None:
    """Who is meant: who is examined or speaks, who alone is named nearby, who is named far more often."""
    scene = hearing.scene
    if scene.is_given_of(here):
        return next((s.identity for s in scene.named_since(scene.offset - NEAR) if s.identity in here), None)
    examined = _examined(here, scene)
    if scene.is_label:
        spoke = _one_of(here, scene.spoken(_TALK))
        if spoke is not None and examined is None and not scene.talks:
            return None
        return examined or spoke or _named_nearby(here, scene)
    if hearing.heads_item or hearing.is_defence or (scene.heads and hearing.follows_item):
        return None
    is_told = scene.speech is None and not scene.follows_pronoun and not scene.asks_you
    if examined is not None and (is_told or scene.is_called):
        others = [seen.identity for seen in scene.named_since(scene.sentence)]
        return examined if _one_of(here, others) in (None, examined) else None
    if scene.heads:
        return None
    return told_of(scene, here) or _named_nearby(here, scene)


def _may_be_kin(name: Name, identity: Identity) -> bool:
    """Whether "Mrs. Holt" may be the mother of the only Holt who is named in full, Jane: not where Jane is
    called so with her given name."""
    if not _is_titled_as_woman(name) or is_unmarried(name):
        return False
    full = [known for known in identity.names if known.given]
    return bool(full) and not any(sex_of(known.titles) == WOMAN for known in full)


def _is_titled_as_woman(name: Name) -> bool:
    return is_titled(name) and told_sex(name) == WOMAN


def _is_called_otherwise(identity: Identity, name: Name) -> bool:
    """Whether a woman is known as another than a surname alone says, by what women were called.

    "Holt" is not whom all call Mrs. Holt or Miss Jane Holt, and "Miss Holt" is the eldest, not her sister
    Miss Jane Holt.
    """
    if not is_titled(name):
        return _sex_of(identity) == WOMAN and all(known.bare or known.titles for known in identity.names)
    return is_unmarried(name) and any(is_unmarried(known) and known.given for known in identity.names)


def _sex_of(identity: Identity) -> str:
    told = {sex for name in identity.names if (sex := told_sex(name))}
    return told.pop() if len(told) == 1 else UNTOLD


def _others(here: Sequence[Identity], roots: AbstractSet[Identity]) -> Sequence[Identity]:
    """Those who are none of some persons, who are given as roots."""
    return [identity for identity in here if identity.root() not in roots]


def _one_of(here: Sequence[Identity], found: Iterable[Identity]) -> Identity | None:
    """The only one of several persons that is among those found."""
    roots = {identity.root() for identity in found}
    among = [identity for identity in here if identity.root() in roots]
    return among[0] if len(among) == 1 else None


def _among(here: Sequence[Identity], found: Sequence[Identity]) -> bool:
    roots = {identity.root() for identity in found}
    return any(identity.root() in roots for identity in here)


def _named_nearby(here: Sequence[Identity], scene: Scene) -> Identity | None:
    """The one who is named ever so often; the only one who was named within a page, and for long before;
    else the one who is named more often.

    The last one named is not enough: where two are spoken of in turn, half of such names mean the other.
    """
    named = [identity.places[scene.document.id] for identity in here]
    counts = _counts(here, scene.document.id, scene.document.case)
    if not all(named) and (leading := _leading(here, counts, EMINENT)) is not None:
        return leading
    near = [seen.identity for seen in scene.named_since(scene.offset - NEAR)]
    nearest = _one_of(here, near)
    if nearest is not None and _one_of(here, [s.identity for s in scene.named_since(scene.offset - FAR)]):
        return nearest
    if _among(here, near):
        return None
    return _leading(here, counts, DOMINANT if any(named) else LEADING)


def _examined(here: Sequence[Identity], scene: Scene) -> Identity | None:
    """The one whose name with given parts stands in the title of the section; of a surname alone the one who
    speaks there, or who leads in the case."""
    if scene.section is None or names_case(scene.section.title):
        return None
    title = " ".join(scene.section.title.split()).casefold()
    found = [i for i in here if any(_written(name.written, i, title) for name in i.names)]
    if len(found) == 1:
        return found[0]
    if found or not any(name.written.casefold() in title for i in here for name in i.names):
        return None
    speak = [identity for identity in here if scene.speaks_in_section(identity)]
    return speak[0] if len(speak) == 1 else _leading(here, _counts(here, scene.document.case), LEADING)


def _written(surname: str, identity: Identity, title: str) -> bool:
    if surname.casefold() not in title:
        return False
    return any(form.casefold() in title for form in identity.given_forms)


def _counts(here: Sequence[Identity], *places: str) -> Sequence[int]:
    """How often each is named in full: in the first of some places, from small to large, in which more than
    one of them is, else anywhere.

    Namesakes elsewhere do not count where it is known who is there: a common name is common everywhere.
    """
    for place in places:
        counts = [identity.places[place] for identity in here]
        if sum(map(bool, counts)) > 1:
            return counts
    return [identity.weight for identity in here]


def _leading(here: Sequence[Identity], counts: Sequence[int], times: int) -> Identity | None:
    """The one whose count is so many times that of each other."""
    most = max(counts)
    return here[counts.index(most)] if sum(times * count > most for count in counts) == 1 else None
