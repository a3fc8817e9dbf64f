"""The server without Stenogram between, for what its users cannot do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from tests.servers.fixtures import ElasticsearchServer


@pytest.fixture(scope="session")
def raw(elasticsearch: ElasticsearchServer) -> Iterator[Elasticsearch]:
    """A client of the server."""
    user = (elasticsearch.user, elasticsearch.password) if elasticsearch.user else None
    with Elasticsearch(list(elasticsearch.addresses), basic_auth=user, request_timeout=60) as client:
        yield client
