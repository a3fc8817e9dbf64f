"""Documents, their passages, and the receipt of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.catalogue.reading.documents import (
    count_documents,
    read_copies,
    read_document,
    read_documents,
    read_sections,
)
from corpus.catalogue.reading.holdings import read_failures
from corpus.catalogue.reading.mentions import read_mentions
from corpus.catalogue.reading.passages import read_document_passages, read_passages
from corpus.catalogue.reading.values import Counted, DocumentView
from corpus.errors import NotFoundError
from search.cursors import Place
from search.query import Facet, SearchQuery
from search.service.generations import View
from search.service.searching import name_facets
from search.service.values import (
    DocumentAnswer,
    DocumentPassagesAnswer,
    DocumentsAnswer,
    PassageAnswer,
    ReadPassage,
    Status,
)

_PERSONS_OF_DOCUMENT = 30


def passage(view: View, asked: str, neighbours: int) -> PassageAnswer:
    """One passage with what is named in it and what stands around it."""
    found = read_passages(view.at, [asked]).get(asked)
    if found is None:
        raise NotFoundError(f"There is no passage {asked!r}.", "Look for it with a search.")
    first = max(found.ordinal - neighbours, 0)
    around = read_document_passages(
        view.at, found.document.id, first=first, limit=found.ordinal - first + neighbours + 1
    )
    return PassageAnswer(
        passage=found,
        mentions=tuple(read_mentions(view.at, [found.key]).get(found.key, ())),
        before=tuple(other for other in around if other.ordinal < found.ordinal),
        after=tuple(other for other in around if other.ordinal > found.ordinal),
        receipt=view.receipt(1),
    )


def documents(
    view: View,
    collection: str | None,
    limit: int,
    after: Place | None,
    following: Callable[[Place], str],
) -> DocumentsAnswer:
    """One page of the documents in the order of the record."""
    start = str(after[0]) if after else ""
    found = read_documents(view.at, collection=collection, after=start, limit=limit + 1)
    total = view.opened.documents if collection is None else count_documents(view.at, collection)
    return DocumentsAnswer(
        items=tuple(document for _, document in found[:limit]),
        total=total,
        next=following((found[limit - 1][0],)) if len(found) > limit else None,
        receipt=view.receipt(total),
    )


def document(view: View, asked: str) -> DocumentAnswer:
    """One document with its sections, its copies and whom it names most."""
    found = _document(view, asked)
    return DocumentAnswer(
        document=found,
        sections=tuple(read_sections(view.at, asked)),
        copies=tuple(read_copies(view.at, found)),
        persons=_persons(view, asked),
        receipt=view.receipt(found.passages),
    )


def document_passages(
    view: View, asked: str, first: int, limit: int, following: Callable[[Place], str]
) -> DocumentPassagesAnswer:
    """Up to `limit` passages of a document from ordinal `first` on."""
    found = _document(view, asked)
    passages = read_document_passages(view.at, asked, first=first, limit=limit)
    mentions = read_mentions(view.at, [one.key for one in passages])
    end = first + limit
    return DocumentPassagesAnswer(
        document=found,
        items=tuple(ReadPassage(one, tuple(mentions.get(one.key, ()))) for one in passages),
        total=found.passages,
        next=following((end,)) if end < found.passages else None,
        receipt=view.receipt(found.passages),
    )


def status(view: View) -> Status:
    """The receipt of everything."""
    holdings = view.opened.holdings(view.at)
    return Status(
        generation=view.opened.id,
        engine=view.opened.engine,
        indexed=view.opened.indexed,
        holdings=replace(holdings, failures=tuple(read_failures(view.at.db))),
    )


def _document(view: View, asked: str) -> DocumentView:
    found = read_document(view.at, asked)
    if found is None:
        raise NotFoundError(f"There is no document {asked!r}.", "Look at the list of documents.")
    return found


def _persons(view: View, document: str) -> tuple[Counted, ...]:
    query = SearchQuery().select(Facet.DOCUMENT, document)
    page = view.index.search(query, limit=0, facets={Facet.PERSON: _PERSONS_OF_DOCUMENT})
    facets = name_facets(view, query, page.facets)
    return tuple(Counted(found.value, found.name, found.count) for found in facets[0].values)
