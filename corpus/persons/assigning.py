"""Giving the names of one document to identities, each with tier and reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property

from corpus.model import Finder, Reason, Tier
from corpus.names.compare import same_given
from corpus.names.fold import is_cyrillic, skeleton
from corpus.names.parse import Name
from corpus.names.sexes import WOMAN, may_be_one, told_sex
from corpus.names.tables import words
from corpus.names.titles import is_plural
from corpus.persons.blocks import Blocks, is_joined
from corpus.persons.context import choose, nearest
from corpus.persons.evidence import Evidence
from corpus.persons.identities import Identity
from corpus.persons.misprints import MANY, RARE, Asked, Misprint, Misprints
from corpus.persons.names import Candidate, DocumentNames, NamedMention
from corpus.persons.ranks import ranks_before
from corpus.persons.reading import Reading
from corpus.persons.scene import Seen, sentences_between
from corpus.persons.surnames import Surnames

# Two spellings in a sentence lie no farther apart.
_ONE_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class Assigned:
    """A mention given to an identity."""

    mention: NamedMention
    identity: Identity
    tier: Tier
    reason: Reason
    detail: str = ""


class Reach(IntEnum):
    """How far an answer looked: to persons named in full in the document's case, its collection, or all."""

    CASE = 0
    COLLECTION = 1
    EVERYWHERE = 2


@dataclass(slots=True)
class Answers:
    """What one document was answered, and from where.

    `rows` are its assignments, `misread` those of misprints, which go before: those of mentions that are
    `surely_misread` even where they cannot be decided. `reach` tells by block how
    far it looked there; `loose` are the names without surname, which can be in any block.
    """

    rows: list[Assigned] = field(default_factory=list)
    misread: list[Assigned] = field(default_factory=list)
    surely_misread: set[NamedMention] = field(default_factory=set)
    reach: dict[str, Reach] = field(default_factory=dict)
    loose: set[Name] = field(default_factory=set)
    seen: list[Seen] = field(default_factory=list)


