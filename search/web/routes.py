"""The addresses of the pages: each reads its address, asks the service once or twice, prints a page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from corpus.catalogue.reading.values import PersonView
from corpus.errors import StenogramError, UnavailableError
from corpus.model import Relation, Tier
from search.query import SearchQuery
from search.service.service import Service
from search.web import requests
from search.web.pages import components, documents, errors, names, passages, persons, search, start, status
from search.web.paging import Seat
from search.web.rendering import Renderer

PAGE = 20
ROWS = 50
NAMES = 100
NEIGHBOURS = 1
NAMED = 5

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def create_router(service: Service) -> APIRouter:
    """The pages over a service. Static files are the application's to mount, at /static."""
    renderer = Renderer()
    pages = Pages(service, renderer)
    router = APIRouter(route_class=_route_class(renderer), include_in_schema=False)
    addresses: tuple[tuple[str, Callable[..., Response]], ...] = (
        ("/", pages.search),
        ("/persons", pages.persons),
        ("/persons/{person}", pages.person),
        ("/names", pages.names),
        ("/passages", pages.forms),
        ("/passages/{passage}", pages.passage),
        ("/documents", pages.documents),
        ("/documents/{document}", pages.document),
        ("/status", pages.status),
        ("/components", pages.components),
    )
    for address, answer in addresses:
        router.add_api_route(address, answer, methods=["GET", "HEAD"])
    return router


def error_response(error: StenogramError, request: Request, renderer: Renderer | None = None) -> Response:
    """The page of an error, also for addresses that no route answers."""
    is_away = isinstance(error, UnavailableError)
    again = requests.same(request) if is_away else requests.without_place(request)
    query = request.query_params.get("q", "").strip()
    page = errors.error_page(error, again=again, query=query, json=requests.twin(request))
    response = (renderer or Renderer()).respond(page, error.status)
    if is_away:
        response.headers["retry-after"] = str(UnavailableError.retry_after)
    return response


class Pages:
    """A method for each page."""

    def __init__(self, service: Service, renderer: Renderer) -> None:
        self._service = service
        self._renderer = renderer

    def search(self, request: Request) -> Response:
        """The answer to a query; the start page where nothing is asked."""
        query, seat = requests.read_query(request), requests.read_seat(request)
        if not query.to_params() and not seat.cursor:
            return self._start()
        more = request.query_params.get("more", "")
        sizes = search.facet_sizes(query, more)
        answer = self._service.search(query, limit=PAGE, cursor=seat.cursor, facets=sizes)
        named = self._named(query, seat)
        return self._renderer.respond(search.search_page(answer, seat, more=more, persons=named))

    def persons(self, request: Request) -> Response:
        """Persons whose names fit, or all."""
        name, seat = request.query_params.get("q", "").strip(), requests.read_seat(request)
        answer = self._service.persons(name, limit=ROWS, cursor=seat.cursor)
        return self._renderer.respond(persons.persons_page(answer, name, seat))

    def person(self, request: Request, person: str) -> Response:
        """One person."""
        seat = requests.read_seat(request)
        answer = self._service.person(person)
        forms = persons.restricting(answer.person, requests.read_forms(request))
        passages = self._service.person_passages(
            answer.person.id,
            tier=requests.read_choice(request, "tier", Tier) or Tier.PROBABLE,
            relation=requests.read_choice(request, "relation", Relation),
            written=forms,
            limit=PAGE,
            cursor=seat.cursor,
            generation=answer.receipt.generation,
        )
        movements = self._service.movements(answer.person.id, limit=1, generation=answer.receipt.generation)
        return self._renderer.respond(persons.person_page(answer, passages, movements, seat))

    def names(self, request: Request) -> Response:
        """The written names that could be a name."""
        name, seat = request.query_params.get("q", "").strip(), requests.read_seat(request)
        collection = request.query_params.get("collection", "")
        answer = self._service.names(
            name,
            collection=collection or None,
            tier=requests.read_choice(request, "tier", Tier) or Tier.POSSIBLE,
            limit=NAMES,
            cursor=seat.cursor,
        )
        return self._renderer.respond(names.names_page(answer, collection, seat))

    def forms(self, request: Request) -> Response:
        """The passages of the written names that are ticked."""
        seat, name = requests.read_seat(request), request.query_params.get("q", "").strip()
        answer = self._service.form_passages(requests.read_forms(request), limit=PAGE, cursor=seat.cursor)
        others = self._service.names(name, limit=NAMES).items if name else ()
        return self._renderer.respond(names.forms_page(answer, name, others, seat))

    def passage(self, passage: str) -> Response:
        """A passage between its neighbours."""
        answer = self._service.passage(passage, neighbours=NEIGHBOURS)
        return self._renderer.respond(passages.passage_page(answer))

    def documents(self, request: Request) -> Response:
        """Documents of a collection, or all."""
        collection, seat = request.query_params.get("collection", ""), requests.read_seat(request)
        answer = self._service.documents(collection=collection or None, limit=ROWS, cursor=seat.cursor)
        return self._renderer.respond(documents.documents_page(answer, collection, seat))

    def document(self, request: Request, document: str) -> Response:
        """One document, read from a passage on."""
        first = requests.read_number(request, "first")
        answer = self._service.document(document)
        passages = self._service.document_passages(
            document, first=first, limit=PAGE, generation=answer.receipt.generation
        )
        return self._renderer.respond(documents.document_page(answer, passages, PAGE))

    def status(self) -> Response:
        """The receipt of everything."""
        return self._renderer.respond(status.status_page(self._service.status()))

    def components(self) -> Response:
        """Every component, made of fictional text."""
        return self._renderer.respond(components.components_page())

    def _start(self) -> Response:
        held = self._service.status()
        named = self._service.persons(limit=start.PERSONS)
        everything = self._service.search(SearchQuery(), limit=1, facets=start.FACETS)
        return self._renderer.respond(start.start_page(held, named, everything))

    def _named(self, query: SearchQuery, seat: Seat) -> tuple[PersonView, ...]:
        """Persons whose names the query may mean, on the first page of an answer."""
        if seat.cursor or not 1 <= len(query.text.split()) <= search.LONGEST_NAME:
            return ()
        return self._service.persons(query.text.strip(' "“”„«»'), limit=NAMED).items


def _route_class(renderer: Renderer) -> type[APIRoute]:
    """Routes whose errors are pages."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def answer(request: Request) -> Response:
                try:
                    return await handle(request)
                except StenogramError as error:
                    return error_response(error, request, renderer)

            return answer

    return PageRoute
