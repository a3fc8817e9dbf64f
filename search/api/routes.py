"""The API's addresses. Endpoints are plain functions: the server runs them in its thread pool."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from search.api import models, shaping, shaping_names
from search.api.decisions import add_decisions
from search.api.parameters import (
    LONGEST_VALUE,
    DocumentsParameters,
    FormPassagesParameters,
    NamesParameters,
    NoParameters,
    PageParameters,
    PassageParameters,
    PersonPassagesParameters,
    PersonsParameters,
    SearchParameters,
    given_once,
)
from search.api.problems import documented
from search.query import Facet
from search.service.service import Service

Id = Annotated[str, Path(max_length=LONGEST_VALUE)]

_ONE = documented(404, 422, 503)
_LIST = documented(410, 422, 503)


def create_router(service: Service) -> APIRouter:
    """The API over a service."""
    router = APIRouter(prefix=shaping.PREFIX)
    facets = tuple(facet.value for facet in Facet)
    parts = (
        (_add_search, facets),
        (_add_documents, ()),
        (_add_persons, ("forms",)),
        (_add_names, ("forms",)),
    )
    for add, repeatable in parts:
        part = APIRouter(dependencies=[Depends(given_once(*repeatable))])
        add(part, service)
        router.include_router(part)
    add_decisions(router, service)
    return router


def _add_search(router: APIRouter, service: Service) -> None:
    @router.get("/search", response_model=models.SearchPage, responses=_LIST, tags=["search"])
    def search(asked: Annotated[SearchParameters, Query()]) -> Response:
        """Passages that answer a question, with facets to narrow it by."""
        facets = dict.fromkeys(Facet, asked.values) if asked.values else {}
        answer = service.search(asked.query(), limit=asked.limit, cursor=asked.cursor, facets=facets)
        return _json(shaping.search_page(answer))

    @router.get(
        "/passages/{passage}", response_model=models.PassageWithNeighbours, responses=_ONE, tags=["search"]
    )
    def passage(passage: Id, asked: Annotated[PassageParameters, Query()]) -> Response:
        """One passage with everything named in it and its neighbours."""
        return _json(shaping.passage(service.passage(passage, neighbours=asked.neighbours)))

    @router.get("/status", response_model=models.Status, responses=documented(422, 503), tags=["status"])
    def status(_: Annotated[NoParameters, Query()]) -> Response:
        """The receipt of everything: what was read, what failed, what is indexed."""
        return _json(shaping.status(service.status()))


def _add_documents(router: APIRouter, service: Service) -> None:
    @router.get("/documents", response_model=models.DocumentsPage, responses=_LIST, tags=["documents"])
    def documents(asked: Annotated[DocumentsParameters, Query()]) -> Response:
        """The documents in the order of the record."""
        collection = asked.collection or None
        answer = service.documents(collection=collection, limit=asked.limit, cursor=asked.cursor)
        return _json(shaping.documents_page(answer))

    @router.get(
        "/documents/{document}",
        response_model=models.DocumentWithSections,
        responses=_ONE,
        tags=["documents"],
    )
    def document(document: Id, _: Annotated[NoParameters, Query()]) -> Response:
        """One document with its sections."""
        return _json(shaping.document(service.document(document)))


def _add_persons(router: APIRouter, service: Service) -> None:
    @router.get("/persons", response_model=models.PersonsPage, responses=_LIST, tags=["persons"])
    def persons(asked: Annotated[PersonsParameters, Query()]) -> Response:
        """The persons one of whose forms matches a name, best match first; or all of them."""
        answer = service.persons(asked.q, limit=asked.limit, cursor=asked.cursor)
        return _json(shaping.persons_page(answer))

    @router.get(
        "/persons/{person}", response_model=models.PersonWithPassages, responses=_ONE, tags=["persons"]
    )
    def person(person: Id, _: Annotated[NoParameters, Query()]) -> Response:
        """One person. The id of one who was merged into another answers with that other."""
        return _json(shaping.person(service.person(person)))

    @router.get(
        "/persons/{person}/passages",
        response_model=models.PersonPassagesPage,
        responses=_ONE | _LIST,
        tags=["persons"],
    )
    def person_passages(person: Id, asked: Annotated[PersonPassagesParameters, Query()]) -> Response:
        """Every passage that concerns a person, in the order of the record."""
        answer = service.person_passages(
            person,
            tier=asked.tier,
            relation=asked.relation,
            written=asked.forms,
            limit=asked.limit,
            cursor=asked.cursor,
        )
        return _json(shaping.person_passages_page(answer))

    @router.get(
        "/persons/{person}/movements",
        response_model=models.MovementsPage,
        responses=_ONE | _LIST,
        tags=["persons"],
    )
    def movements(person: Id, asked: Annotated[PageParameters, Query()]) -> Response:
        """Every passage that names followers or a doctrine of a person (Veresovite): no mentions of one."""
        return _json(
            shaping.movements_page(service.movements(person, limit=asked.limit, cursor=asked.cursor))
        )


def _add_names(router: APIRouter, service: Service) -> None:
    @router.get("/names", response_model=models.NamesPage, responses=_LIST, tags=["names"])
    def names(asked: Annotated[NamesParameters, Query()]) -> Response:
        """All written names that could be the one asked for, known person or not, best first."""
        answer = service.names(
            asked.q,
            collection=asked.collection or None,
            tier=asked.tier,
            limit=asked.limit,
            cursor=asked.cursor,
        )
        return _json(shaping_names.names_page(answer))

    @router.get("/passages", response_model=models.FormPassagesPage, responses=_LIST, tags=["names"])
    def form_passages(asked: Annotated[FormPassagesParameters, Query()]) -> Response:
        """Every passage with a mention of one of the forms, whoever it names, in the order of the record."""
        answer = service.form_passages(
            asked.forms, collection=asked.collection or None, limit=asked.limit, cursor=asked.cursor
        )
        return _json(shaping_names.form_passages_page(answer))


def _json(answer: BaseModel) -> Response:
    """The answer as it is sent. It was made from typed values: it is not validated a second time."""
    return Response(answer.__pydantic_serializer__.to_json(answer), media_type="application/json")