class Assigner:
    """Gives the candidates of one document, which is read with its text, to identities."""

    def __init__(
        self,
        document: DocumentNames,
        reading: Reading,
        answers: Answers,
        evidence: Evidence,
        surnames: Surnames,
        blocks: Blocks,
    ) -> None:
        self._document = document
        self._reading = reading
        self._answers = answers
        self._evidence = evidence
        self._surnames = surnames
        self._blocks = blocks

    def assign(self) -> None:
        """Answer all candidates, in order; of an undecided name one row for each person."""
        for candidate in self._reading.candidates:
            rows = list(self._rows(candidate))
            if len(rows) == 1:
                full = bool(candidate.name.given)
                self._answers.seen.append(Seen(candidate.mention.start, rows[0].identity, full))
            self._answers.rows += rows

    def read_misprints(self, misprints: Misprints) -> set[str]:
        """Give each misprint, among rare names and doubtful words, to the person that it stands for.

        Returns the words that may be one.
        """
        here, reading = self._reading.surnames(), self._reading
        self._answers.misread, self._answers.surely_misread = [], set()
        rare = [*self._rare_names(), *reading.doubtful]
        asked = [(c, Asked(self._often(c), noisy=reading.noisy)) for c in rare]
        asked += [(c, Asked(broken=True, noisy=reading.noisy)) for c in reading.broken]
        for candidate, question in asked:
            found = misprints.of(candidate.name.surname, here, question)
            if found is not None and not (found.far and question.broken):
                unsure = self._may_be_none(candidate, found)
                self._answers.misread += self._rows_of_misprint(candidate, found, unsure=unsure)
                if not unsure:
                    self._answers.surely_misread.add(candidate.mention)
        for candidate in reading.candidates:
            self._answers.misread += self._rows_of_other_initials(candidate)
        return {candidate.name.surname for candidate, _ in asked}

    def _rows_of_other_initials(self, candidate: Candidate) -> Iterator[Assigned]:
        """The only other person of a surname, where a later initial alone keeps the two apart and may be a
        misprint: "I. O. Holt" for "I. L. Holt"."""
        name = candidate.name
        if len(name.given) < 2 or not all(part.short for part in name.given):
            return
        both = self._blocks.of_block(self._surnames.block(name))
        others = [i for i in both if not i.agrees(name)] if len(both) == 2 else []
        if len(others) != 1:
            return
        (other,) = others
        if self._document.case not in other.places or self._document.id in other.places:
            return
        if all(_differ_in_an_initial(name, known) for known in other.names):
            detail = f"1 from {max(sorted(other.given_forms), key=len)}"
            yield Assigned(candidate.mention, other, Tier.POSSIBLE, Reason.MISSPELLING, detail)

    def _often(self, candidate: Candidate) -> int:
        if not self._reading.noisy:
            return 1 if all(map(self._evidence.is_rare, candidate.name.readings)) else RARE + 1
        return max(self._evidence.often(reading) for reading in candidate.name.readings)

    def _rare_names(self) -> Iterator[Candidate]:
        most = MANY if self._reading.noisy else RARE
        for candidate in self._reading.candidates:
            if candidate.name.readings and self._surnames.is_rare(candidate.name, most):
                yield candidate

    def _rows(self, candidate: Candidate) -> Iterator[Assigned]:
        """The assignments of one candidate."""
        mention, name = candidate.mention, candidate.name
        several, of_all = self._possible(name), self._is_of_several(name)
        if of_all:
            chosen, tier = nearest(several, self._document), Tier.POSSIBLE
        elif (ranked := self._of_rank(several, mention)) is not None:
            chosen, tier = [ranked], Tier.PROBABLE
        else:
            chosen, tier = choose(several, self._document, mention.start, self._answers.seen, name)
        if not name.surname:
            if not chosen and (known := self._with_initials_of(name) or self._with_second_name(name)):
                chosen, tier = [known], Tier.PROBABLE
            if not chosen:
                chosen, tier = self._standing_alone(name), Tier.PROBABLE
            for identity in chosen:
                yield Assigned(mention, identity, at_most_probable(tier), Reason.GIVEN_NAME)
            return
        nobody = all(known.bare for identity in chosen for known in identity.names)
        if nobody and (double := self._with_double_surname(name)):
            tier = Tier.POSSIBLE if candidate.unsure else Tier.PROBABLE
            whole = next(known for known in double.names if _has_part(known, name.surname))
            yield Assigned(mention, double, tier, Reason.SURNAME, f"part of {_written(whole, name.surname)}")
            return
        if not chosen:
            sex = WOMAN if told_sex(name) == WOMAN else ""
            bare = self._blocks.bare(self._surnames.block(name), self._document.collection, sex)
            chosen, tier = [bare], self._tier_of_bare(name)
        for identity in chosen:
            sure = Tier.POSSIBLE if candidate.unsure or of_all else tier
            yield Assigned(mention, identity, sure, *_reason(mention, name, identity))

    def _of_rank(self, several: Sequence[Identity], mention: NamedMention) -> Identity | None:
        """The only one of several whom the document gives the rank that stands before a name."""
        if len(several) < 2 or not (ranks := ranks_before(self._document.text, mention.start)):
            return None
        having = [identity for identity in several if not ranks.isdisjoint(self._ranks.get(identity, ()))]
        return having[0] if len(having) == 1 else None

    @cached_property
    def _ranks(self) -> Mapping[Identity, set[int]]:
        """The ranks that stand before full names of the document, by who bears these."""
        found: dict[Identity, set[int]] = {}
        for candidate in self._reading.candidates:
            if not candidate.name.given or not candidate.name.surname:
                continue
            ranks = ranks_before(self._document.text, candidate.mention.start)
            if not ranks:
                continue
            bearers = self._blocks.of_name(self._surnames.block(candidate.name), candidate.name)
            if len(bearers) == 1:
                found.setdefault(bearers[0], set()).update(ranks)
        return found

    def _is_of_several(self, name: Name) -> bool:
        """Whether a surname stands for all who bear it: "the Holts"."""
        if not name.bare or not is_plural(name.titles, name.surname):
            return False
        return self._surnames.block(name) != skeleton(name.surname)

    def _possible(self, name: Name) -> Sequence[Identity]:
        if not name.surname:
            self._answers.loose.add(name)
            found = self._blocks.of_given(name)
            if len(name.given) > 1:
                return found
            # A single given name means somebody of the same document; with a patronymic it tells more.
            return self._called(name, self._named_here(found)) or self._of_surname(name)
        sound = self._surnames.block(name)
        several = self._of_block(sound, name)
        self._note_reach(sound, several)
        return several

    @staticmethod
    def _called(name: Name, several: Sequence[Identity]) -> Sequence[Identity]:
        """Those who have a given name as it stands, where there are any: Betty rather than Elizabeth."""
        sound = skeleton(name.given[0].text)
        return [
            i for i in several if any(sound == skeleton(p.text) for n in i.names for p in n.given)
        ] or several

    def _of_surname(self, name: Name) -> Sequence[Identity]:
        """The persons of the document whose surname a given name is: "Lawrence" of Joseph Lawrence."""
        sound = self._surnames.block(name.with_last_as_surname())
        found = self._named_here(self._blocks.of_block(sound))
        if found:
            self._note_reach(sound, found)
        return found

    def _with_initials_of(self, name: Name) -> Identity | None:
        """The only person of the document whose initials are those of a given name with patronymic: "Lev
        Lvovich" of L. L. Orlov."""
        if len(name.given) < 2 or any(part.short for part in name.given):
            return None
        return self._only_one_of(o for o in self._names if o.surname and _are_initials_of(o, name))

    def _with_second_name(self, name: Name) -> Identity | None:
        """The only person of the document who has a given name as a second one: "Ann" of Mary Ann Orme."""
        if len(name.given) > 1 or name.given[0].short:
            return None
        return self._only_one_of(self._with_parts.get(name.given[0].text, ()))

    def _only_one_of(self, names: Iterable[Name]) -> Identity | None:
        """The person of some full names of the document, where these are one person's."""
        found: dict[Identity, None] = {}
        for name in names:
            sound = self._surnames.block(name)
            bearers = self._blocks.of_name(sound, name)
            self._note_reach(sound, bearers)
            found.update(dict.fromkeys(bearers))
        return next(iter(found)) if len(found) == 1 else None

    def _with_double_surname(self, name: Name) -> Identity | None:
        """The only person of the document of whose double surname a bare one is a part: "Reid" of Edmund
        Reid-Walsh, "Abarca" of María Abarca Ruiz."""
        if not name.bare:
            return None
        doubles = self._with_parts.get(name.surname, [])
        if doubles and not self._calls_by_first_surname(doubles, name):
            doubles = [other for other in doubles if "-" in other.surname]
        found: list[Identity] = []
        for sound in sorted({self._surnames.block(double) for double in doubles}):
            here = [
                identity
                for identity in self._named_here(self._blocks.of_block(sound))
                if any(_has_part(known, name.surname) and may_be_one(known, name) for known in identity.names)
            ]
            self._note_reach(sound, here)
            found += here
        return found[0] if len(found) == 1 else None

    @cached_property
    def _names(self) -> Sequence[Name]:
        """The names of the document, each once."""
        return list(dict.fromkeys(candidate.name for candidate in self._reading.candidates))

    @cached_property
    def _with_parts(self) -> Mapping[str, list[Name]]:
        """The names of the document by what may be a part of a double surname."""
        found: dict[str, list[Name]] = {}
        for name in self._names:
            for part in {*name.surname.split("-"), *(given.text for given in name.given[1:])}:
                if _has_part(name, part):
                    found.setdefault(part, []).append(name)
        return found

    def _calls_by_first_surname(self, doubles: Sequence[Name], bare: Name) -> bool:
        """Whether the text calls people by the first of two surnames that stand without a hyphen: "Diego
        Abarca" for Diego Abarca Luna, or anybody by a Spanish title.

        Elsewhere the word before the surname is a middle name, and who is called by it somebody else.
        """
        if self._has_spanish_titles or not words("titles_spanish").isdisjoint(bare.titles):
            return True
        firsts = {(double.given[0].text,) for double in doubles if double.given}
        return any(
            name.surname == bare.surname and tuple(part.text for part in name.given) in firsts
            for name in self._names
        )

    @cached_property
    def _has_spanish_titles(self) -> bool:
        titles = words("titles_spanish")
        return any(not titles.isdisjoint(name.titles) for name in self._names)

    def _named_here(self, several: Sequence[Identity]) -> Sequence[Identity]:
        return [identity for identity in several if self._document.id in identity.places]

    def _of_block(self, sound: str, name: Name) -> Sequence[Identity]:
        if not is_joined(name):
            return self._blocks.of_form(sound, name)
        known = self._blocks.of_name(sound, name)
        return known or [i for i in self._blocks.of_block(sound) if i.agrees(name)]

    def _note_reach(self, sound: str, several: Sequence[Identity]) -> None:
        reach = Reach.EVERYWHERE
        for identity in several:
            if self._document.case in identity.places:
                reach = Reach.CASE
                break
            if self._document.collection in identity.places:
                reach = Reach.COLLECTION
        self._answers.reach[sound] = max(reach, self._answers.reach.get(sound, reach))

    def _standing_alone(self, name: Name) -> Sequence[Identity]:
        """Of given names that nobody is known to bear: of one, somebody of the document; of more, of the
        collection."""
        place = self._document.id if len(name.given) == 1 else self._document.collection
        return [self._blocks.alone(" ".join(skeleton(part.text) for part in name.given), place)]

    def _tier_of_bare(self, name: Name) -> Tier:
        """A surname of which only the tagger says that it is one is *probable*."""
        known = any(self._evidence.is_labelled(reading) for reading in name.readings)
        return Tier.CERTAIN if known else Tier.PROBABLE

    def _is_another(self, meant: Name) -> bool:
        """Whether a full name is of none of those who bear the surname that it would be misprinted from."""
        if all(part.short for part in meant.given):
            return False
        sound = self._surnames.block(meant)
        return bool(self._blocks.of_block(sound)) and not self._of_block(sound, meant)

    def _may_be_none(self, candidate: Candidate, misprint: Misprint) -> bool:
        """Whether a misprint may be of another surname, or nothing else says that it is a name."""
        name = candidate.name
        tagged = candidate.mention.by is not Finder.SWEEP
        is_name = tagged or bool(name.given) or self._evidence.is_surname(name.surname)
        long = misprint.near and len(name.surname) > 5
        if misprint.far or len(misprint.surnames) > 1 or not (is_name or long):
            return True
        return not self._reading.noisy and self._is_told_apart(candidate, misprint.surnames[0])

    def _is_told_apart(self, candidate: Candidate, surname: str) -> bool:
        """Whether a sentence has both spellings with titles: "Mr. Heyard and Mr. Hayard" may be two."""
        text, place = self._document.text, candidate.mention.start
        if not candidate.name.titles:
            return False
        for other in self._reading.candidates:
            start, end = sorted((other.mention.start, place))
            near = other.name.surname == surname and 0 < end - start <= _ONE_SENTENCE
            if near and other.name.titles and not any(sentences_between(text, start, end)):
                return True
        return False

    def _rows_of_misprint(
        self, candidate: Candidate, misprint: Misprint, *, unsure: bool
    ) -> Iterator[Assigned]:
        """The persons meant; *possible* where several are."""
        name = candidate.name
        for surname in misprint.surnames:
            meant = replace(name, surname=surname, readings=(surname,))
            if self._is_another(meant):
                continue
            for row in self._rows(replace(candidate, name=meant)):
                yield replace(
                    row,
                    tier=Tier.POSSIBLE if unsure else at_most_probable(row.tier),
                    reason=Reason.MISSPELLING,
                    detail=f"{misprint.edits} from {surname}",
                )


