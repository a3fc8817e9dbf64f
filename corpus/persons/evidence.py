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
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.names.confusions import is_misread
from corpus.names.movements import is_movement
from corpus.names.parse import Name, is_patronymic_form
from corpus.names.tables import endings, given_names, words, words_of
from corpus.persons.cues import Cues
from corpus.persons.misprints import MANY, RARE, standing
from corpus.persons.names import NamedMention

# Umlauts as they are written where there is no type for them.
_WRITTEN_OUT = re.compile("(?<![aeiouq])([aou])e")
_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

# Before a word that was asked about in what concerns noisy documents alone: changes there are many.
_FINELY = "~"
# How names may begin, as it is counted: with an initial, with the initial M., with a French title.
INITIAL, INITIAL_M, FRENCH = ".", "m.", "monsieur"
# How often a surname stands there whose rare given names are doubted where the text is noisy.
WELL_KNOWN = 20
# A word of fewer letters is no name by a cue or two.
_NAMED = 4
# How often a word of the language counts as written small before the first text is read: a handful of places
# written large do not make it a name, and more of them do ("Snake" Anson).
_ORDINARY = 2
# How often a word in no table stands before surnames, to be a given name where it stands alone too.
_SHOWN = 2
# ... and how many times as often it may stand alone; what does so more often is a surname in rows of names.
_SHOWN_ALONE = 5


