"""Documents: the list, and the page of one."""

from __future__ import annotations

from corpus.catalogue.reading.values import DocumentView, SectionView
from search.service.values import DocumentAnswer, DocumentPassagesAnswer, DocumentsAnswer
from search.web import addresses
from search.web.cards import read_card
from search.web.charts import bars
from search.web.contexts import DocumentPage, DocumentsPage
from search.web.folding import fold
from search.web.frames import make_frame
from search.web.paging import Seat, make_paging
from search.web.pieces import DocumentRow, Fact, Link, Paging
from search.web.wording import counted, number


def documents_page(answer: DocumentsAnswer, collection: str, seat: Seat) -> DocumentsPage:
    """Documents in the order of the record, of one collection or of all."""
    params = [("collection", collection)] if collection else []
    found = counted(answer.total, "document")
    return DocumentsPage(
        frame=make_frame("Documents", "documents", json=addresses.api("documents", params=params)),
        heading=f"{found} in {collection}" if collection else found,
        documents=tuple(_row(document) for document in answer.items),
        paging=make_paging(
            seat,
            len(answer.items),
            answer.total,
            answer.next,
            lambda cursor, seen: addresses.documents(collection, cursor=cursor, seen=seen),
            "document",
        ),
        receipt=str(answer.receipt),
    )


def document_page(answer: DocumentAnswer, passages: DocumentPassagesAnswer, size: int) -> DocumentPage:
    """One document, read from a passage on; `size` passages make a page."""
    document = answer.document
    return DocumentPage(
        frame=make_frame(document.name, "documents", json=addresses.api("documents", document.id)),
        name=document.title or document.relative,
        label=document.label,
        trail=(Link(document.collection, addresses.documents(document.collection)),),
        facts=tuple(fact for fact in _facts(answer) if fact.is_told),
        contents=fold(tuple(_section(document, section) for section in answer.sections if section.title)),
        persons=fold(bars(answer.persons, lambda person: addresses.person(person.id))),
        cards=tuple(read_card(one) for one in passages.items),
        paging=_paging(passages, size),
        receipt=str(answer.receipt),
    )


def _row(document: DocumentView) -> DocumentRow:
    name = document.name
    label = "" if name.endswith(document.label) else document.label
    path = "" if name == document.relative else document.relative
    origin = (label, document.publisher, document.published, document.place)
    return DocumentRow(
        Link(name, addresses.document(document.id)),
        Link(document.collection, addresses.documents(document.collection)),
        ", ".join(fact for fact in origin if fact) or path,
        number(document.words),
        number(document.passages),
    )


def _facts(answer: DocumentAnswer) -> tuple[Fact, ...]:
    document = answer.document
    return (
        Fact("Publisher", document.publisher),
        Fact("Published", document.published),
        Fact("Place", document.place),
        Fact("Language", document.language),
        Fact("Licence", document.licence),
        _origin(document.url),
        Fact("Length", f"{counted(document.words, 'word')}, {counted(document.length, 'character')}"),
        Fact("File", f"{document.source} ({document.media_type}, {document.encoding})"),
        Fact("SHA-256", document.sha256),
        Fact("Same bytes", links=tuple(_copy(copy) for copy in answer.copies)),
    )


def _origin(url: str) -> Fact:
    """Where the document comes from: to be followed only where that cannot do harm."""
    return Fact("Source", links=(Link(url, url),)) if addresses.is_public(url) else Fact("Source", url)


def _copy(document: DocumentView) -> Link:
    return Link(document.source, addresses.document(document.id))


def _section(document: DocumentView, section: SectionView) -> Link:
    href = addresses.document(document.id, section.passage) if section.passage is not None else ""
    return Link(section.title, href, section.date)


def _paging(passages: DocumentPassagesAnswer, size: int) -> Paging:
    """Pages of a document go both ways, by the ordinal of their first passage."""
    document, total = passages.document, passages.total
    if not passages.items:
        return Paging("", start=Link("From the start", addresses.document(document.id)))
    first, last = passages.items[0].passage.ordinal, passages.items[-1].passage.ordinal
    earlier = Link("Previous", addresses.document(document.id, max(0, first - size))) if first else None
    later = Link("Next", addresses.document(document.id, last + 1)) if last + 1 < total else None
    line = f"{number(first + 1)}–{number(last + 1)} of {counted(total, 'passage')}"
    return Paging(line, previous=earlier, next=later)