def _reason(mention: NamedMention, name: Name, identity: Identity) -> tuple[Reason, str]:
    known = {reading for other in identity.names for reading in other.readings}
    other_script = is_cyrillic(name.written) and not all(is_cyrillic(n.written) for n in identity.names)
    if known and (other_script or not known & set(name.readings)):
        return Reason.TRANSLITERATION, f"{name.written} for {identity.names[0].written}"
    if mention.by is Finder.LABEL:
        return Reason.SPEAKER_LABEL, ""
    if not name.given:
        return Reason.SURNAME, ""
    return (Reason.FULL_NAME if name.fullness[0] else Reason.INITIALS), ""


def _are_initials_of(initialled: Name, name: Name) -> bool:
    initials = initialled.given
    if len(initials) != len(name.given) or not all(part.short for part in initials):
        return False
    return all(map(same_given, initials, name.given))


def _has_part(name: Name, surname: str) -> bool:
    """Whether a bare surname is half of a double one, or the first of two that stand without a hyphen."""
    if surname in name.surname.split("-"):
        return name.surname != surname
    return any(part.text == surname and not part.short for part in name.given[1:])


def _written(name: Name, surname: str) -> str:
    """A double surname as it stands."""
    first = next((part.written for part in name.given[1:] if part.text == surname), "")
    return f"{first} {name.written}".strip()


def _differ_in_an_initial(one: Name, other: Name) -> bool:
    """Whether two names of one surname have as many initials, and one of them, not the first, is another."""
    if len(one.given) != len(other.given) or not all(part.short for part in (*one.given, *other.given)):
        return False
    differ = [a.text != b.text for a, b in zip(one.given, other.given, strict=True)]
    return not differ[0] and sum(differ) == 1


def at_most_probable(tier: Tier) -> Tier:
    """A tier that is not *certain*."""
    return Tier.PROBABLE if tier is Tier.CERTAIN else tier