@dataclass(slots=True)
class Evidence:
    """Counts by folded word. `surnames` are words taken for surnames, `doubtful` those that may be one."""

    structural: Counter[str] = field(default_factory=Counter)
    tagged: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)  # without title, initials or label
    otherwise: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)  # as the surname after a given name
    initialled: Counter[str] = field(default_factory=Counter)  # initials and surname ("i n orlov")
    first: Counter[str] = field(default_factory=Counter)  # as a given name, where the tagger is trusted
    titled: Counter[str] = field(default_factory=Counter)  # alone behind Mr., Mrs. or Ms.
    styles: Counter[str] = field(default_factory=Counter)  # names by how they begin (`INITIAL` ...)
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
        return word in given_names() or self.first[word] > self.full[word] or self._is_shown_given(word)

    def _is_shown_given(self, word: str) -> bool:
        """Whether a word in no table is a given name by where it stands: before surnames, then alone, and
        hardly ever where it would be a surname itself, behind a title, initials or a given name.
        """
        given, alone = self.given[word], self.alone[word]
        if given < _SHOWN or given * _SHOWN_ALONE < alone or given <= self._named(word) - alone:
            return False
        if self.is_lower(word) or self.otherwise[word] > given + alone or is_patronymic_form(word):
            return False
        return word not in words("places") and not self._is_place(word)

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
        count, capital = self.lower[word], self.capital(word)
        if count > 2 or count * 4 > capital:
            return True
        return (count + _ORDINARY) * 4 > capital and word in words("english")

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

    def is_french(self) -> bool:
        """Whether "M. Favre" is Monsieur Favre: by French titles, and as most initials are M."""
        self.asked.add(_FINELY + FRENCH)
        return self._is_french()

    def _is_french(self) -> bool:
        return self.styles[FRENCH] > 0 and self.styles[INITIAL_M] * 2 > self.styles[INITIAL]

    def is_labelled(self, word: str, often: int = 1) -> bool:
        """Whether a label or initials show it to be a surname, at least so often (once or twice)."""
        self.asked.add(word)
        return self.structural[word] >= often

    def is_tagged(self, word: str) -> bool:
        """Whether a tagger has taken it for a person's surname."""
        self.asked.add(word)
        return self.tagged[word] > 0

    def is_rather_person(self, word: str) -> bool:
        """Whether a given name was met as one at least as often as taggers take it for a place or body, or
        never stands as these do: behind "in" or "the".
        """
        self.asked.add(word)
        if word in words("places"):
            return False
        shown, cues = self.given[word] + self.structural[word], self.cues.get(word)
        is_never = cues is not None and not cues.after_locative and not cues.after_the
        return self.otherwise[word] <= shown or (shown > 0 and is_never)

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
        keys = initialled(name)
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
        return self.given[word] >= self._named(word) or self._is_shown_given(word)

    def _named(self, word: str) -> int:
        return self.structural[word] + self.tagged[word]

    def _is_place(self, word: str) -> bool:
        cues = self.cues.get(word)
        return cues is not None and cues.after_locative * 5 > cues.capital and self.otherwise[word] > 0

    def weigh(self) -> None:
        """Decide which words are surnames; rows of names need a second look when more are known."""
        candidates = {w for w in {*self.cues, *self.structural, *self.tagged} if self._may_be(w)}
        self.surnames = {w for w in candidates if self._is_proven(w)}
        open_ = [w for w in candidates - self.surnames if not self._is_barred(w) and not self._is_left_out(w)]
        for _ in range(2):
            known_endings = Counter(word[-3:] for word in self.surnames)
            self.surnames |= {w for w in open_ if self._is_likely(w, known_endings)}
            # "Shatskin-Lominadze group": two men, where each half is a name of its own.
            self.surnames -= {w for w in self.surnames if "-" in w and self._is_pair(w)}
        self.surnames |= self._written_otherwise(open_)
        self.surnames |= {w for w in candidates - self.surnames if self._is_between_surnames(w)}
        self.doubtful = set()
        doubtful = {w for w in open_ if w not in self.surnames and self._is_doubtful(w)}
        scores = {w: self._score(w, known_endings) + (self.cues[w].met > 0) for w in doubtful}
        self.doubtful = {w for w in doubtful if scores[w] > 0 and self._is_told_of(w)}
        self.doubtful |= {w for w in doubtful if not self.doubtful.isdisjoint(self.rows.get(w, ()))}

    def _written_otherwise(self, words_met: Iterable[str]) -> set[str]:
        """Those of some words that are a surname with umlauts written out, or not: "Woerner" of Wörner."""
        written_out = {plain: word for word in self.surnames if (plain := _without_umlauts(word)) != word}
        return {word for word in words_met if word in written_out or _without_umlauts(word) in self.surnames}

    def _is_doubtful(self, word: str) -> bool:
        """Whether a word, which is no surname, stands several times where one can stand.

        A tagger must have taken it for something, or somebody been told, met or arrested by that name: others
        are words that are only written large ("Scrapbook").
        """
        if len(word) < _NAMED or self._is_derived(word):
            return False
        cues = self.cues[word]
        if not self.tagged[word] + self.otherwise[word] + cues.met or word in words("english"):
            return False
        return cues.capital > 1 and cues.inside > 0 and not cues.after_the and cues.is_alone(often=2)

    def _is_told_of(self, word: str) -> bool:
        """Whether a tagger takes it for a person once, or something is done by it or to it as by a person."""
        cues = self.cues[word]
        return bool(cues.acting or cues.met or self.tagged[word])

    def _may_be(self, word: str) -> bool:
        return not _is_no_name(word) and not self._is_movement(word)

    def _is_movement(self, word: str) -> bool:
        """A follower or doctrine, unless labels or initials show a surname that ends like one (Lindquist)."""
        shown = self.structural[word] > 0 and word.endswith(endings("surname_endings"))
        return is_movement(word) and not shown

    def _is_pair(self, compound: str) -> bool:
        return not self.structural[compound] and self.surnames.issuperset(compound.split("-"))

    def _is_proven(self, word: str) -> bool:
        if self._is_given_name(word):
            # "Mr. Jayne" alone, but not the Mrs. Rachel who is Rachel Lynde.
            return self.full[word] > self.given[word] or (self.titled[word] > 0 and not self.given[word])
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

    def _is_between_surnames(self, word: str) -> bool:
        """Whether a word that a trusted tagger passed over stands in a row between known surnames, and ends
        like one: "Радек, Сокольников, Серебряков"."""
        if not self._is_left_out(word) or self._is_barred(word):
            return False
        beside = self.surnames.intersection(self.rows.get(word, ()))
        return len(beside) > 1 and word.endswith(endings("surname_endings"))

    def _is_likely(self, word: str, known_endings: Counter[str]) -> bool:
        """Whether the surroundings of a word make it a surname, though nothing proves it."""
        if self._is_derived(word):
            return False
        score, cues = self._score(word, known_endings), self.cues[word]
        return score > 2 or (score == 2 and cues.inside > 0 and cues.is_alone(often=4))

    def _is_barred(self, word: str) -> bool:
        """What no cue makes a surname, whichever others are: words, places, given names, plurals."""
        if word not in self.cues or len(word) < 3 or self.is_lower(word) or self._is_place(word):
            return True
        if "-" in word or self._is_given_name(word):
            return True
        if word in words("institutions") or word in words("places") or self._is_acronym(word):
            return True
        if self.cues[word].is_thing() and not self.full[word]:
            return True
        if self.given[word] >= max(1, self.tagged[word]):
            return True
        return word.endswith("s") and word[:-1] in self.cues

    def _is_derived(self, word: str) -> bool:
        """Whether a word is made from a surname, without an ending that surnames have."""
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
        french = self._is_french()
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
        if self._is_french() != french:
            changed.add(_FINELY + FRENCH)
        self.asked.clear()
        return changed

    def words(self) -> set[str]:
        """All words that are counted."""
        return {word for counts in self._counts() for word in counts} | self.cues.keys() | self.rows.keys()

    def _counts(self) -> tuple[Counter[str], ...]:
        return (
            self.structural,
            self.tagged,
            self.alone,
            self.otherwise,
            self.given,
            self.full,
            self.initialled,
            self.titled,
            self.first,
            self.lower,
            self.stated,
            self.styles,
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
            self.is_rather_person(word),
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


@lru_cache(maxsize=1 << 17)
def _is_no_name(word: str) -> bool:
    """Whether a word is none whatever speaks for it: a letter, a number, a title, a street."""
    if len(word) < 2 or _ROMAN.fullmatch(word):
        return True
    if "-" in word and word.rpartition("-")[2] in words("institutions"):
        return True  # Bow-street
    return word in words_of("titles", "titles_behind", "months", "function_words")


@lru_cache(maxsize=1 << 14)
def _is_misspelt_title(word: str) -> bool:
    return any(len(title) > 6 and is_misread(word, title) for title in words("titles"))


def initialled(name: Name) -> list[str]:
    """A name of initials and surname, as it is counted, for each reading."""
    initials = " ".join(part.text for part in name.given)
    return [f"{initials} {reading}" for reading in name.readings]


@lru_cache(maxsize=1 << 17)
def _without_umlauts(word: str) -> str:
    """A folded word as it would be folded with an umlaut for two letters: "woerner", "worner"."""
    return _WRITTEN_OUT.sub(r"\1", word) if len(word) > _NAMED else word
