"""Invented records of any size: trials of people who never lived, named as records name people.

Surnames are made of syllables, and a few are borne by many people, most by few (Zipf). Each case has its
cast, with some people who come up everywhere. They are labels, bare surnames, initials, full names; some
are seen by the tagger, some left to the sweep, some misprinted. The same seed gives the same records.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count

from corpus.model import Finder
from corpus.names.fold import fold

_ONSETS = "b br ch d dr f g gl gr h k kl kr l m n p pr r s sh sl st t tr v z"
_VOWELS = "a e i o u"
_ENDINGS = "ov ev in sky berg mann ton ley er ko an ek ow ard el o as etz ich ser"
_GIVEN = (
    "Anna Boris Clara David Elena Felix Greta Henry Irina Jacob Karl Lydia Martin Nina Oscar Peter "
    "Rosa Simon Thomas Vera Walter Arthur Bertha Conrad Dora Edward Emma Frederick George Hannah Ivan "
    "John Joseph Lazar Leon Maria Max Michael Nicholas Olga Paul Richard Robert Sarah Sophia Stephen "
    "Victor William Alexander Alexei Catherine Charles Daniel Dmitri Elizabeth Francis Grigory Isaac "
    "James Julia"
)
_SAID = ("said", "knew", "met", "answered", "came with", "wrote to", "asked", "remembered")
_PLACES = ("Tarnhaven", "Velmar", "Ostrel", "Kirnau", "Lunwick")

# How often, of a hundred, a person is named so: the label of a speech is counted apart.
_STYLES = (("bare", 58), ("full", 16), ("initial", 12), ("initials", 6), ("titled", 8))
_LABEL_EVERY = 5
_PER_DOCUMENT = 40
_CAST = 18
_DOCUMENTS_OF_CASE = 6
# Distinct written forms of a person, as the styles above come out.
_FORMS_OF_PERSON = 3.4


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the records."""

    given: str
    middle: str
    surname: str

    def written(self, style: str) -> str:
        """The name in one of the styles."""
        match style:
            case "full":
                return f"{self.given} {self.surname}"
            case "initial":
                return f"{self.given[0]}. {self.surname}"
            case "initials":
                return f"{self.given[0]}. {self.middle[0]}. {self.surname}"
            case "titled":
                return f"Mr. {self.surname}"
        return self.surname


@dataclass(slots=True)
class Draft:
    """A document as it is written: its text, the spans that taggers found, where its paragraphs start."""

    number: int
    collection: str
    relative: str
    text: str = ""
    spans: list[tuple[int, int, Finder]] = field(default_factory=list)
    capitals: list[tuple[int, int, str]] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    lower: Counter[str] = field(default_factory=Counter)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    def add(self, words: str, finder: Finder | None = None) -> None:
        """Write words; what a tagger finds is a mention of them all."""
        start = self._length
        if finder is not None:
            self.spans.append((start, start + len(words), finder))
        at = start
        for word in words.split(" "):
            bare = word.strip(".,:;")
            if bare[:1].isupper() and len(bare) > 1:
                self.capitals.append((at, at + len(bare), bare))
            elif len(bare) > 2:
                self.lower[fold(bare)] += 1
            at += len(word) + 1
        self._parts.append(words)
        self._length += len(words)

    def glue(self, text: str) -> None:
        """Write what is no word."""
        self._parts.append(text)
        self._length += len(text)

    def open_paragraph(self, label: str = "") -> None:
        """Begin a paragraph, a speech where there is a label."""
        if self._parts:
            self.glue("\n")
        self.paragraphs.append(self._length)
        if label:
            self.labels.append(self._length)
            self.add(label, Finder.LABEL)
            self.glue(": ")

    def close(self) -> Draft:
        """Put the text together."""
        self.text = "".join(self._parts)
        self._parts.clear()
        return self


