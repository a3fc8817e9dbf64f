"""What a document's language asks for: its tagger, and names in the nominative."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec

from corpus.model import Finder, Mention, MentionKind
from corpus.names.parse import is_given_name
from corpus.text.analysis import language_code, language_name, stemmed_languages
from ingest.finding import Found
from ingest.french import find_french, without_address
from ingest.russian import RussianTagger, load_russian_tagger, russian_version
from ingest.tagging import Label, Tagged, Tagger, load_tagger, model_version, mostly_cyrillic

# The sizes of spaCy's pipelines of a language, the largest first ("fr_core_news_md").
_SIZES = ("lg", "md", "sm")
# Languages whose taggers are extras of this package.
_EXTRAS = ("fr", "ru")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# "And" in the languages that share these letters.
_AND = frozenset({"und", "et", "y", "e", "i", "en", "og", "och", "a", "si", "és", "ja", "ve"})


def is_russian(language: str) -> bool:
    """Whether a language, as a manifest writes it ("ru", "ru-RU", "rus", "Russian"), is Russian."""
    return language.casefold().replace("_", "-").partition("-")[0] in ("ru", "rus", "russian")


def tagger_for(language: str, model: str) -> Tagger:
    """The tagger of documents in a language, one object for all of them: of Russian ones the Russian
    tagger where there is one, of others a pipeline of their own where one is installed, else the model."""
    if is_russian(language):
        return _russian_or(model)
    return load_tagger(own_model(language, model) or model)


@cache
def own_model(language: str, model: str) -> str:
    """The largest installed pipeline of spaCy for a language where `model` is an English one; or nothing."""
    code = language_code(language)
    if not _is_unknown_to(model, language):
        return ""
    names = (f"{code}_core_news_{size}" for size in _SIZES)
    return next((name for name in names if find_spec(name) is not None), "")


def _is_unknown_to(model: str, language: str) -> bool:
    """Whether a model is one of English, and a language another that a pipeline could read."""
    return model.startswith("en_") and is_foreign(language)


def is_foreign(language: str) -> bool:
    """Whether a language is none that a model of English knows; Russian has a tagger that is no pipeline."""
    return language_code(language) in stemmed_languages() - {"en", "ru"}


def tagger_version(language: str, model: str) -> str:
    """What reads a language beside the model, with its version; empty where nothing does."""
    if is_russian(language):
        return russian_version()
    own = own_model(language, model)
    return model_version(own) if own else ""


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
    """What was found in a clean text, as its language settles it; in English all as it is.

    In Russian each name gets its nominative as `value`, where it stands in another case, and what its tagger
    knows to be no person is left out ("республики Германии" is not shaped like a name there). In French no
    form of address is part of a name.
    """
    every = list(found)
    if is_russian(language):
        return _settled_russian(every, text, tagged)
    return list(_settled_french(every, text)) if language_code(language) == "fr" else every


def believed(tagged: Sequence[Tagged], text: str, language: str, model: str) -> list[Tagged]:
    """What a tagger says of a text, as far as it knows the language.

    A model of English takes each noun of a German text for somebody or a body. There a person is believed
    only from a known given name on, and no organisation; surnames alone are found where the text itself shows
    them to be some.
    """
    if not _misses(language, model) or is_russian(language):
        return list(tagged)
    others = [one for one in tagged if one.label not in (Label.PERSON, Label.ORGANISATION)]
    persons = [part for one in tagged if one.label is Label.PERSON for part in _from_given_names(one, text)]
    return sorted([*others, *persons], key=lambda one: one.start)


def _from_given_names(tagged: Tagged, text: str) -> Iterator[Tagged]:
    """The names of a span, each from its given name on: two of "Herr Otto Wolkner und Hermann Langer"."""
    end = tagged.end
    found = list(_WORD.finditer(text, tagged.start, end))
    given = [at for at, word in enumerate(found[:-1]) if is_given_name(word[0])]
    firsts = [at for n, at in enumerate(given) if n == 0 or found[at - 1][0] in _AND]
    for at in reversed(firsts):
        yield replace(tagged, start=found[at].start(), end=end)
        end = found[at - 1].start() if at else end


def _settled_french(found: Iterable[Found], text: str) -> Iterator[Found]:
    for one in found:
        if span := without_address(text, one.start, one.end):
            yield replace(one, start=span[0], end=span[1])
    for start, end in find_french(text):
        yield Found(start, end, MentionKind.PERSON, Finder.PATTERN)


def _settled_russian(every: list[Found], text: str, tagged: Iterable[Tagged]) -> list[Found]:
    russian = load_russian_tagger()
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


def settle_labels(
    labels: Iterable[Mention], text: str, tagged: Iterable[Tagged], language: str = ""
) -> list[Mention]:
    """Speaker labels without those that the tagger of Russian takes for a body ("Голос Востока: ..."), and
    French ones without the form of address."""
    known = (t for t in tagged if t.by is Finder.NATASHA and t.label is Label.ORGANISATION)
    bodies = {text[t.start : t.end].casefold() for t in known}
    kept = [label for label in labels if " " not in label.form or label.form.casefold() not in bodies]
    return list(_without_addresses(kept)) if language_code(language) == "fr" else kept


def _without_addresses(labels: Iterable[Mention]) -> Iterator[Mention]:
    for label in labels:
        if span := without_address(label.text, 0, len(label.text)):
            start, end = (label.start + at for at in span)
            written = label.text[slice(*span)]
            yield replace(label, start=start, end=end, text=written, form=" ".join(written.split()))


def missing_taggers(languages: Mapping[str, int], model: str) -> list[str]:
    """What to say of so many documents by language that were read without a tagger of their language."""
    return [
        _missing(code, count) for code, count in sorted(languages.items()) if count and _misses(code, model)
    ]


def _misses(language: str, model: str) -> bool:
    if is_russian(language):
        return not russian_version()
    return _is_unknown_to(model, language) and not own_model(language, model)


def _missing(language: str, count: int) -> str:
    name = language_name(language)
    documents = f"1 {name} document was" if count == 1 else f"{count:,} {name} documents were"
    code = "ru" if is_russian(language) else language_code(language)
    remedy = (
        f"Install it with pip install 'stenogram[{code}]'"
        if code in _EXTRAS
        else f"Install a pipeline of spaCy for it, such as {code}_core_news_sm,"
    )
    return (
        f"{documents} read without a tagger of {name}, so names in them may be missing. "
        f"{remedy} and run ingest again."
    )
