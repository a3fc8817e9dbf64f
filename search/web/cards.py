"""Passages as cards, wherever they are shown: search, person, passage, document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.catalogue.reading.form_passages import FormPassage
from corpus.catalogue.reading.values import MentionView, PassageView, PersonMention, PersonPassage, TurnView
from corpus.model import Relation
from search.service.values import FoundPassage, ReadPassage
from search.web import addresses
from search.web.marking import Mark, Ranged, mark_passage
from search.web.pieces import Card, Ground, Link, MentionRow
from search.web.wording import citation, language


def found_card(found: FoundPassage) -> Card:
    """A passage that answers a search, with what matched, and the persons that are filtered by."""
    marks = [_person_mark(mention) for mention in found.mentions]
    return make_card(found.passage, marks=marks, hits=found.highlights, grounds=_grounds(found.mentions))


def read_card(read: ReadPassage) -> Card:
    """A passage of a document, with everything named in it."""
    return make_card(read.passage, marks=[mention_mark(mention) for mention in read.mentions])


def person_card(answer: PersonPassage) -> Card:
    """A passage that concerns a person, with the mentions that answer and why they do."""
    marks = [_person_mark(mention) for mention in answer.mentions]
    badge = "speaks, unnamed" if answer.relation is Relation.SPOKEN else ""
    return make_card(answer.passage, marks=marks, badge=badge, grounds=_grounds(answer.mentions))


def form_card(answer: FormPassage) -> Card:
    """A passage that has some written names, each with whomever it may name."""
    marks = [mention_mark(mention) for mention in answer.mentions]
    return make_card(answer.passage, marks=marks, grounds=_bearers(answer.mentions))


def _bearers(mentions: Iterable[MentionView]) -> tuple[Ground, ...]:
    """Each text with each person whom it may name once, in order."""
    times = Counter(
        (" ".join(mention.text.split()), given.tier.value, f"{given.entity.name}, {given.reason}")
        for mention in mentions
        for given in mention.attributions
    )
    return tuple(Ground(*ground, f"×{count}" if count > 1 else "") for ground, count in times.items())


def make_card(
    passage: PassageView,
    *,
    marks: Sequence[Mark] = (),
    hits: Sequence[Ranged] = (),
    badge: str = "",
    grounds: tuple[Ground, ...] = (),
) -> Card:
    """A passage with its document, section, speakers and citation."""
    return Card(
        id=passage.id,
        href=addresses.passage(passage.id),
        heading=f"Passage {passage.ordinal + 1}",
        document=Link(passage.document.name, addresses.document(passage.document.id, passage.ordinal)),
        section=passage.section,
        date=passage.section_date,
        speakers=_speakers(passage.turns),
        blocks=mark_passage(passage, marks, hits),
        citation=citation(passage),
        language=language(passage.document.language),
        badge=badge,
        grounds=grounds,
    )


def mention_mark(mention: MentionView) -> Mark:
    """A mention of any kind; it leads to the surest entity."""
    names = (f"{one.entity.name} ({one.tier}: {one.reason})" for one in mention.attributions)
    note = "; ".join(names) or mention.value or f"{mention.kind}, not resolved"
    return Mark(mention.start, mention.end, _style(mention), entity_address(mention), note)


def mention_row(mention: MentionView) -> MentionRow:
    """A mention in the list beside a passage."""
    what = f"{mention.kind} {mention.value}".strip()
    return MentionRow(
        text=" ".join(mention.text.split()),
        style=_style(mention),
        names=tuple(
            Link(
                one.entity.name, _entity(mention.kind, one.entity.id), _why(one.tier, one.reason, one.detail)
            )
            for one in mention.attributions
        ),
        remark=f"{what} · {mention.start}–{mention.end} · by {mention.by}",
    )


def entity_address(mention: MentionView) -> str:
    """Where a mention leads: to its surest person, or to a search for its organisation."""
    return _entity(mention.kind, mention.attributions[0].entity.id) if mention.attributions else ""


def _style(mention: MentionView) -> str:
    """The kind, and how sure the surest attribution is."""
    return " ".join([mention.kind, *(one.tier for one in mention.attributions[:1])])


def _entity(kind: str, entity: str) -> str:
    return addresses.person(entity) if kind == "person" else addresses.search_for(**{kind: entity})


def _why(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _person_mark(mention: PersonMention) -> Mark:
    note = f"{mention.tier}: {mention.reason}"
    return Mark(mention.start, mention.end, f"person {mention.tier}", note=note)


def _grounds(mentions: Iterable[PersonMention]) -> tuple[Ground, ...]:
    """Each text, tier and reason once, in order."""
    times = Counter((" ".join(m.text.split()), m.tier.value, m.reason) for m in mentions)
    return tuple(Ground(*ground, f"×{count}" if count > 1 else "") for ground, count in times.items())


def _speakers(turns: Iterable[TurnView]) -> tuple[Link, ...]:
    """Who speaks, each once, in order; those who are known lead to their page."""
    names = {turn.name: addresses.person(turn.speaker.id) if turn.speaker else "" for turn in turns}
    return tuple(Link(name, href) for name, href in names.items())
