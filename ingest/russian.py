"""Russian texts: their entities, and the nominatives of names. No other file imports Russian libraries.

The weights are those of natasha, run by slovnet; the dictionary is pymorphy3's. natasha itself is found,
never imported: it would load pymorphy2, which Python has outgrown. The packages hold all data, so that
nothing is fetched when a text is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import InvalidError
from corpus.model import Finder
from ingest.russian_cases import Dictionary, nominatives
from ingest.russian_lexicon import Lexicon
from ingest.russian_words import (
    begins_sentence,
    cased_like,
    marked_spans,
    modern,
    modern_word,
    single_names,
    without_capitals,
)
from ingest.tagging import Label, Tagged

if TYPE_CHECKING:
    from slovnet import NER, Morph

_PACKAGES = ("natasha", "slovnet", "pymorphy3", "pymorphy3-dicts-ru")
_WORDS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_ENTITIES = "model/slovnet_ner_news_v1.tar"
_FORMS = "model/slovnet_morph_news_v1.tar"
_LABELS = {"PER": Label.PERSON, "ORG": Label.ORGANISATION}
# Stretches that are sorted by length together, and those that a model takes at a time: what is shorter
# than the longest is filled up to it (10,600 words a second instead of 6,400 in the order of the text).
_GROUP = 64
_BATCH = 8
# Names whose case is found at a time, in windows of this many words on either side: the model of forms is
# three convolutions over three words each and sees no further. They lie in about this many characters.
_SPANS = 64
_SIGHT = 3
_AROUND = 40


class RussianTagger:
    """Tags Russian texts, of the old orthography too. Build one with `load_russian_tagger`."""

    def __init__(self, entities: NER, forms: Morph, lexicon: Lexicon) -> None:
        self._entities = entities.infer
        self._forms = forms.infer
        self._lexicon = lexicon

    def tag(self, texts: Iterable[str]) -> Iterator[tuple[Tagged, ...]]:
        """The persons, organisations and places of each text, in order."""
        remaining = iter(texts)
        while group := list(islice(remaining, _GROUP)):
            order = sorted(range(len(group)), key=lambda n: len(group[n]))
            found = dict(zip(order, self._tag_all([group[n] for n in order]), strict=True))
            yield from (found[n] for n in range(len(group)))

    def _tag_all(self, texts: Sequence[str]) -> Iterator[tuple[Tagged, ...]]:
        """Tag texts of like length. The model cannot take one without a word: it has no entities."""
        for start in range(0, len(texts), _BATCH):
            batch = [_Text.of(text) for text in texts[start : start + _BATCH]]
            words = [self._recased(text.words) for text in batch if text.words]
            infer = self._entities
            tags = iter(infer.decoder(infer.process(infer.encoder(words))) if words else ())
            for text in batch:
                yield tuple(text.entities(next(tags), self._lexicon)) if text.words else ()

    def _recased(self, words: Iterable[str]) -> list[str]:
        return [without_capitals(word, self._lexicon.may_name) for word in words]

    def nominatives(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
        """The names at spans of a text in the nominative, as far as it can be told."""
        for first in range(0, len(spans), _SPANS):
            windows = [_Window.around(text, *span) for span in spans[first : first + _SPANS]]
            words = [window.words for window in windows if window.words]
            infer = self._forms
            tags = iter(infer.decoder(infer.process(infer.encoder(words))) if words else ())
            for window in windows:
                yield window.renamed(next(tags), self._lexicon.readings) if window.words else ""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in words as the models know them. `places` are where the letters of `plain` stand in it."""

    plain: str
    places: Sequence[int]
    spans: list[tuple[int, int]]
    words: list[str]

    @classmethod
    def of(cls, text: str) -> _Text:
        from razdel import tokenize

        plain, places = modern(text)
        tokens = list(tokenize(plain))
        spans = [(token.start, token.stop) for token in tokens]
        return cls(plain, places, spans, [modern_word(token.text) for token in tokens])

    def entities(self, tags: Iterable[str], lexicon: Lexicon) -> Iterator[Tagged]:
        """The entities that the tags of the words mark, in offsets of the text as it was given."""
        for start, end, kind in marked_spans(self.spans, tags):
            label = _LABELS.get(kind, Label.OTHER)
            parts = self._persons(start, end, lexicon) if label is Label.PERSON else [(start, end)]
            for first, last in parts:
                yield Tagged(self.places[first], self.places[last], label, Finder.NATASHA)

    def _persons(self, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
        """The names of a span. "Разве Вересов" is one without its first word, "Лоцман молчал" has none.

        The model takes most callings that newspapers seldom name for persons where a sentence begins.
        Whose surname is one ("Мельник") is named within sentences too, and swept.
        """
        for first, last in single_names(self.plain, start, end, lexicon.is_word):
            if not (begins_sentence(self.plain, first) and lexicon.is_role(self.plain[first:last])):
                yield first, last


@dataclass(frozen=True, slots=True)
class _Window:
    """The words of a name, `first` to `last`, with those around it that tell its case."""

    plain: str
    spans: list[tuple[int, int]]
    words: list[str]
    first: int
    last: int

    @classmethod
    def around(cls, text: str, start: int, end: int) -> _Window:
        """The window of the name at a span of a text."""
        begin = text.rfind(" ", 0, max(0, start - _AROUND)) + 1
        stop = text.find(" ", end + _AROUND)
        near = _Text.of(text[begin : stop if stop >= 0 else None])
        inside = [n for n, span in enumerate(near.spans) if start <= begin + near.places[span[0]] < end]
        if not inside:
            return cls(near.plain, [], [], 0, 0)
        left = max(0, inside[0] - _SIGHT)
        seen = slice(left, inside[-1] + _SIGHT + 1)
        return cls(near.plain, near.spans[seen], near.words[seen], inside[0] - left, inside[-1] + 1 - left)

    def renamed(self, tags: Sequence[str], dictionary: Dictionary) -> str:
        """The name with each of its words in the nominative."""
        inside = slice(self.first, self.last)
        words, spans = self.words[inside], self.spans[inside]
        found = nominatives([word.casefold() for word in words], tags[inside], dictionary)
        parts = [cased_like(new, word) for new, word in zip(found, words, strict=True)]
        gaps = [self.plain[end:start] for (_, end), (start, _) in pairwise(spans)]
        return " ".join("".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True)).split())


