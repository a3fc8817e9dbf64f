"""What a document's language asks for: its tagger, and names in the nominative."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.model import Finder, Mention
from ingest.finding import Found
from ingest.russian import RussianTagger, load_russian_tagger, russian_version
from ingest.tagging import Label, Tagged, Tagger, load_tagger, mostly_cyrillic


def is_russian(language: str) -> bool:
    """Whether a language, as a manifest writes it ("ru", "ru-RU", "rus", "Russian"), is Russian."""
    return language.casefold().replace("_", "-").partition("-")[0] in ("ru", "rus", "russian")


def tagger_for(language: str, model: str) -> Tagger:
    """The tagger of documents in a language, one object for all of them: of Russian ones the Russian
    tagger where there is one, else the model."""
    return _russian_or(model) if is_russian(language) else load_tagger(model)


def tagger_version(language: str) -> str:
    """What reads a language beside the model, with its version; empty where nothing does."""
    return russian_version() if is_russian(language) else ""


@cache
def _russian_or(model: str) -> Tagger:
    russian = load_russian_tagger()
    return ByScript(russian, model) if russian else load_tagger(model)


@dataclass(frozen=True, slots=True)
class ByScript:
    """Tags the Cyrillic texts of Russian documents; those in another script are left to a model."""

    russian: RussianTagger
    model: str

    def tag(self, texts: Iterable[str]) -> Iterator[tuple[Tagged, ...]]:
        """The entities of each text, in order."""
        every = list(texts)
        known = [mostly_cyrillic(text) for text in every]
        found = self.russian.tag(text for text, cyrillic in zip(every, known, strict=True) if cyrillic)
        others = [text for text, cyrillic in zip(every, known, strict=True) if not cyrillic]
        rest = load_tagger(self.model).tag(others) if others else iter(())
        for cyrillic in known:
            yield next(found if cyrillic else rest)


def settle_persons(found: Iterable[Found], text: str, tagged: Iterable[Tagged], language: str) -> list[Found]:
    """What was found in a clean text, as the tagger of Russian settles it; in other languages all as it is.

    Each name gets its nominative as `value`, where it stands in another case, and what the tagger knows to
    be no person is left out ("республики Германии" is not shaped like a name there).
    """
    every = list(found)
    russian = load_russian_tagger() if is_russian(language) else None
    if russian is None:
        return every
    kept = _outside(every, [t for t in tagged if t.by is Finder.NATASHA and t.label is not Label.PERSON])
    names = russian.nominatives(text, [(one.start, one.end) for one in kept])
    return [_settled(one, text, name) for one, name in zip(kept, names, strict=True)]


def _outside(found: Iterable[Found], spans: Sequence[Tagged]) -> list[Found]:
    """What lies in none of the spans, which are in order and do not overlap."""
    starts = [span.start for span in spans]
    before = ((one, bisect_right(starts, one.start)) for one in found)
    return [one for one, n in before if not n or spans[n - 1].end < one.end]


def _settled(found: Found, text: str, nominative: str) -> Found:
    written = " ".join(text[found.start : found.end].split())
    return found if nominative == written else replace(found, value=nominative)


def settle_labels(labels: Iterable[Mention], text: str, tagged: Iterable[Tagged]) -> list[Mention]:
    """Speaker labels without those that the tagger of Russian takes for a body ("Голос Востока: ...")."""
    known = (t for t in tagged if t.by is Finder.NATASHA and t.label is Label.ORGANISATION)
    bodies = {text[t.start : t.end].casefold() for t in known}
    return [label for label in labels if " " not in label.form or label.form.casefold() not in bodies]


def missing_tagger(russian: int) -> str:
    """What to say of so many Russian documents that were read without a Russian tagger; or nothing."""
    if not russian or russian_version():
        return ""
    documents = "1 Russian document was" if russian == 1 else f"{russian:,} Russian documents were"
    return (
        f"{documents} read without a tagger of Russian, so names in them may be missing. "
        "Install it with pip install 'stenogram[ru]' and run ingest again."
    )
