"""What speaks for a word being a surname, counted over a collection.

A tagger's verdict on one place is weak: the small English model calls Kamenev an organisation three
times out of four. That a word was a speaker's label, stood after initials or a title, stands in a row
with known names, acts, ends like the other surnames and is never written small, is strong together.
The counts decide for all places of the word at once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import pairwise

from corpus.model import Finder
from corpus.names.confusions import is_misread
from corpus.names.fold import fold, is_cyrillic, nominatives
from corpus.names.movements import is_movement
from corpus.names.parse import Name, is_answer
from corpus.names.tables import endings, given_names, words
from corpus.persons.aliases import stated_names
from corpus.persons.misprints import MANY, RARE, standing
from corpus.persons.names import DocumentNames, NamedMention

_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_AFTER = re.compile(r"(['’]s?\b)|\s+([^\W\d_]+)")
_ROW = re.compile(r"\s*(?:,|,?\s+and|,?\s+or|,?\s+и|[-–—]|,?\s*&)\s*(?:[^\W\d_]\s?\.\s?){0,3}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\"“”«(\[])\s*$|\n\s*$")

_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

# Before a word that was asked about in what concerns noisy documents alone: changes there are many.
_FINELY = "~"
# How often a surname stands there whose rare given names are doubted where the text is noisy.
WELL_KNOWN = 20
# A word of fewer letters is no name by a cue or two.
_NAMED = 4
# How often a word that mostly follows "the" must stand without it, to be more than a thing.
ALONE = 3


@dataclass(slots=True)
class Cues:
    """How often a capitalised word was met in which surroundings."""

    capital: int = 0
    inside: int = 0  # not at the start of a sentence, where any word is capitalised
    after_the: int = 0
    as_thing: int = 0  # after "the", and no noun follows that it would describe
    after_locative: int = 0
    before_capital: int = 0  # "Divisional Commander Orlov": what stands there is hardly a surname
    acting: int = 0
    in_capitals: int = 0
    cyrillic: int = 0
    halves: int = 0  # as one of the names that a hyphen joins

    def add(self, other: Cues, sign: int) -> None:
        """Add the counts of other documents, or take them away."""
        for name in _CUES:
            setattr(self, name, getattr(self, name) + sign * getattr(other, name))

    def is_alone(self, often: int) -> bool:
        """Whether it stands without "the" and "in", but for one time in `often`, or several times.

        "the Kremlin" and "the Gestapo" are things; "the Ryutin platform" is named after a man.
        """
        alone = self.inside - self.after_the - self.after_locative
        if (self.after_the + self.after_locative) * often <= self.capital or alone >= ALONE:
            return True
        return self.as_thing == 0 and self.after_the >= ALONE

    def is_thing(self) -> bool:
        """Whether it is mostly "the Gestapo", or the first word of what is named in several."""
        if self.as_thing > 1 and self.as_thing * 2 >= self.capital:
            return True
        return self.capital > 1 and self.before_capital * 2 > self.capital


_CUES = tuple(cue.name for cue in fields(Cues))


@dataclass(slots=True)
class Evidence:
    """Counts by folded word. `surnames` are words taken for surnames, `doubtful` those that may be one."""

    structural: Counter[str] = field(default_factory=Counter)
    tagged: Counter[str] = field(default_factory=Counter)
    otherwise: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)  # as the surname after a given name
    initialled: Counter[str] = field(default_factory=Counter)  # initials and surname ("i n orlov")
    first: Counter[str] = field(default_factory=Counter)  # as a given name, where the tagger is trusted
    trusted: int = 0  # how many mentions come from a tagger that is trusted with Cyrillic texts
    lower: Counter[str] = field(default_factory=Counter)
    cues: dict[str, Cues] = field(default_factory=dict)
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    # Names that a text states with a cue: "known as 'Ferryman'".
    stated: Counter[str] = field(default_factory=Counter)
    stated_in: dict[str, tuple[NamedMention, ...]] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    # What `candidates.settle` made of each written form, and the words that this rests on: the same
    # forms come by the thousand.
    settled: dict[tuple[str, bool], tuple[Name | None, frozenset[str]]] = field(default_factory=dict)
    # The words that were asked about, some `_FINELY`: what is read depends on the verdicts on these, and on
    # no other.
    asked: set[str] = field(default_factory=set)

    def is_surname(self, word: str) -> bool:
        """Whether places of the word may be a person's surname at all."""
        self.asked.add(word)
        return word in self.surnames or word in self.stated

    def is_doubtful(self, word: str) -> bool:
        """Whether the word may be a surname, by too little to take it for one."""
        self.asked.add(word)
        return word in self.doubtful and not self.is_surname(word)

    def is_first_name(self, word: str) -> bool:
        """Whether a word alone is a person's given name: known as one, and met as a person's."""
        self.asked.add(word)
        return self._is_given_name(word) and not self.is_surname(word) and not self.is_lower(word)

    def _is_given_name(self, word: str) -> bool:
        return word in given_names() or self.first[word] > self.full[word]

    def is_wordy(self, word: str) -> bool:
        """Whether a surname is a word, place or given name too (Bishop, Gorky): a bare one needs more."""
        self.asked.add(word)
        if word in self.stated:
            return False
        place = word in words("places") or self._is_place(word)
        return place or self.is_lower(word) or self.given[word] > self._named(word)

    def is_lower(self, word: str) -> bool:
        """Whether the word is written small too, more than a misprint or two would do it."""
        self.asked.add(word)
        count = self.lower[word]
        return count > 2 or count * 4 > self.capital(word)

    def is_word(self, word: str) -> bool:
        """Whether the word is written small more often than a misprint or two would do it."""
        self.asked.add(word)
        return self.lower[word] > 2

    def is_written_small(self, word: str) -> bool:
        """Whether the word is written small more often than a scanner's error would be."""
        self.asked.add(_FINELY + word)
        return self.lower[word] > 9

    def capital(self, word: str) -> int:
        """How often the word is written with a capital letter."""
        return self.cues[word].capital if word in self.cues else 0

    def is_labelled(self, word: str, often: int = 1) -> bool:
        """Whether a label or initials show it to be a surname, at least so often (once or twice)."""
        self.asked.add(word)
        return self.structural[word] >= often

    def is_tagged(self, word: str) -> bool:
        """Whether a tagger has taken it for a person's surname."""
        self.asked.add(word)
        return self.tagged[word] > 0

    def is_met_as_given(self, word: str, often: int = 1) -> bool:
        """Whether it was a person's given name, at least so often (once or twice)."""
        self.asked.add(word)
        return self.given[word] >= often

    def is_once_given(self, word: str) -> bool:
        """Whether a word is no known given name and was met as one hardly ever."""
        self.asked.add(_FINELY + word)
        return word not in given_names() and self.given[word] < 2

    def is_initialled(self, name: Name) -> bool:
        """Whether a surname was met with these initials more than once or twice."""
        keys = _initialled(name)
        self.asked.update(_FINELY + key for key in keys)
        return any(self.initialled[key] > 2 for key in keys)

    def is_well_known(self, word: str) -> bool:
        """Whether it stands as a surname so often that a given name of its own is rather misread."""
        self.asked.add(_FINELY + word)
        return self._named(word) >= WELL_KNOWN

    def is_rather_given(self, word: str) -> bool:
        """Whether it was a given name at least as often as labels or initials show it to be a surname."""
        self.asked.add(word)
        return self.structural[word] <= self.given[word]

    def is_rare(self, word: str) -> bool:
        """Whether it is written with a capital letter no more often than a misprint is."""
        self.asked.add(word)
        return self.capital(word) <= RARE

    def often(self, word: str) -> int:
        """How often it is written with a capital letter, at most (`misprints.standing`)."""
        self.asked.add(_FINELY + word)
        return standing(self.capital(word))[1]

    def is_given(self, word: str) -> bool:
        """Whether a word before a surname can be its given name."""
        self.asked.add(word)
        if word in given_names():
            return True
        if word in words("function_words"):
            return False
        if self.is_lower(word) or self._is_place(word) or _is_misspelt_title(word):
            return False
        return self.given[word] >= self._named(word)

    def _named(self, word: str) -> int:
        return self.structural[word] + self.tagged[word]

    def _is_place(self, word: str) -> bool:
        cues = self.cues.get(word)
        return cues is not None and cues.after_locative * 5 > cues.capital and self.otherwise[word] > 0

    def weigh(self) -> None:
        """Decide which words are surnames; rows of names need a second look when more are known."""
        candidates = {w for w in {*self.cues, *self.structural, *self.tagged} if self._may_be(w)}
        self.surnames = {w for w in candidates if self._is_proven(w)}
        for _ in range(2):
            known_endings = Counter(word[-3:] for word in self.surnames)
            self.surnames |= {w for w in candidates if self._is_likely(w, known_endings)}
            # "Shatskin-Lominadze group": two men, where each half is a name of its own.
            self.surnames -= {w for w in self.surnames if "-" in w and self._is_pair(w)}
        self.doubtful = set()
        doubtful = {w for w in candidates - self.surnames if self._is_doubtful(w)}
        scores = {w: self._score(w, known_endings) for w in doubtful}
        self.doubtful = {w for w in doubtful if scores[w] > 0 and (self.cues[w].acting or self.tagged[w])}
        self.doubtful |= {w for w in doubtful if not self.doubtful.isdisjoint(self.rows.get(w, ()))}

    def _is_doubtful(self, word: str) -> bool:
        """Whether a word, which is no surname, stands several times where one can stand.

        A tagger must have taken it for something: it knows words that are only written large ("Scrapbook").
        """
        if len(word) < _NAMED or self._is_barred(word) or self._is_left_out(word):
            return False
        if not self.tagged[word] + self.otherwise[word]:
            return False
        cues = self.cues[word]
        return cues.capital > 1 and cues.inside > 0 and not cues.after_the and cues.is_alone(often=2)

    def _may_be(self, word: str) -> bool:
        if len(word) < 2 or self._is_movement(word) or _ROMAN.fullmatch(word):
            return False
        if "-" in word and word.rpartition("-")[2] in words("institutions"):
            return False  # Bow-street
        return not any(word in words(table) for table in ("titles", "months", "function_words"))

    def _is_movement(self, word: str) -> bool:
        """A follower or doctrine, unless labels or initials show a surname that ends like one (Lindquist)."""
        shown = self.structural[word] > 0 and word.endswith(endings("surname_endings"))
        return is_movement(word) and not shown

    def _is_pair(self, compound: str) -> bool:
        return not self.structural[compound] and self.surnames.issuperset(compound.split("-"))

    def _is_proven(self, word: str) -> bool:
        if self._is_given_name(word):
            return self.full[word] > self.given[word]
        if self._is_left_out(word):
            return self.structural[word] > self.otherwise[word]
        ordinary = self.is_lower(word) or word in words("institutions") or word in words("places")
        return self.structural[word] > (1 if ordinary else 0)

    def _is_left_out(self, word: str) -> bool:
        """Whether a tagger that is trusted has read the word: what it takes for no person is none.

        Russian words end like surnames in half of their cases ("Пакистана", "Московская").
        """
        cues = self.cues.get(word)
        return self.trusted > 0 and (cues is None or 2 * cues.cyrillic > cues.capital)

    def _is_likely(self, word: str, known_endings: Counter[str]) -> bool:
        """Whether the surroundings of a word make it a surname, though nothing proves it."""
        if self._is_barred(word) or self._is_left_out(word):
            return False
        score, cues = self._score(word, known_endings), self.cues[word]
        return score > 2 or (score == 2 and cues.inside > 0 and cues.is_alone(often=4))

    def _is_barred(self, word: str) -> bool:
        """What no cue makes a surname: words, places, given names, plurals, words made from a surname."""
        if word not in self.cues or len(word) < 3 or self.is_lower(word) or self._is_place(word):
            return True
        if "-" in word or word in given_names():
            return True
        if word in words("institutions") or word in words("places") or self._is_acronym(word):
            return True
        if self.cues[word].is_thing() and not self.full[word]:
            return True
        if self.given[word] >= max(1, self.tagged[word]):
            return True
        if word.endswith("s") and word[:-1] in self.cues:
            return True
        stems = (word[:length] for length in range(max(5, len(word) - 6), len(word) - 1))
        return not word.endswith(endings("surname_endings")) and any(stem in self.surnames for stem in stems)

    def _is_acronym(self, word: str) -> bool:
        """A short word that is hardly ever written but in capitals (NKVD)."""
        cues = self.cues[word]
        return len(word) < 7 and cues.in_capitals * 5 >= cues.capital * 4

    def _score(self, word: str, known_endings: Counter[str]) -> int:
        cues, tagged, other = self.cues[word], self.tagged[word], self.otherwise[word]
        return (
            min(tagged, 1)
            + (2 if tagged > 0 and 2 * tagged >= tagged + other else 0)
            + (2 if word in self.rows and not self.surnames.isdisjoint(self.rows[word]) else 0)
            + (2 if known_endings[word[-3:]] >= 3 or word.endswith(endings("surname_endings")) else 0)
            + (cues.acting > 0)
            - (not cues.is_alone(often=2))
            - (other > 1 and tagged == 0 and cues.after_locative > 0)
            - (cues.capital > 0 and not cues.inside)
        )

    def change(self, gone: Evidence, come: Evidence) -> set[str]:
        """Take away and add what documents showed, decide, and say of which words a verdict changed."""
        met = gone.words() | come.words()
        before = {word: self._verdicts(word) for word in met}
        surnames, doubtful = self.surnames, self.doubtful
        finely = {word: self._fine_verdicts(word) for word in met}
        for other, sign in ((come, 1), (gone, -1)):
            self._add(other, sign)
        self._drop_nothings(gone)
        for name in gone.stated_in:
            del self.stated_in[name]
        self.stated_in |= come.stated_in
        self.settled.clear()
        self.weigh()
        changed = {word for word in met if self._verdicts(word) != before[word]}
        changed |= (surnames ^ self.surnames) | (doubtful ^ self.doubtful)
        changed |= {_FINELY + word for word in met if self._fine_verdicts(word) != finely[word]}
        self.asked.clear()
        return changed

    def words(self) -> set[str]:
        """All words that are counted."""
        return {word for counts in self._counts() for word in counts} | self.cues.keys() | self.rows.keys()

    def _counts(self) -> tuple[Counter[str], ...]:
        return (
            self.structural,
            self.tagged,
            self.otherwise,
            self.given,
            self.full,
            self.initialled,
            self.first,
            self.lower,
            self.stated,
        )

    def _add(self, other: Evidence, sign: int) -> None:
        self.trusted += sign * other.trusted
        for counts, more in zip(self._counts(), other._counts(), strict=True):
            for word, number in more.items():
                counts[word] += sign * number
        for word, cues in other.cues.items():
            self.cues.setdefault(word, Cues()).add(cues, sign)
        for word, others in other.rows.items():
            counts = self.rows[word]
            for neighbour, number in others.items():
                counts[neighbour] += sign * number

    def _drop_nothings(self, gone: Evidence) -> None:
        """Drop what is counted no more, so that nothing is left of documents that went."""
        for counts, less in zip(self._counts(), gone._counts(), strict=True):
            for word in less:
                if not counts[word]:
                    del counts[word]
        for word in gone.cues:
            if not self.cues[word].capital and not self.cues[word].halves:
                del self.cues[word]
        for word in gone.rows:
            self.rows[word] = +self.rows[word]
            if not self.rows[word]:
                del self.rows[word]

    def _verdicts(self, word: str) -> tuple[int, ...]:
        """All that a document's reading can depend on: two words with the same verdicts are read alike."""
        return (
            self.is_surname(word),
            self.is_doubtful(word),
            self.is_first_name(word),
            self.is_wordy(word),
            self.is_lower(word),
            self.is_word(word),
            self.is_given(word),
            self.is_rather_given(word),
            min(self.structural[word], 2),
            min(self.tagged[word], 1),
            min(self.given[word], 2),
            min(self.capital(word), RARE + 1),
        )

    def _fine_verdicts(self, word: str) -> tuple[int, ...]:
        """All else that the reading of a noisy document can depend on."""
        return (
            self.is_written_small(word),
            self.is_well_known(word),
            min(self.given[word], 2),
            min(self.initialled[word], 3),
            min(standing(self.capital(word))[1], MANY + 1),
        )


