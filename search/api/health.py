"""Health: does the server live, is it ready to answer? Both are open without a key and tell no more."""

from __future__ import annotations

from fastapi import APIRouter

from search.api.models import Health
from search.api.problems import documented
from search.service.service import Service


def create_router(service: Service) -> APIRouter:
    """`/healthz` and `/readyz`."""
    router = APIRouter(tags=["status"])

    @router.get("/healthz")
    async def healthz() -> Health:
        """The server lives."""
        return Health(status="ok")

    @router.get("/readyz", responses=documented(503))
    def readyz() -> Health:
        """The server can answer: an index is published, and catalogue and engine agree."""
        service.check()
        return Health(status="ready")

    return router
