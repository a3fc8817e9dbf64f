"""The language of a text, told by its letters: no manifest states it for a folder of found papers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from corpus.text.analysis import stemmed_languages
from ingest.tagging import mostly_cyrillic
from ingest.wordlists import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# So much of the beginning, the middle and the end is asked: a title page may be in another language.
_STRETCH = 5000
# Lists of names and shorter texts look like any language; 2,825 English texts of 200 letters and more, from
# 1720 to today, are all told to be English.
_FEWEST_LETTERS = 200
_SURE = 0.99
# So much of an English text are its commonest words: some 25 in a hundred, of other languages hardly three.
_PLAINLY = 0.12


def told_language(text: str) -> str:
    """The code of the language that a text is surely in ("fr"), else that of English.

    What is mostly in Cyrillic letters is taken for Russian: its tagger reads the neighbours' names, too.
    """
    if mostly_cyrillic(text):
        return "ru"
    sample = _sample(text)
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS or _is_plainly_english(sample):
        return "en"
    language, likelihood = _identifier().classify(sample)
    return str(language) if likelihood > _SURE else "en"


def _is_plainly_english(sample: str) -> bool:
    """Whether the commonest words of English make up so much of a text that nothing else need be asked."""
    found, commonest = sample.lower().split(), words("commonest_english")
    return sum(word in commonest for word in found) > _PLAINLY * len(found)


def _sample(text: str) -> str:
    if len(text) <= 3 * _STRETCH:
        return text
    middle = (len(text) - _STRETCH) // 2
    return " ".join((text[:_STRETCH], text[middle : middle + _STRETCH], text[-_STRETCH:]))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid  # 0.7 seconds: only where a text is not plainly English

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if code in stemmed_languages()])
    return identifier