@lru_cache(maxsize=1 << 14)
def _is_misspelt_title(word: str) -> bool:
    return any(len(title) > 6 and is_misread(word, title) for title in words("titles"))


def gather(documents: Iterable[DocumentNames]) -> Evidence:
    """Count over the documents of a collection, and decide."""
    evidence = Evidence()
    for document in documents:
        count(evidence, document)
    evidence.weigh()
    return evidence


def count(evidence: Evidence, document: DocumentNames) -> None:
    """Add what one document shows; `weigh` decides when all are counted."""
    evidence.lower.update(document.lower)
    _count_surroundings(evidence, document)
    for word, number in document.otherwise.items():
        for reading in {fold(reading) for reading in nominatives(word)}:
            evidence.otherwise[reading] += number
    for mention in document.mentions:
        if mention.name is not None and not is_answer(mention.name):
            _count_name(evidence, mention, mention.name)
    found = evidence.stated_in[document.id] = tuple(stated_names(document))
    evidence.stated.update(fold(mention.form) for mention in found)


def _count_name(evidence: Evidence, mention: NamedMention, name: Name) -> None:
    evidence.given.update(part.text for part in name.given if not part.short)
    evidence.trusted += mention.by is Finder.NATASHA
    if mention.by in (Finder.NATASHA, Finder.GIVEN) and is_cyrillic(mention.form):
        evidence.first.update(part.text for part in name.given if name.surname and not part.short)
    sure = mention.by in (Finder.LABEL, Finder.PATTERN, Finder.GIVEN, Finder.NATASHA)
    initials = bool(name.given) and all(part.short for part in name.given)
    if name.given:
        evidence.full.update(name.readings)
    if initials:
        evidence.initialled.update(_initialled(name))
    for reading in name.readings:
        (evidence.structural if sure or initials else evidence.tagged)[reading] += 1