@cache
def load_russian_tagger() -> RussianTagger | None:
    """The tagger, loaded once in a process; None where the extra `ru` is not installed.

    Raises `InvalidError` where it is installed and broken.
    """
    if not russian_version():
        return None
    try:
        return _load(_data_folder())
    except Exception as error:  # whatever a broken package raises
        raise InvalidError(
            f"The Russian tagger cannot be loaded ({type(error).__name__}: {error}).".replace("\n", " "),
            "Install it anew: pip install --force-reinstall 'stenogram[ru]'.",
        ) from error


def _load(data: Path) -> RussianTagger:
    from navec import Navec
    from pymorphy3 import MorphAnalyzer
    from slovnet import NER, Morph

    words = Navec.load(data / _WORDS)
    entities = NER.load(data / _ENTITIES, batch_size=_BATCH).navec(words)
    forms = Morph.load(data / _FORMS, batch_size=_SPANS).navec(words)
    return RussianTagger(entities, forms, Lexicon(MorphAnalyzer(lang="ru")))


def _data_folder() -> Path:
    """Where the package of the weights keeps them."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package natasha has no folder")
    return Path(spec.submodule_search_locations[0]) / "data"


@cache
def russian_version() -> str:
    """Names and versions of what reads Russian texts, without loading it; empty where any is missing."""
    try:
        return " ".join(f"{name}-{version(name)}" for name in _PACKAGES)
    except PackageNotFoundError:
        return ""