class Fiction:
    """Records with about so many mentions of so many forms, in several collections."""

    def __init__(self, mentions: int, forms: int, *, collections: int = 4, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._documents = max(mentions // _PER_DOCUMENT, 1)
        self._collections = collections
        self._words = [self._word() for _ in range(3000)]
        self._people = self._populate(max(int(forms / _FORMS_OF_PERSON), 10))
        self._fame = list(accumulate(1 / (rank + 1) for rank in range(len(self._people))))

    def __iter__(self) -> Iterator[Draft]:
        """The documents, case by case."""
        numbers = count(1)
        for case in range(-(-self._documents // _DOCUMENTS_OF_CASE)):
            cast = self._cast(case)
            for day in range(_DOCUMENTS_OF_CASE):
                if (number := next(numbers)) > self._documents:
                    return
                yield self._document(number, case, day, cast)

    def another(self, number: int) -> Draft:
        """One document more, of a case that is there."""
        return self._document(number, 0, number, self._cast(0))

    def _word(self) -> str:
        return (
            "".join(
                self._random.choice(_ONSETS.split()) + self._random.choice(_VOWELS.split()) for _ in "xyz"
            )
            + "th"
        )

    def _surname(self) -> str:
        syllables = (
            self._random.choice(_ONSETS.split()) + self._random.choice(_VOWELS.split())
            for _ in range(self._random.choice((1, 2, 2, 2, 3)))
        )
        stem = "".join(syllables) + self._random.choice(_ONSETS.split())[0]
        return (stem + self._random.choice(_ENDINGS.split())).capitalize()

    def _populate(self, people: int) -> Sequence[Someone]:
        """So many people; of the surnames a few are common, most are borne by two or three."""
        surnames = list(dict.fromkeys(self._surname() for _ in range(people // 2 + 5)))
        weights = list(accumulate(1 / (rank + 20) for rank in range(len(surnames))))
        common = self._random.choices(surnames, cum_weights=weights, k=people)
        return [
            Someone(self._random.choice(_GIVEN.split()), self._random.choice(_GIVEN.split()), surname)
            for surname in (surnames[n % len(surnames)] if n % 3 else found for n, found in enumerate(common))
        ]

    def _cast(self, case: int) -> Sequence[Someone]:
        """Some of its own, whom no other case has but by chance, and some who come up everywhere."""
        own = 1 + len(self._people) * _DOCUMENTS_OF_CASE // self._documents
        local = [self._people[(case * own + n) % len(self._people)] for n in range(own)]
        famous = self._random.choices(self._people, cum_weights=self._fame, k=_CAST // 3)
        return [*local, *famous]

    def _document(self, number: int, case: int, day: int, cast: Sequence[Someone]) -> Draft:
        collection = f"archive-{case % self._collections}"
        draft = Draft(number, collection, f"case-{case:05}/day-{day:02}.txt")
        here = self._random.choices(range(len(cast)), k=_CAST)
        weights = list(accumulate(1 / (rank + 1) for rank in range(_CAST)))
        styles, shares = zip(*_STYLES, strict=True)
        for nth in range(_PER_DOCUMENT):
            someone = cast[self._random.choices(here, cum_weights=weights)[0]]
            if nth % _LABEL_EVERY == 0:
                draft.open_paragraph(someone.surname.upper())
            else:
                self._sentence(draft, someone, self._random.choices(styles, shares)[0])
        return draft.close()

    def _sentence(self, draft: Draft, someone: Someone, style: str) -> None:
        pick, chance = self._random.choice, self._random.random
        draft.add(f"{pick(self._words).capitalize()} {pick(self._words)} {pick(self._words)} ")
        finder = Finder.PATTERN if style in ("initial", "initials", "titled") else Finder.SPACY
        written = someone.written(style)
        if style == "bare" and chance() < 0.01:
            at = self._random.randrange(1, len(written) - 1)
            written = written[:at] + pick("aeiou") + written[at + 1 :]
        draft.add(written, None if style == "bare" and chance() < 0.4 else finder)
        draft.add(f" {pick(_SAID)} {pick(self._words)} {pick(self._words)} in")
        draft.add(f" {pick(_PLACES) if chance() < 0.2 else pick(self._words)}. ")
