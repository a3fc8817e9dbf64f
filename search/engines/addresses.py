"""The addresses of an engine that is a server. Read without its client, which takes a second to load."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from corpus.errors import InvalidError


def split_address(address: str) -> SplitResult:
    """The parts of an http or https address with a host. Raises `InvalidError` for what is none."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    # Not the address itself, which may hold a password.
    raise InvalidError(
        "An address of Elasticsearch cannot be read.",
        "Write https://host:9200, with commas between several.",
    )
