"""The addresses of curators' decisions: the only ones that change anything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from corpus.curation.listing import DecisionView
from corpus.errors import InvalidError
from search.api import models, shaping
from search.api.parameters import LONGEST_VALUE, NoParameters, PageParameters, given_once
from search.api.problems import documented
from search.service.curating import Signed
from search.service.service import Service

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]

_MADE = documented(403, 404, 409, 422, 503)


class DecisionsParameters(PageParameters):
    """Which decisions are asked for."""

    person: str = Field("", max_length=LONGEST_VALUE, description="Only those about this person: an id.")
    unfitting: bool = Field(False, description="Only those that do not fit the texts as they are.")


def add_decisions(router: APIRouter, service: Service) -> None:
    """The addresses over a service."""
    _add_reading(router, service)
    _add_making(router, service)


def _add_reading(router: APIRouter, service: Service) -> None:
    part = APIRouter(prefix="/decisions", tags=["decisions"], dependencies=[Depends(given_once())])

    @part.get("", response_model=models.DecisionsPage, responses=documented(410, 422, 503))
    def decisions(asked: Annotated[DecisionsParameters, Query()]) -> Response:
        """Curators' decisions in the order in which they were made, undone ones too."""
        answer = service.decisions(
            person=asked.person, unfitting=asked.unfitting, limit=asked.limit, cursor=asked.cursor
        )
        page = models.DecisionsPage(
            items=[_decision(one) for one in answer.items],
            total=answer.total,
            next=answer.next,
            receipt=shaping.receipt(answer.receipt),
        )
        return _json(page)

    @part.get("/{number}", response_model=models.Decision, responses=documented(404, 422, 503))
    def decision(number: Number, _: Annotated[NoParameters, Query()]) -> Response:
        """One decision."""
        return _json(_decision(service.decision(number)))

    router.include_router(part)


def _add_making(router: APIRouter, service: Service) -> None:
    part = APIRouter(prefix="/decisions", tags=["decisions"], dependencies=[Depends(sent_as_json)])

    @part.post("", response_model=models.Decision, status_code=201, responses=_MADE)
    def decide(asked: models.DecisionRequest, _: Annotated[NoParameters, Query()]) -> Response:
        """Make a decision. It holds at once: the next answer shows it."""
        return _json(_decision(service.decide(asked.request(), _signed(asked))), 201)

    @part.post("/{number}/undo", response_model=models.Decision, status_code=201, responses=_MADE)
    def undo(number: Number, asked: models.Signature, _: Annotated[NoParameters, Query()]) -> Response:
        """Take a decision back; answers with the undo, which can be undone too."""
        return _json(_decision(service.undo(number, _signed(asked))), 201)

    router.include_router(part)


def sent_as_json(request: Request) -> None:
    """Refuse what is not sent as JSON: a form of any page in the world can be sent here by a browser.

    Raises `InvalidError`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise InvalidError(
            f"A decision is sent as application/json, not as {kind[:100] or 'nothing'}.",
            "Set the header Content-Type.",
        )


def _signed(asked: models.Signature) -> Signed:
    return Signed(asked.author, asked.comment, asked.after)


def _decision(view: DecisionView) -> models.Decision:
    made = view.decision
    return models.Decision(
        decision=made.number,
        kind=made.kind.value,
        says=view.says,
        persons=[models.Name(id=ref.id, name=ref.name) for ref in view.persons],
        author=made.author,
        made_at=made.made_at,
        comment=made.comment,
        undone_by=view.undone_by,
        unfitting=view.unfitting,
    )


def _json(answer: BaseModel, status: int = 200) -> Response:
    content = answer.__pydantic_serializer__.to_json(answer)
    return Response(content, status, media_type="application/json")
