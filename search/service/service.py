"""The use cases: one set for the API, the pages and the command line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from functools import cache, partial

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.reading.exports import (
    ExportedMention,
    ExportedTurn,
    export_mentions,
    export_passages,
    export_turns,
)
from corpus.catalogue.reading.form_passages import FormPassage
from corpus.catalogue.reading.person_passages import Chosen
from corpus.catalogue.reading.values import PassageView, PersonPassage, PersonView
from corpus.curation.files import Import, write_lines
from corpus.curation.listing import DecisionView
from corpus.curation.records import load_decisions
from corpus.curation.requests import Request
from corpus.errors import InvalidError
from corpus.known.entries import Entry
from corpus.known.importing import Imported, export_known
from corpus.model import MentionKind, Relation, Tier
from corpus.text.analysis import Analyser
from search.cursors import Cursor, Place, decode_cursor, encode_cursor
from search.engines.base import Engine
from search.language import QueryLanguage
from search.publication import GRACE_SECONDS
from search.query import Facet, SearchQuery
from search.service import curating, documents, forms, movements, persons, searching
from search.service.curating import Curation, Signed
from search.service.generations import Generations, View
from search.service.highlights import highlight_passage
from search.service.values import (
    DecisionsAnswer,
    DocumentAnswer,
    DocumentPassagesAnswer,
    DocumentsAnswer,
    FormPassagesAnswer,
    MovementsAnswer,
    NamesAnswer,
    PassageAnswer,
    PersonAnswer,
    PersonPassagesAnswer,
    PersonsAnswer,
    SearchAnswer,
    Status,
)

PAGE = 20
LONGEST_PAGE = 1000
FACETS: Mapping[Facet, int] = dict.fromkeys(Facet, 10)

# Passages read at a time where all of a person's are.
_WINDOW = 500


class Service:
    """Answers questions from the published generation; a cursor is answered from its own.

    One serves all threads. Every method raises `NotIndexedError` before anything was indexed and
    `UnavailableError` where engine and catalogue do not agree; those that take a cursor raise
    `GoneError` for one whose generation is not kept any more and `InvalidError` for one that does not
    belong to the question; `limit` counts from 1 to 1000. Who asks several questions for one answer
    passes the `generation` of the first one's receipt to the others, so that they are of one revision.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        engine: Engine,
        *,
        analyser: Analyser | None = None,
        grace: float = GRACE_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._generations = Generations(catalogue, engine, grace=grace, now=now)
        self._curation = Curation(catalogue, engine, grace, now)
        self._analyser = analyser or Analyser()
        self._language = QueryLanguage(self._analyser)

    def search(
        self,
        query: SearchQuery,
        *,
        limit: int = PAGE,
        cursor: str | None = None,
        facets: Mapping[Facet, int] = FACETS,
    ) -> SearchAnswer:
        """Passages that answer a query, with up to as many values of each facet as `facets` says.

        Raises `QueryError` for a text that cannot be read.
        """
        with self._page(limit, cursor, "search", query.to_params()) as page:
            mark = self._marker(query.text)
            return searching.search(page.view, query, facets, limit, page.place, page.next, mark)

    def passage(self, passage: str, *, neighbours: int = 1) -> PassageAnswer:
        """One passage, everything named in it, and as many neighbours on both sides. Or `NotFoundError`."""
        with self._generations.view() as view:
            return documents.passage(view, passage, neighbours)

    def documents(
        self, *, collection: str | None = None, limit: int = PAGE, cursor: str | None = None
    ) -> DocumentsAnswer:
        """The documents, of one collection or of all, in the order of the record."""
        with self._page(limit, cursor, "documents", collection) as page:
            return documents.documents(page.view, collection, limit, page.place, page.next)

    def document(self, document: str, *, generation: str | None = None) -> DocumentAnswer:
        """One document with its sections. Raises `NotFoundError`."""
        with self._generations.view(generation) as view:
            return documents.document(view, document)

    def document_passages(
        self,
        document: str,
        *,
        first: int = 0,
        limit: int = PAGE,
        cursor: str | None = None,
        generation: str | None = None,
    ) -> DocumentPassagesAnswer:
        """A document's passages from ordinal `first` on. Raises `NotFoundError`."""
        with self._page(limit, cursor, "document_passages", document, first, generation=generation) as page:
            start = int(page.place[0]) if page.place else max(first, 0)
            return documents.document_passages(page.view, document, start, limit, page.next)

    def persons(self, name: str = "", *, limit: int = PAGE, cursor: str | None = None) -> PersonsAnswer:
        """The persons one of whose forms matches a name, best first; without a name all of them."""
        with self._page(limit, cursor, "persons", name.strip()) as page:
            return persons.persons(page.view, name.strip(), limit, page.place, page.next)

    def person(self, person: str, *, generation: str | None = None) -> PersonAnswer:
        """The person with this id, or the one whom that was merged into. Raises `NotFoundError`."""
        with self._generations.view(generation) as view:
            return persons.person(view, person)

    def person_passages(
        self,
        person: str,
        *,
        tier: Tier = Tier.PROBABLE,
        relation: Relation | None = None,
        written: Sequence[str] = (),
        limit: int = PAGE,
        cursor: str | None = None,
        generation: str | None = None,
    ) -> PersonPassagesAnswer:
        """The passages that concern a person, in the order of the record; `tier` is the lowest included.

        With forms (`written`), only mentions that are written so count, and turns whose label is.
        Raises `NotFoundError`.
        """
        chosen = Chosen(person, tier, tuple(dict.fromkeys(written)))
        asked = ("person_passages", person, tier, relation, chosen.forms)
        with self._page(limit, cursor, *asked, generation=generation) as page:
            return persons.person_passages(page.view, chosen, relation, limit, page.place, page.next)

    def movements(
        self, person: str, *, limit: int = PAGE, cursor: str | None = None, generation: str | None = None
    ) -> MovementsAnswer:
        """The passages that name followers or a doctrine of a person, who is not mentioned by that, in the
        order of the record. Raises `NotFoundError`."""
        with self._page(limit, cursor, "movements", person, generation=generation) as page:
            return movements.movements(page.view, person, limit, page.place, page.next, self._marker)

    def names(
        self,
        name: str,
        *,
        collection: str | None = None,
        tier: Tier = Tier.POSSIBLE,
        limit: int = PAGE,
        cursor: str | None = None,
    ) -> NamesAnswer:
        """All written names that could be the one that is asked for, known person or not, best first.

        `tier` is the lowest included: how sure it is that both name one person, by the names alone. Of a
        collection only what is mentioned in it is found, and counted there. Raises `InvalidError` for what is
        no name.
        """
        asked = forms.Asked(name.strip(), tier, collection)
        with self._page(limit, cursor, "names", *astuple(asked)) as page:
            return forms.names(page.view, asked, limit, page.place, page.next)

    def form_passages(
        self,
        written: Sequence[str],
        *,
        collection: str | None = None,
        limit: int = PAGE,
        cursor: str | None = None,
    ) -> FormPassagesAnswer:
        """All passages with a mention of one of these forms, whoever it names, in the order of the record."""
        chosen = tuple(dict.fromkeys(written))
        with self._page(limit, cursor, "form_passages", chosen, collection) as page:
            return forms.form_passages(page.view, chosen, collection, limit, page.place, page.next)

    def find_person(self, name_or_id: str) -> PersonView:
        """The one person whom an id or any written form of a name means.

        Raises `AmbiguousError` with the candidates where several may be meant, `NotFoundError`.
        """
        with self._generations.view() as view:
            return persons.find_person(view, name_or_id.strip())

    def decisions(
        self, *, person: str = "", unfitting: bool = False, limit: int = PAGE, cursor: str | None = None
    ) -> DecisionsAnswer:
        """Curators' decisions in the order in which they were made; about one person, or unfitting, only."""
        with self._page(limit, cursor, "decisions", person, unfitting) as page:
            return curating.decisions(page.view, person, unfitting, limit, page.place, page.next)

    def decision(self, number: int) -> DecisionView:
        """One decision. Raises `NotFoundError`."""
        with self._generations.view() as view:
            return curating.decision(view, number)

    def decide(self, request: Request, signed: Signed) -> DecisionView:
        """Make a decision, which the next answer shows. Raises `ConflictError`, `InvalidError`,
        `NotFoundError`; `UnavailableError` also where others write for long."""
        return self.decision(self._curation.decide(request, signed).number)

    def undo(self, number: int, signed: Signed) -> DecisionView:
        """Take a decision back, which the next answer shows; gives the undo. Errors as above."""
        return self.decision(self._curation.undo(number, signed).number)

    def export_decisions(self) -> list[str]:
        """All decisions as lines of a file."""
        with self._generations.view() as view:
            return list(write_lines(load_decisions(view.at.db)))

    def import_decisions(self, text: str) -> Import:
        """Add the decisions of a file's text; lines that are none are told and left out."""
        return self._curation.add_all(text)

    def export_authority(self, *, everybody: bool = False) -> list[Entry]:
        """The known persons, or all of them, as entries of an authority file."""
        with self._generations.view() as view:
            return export_known(view.at, everybody=everybody)

    def import_authority(self, name: str, text: str, signed: Signed) -> Imported:
        """Keep an authority file's persons, and link those of the documents to them. `name` is the file's."""
        return self._curation.import_authority(name, text, signed)

    def status(self) -> Status:
        """What the catalogue holds and whether the engine holds it too."""
        with self._generations.view() as view:
            return documents.status(view)

    def check(self) -> None:
        """Raise the error that an answer would raise now: whether the service is ready."""
        with self._generations.view():
            self._generations.check_engine()

    def prepare(self) -> None:
        """Count what every first page shows, once for a generation: a second for 200,000 passages."""
        with self._generations.view() as view:
            view.opened.ranking(view.at)
            view.opened.holdings(view.at)

    def export_mentions(self, kind: MentionKind | None = None) -> Iterator[ExportedMention]:
        """Every mention in the order of the record. Raises `GoneError` when that takes too long."""
        with self._generations.view() as view:
            yield from export_mentions(view.at, kind)
            self._generations.check(view)

    def export_passages(self) -> Iterator[PassageView]:
        """Every passage in the order of the record. Raises `GoneError` when that takes too long."""
        with self._generations.view() as view:
            yield from export_passages(view.at)
            self._generations.check(view)

    def export_turns(self) -> Iterator[ExportedTurn]:
        """Every turn in the order of the record. Raises `GoneError` when that takes too long."""
        with self._generations.view() as view:
            yield from export_turns(view.at)
            self._generations.check(view)

    def export_person_passages(
        self, person: str, *, tier: Tier = Tier.PROBABLE, written: Sequence[str] = ()
    ) -> Iterator[PersonPassage]:
        """Every passage that concerns a person, in the order of the record, with forms (`written`) those of
        `person_passages`. Errors as above."""
        with self._generations.view() as view:
            yield from persons.all_passages(view, Chosen(person, tier, tuple(written)), _WINDOW)
            self._generations.check(view)

    def export_form_passages(self, written: Sequence[str]) -> Iterator[FormPassage]:
        """Every passage of `form_passages`. Errors as above."""
        with self._generations.view() as view:
            yield from forms.all_passages(view, tuple(written), _WINDOW)
            self._generations.check(view)

    def close(self) -> None:
        """Give up what is held open."""
        self._generations.close()

    def _marker(self, text: str) -> searching.Mark:
        """Marks what answers a query, which is read when there is something to mark."""
        parse = cache(partial(self._language.parse, text))
        return lambda passage: highlight_passage(passage, parse(), self._analyser)

    @contextmanager
    def _page(
        self, limit: int, cursor: str | None, *question: object, generation: str | None = None
    ) -> Iterator[_Page]:
        if not 1 <= limit <= LONGEST_PAGE:
            raise InvalidError(f"limit={limit} is not possible.", f"Use 1 to {LONGEST_PAGE}.")
        asked = json.dumps(question)
        place = decode_cursor(cursor, asked) if cursor else None
        with self._generations.view(place.generation if place else generation) as view:
            yield _Page(view, place.place if place else None, asked)


class _Page:
    """One page of a list: the view it is drawn from and where it begins."""

    def __init__(self, view: View, place: Place | None, question: str) -> None:
        self.view = view
        self.place = place
        self._question = question

    def next(self, place: Place) -> str:
        """The cursor of the page after `place`."""
        return encode_cursor(Cursor(self.view.opened.id, place), self._question)
