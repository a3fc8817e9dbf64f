"""A passage between its neighbours, with every mention in it."""

from __future__ import annotations

from corpus.catalogue.reading.values import PassageView
from search.service.values import PassageAnswer
from search.web import addresses
from search.web.cards import make_card, mention_mark, mention_row
from search.web.contexts import PassagePage
from search.web.frames import make_frame
from search.web.pieces import Link, Paging
from search.web.wording import number


def passage_page(answer: PassageAnswer) -> PassagePage:
    """The page of one passage."""
    passage = answer.passage
    heading = f"Passage {number(passage.ordinal + 1)}"
    return PassagePage(
        frame=make_frame(
            f"{heading}, {passage.document.name}", "documents", json=addresses.api("passages", passage.id)
        ),
        heading=heading,
        trail=_trail(passage),
        before=tuple(make_card(one) for one in answer.before),
        card=make_card(passage, marks=[mention_mark(mention) for mention in answer.mentions]),
        after=tuple(make_card(one) for one in answer.after),
        mentions=tuple(mention_row(mention) for mention in answer.mentions),
        paging=Paging(
            "", previous=_neighbour(answer.before[-1:], "Before"), next=_neighbour(answer.after[:1], "After")
        ),
        receipt=str(answer.receipt),
    )


def _trail(passage: PassageView) -> tuple[Link, ...]:
    document = passage.document
    trail = (
        Link(document.collection, addresses.documents(document.collection)),
        Link(document.name, addresses.document(document.id)),
    )
    section = (Link(passage.section, addresses.document(document.id, passage.ordinal)),)
    return trail + (section if passage.section else ())


def _neighbour(passages: tuple[PassageView, ...], text: str) -> Link | None:
    return Link(text, addresses.passage(passages[0].id)) if passages else None
