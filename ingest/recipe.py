"""The recipe: what made a document's facts. Same bytes and same recipe: nothing to do."""

from __future__ import annotations

from dataclasses import astuple
from hashlib import blake2b

from corpus.model import Bibliography
from ingest.languages import tagger_version
from ingest.tagging import model_version

# Raise it with every change that gives other facts for the same bytes.
RULES = 11


def recipe(model: str, facts: Bibliography) -> str:
    """The recipe of a document: rules, model, and the facts that its collection.toml states."""
    digest = blake2b("\x1f".join(astuple(facts)).encode(), digest_size=6).hexdigest()
    return f"rules-{RULES} {model_version(model)} facts-{digest}"


def in_language(recipe: str, language: str, model: str) -> str:
    """The recipe of a document in a language: where a tagger of its own reads that, it is part of it.

    The language is known when the document has been read, so this part is added last, and a change of
    that tagger lets documents in other languages be.
    """
    own = tagger_version(language, model)
    return f"{recipe} {own}" if own else recipe