def _initialled(name: Name) -> list[str]:
    """A name of initials and surname, as it is counted, for each reading."""
    initials = " ".join(part.text for part in name.given)
    return [f"{initials} {reading}" for reading in name.readings]


def _count_surroundings(evidence: Evidence, document: DocumentNames) -> None:
    text = document.text
    for start, end, word in document.capitals:
        cues = evidence.cues.setdefault(fold(word), Cues())
        cues.capital += 1
        cues.in_capitals += word.isupper()
        cues.cyrillic += is_cyrillic(word)
        before = text[max(0, start - 16) : start]
        cues.inside += _SENTENCE_START.search(before) is None
        previous = _BEFORE.search(before)
        following = _AFTER.match(text, end)
        acting = following is not None and bool(following[1] or fold(following[2]) in words("acting"))
        cues.acting += acting
        cues.before_capital += bool(following and following[2] and following[2][0].isupper())
        if previous:
            after_the = previous[1].lower() == "the"
            cues.after_the += after_the
            cues.as_thing += after_the and (acting or not _describes(following))
            cues.after_locative += previous[1].lower() in words("locatives")
        if "-" in word:
            _count_halves(evidence, word)
    for (_, end, word), (start, _, other) in pairwise(document.capitals):
        if end <= start <= end + 24 and _ROW.fullmatch(text, end, start):
            evidence.rows[fold(word)][fold(other)] += 1
            evidence.rows[fold(other)][fold(word)] += 1


def _describes(following: re.Match[str] | None) -> bool:
    """Whether a noun follows, which the word before it tells more of."""
    if following is None or not following[2]:
        return False
    return following[2].islower() and fold(following[2]) not in words("function_words")


def _count_halves(evidence: Evidence, word: str) -> None:
    """Names joined by a hyphen stand in a row too."""
    halves = [fold(half) for half in word.split("-")]
    for half, other in pairwise(halves):
        evidence.rows[half][other] += 1
        evidence.rows[other][half] += 1
    for half in halves:
        evidence.cues.setdefault(half, Cues()).halves += 1
