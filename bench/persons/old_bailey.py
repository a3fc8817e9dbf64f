"""Persons that the Old Bailey's edition tags, as questions within their trial.

    python -m bench persons-bailey [--verbose]

Each trial is a document, each session a case. For every tagged person of a trial its name, as the edition
normalises it, is asked for among the persons of the trial; recall is the share of tagged places that are
then found. Names that the edition does not tag are no errors here, so there is no precision. One trial in
so many is taken, with `--verbose` every one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from bench.figures import Target, show
from bench.persons.reading import Text, read_texts, resolved
from bench.persons.scoring import Row, choose_person, forms_of
from bench.setting import Setting

_SAMPLE = 8
_SPACE = re.compile(r"\s+")
_COLLECTION = "old-bailey"


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A tagged place of a trial's text, and the name that the edition gives for it."""

    start: int
    end: int
    given: str
    surname: str

    @property
    def name(self) -> str:
        """The name in natural order."""
        return f"{self.given} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class Trial:
    """The text of a trial and the persons tagged in it."""

    text: Text
    names: tuple[TaggedName, ...]


def main(setting: Setting) -> None:
    """Print the recall of tagged persons."""
    every = 1 if setting.verbose else _SAMPLE
    trials = list(read_trials(setting.shared / "corpus" / "old-bailey-tei"))[::every]
    rows = resolved(read_texts(setting, [trial.text for trial in trials]))
    of_trial: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_trial[row.document].append(row)
    counts: Counter[str] = Counter()
    for key, trial in enumerate(trials):
        counts += score(trial, of_trial[key], verbose=setting.verbose)
    print(f"  {len(trials)} trials, {dict(counts)}")
    for tier, target in (("probable", Target(0.98, at_least=True)), ("possible", None)):
        show(f"tagged places found, {tier}", counts[tier] / counts["places"], target=target, digits=4)
    show("tagged persons that a question finds", counts["answered"] / counts["persons"], digits=4)


def score(trial: Trial, rows: Sequence[Row], *, verbose: bool) -> Counter[str]:
    """The places of one trial, and how many of them are found at each tier."""
    forms, counts = forms_of(rows), Counter[str]()
    wanted: dict[str, list[TaggedName]] = defaultdict(list)
    for tagged in trial.names:
        wanted[tagged.name.casefold()].append(tagged)
    for places in wanted.values():
        person = choose_person([places[0].name], forms)
        mine = [row for row in rows if row.person == person]
        found = [_found(place, mine) for place in places]
        counts.update(persons=1, places=len(places), answered=person is not None)
        counts.update(probable=sum(tier < 2 for tier in found), possible=sum(tier < 3 for tier in found))
        if verbose and any(tier > 1 for tier in found):
            written = [trial.text.text[place.start : place.end] for place in places]
            print(f"    {trial.text.relative}: {places[0].name} {written} {found}")
    return counts


def _found(place: TaggedName, rows: Iterable[Row]) -> int:
    """The best tier of the rows at a place; 3 where there is none."""
    return min((row.tier for row in rows if row.start < place.end and place.start < row.end), default=3)


def read_trials(folder: Path) -> Iterator[Trial]:
    """All trials of all sessions, in order."""
    for file in sorted(folder.glob("*.xml")):
        tree = etree.parse(str(file), etree.XMLParser(resolve_entities=False, huge_tree=True))
        for div in tree.iter("div1"):
            if div.get("type") == "trialAccount":
                yield _read_trial(div, file.stem)


def _read_trial(div: etree._Element, session: str) -> Trial:
    reading = _Reading()
    reading.walk(div)
    text = Text(_COLLECTION, f"{session}/{div.get('id')}.txt", "".join(reading.parts))
    return Trial(text, tuple(reading.names))


@dataclass(slots=True)
class _Reading:
    """The text of a trial while it is walked through."""

    parts: list[str] = field(default_factory=list)
    names: list[TaggedName] = field(default_factory=list)
    length: int = 0

    def walk(self, node: etree._Element) -> None:
        """Add the text of an element and of all below it."""
        if node.tag == "p" and self.length:
            self._break()
        start = self.length
        self._add(node.text)
        for child in node:
            if isinstance(child.tag, str):
                self.walk(child)
            self._add(child.tail)
        if node.tag == "persName":
            self._name(node, start)

    def _name(self, node: etree._Element, start: int) -> None:
        facts = _facts(node)
        text = "".join(self.parts)[start:]
        end = start + len(text.rstrip())
        start += len(text) - len(text.lstrip())
        if facts.get("surname") and start < end:
            self.names.append(
                TaggedName(start, end, facts.get("given", "").title(), facts["surname"].title())
            )

    def _add(self, text: str | None) -> None:
        words = _SPACE.sub(" ", text or "")
        if not self.parts or self.parts[-1][-1:] in (" ", "\n"):
            words = words.lstrip()
        if words:
            self.parts.append(words)
            self.length += len(words)

    def _break(self) -> None:
        self.parts.append("\n\n")
        self.length += 2


def _facts(node: etree._Element) -> Mapping[str, str]:
    return {
        str(interp.get("type")): str(interp.get("value"))
        for interp in node.iter("interp")
        if interp.get("value")
    }
