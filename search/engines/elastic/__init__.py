"""The engine on a server: Elasticsearch."""

from search.engines.elastic.connection import Connection
from search.engines.elastic.engine import ElasticEngine

__all__ = ["Connection", "ElasticEngine"]
