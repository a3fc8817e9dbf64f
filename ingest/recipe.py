"""The recipe: what made a document's facts. Same bytes and same recipe: nothing to do."""

from __future__ import annotations

from dataclasses import astuple
from hashlib import blake2b

from corpus.model import Bibliography
from ingest.tagging import model_version

# Raise it with every change that gives other facts for the same bytes.
RULES = 2


def recipe(model: str, facts: Bibliography) -> str:
    """The recipe of a document: rules, model, and the facts that its collection.toml states."""
    digest = blake2b("\x1f".join(astuple(facts)).encode(), digest_size=6).hexdigest()
    return f"rules-{RULES} {model_version(model)} facts-{digest}"
